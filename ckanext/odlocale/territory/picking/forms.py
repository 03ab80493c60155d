"""Template helpers of the forms that have a picker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

from ckanext.odlocale.territory.extras import TERRITORY_FIELD
from ckanext.odlocale.territory.picking import organizations, territories
from ckanext.odlocale.territory.picking.meant import Choice

TERRITORY, ORGANIZATION = "territory", "organization"


def odlocale_picker(of: str, limits: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Where a picker gets its suggestions, and its words, in the reader's language.

    :param of: ``territory`` or ``organization``
    :param limits: further parameters of the action, like ``{"level": "com"}``
    """
    is_territory = of == TERRITORY
    source = tk.url_for(
        "api.action", ver=3, logic_function=f"odlocale_{of}_autocomplete", limit=10, **(limits or {})
    )
    return {
        "source": source,
        # Nobody knows a territory to begin with; few people publish in more than some organizations.
        "least": 1 if is_territory else 0,
        "placeholder": (
            tk._("Name, INSEE code, SIREN or postal code")
            if is_territory
            else tk._("Name of the organization or of its territory")
        ),
        "texts": {
            "none": tk._("Nothing has this name. Check the spelling, or type less of it."),
            "one": tk._("One suggestion. Arrow keys to go to it, Enter to choose it."),
            "many": tk._("{number} suggestions. Arrow keys to go through them, Enter to choose one."),
            "chosen": tk._("Chosen: {name}"),
            "cleared": tk._("Nothing is chosen any more."),
            "clear": tk._("Clear: {name}"),
            "failed": tk._(
                "Suggestions cannot be loaded. Type again in a moment, or write the full name or the "
                "identifier and save."
            ),
        },
    }


def odlocale_picked(of: str, value: Any) -> Choice | None:
    """What a picker holds, by its name; None when nothing or something unknown. Two queries at most."""
    look = territories.chosen if of == TERRITORY else organizations.chosen
    return look(value.strip()) if isinstance(value, str) else None


def odlocale_other_extras(extras: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """The custom fields of an organization without its territory, which has a field of its own."""
    return [one for one in extras or () if one.get("key") != TERRITORY_FIELD]


def odlocale_only_organization() -> Choice | None:
    """The organization of a reader who may publish in one only."""
    return organizations.only_one(tk.current_user.name)


def odlocale_may_choose_organization(dataset: Mapping[str, Any]) -> bool:
    """CKAN's ``can_update_owner_org``, for somebody who may publish somewhere, without listing all of it."""
    user = tk.current_user.name
    if not organizations.publishes_somewhere(user):
        return False
    owner = dataset.get("owner_org")
    may = authz.has_user_permission_for_group_or_org(owner, user, organizations.PERMISSION)
    return tk.h.can_update_owner_org(dataset, [{"id": owner if may else ""}])


class Available(Sequence[dict[str, Any]]):
    """CKAN's list of organizations, made when somebody reads it: most templates ask whether it is empty."""

    def __init__(self, load: Callable[[], list[dict[str, Any]]], user: str) -> None:
        self._load = load
        self._user = user

    def __bool__(self) -> bool:
        return self._any

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, index: Any) -> Any:
        return self._all[index]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._all)

    @cached_property
    def _any(self) -> bool:
        return organizations.publishes_somewhere(self._user)

    @cached_property
    def _all(self) -> list[dict[str, Any]]:
        return self._load()


@tk.chained_helper
def organizations_available(
    next_helper: Callable[..., Any], permission: str = "manage_group", *args: Any, **options: Any
) -> Sequence[dict[str, Any]]:
    """CKAN's own; whether one may publish anywhere is one query, however many organizations there are."""
    if permission != organizations.PERMISSION or args or options:
        return next_helper(permission, *args, **options)
    return Available(lambda: next_helper(permission), tk.current_user.name)


def odlocale_helpers_without_organizations(helpers: Any) -> Any:
    """The helpers of templates, for a form whose select of all organizations no block surrounds.

    It shows none when there are none to show; our picker stands beside it.
    """
    return type(helpers)({**helpers, "organizations_available": lambda *args, **options: []})
