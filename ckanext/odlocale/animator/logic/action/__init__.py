"""The API of the room, by what it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.odlocale.animator.logic.action import desk, kits, practices

Action = Callable[..., Any]


def actions() -> dict[str, Action]:
    """Name to function, as CKAN wants them."""
    found = (
        desk.odlocale_discretion_update,
        desk.odlocale_follow_up_list,
        desk.odlocale_follow_up_message,
        desk.odlocale_follow_up_note,
        desk.odlocale_follow_up_own,
        kits.odlocale_kit_list,
        kits.odlocale_kit_reuse,
        practices.odlocale_practice_list,
    )
    return {action.__name__: action for action in found}
