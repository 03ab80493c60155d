"""The grid as data, and its states as signs and words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.odlocale.observatory import telling
from ckanext.odlocale.observatory.grid.cells import Cell, Tally
from ckanext.odlocale.observatory.grid.looking import Asked, Line, lines
from ckanext.odlocale.socle.shared import State, language

# Told by shape before anything else: a page in black and white says the same.
SIGNS = {
    State.VALID: "✓",
    State.PUBLISHED: "✗",
    State.STALE: "↻",
    State.ANNOUNCED: "…",
    State.SANS_OBJET: "∅",
    State.ABSENT: "–",
}
AT_ONCE = 5000


def tally(one: Tally) -> dict[str, Any]:
    """A standard at all collectivités: how many in each state, and the conform share."""
    return {
        "schema": one.entry.name,
        "title": one.entry.text("title", language()),
        **{str(state): number for state, number in one.states.items()},
        "conform": telling.value(one.conform),
    }


def line(one: Line) -> dict[str, Any]:
    """A collectivité, with its standards by name."""
    return {
        **_known(one),
        "actors": [name for name, _ in one.actors],
        "sets": {name: _cell(cell) for name, cell in one.cells.items()},
    }


def _known(one: Line) -> dict[str, Any]:
    told = telling.entry(one.entry)
    wanted = ("id", "name", "level", "siren", "population", "duty", "organization")
    return {**{name: told[name] for name in wanted}, "owed": one.owed, "to_mend": one.to_mend}


def _cell(one: Cell) -> dict[str, str]:
    return {"state": str(one.state), "expected": str(one.expected)}


def rows(asked: Asked) -> Iterator[dict[str, Any]]:
    """Every line of a grid, flat: the state of each standard under its name."""
    offset, count = 0, 1
    while offset < count:
        count, found = lines(asked, AT_ONCE, offset)
        offset += AT_ONCE
        for one in found:
            states = {name: str(cell.state) for name, cell in one.cells.items()}
            yield {**_known(one), "actors": " ".join(name for name, _ in one.actors), **states}
