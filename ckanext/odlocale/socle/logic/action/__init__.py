"""All actions of the plugin: each module says which of its functions are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.odlocale.socle.logic.action import consolidation, coverage, obligations, verdicts

_MODULES = (
    consolidation,
    coverage,
    obligations,
)


def actions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them; some of the verdicts' depend on what else is there."""
    own = {name: getattr(module, name) for module in _MODULES for name in module.__all__}
    return {**own, **verdicts.actions()}
