"""All actions of the plugin: each module says which of its functions are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.odlocale.animator.logic.action import (
    animators,
    delegations,
    desk,
    kits,
    mandates,
    offers,
    practices,
    publishing,
)

_MODULES = (animators, offers, mandates, delegations, publishing, desk, kits, practices)


def actions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    return {name: getattr(module, name) for module in _MODULES for name in module.__all__}
