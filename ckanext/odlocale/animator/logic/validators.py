"""Validators of what people write about animators, offers and mandates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.animator.kinds import Kind, Service
from ckanext.odlocale.cog.shared import TerritoryId, TerritoryIdError
from ckanext.odlocale.socle.shared import UnknownSchemaError, find_schema
from ckanext.odlocale.territory.shared import records

MOST_TERRITORIES = 2000
SHOWN = 5
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)


def odlocale_agreement_day(value: Any) -> date:
    """A day.

    :raises Invalid: it is not written like 2026-01-31, or of another age
    """
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError as error:
        sentence = tk._("“{value}” is not a date. Write it like 2026-01-31.")
        raise tk.Invalid(sentence.format(value=str(value)[:60])) from error
    if not EARLIEST <= day <= LATEST:
        raise tk.Invalid(tk._("{day} is too far away. Check the year.").format(day=day))
    return day


def odlocale_perimeter(value: Any) -> list[TerritoryId]:
    """The territories of a perimeter: a list, or a text with spaces or commas between. One query.

    :raises Invalid: some are unknown, or there are too many to have been meant one by one
    """
    written = _listed(value)
    if len(written) > MOST_TERRITORIES:
        sentence = tk._(
            "{number} territories are too many to list. Name the EPCI, the département or the région that "
            "contains them, and list those that are excepted."
        )
        raise tk.Invalid(sentence.format(number=len(written)))
    known = records(one for one in map(_identifier, written) if one)
    unknown = [one for one in written if _identifier(one) not in known]
    if unknown:
        sentence = tk._(
            "There is no territory {values}. Write identifiers like com-74042, epci-200000172, dep-74 or "
            "reg-84."
        )
        shown = ", ".join(f"“{one[:40]}”" for one in unknown[:SHOWN])
        raise tk.Invalid(sentence.format(values=shown + ("…" if len(unknown) > SHOWN else "")))
    return sorted(known)


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return list(dict.fromkeys(value.replace(",", " ").replace(";", " ").split()))
    if not isinstance(value, Iterable) or isinstance(value, dict):
        raise tk.Invalid(tk._("Write territories one after the other, with spaces between."))
    return list(dict.fromkeys(str(one) for one in value))


def _identifier(text: str) -> TerritoryId | None:
    try:
        return TerritoryId.parse(text)
    except TerritoryIdError:
        return None


def odlocale_animator_kind(value: Any) -> Kind:
    """What an animator is.

    :raises Invalid: there is no such kind
    """
    try:
        return Kind(value)
    except ValueError as error:
        sentence = tk._("“{value}” is no kind of animator. Use one of {known}.")
        raise tk.Invalid(sentence.format(value=str(value)[:60], known=", ".join(Kind))) from error


def odlocale_services(value: Any) -> list[Service]:
    """Services of the programme: a list, or a text with spaces or commas between.

    :raises Invalid: there is no such service
    """
    written = _listed(value)
    unknown = [one for one in written if one not in set(Service)]
    if unknown:
        sentence = tk._("“{value}” is no service. Use {known}.")
        raise tk.Invalid(sentence.format(value=unknown[0][:60], known=", ".join(Service)))
    return sorted(map(Service, written))


def odlocale_organization(value: Any) -> str:
    """The id of an organization that is there, by its id or name.

    :raises Invalid: there is none, or it is deleted
    """
    found = model.Group.get(value) if isinstance(value, str) and value else None
    if found is None or not found.is_organization or found.state != "active":
        sentence = tk._("There is no organization “{value}” here. Write its name as in its address.")
        raise tk.Invalid(sentence.format(value=str(value)[:60]))
    return found.id


def odlocale_schemas(value: Any) -> list[str]:
    """Names of standards of the socle, without version.

    :raises Invalid: there is no such standard
    """
    found = []
    for one in _listed(value):
        try:
            found.append(find_schema(one).name)
        except UnknownSchemaError as error:
            sentence = tk._("There is no standard “{value}”. `odlocale schemas` lists their names.")
            raise tk.Invalid(sentence.format(value=one[:60])) from error
    return sorted(set(found))


def odlocale_members(value: Any) -> list[str]:
    """The ids of users, by id or name.

    :raises Invalid: there is no such user
    """
    found = []
    for one in _listed(value):
        user = model.User.get(one)
        if user is None or user.state != "active":
            raise tk.Invalid(tk._("There is no user “{value}” here.").format(value=one[:60]))
        found.append(user.id)
    return sorted(set(found))


def validators() -> dict[str, Any]:
    """Name to function, as CKAN wants them."""
    found = (
        odlocale_animator_kind,
        odlocale_agreement_day,
        odlocale_members,
        odlocale_organization,
        odlocale_perimeter,
        odlocale_schemas,
        odlocale_services,
    )
    return {one.__name__: one for one in found}
