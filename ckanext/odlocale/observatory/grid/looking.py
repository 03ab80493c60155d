"""The grid of a territory or an animator, a page of it at a time. Nine queries, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory import listing
from ckanext.odlocale.observatory.computing import ANIMATOR
from ckanext.odlocale.observatory.grid.cells import Cell, Tally, cells, tallies
from ckanext.odlocale.observatory.history import grouped, ledger
from ckanext.odlocale.observatory.listing import Entry as Listed
from ckanext.odlocale.observatory.parts import BELOW, COUNTED_LEVELS
from ckanext.odlocale.observatory.standards import sets
from ckanext.odlocale.socle.shared import Entry, State
from ckanext.odlocale.territory.shared import called

# Whoever owes something is among those that this figure does not wholly count.
OWING = "socle_published"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which grid is wanted.

    :param scope: the territory, with everything below it, or the animator
    :param level: only collectivités of this level; None for all
    :param owing: only those of whom something is expected that is not there
    :param state: only those that are in this state with this standard
    :param q: only those with these words in their name, or this code
    """

    scope: str
    day: date
    level: Level | None = None
    owing: bool = False
    q: str = ""
    state: tuple[Entry, State] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A collectivité of the grid.

    :param animators: name and title of who accompanies it
    """

    entry: Listed
    cells: Mapping[str, Cell]
    animators: Sequence[tuple[str, str]]

    @property
    def owed(self) -> int:
        """How many standards are expected of it and are not there."""
        return sum(one.is_owed for one in self.cells.values())

    @property
    def to_mend(self) -> int:
        """How many of its files are not valid, or old."""
        return sum(one.is_to_mend for one in self.cells.values())

    @property
    def actors(self) -> Sequence[tuple[str, str]]:
        """Name and title of who can act: its organization, else who accompanies it, else who is around it."""
        if self.entry.organization:
            return [self.entry.organization]
        return self.animators or ([self.entry.helper] if self.entry.helper else [])


def levels_of(scope: str) -> list[Level]:
    """The levels that a grid can be of: those of the territory and below, all of an animator."""
    if scope.startswith(ANIMATOR):
        return list(COUNTED_LEVELS)
    own = Level(scope.partition("-")[0])
    return [level for level in Level if level is not Level.FR and level.rank >= own.rank]


def first_level(scope: str) -> Level | None:
    """The level that a grid begins with; None for all, which an animator's does."""
    if scope.startswith(ANIMATOR):
        return None
    return BELOW.get(Level(scope.partition("-")[0]), Level.COM)


def lines(asked: Asked, limit: int, offset: int) -> tuple[int, list[Line]]:
    """A page of the grid, with the number of all of its lines. Seven queries."""
    conditions = list(_conditions(asked))
    count = ledger.number(asked.day, asked.scope, conditions)
    found = ledger.page(asked.day, asked.scope, conditions, limit, offset)
    titles = listing.titles_of({helper for one in found for helper in one.helpers})
    return count, [
        Line(entry, cells(entry.place), [titles[one] for one in entry.place.helpers if one in titles])
        for entry in listing.described(found)
    ]


def totals(asked: Asked) -> list[Tally]:
    """Each standard at all collectivités of the level, whatever else is asked. Two queries."""
    of_level = tuple(_of_level(asked))
    levels = grouped.by_level(asked.day, asked.scope, *of_level)
    return tallies(sets(), levels, grouped.by_state(asked.day, asked.scope, *of_level))


def _of_level(asked: Asked) -> Iterator[ledger.Condition]:
    if asked.level is not None:
        yield ledger.is_of(asked.level)


def _conditions(asked: Asked) -> Iterator[ledger.Condition]:
    yield ledger.is_authority()
    yield from _of_level(asked)
    if asked.owing:
        yield ledger.is_missing(OWING)
    if asked.state:
        standard, state = asked.state
        yield ledger.is_of(*standard.about["levels"])
        yield ledger.is_in_state(standard.name, state, otherwise=State.ABSENT)
    if asked.q:
        yield ledger.is_one_of(called(asked.q))
