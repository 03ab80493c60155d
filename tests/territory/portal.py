"""Organizations and datasets of a test portal."""

from __future__ import annotations

from typing import Any


def organization(name: str, title: str = "", **extras: str) -> dict[str, Any]:
    """An organization; further keywords are its extra fields."""
    from ckan.tests.factories import Organization

    return Organization(name=name, title=title or name, extras=_pairs(extras))


def dataset(
    name: str, owner: dict[str, Any], tags: Any = (), title: str = "", **extras: str
) -> dict[str, Any]:
    """A dataset; further keywords are its extra fields."""
    from ckan.tests.factories import Dataset

    return Dataset(
        name=name,
        title=title or name,
        # CKAN's factory invents a text, in which a search may find its word.
        notes="",
        owner_org=owner["id"],
        tags=list(tags),
        extras=_pairs(extras),
    )


def _pairs(extras: dict[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in extras.items()]
