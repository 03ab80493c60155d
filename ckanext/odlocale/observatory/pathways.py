"""The trajectories of what a territory is made of: its parts, the territories below it, its animators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ckanext.odlocale.observatory.board import Below
from ckanext.odlocale.observatory.computing import Key, animator_scope
from ckanext.odlocale.observatory.history import days, grouped
from ckanext.odlocale.observatory.history import figures as kept
from ckanext.odlocale.observatory.indicator import NOTHING, Count
from ckanext.odlocale.observatory.listing import titles_of
from ckanext.odlocale.observatory.parts import LEVELS, STRATA, WHOLE, Part
from ckanext.odlocale.observatory.seen import Seen
from ckanext.odlocale.observatory.trajectory import Trajectory, beginning, pace, share, towards

OPEN, MUST, NEW = "open", "open_obliged", "accompanied_new"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the table.

    :param key: a part, the id of a territory, or the name of an animator
    :param name: of a territory or an animator; empty for a part, which has a word of its own
    :param open: how many of how many are open
    :param path: None when nobody has to publish any more
    """

    key: str
    name: str
    open: Count
    path: Trajectory | None


@dataclass(frozen=True, slots=True)
class Pathways:
    """The table, by what its lines are."""

    levels: Sequence[Step]
    strata: Sequence[Step]
    below: Sequence[Step]
    animators: Sequence[Step]


@dataclass(frozen=True, slots=True)
class _Line:
    """Of whom a line is: the figures of a part of a territory or an animator."""

    key: str
    name: str
    scope: str
    part: str = WHOLE


def pathways(whole: Trajectory | None, seen: Seen, below: Sequence[Below]) -> Pathways | None:
    """How each part comes towards its share of the target; None without a target, or when it is reached.

    Five queries, whatever the number of lines. An animator's pace is what opened in a year among those that
    it accompanies today: a mandate that is signed opens nobody.

    :param whole: the trajectory of the territory
    """
    first = days.first()
    if whole is None or whole.is_reached or first is None:
        return None
    titles = titles_of(one.organization for one in grouped.by_animator(seen.day, seen.scope))
    helpers = [_Line(name, title, animator_scope(one)) for one, (name, title) in titles.items()]
    places = [_Line(one.id, one.name, one.id) for one in below]
    scopes = [seen.scope, *(line.scope for line in (*places, *helpers))]
    start = beginning(first, seen.day)
    sharing = _Sharing(whole, seen, start, _counts(start, scopes), _counts(seen.day, scopes))
    return Pathways(
        list(sharing.watched(_parts(LEVELS, seen))),
        list(sharing.watched(_parts(STRATA, seen))),
        list(sharing.watched(places)),
        list(sharing.helped(helpers)),
    )


def _parts(parts: Iterable[Part], seen: Seen) -> Iterator[_Line]:
    return (_Line(one.name, "", seen.scope, one.name) for one in parts)


def _counts(day: date, scopes: Sequence[str]) -> Mapping[Key, Count]:
    return {one.key: one.count for one in kept.on(day, scopes, [OPEN, MUST, NEW])}


@dataclass(frozen=True, slots=True)
class _Sharing:
    """The target of a territory, shared among what it is made of.

    :param start: the day from which paces are measured, with the figures ``before``, and ``now``
    """

    whole: Trajectory
    seen: Seen
    start: date
    before: Mapping[Key, Count]
    now: Mapping[Key, Count]

    def watched(self, lines: Iterable[_Line]) -> Iterator[Step]:
        """Parts and territories, by what was counted a year ago and is now; nothing where nobody is."""
        for line in lines:
            before = self.before.get(Key(line.scope, line.part, OPEN), NOTHING).numerator
            speed = pace(before, self._now(line, OPEN).numerator, (self.seen.day - self.start).days)
            yield from self._step(line, speed)

    def helped(self, lines: Iterable[_Line]) -> Iterator[Step]:
        """Animators, by who opened in the last year among those that they accompany."""
        for line in lines:
            yield from self._step(line, float(self._now(line, NEW).denominator))

    def _step(self, line: _Line, speed: float | None) -> Iterator[Step]:
        found = self._now(line, OPEN)
        if not found.denominator:
            return
        everybody = self._missing(_Line("", "", self.seen.scope))
        aim = share(self.whole, found.numerator, self._missing(line), everybody)
        path = towards(found.numerator, speed, aim, self.seen.day) if aim else None
        yield Step(line.key, line.name, found, path)

    def _missing(self, line: _Line) -> int:
        must = self._now(line, MUST)
        return must.denominator - must.numerator

    def _now(self, line: _Line, indicator: str) -> Count:
        return self.now.get(Key(line.scope, line.part, indicator), NOTHING)
