"""The changes of a vintage, in words and as a document. PURE."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.odlocale.cog.shared import TerritoryId, Vintage, VintageDiff

SHOWN = 10
# Every population changes every year: a number says all there is to say.
ONLY_COUNTED = ("population_changed", "other")


def told(changes: VintageDiff, vintage: Vintage) -> Iterator[str]:
    """The changes for people: how many of each sort, and the first of them.

    :param vintage: where their names are found
    """
    if not any(changes.counts().values()):
        yield "no change"
    for sort, all_of_it in listed(changes).items():
        if all_of_it:
            yield f"{sort.replace('_', ' ')}: {len(all_of_it)}"
            yield from () if sort in ONLY_COUNTED else _first(all_of_it, vintage)


def listed(changes: VintageDiff) -> dict[str, list[Any]]:
    """The changes as a document of lists, by sort."""
    return {
        sort: [one if isinstance(one, str) else one._asdict() for one in getattr(changes, sort)]
        for sort in changes.counts()
    }


def _first(changes: list[Any], vintage: Vintage) -> Iterator[str]:
    yield from (f"  {_one(change, vintage)}" for change in changes[:SHOWN])
    if len(changes) > SHOWN:
        yield f"  and {len(changes) - SHOWN} more"


def _one(change: Any, vintage: Vintage) -> str:
    known = TerritoryId(change if isinstance(change, str) else change["id"])
    name = vintage.territories[known].name if known in vintage.territories else ""
    rest = "" if isinstance(change, str) else _arrow(change)
    return f"{known} {name}{rest}".rstrip()


def _arrow(change: dict[str, Any]) -> str:
    if "successor" in change:
        return f" → {change['successor']}"
    return f": {plain(change['old'])} → {plain(change['new'])}"


def plain(value: Any) -> str:
    """A value of a document as a line of text."""
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
