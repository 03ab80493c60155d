"""A curve of a number over time, as SVG. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from ckanext.odlocale.drawing.scale import INK, LINE, REFERENCE, TARGET, ticks
from ckanext.odlocale.observatory.trajectory import Point

WIDTH, HEIGHT = 420, 230
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 26
FONT = 'font-family="sans-serif" font-size="11"'


@dataclass(frozen=True, slots=True)
class Curve:
    """What is drawn.

    :param title: what the curve is called, and ``summary``: what it says, for who does not see it
    :param points: a number holds until the next
    :param until: the last day
    :param marks: days with a word: a change of vintage
    :param references: points of others, not joined to a line
    :param target: what is aimed at
    """

    title: str
    summary: str
    points: Sequence[Point]
    until: date
    marks: Sequence[tuple[date, str]] = ()
    references: Sequence[Point] = ()
    target: Point | None = None


def svg(curve: Curve) -> str:
    """The curve as a document of its own, and as a part of a page."""
    return "".join(_parts(curve))


def _parts(curve: Curve) -> Iterator[str]:
    place = _Place(curve)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'class="odlocale-curve" aria-label="{escape(curve.title)}. {escape(curve.summary)}">'
        f"<title>{escape(curve.title)}</title><desc>{escape(curve.summary)}</desc>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    )
    yield from _axes(place)
    for day, word in curve.marks:
        yield _mark(place.x(day), word)
    if curve.target:
        yield _target(place, curve.target)
    for point in curve.references:
        at = f'cx="{place.x(point.day):.1f}" cy="{place.y(point.number):.1f}"'
        yield f'<circle {at} r="3.5" fill="none" stroke="{REFERENCE}" stroke-width="1.5"/>'
    yield from _line(place, curve)
    yield "</svg>"


class _Place:
    """Where a day and a number are on the drawing."""

    def __init__(self, curve: Curve) -> None:
        others = [*curve.references, *([curve.target] if curve.target else [])]
        days = [point.day for point in (*curve.points, *others)] or [curve.until]
        numbers = [point.number for point in (*curve.points, *others)]
        self.first, self.last = min(days), max(*days, curve.until, key=lambda day: day)
        self.ticks = ticks(max(numbers, default=0))

    def x(self, day: date) -> float:
        whole = max(1, (self.last - self.first).days)
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / whole

    def y(self, number: int) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * number / max(1, self.ticks[-1])


def _axes(place: _Place) -> Iterator[str]:
    for number in place.ticks:
        y = place.y(number)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d0d0d0"/>'
        shown = f"{number:,}".replace(",", "\u202f")
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" {FONT} fill="{INK}">{shown}</text>'
    for day in _years(place):
        x = place.x(day)
        foot = f'y1="{HEIGHT - BOTTOM}" y2="{HEIGHT - BOTTOM + 4}"'
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" {foot} stroke="{INK}"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle" {FONT} fill="{INK}">{day.year}</text>'


def _years(place: _Place) -> list[date]:
    """The beginnings of years, every second or fifth when there are many."""
    years = [date(year, 1, 1) for year in range(place.first.year, place.last.year + 1)]
    inside = [day for day in years if place.first <= day <= place.last]
    every = next((one for one in (1, 2, 5, 10) if len(inside) / one <= 8), 10)
    return inside[::every]


def _mark(x: float, word: str) -> str:
    return (
        f'<g><title>{escape(word)}</title><line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" '
        f'stroke="{TARGET}" stroke-dasharray="2 3"/></g>'
    )


def _target(place: _Place, target: Point) -> str:
    x, y = place.x(target.day), place.y(target.number)
    return (
        f'<line x1="{LEFT}" x2="{x:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{TARGET}" stroke-dasharray="6 4"/>'
        f'<path d="M {x - 5:.1f} {y:.1f} l 5 -5 l 5 5 l -5 5 z" fill="{TARGET}"/>'
    )


def _line(place: _Place, curve: Curve) -> Iterator[str]:
    if not curve.points:
        return
    steps = [f"M {place.x(curve.points[0].day):.1f} {place.y(curve.points[0].number):.1f}"]
    steps += [f"H {place.x(point.day):.1f} V {place.y(point.number):.1f}" for point in curve.points[1:]]
    steps.append(f"H {place.x(curve.until):.1f}")
    yield f'<path d="{" ".join(steps)}" fill="none" stroke="{LINE}" stroke-width="2.5"/>'
    x, y = place.x(curve.until), place.y(curve.points[-1].number)
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{LINE}"/>'
