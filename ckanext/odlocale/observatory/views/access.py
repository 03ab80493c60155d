"""What every page asks before it shows anything, and what all show."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory import config
from ckanext.odlocale.observatory.digest import store
from ckanext.odlocale.observatory.logic import refusals
from ckanext.odlocale.observatory.neighbours import animator_called
from ckanext.odlocale.observatory.parts import GROUPS, LEVELS, STRATA
from ckanext.odlocale.territory.shared import TerritoryRecord, resolve


def context() -> Any:
    """The person of this request."""
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}


def allowed(action: str) -> None:
    """Refuse who may not call this action."""
    try:
        tk.check_access(action, context(), {})
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to see the observatory."))


def known(territory_id: str | None) -> TerritoryRecord:
    """The territory of an address, or that of the portal."""
    record = resolve(territory_id or config.territory())
    if record is None and territory_id:
        tk.abort(
            404,
            tk._("There is no territory at this address. Look for it by name in the list of territories."),
        )
    if record is None:
        tk.abort(
            404,
            tk._(
                "There are no territories yet. The administrator of this portal imports them with: "
                "ckan odlocale territory import"
            ),
        )
    return record


def known_animator(name: str) -> Any:
    """The animator of an address."""
    found = animator_called(name)
    if found is None:
        tk.abort(404, tk._("No animator is called so here. Choose one in the list of animators."))
    return found


def receives(scope: str) -> bool | None:
    """Whether the person of this request gets the monthly letter; None for whoever is not logged in."""
    if not tk.current_user.is_authenticated:
        return None
    return any(one.scope == scope for one in store.of_user(tk.current_user.id))


def root_address() -> str:
    """What the address of every board begins with."""
    return tk.url_for("odlocale_observatory.read", territory_id="fr").removesuffix("fr")


def empty(record: TerritoryRecord) -> dict[str, Any]:
    """What the page of a territory shows before the first figures."""
    sentence = refusals.no_figures()
    name, address = record.name or record.code, f"{root_address()}{record.id}"
    return {"territory": record, "sentence": sentence, "name": name, "address": address}


def told_parts() -> dict[str, list[str]]:
    """The names of the parts that a board tells apart, by what they are told apart by."""
    return {
        tk._("By level"): [one.name for one in LEVELS],
        tk._("By population of the communes"): [one.name for one in STRATA],
        tk._("The programme’s groups"): [one.name for one in GROUPS],
    }
