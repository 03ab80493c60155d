"""Who may call the API of the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.odlocale.animator.logic.auth import desk, kits


def auth_functions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    return {name: getattr(module, name) for module in (desk, kits) for name in module.__all__}
