"""From places to figures: of every territory that they are in, and of each part of it. PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.facts import Place
from ckanext.odlocale.observatory.indicator import Count, Indicator
from ckanext.odlocale.observatory.parts import WHOLE, parts_of

TOLD_APART = frozenset({Level.FR, Level.REG, Level.DEP})
"""The levels whose figures are kept by part, too: a grouping of communes is too small for strata."""
ANIMATOR = "animator-"
"""How the figures of an animator begin; no level is called so."""


class Key(NamedTuple):
    """Which figure it is: of which territory or animator, which part of it, by which indicator."""

    scope: str
    part: str
    indicator: str


def scopes_of(place: Place) -> tuple[str, ...]:
    """Whose figures a place adds to: of what contains it, of itself unless it is a commune, of its animators.

    Two animators that accompany the same collectivité each count it: theirs do not add up to the whole.
    """
    own = () if place.level is Level.COM else (place.id,)
    return (*place.containers, *own, *map(animator_scope, place.helpers))


def animator_scope(organization: str) -> str:
    """What the figures of an animator, which are those of whom it accompanies, are kept under."""
    return ANIMATOR + organization


def is_told_apart(scope: str) -> bool:
    """Whether the parts of these figures are kept, too."""
    return scope.startswith(ANIMATOR) or scope.partition("-")[0] in TOLD_APART


def figures(
    places: Iterable[Place], indicators: Sequence[Indicator], only: str | None = None
) -> dict[Key, Count]:
    """Every figure that has something to count.

    :param only: only those of this territory, with all its parts whatever its level
    """
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * (2 * len(indicators)))
    for place in places:
        added = _vector(place, indicators)
        if not added:
            continue
        parts = parts_of(place)
        for scope in (only,) if only else scopes_of(place):
            for part in parts if only or is_told_apart(scope) else (WHOLE,):
                into = sums[scope, part]
                for position, number in added:
                    into[position] += number
    return dict(_told(sums, indicators))


def _vector(place: Place, indicators: Sequence[Indicator]) -> list[tuple[int, int]]:
    """The numbers that a place adds, each with its position; zeros are left out."""
    counts = [number for indicator in indicators for number in indicator.count(place)]
    return [(position, number) for position, number in enumerate(counts) if number]


def _told(
    sums: Mapping[tuple[str, str], Sequence[int]], indicators: Sequence[Indicator]
) -> Iterable[tuple[Key, Count]]:
    for (scope, part), numbers in sums.items():
        for position, indicator in enumerate(indicators):
            count = Count(numbers[2 * position], numbers[2 * position + 1])
            if count.denominator:
                yield Key(scope, part, indicator.name), count


def covering(
    level: Level, is_open: bool, containers: Iterable[TerritoryId], open_ones: Collection[str]
) -> Level | None:
    """The level that publishes for a territory's people: its own, else the nearest open one around it."""
    if is_open:
        return level
    around = [one.level for one in containers if one in open_ones and one.level is not Level.FR]
    return max(around, key=lambda one: one.rank, default=None)
