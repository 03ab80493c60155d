"""All authorization functions of the plugin: each module says which of its functions are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.odlocale.territory.logic.auth import attachment, claims, organizations, territories, vintages

_MODULES = (territories, organizations, attachment, claims, vintages)


def auth_functions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    return {name: getattr(module, name) for module in _MODULES for name in module.__all__}
