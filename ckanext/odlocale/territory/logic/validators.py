"""Validators of territories."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError
from ckanext.odlocale.territory.extras import SIREN_FIELD
from ckanext.odlocale.territory.identity import IdentityError, siren_number
from ckanext.odlocale.territory.organization import identity, sentence


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
