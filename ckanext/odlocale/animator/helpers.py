"""Template helpers of the room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.odlocale.animator.desk import helpers as desk
from ckanext.odlocale.animator.kits import helpers as kits
from ckanext.odlocale.animator.pages import helpers as pages


def helpers() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    return {name: getattr(module, name) for module in (desk, kits, pages) for name in module.__all__}
