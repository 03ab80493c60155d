"""All authorization functions of the plugin: each module says which of its functions are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.odlocale.socle.logic.auth import consolidation, coverage, obligations, verdicts

_MODULES = (consolidation, coverage, obligations, verdicts)


def auth_functions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    return {name: getattr(module, name) for module in _MODULES for name in module.__all__}
