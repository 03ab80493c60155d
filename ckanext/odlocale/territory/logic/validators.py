"""Validators of territories."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError
from ckanext.odlocale.territory.extras import SIREN_FIELD
from ckanext.odlocale.territory.identity import IdentityError, is_name, siren_number
from ckanext.odlocale.territory.organization import identity, sentence
from ckanext.odlocale.territory.picking import territories
from ckanext.odlocale.territory.picking.meant import UnclearError
from ckanext.odlocale.territory.typed import MOST_CHARACTERS

LONGEST_TEXT = 1000
# The largest number that the database counts with.
LARGEST = 2**31 - 1
YES = frozenset({"true", "yes", "oui", "1"})
NO = frozenset({"false", "no", "non", "0"})


def odlocale_territory_id(value: Any) -> TerritoryId:
    """The identifier of a territory, known to the portal or not.

    :raises Invalid: it is not written like one
    """
    try:
        return TerritoryId.parse(value)
    except (TerritoryIdError, AttributeError) as error:
        sentence = tk._(
            "“{value}” is not a territory. Write it like com-74042, epci-200000172, dep-74, reg-84 or fr."
        )
        raise tk.Invalid(sentence.format(value=str(value)[:60])) from error


def odlocale_territory_meant(value: Any) -> Any:
    """The identifier of the territory that somebody wrote by name or by code.

    An identifier stays, even a former one, and so does what is no text: for the validators that follow.

    :raises Invalid: there is none, or several
    """
    if not isinstance(value, str) or not is_name(value):
        return value
    try:
        return territories.meant(value)
    except UnclearError as error:
        raise tk.Invalid(territories.unclear(error)) from error


def odlocale_level(value: Any) -> Level:
    """A level of territories.

    :raises Invalid: there is no such level
    """
    try:
        return Level(value)
    except ValueError as error:
        known = ", ".join(Level)
        raise tk.Invalid(
            tk._("“{value}” is not a level of territories. Use one of {levels}.").format(
                value=str(value)[:60], levels=known
            )
        ) from error


def odlocale_count(value: Any) -> int:
    """How many, or how many to pass over: at most what the database counts with.

    :raises Invalid: it is no whole number from 0
    """
    try:
        number = int(value) if isinstance(value, (int, str)) else -1
    except ValueError:
        number = -1
    if number < 0:
        sentence = tk._("“{value}” is not a number to count with. Write a whole number from 0, like 50.")
        raise tk.Invalid(sentence.format(value=str(value)[:60]))
    return min(number, LARGEST)


def odlocale_yes_or_no(value: Any) -> bool:
    """A yes or a no.

    CKAN's own validator takes what it does not understand for a no, which makes a trial run a real one, and
    on CKAN 2.11 it fails on a number.

    :raises Invalid: it is neither
    """
    text = str(value).strip().lower()
    if text not in YES | NO:
        message = tk._("“{value}” is neither yes nor no. Write true or false.")
        raise tk.Invalid(message.format(value=text[:60]))
    return text in YES


def odlocale_searched(value: Any) -> Any:
    """What somebody types to find a territory.

    :raises Invalid: it is far longer than any name or code
    """
    if len(value) > MOST_CHARACTERS:
        sentence = tk._(
            "This is too long to be a name or a code. Search with at most {number} characters: the beginning "
            "of a name, an INSEE code, a SIREN or a postal code."
        )
        raise tk.Invalid(sentence.format(number=MOST_CHARACTERS))
    return value


def odlocale_siren(value: Any) -> Any:
    """The SIREN in a SIREN or SIRET, nine digits without spaces; nothing stays nothing.

    :raises Invalid: the number is no SIREN or SIRET
    """
    if value is tk.missing:
        return value
    try:
        return siren_number(value) or ""
    except IdentityError as error:
        raise tk.Invalid(sentence(error)) from error


def odlocale_text(value: Any) -> str:
    """A text without spaces around it, nor the null characters that a database refuses.

    :raises Invalid: it is no text, or longer than a page
    """
    if not isinstance(value, str):
        raise tk.Invalid(tk._("This has to be a text."))
    text = value.replace("\x00", "").strip()
    if len(text) > LONGEST_TEXT:
        sentence = tk._("This text has {length} characters. Write at most {most}.")
        raise tk.Invalid(sentence.format(length=len(text), most=LONGEST_TEXT))
    return text


def odlocale_organization_territory(key: Any, data: dict[Any, Any], errors: Any, context: Any) -> None:
    """The one territory of an organization, recognised from its SIREN when it is left empty.

    :raises Invalid: it is unknown, there are several, or the SIREN is that of another territory
    """
    try:
        found = identity(_written(data, key), _valid_siren(data))
    except IdentityError as error:
        raise tk.Invalid(sentence(error)) from error
    if found.territory is None:
        data.pop(key, None)
        raise tk.StopOnError
    data[key] = str(found.territory)


def _written(data: dict[Any, Any], key: Any) -> Any:
    value = data.get(key)
    return None if value is tk.missing else value


def _valid_siren(data: dict[Any, Any]) -> str | None:
    # A wrong SIREN is told at its own field.
    try:
        return siren_number(_written(data, (SIREN_FIELD,)))
    except IdentityError:
        return None
