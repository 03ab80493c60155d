"""A figure of the bench, and how it is told."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report.

    :param ours: what we measured, in `unit`
    :param peer: what the peer measured in the same run; None when there is none
    :param ratio: ours to the peer's; None without a peer
    :param goal: for the ratio, or for `ours` without a peer
    """

    name: str
    ours: float
    peer: float | None
    unit: str
    ratio: float | None
    goal: float
    met: bool


def at_most(name: str, ours: float, unit: str, goal: float, peer: float | None = None) -> Figure:
    """A figure that must not be larger than the goal: seconds, or the ratio to the peer's."""
    ratio = None if peer is None else ours / peer
    return Figure(name, ours, peer, unit, ratio, goal, (ours if ratio is None else ratio) <= goal)


def at_least(name: str, ours: float, peer: float, unit: str, goal: float) -> Figure:
    """A figure whose ratio to the peer's must reach the goal: rates."""
    return Figure(name, ours, peer, unit, ours / peer, goal, ours / peer >= goal)


def times_faster(name: str, ours: float, other: float, goal: float) -> Figure:
    """Seconds that must be that many times fewer than others; the ratio says how many times."""
    return Figure(name, ours, other, "s", other / ours, goal, other / ours >= goal)


def exactly(name: str, ours: float, unit: str, goal: float) -> Figure:
    """A count that is known beforehand."""
    return Figure(name, ours, None, unit, None, goal, ours == goal)


def median(values: Sequence[float]) -> float:
    """The middle of the rounds: one slow round says something of the machine, not of the code."""
    return statistics.median(values)


def as_text(figures: Iterable[Figure]) -> str:
    """The report, for people."""
    rows = [("", "ours", "peer", "", "ratio", "goal", ""), *map(_cells, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def as_line(figure: Figure) -> str:
    """One figure, while the others are still measured."""
    return "  ".join(cell for cell in _cells(figure) if cell)


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        f"{figure.ours:.3g}",
        "" if figure.peer is None else f"{figure.peer:.3g}",
        figure.unit,
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        f"{figure.goal:g}",
        "met" if figure.met else "not met",
    )


def write(figures: Iterable[Figure], path: Path) -> None:
    """The report, for programs."""
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n")
