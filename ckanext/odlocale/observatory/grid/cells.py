"""What a line of the grid says: the state of each standard at a collectivité; what they come to together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckanext.odlocale.observatory.facts import Place
from ckanext.odlocale.observatory.indicator import Count
from ckanext.odlocale.observatory.standards import OF_ALL, WITH_A_FILE, asked_of
from ckanext.odlocale.socle.shared import Entry, Expected, State

TO_MEND = frozenset({State.PUBLISHED, State.STALE})


@dataclass(frozen=True, slots=True)
class Cell:
    """How far a collectivité has come with a standard that its level has."""

    state: State
    expected: Expected

    @property
    def is_owed(self) -> bool:
        """Whether it is expected, and no file is there; what is sans objet is owed by nobody."""
        return self.expected in OF_ALL and self.state in {State.ABSENT, State.ANNOUNCED}

    @property
    def is_to_mend(self) -> bool:
        """Whether a file is there that is not valid, or old."""
        return self.state in TO_MEND


@dataclass(frozen=True, slots=True)
class Tally:
    """A standard at all collectivités of a grid.

    :param states: how many are in each state; those whose level has no such data are in none
    """

    entry: Entry
    states: Mapping[State, int]

    @property
    def all(self) -> int:
        """At how many it may be."""
        return sum(self.states.values())

    @property
    def conform(self) -> Count:
        """Those whose file is valid and recent, among those that have a file."""
        return Count(self.states[State.VALID], sum(self.states[one] for one in WITH_A_FILE))

    @property
    def is_shown(self) -> bool:
        """Whether it is expected of somebody, or begun: the others say nothing but that they are absent."""
        return self.entry.about["population"] is not None or self.states[State.ABSENT] < self.all


def cells(place: Place) -> dict[str, Cell]:
    """The standards that the level of a collectivité has, by name."""
    return {
        name: Cell(State(place.schemas.get(name, State.ABSENT)), how) for name, how in asked_of(place).items()
    }


def tallies(
    entries: Iterable[Entry], levels: Mapping[str, int], begun: Mapping[tuple[str, str], int]
) -> list[Tally]:
    """Each standard that these levels have.

    :param levels: how many collectivités there are of each level
    :param begun: how many of them are in each state, by standard and state, but for those that did not begin
    """
    return [
        Tally(entry, _states(entry.name, number, begun))
        for entry in entries
        for number in [sum(levels.get(level, 0) for level in entry.about["levels"])]
        if number
    ]


def _states(name: str, number: int, begun: Mapping[tuple[str, str], int]) -> dict[State, int]:
    told = {state: begun.get((name, state), 0) for state in State}
    return {**told, State.ABSENT: number - sum(told.values()) + told[State.ABSENT]}


def together(some: Sequence[Tally]) -> Count:
    """The conform share of several standards: files, not collectivités, are counted."""
    return Count(sum(one.conform.numerator for one in some), sum(one.conform.denominator for one in some))
