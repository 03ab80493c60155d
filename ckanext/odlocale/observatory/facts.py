"""What is known of a territory on a day: the values that every indicator counts. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ckanext.odlocale.cog.shared import Level, TerritoryId

YEAR = timedelta(days=365)


class Duty(StrEnum):
    """Whether the law asks a collectivité to publish."""

    OBLIGED = "obliged"
    PRESUMED = "presumed"
    """Large enough, but nobody knows its number of agents."""
    FREE = "free"
    UNKNOWN = "unknown"
    """Nobody knows its population either."""


class Way(StrEnum):
    """How somebody is open, the most direct first."""

    OWN = "own"
    ROLLED_UP = "rolled_up"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Help:
    """An animator that accompanies somebody, or did.

    :param animator: the id of its organization
    :param since: the first day of the mandate, and ``until``: its last one, None for no end
    """

    animator: str
    since: date
    until: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether the mandate is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Sources:
    """The catalogues that are harvested for an organization.

    :param number: how many there are, and ``failing``: whose last run failed, in part or wholly, or waits
    """

    number: int = 0
    failing: int = 0


@dataclass(frozen=True, slots=True)
class Quality:
    """How many datasets a territory has, and how many of them are as they should be.

    :param datasets: public ones that it produced, wherever they are
    :param licensed: with an open licence
    :param open_format: with a file in an open, machine-readable format
    :param described: with a description and keywords
    :param dated: that say how often they are updated
    :param fresh: of these, that were updated in time
    :param linked: with at least one link to another site that was looked at
    :param answering: of these, that have no dead link
    :param watched: whose visits are counted, and ``visited``: that somebody looked at or downloaded
    """

    datasets: int = 0
    licensed: int = 0
    open_format: int = 0
    described: int = 0
    dated: int = 0
    fresh: int = 0
    linked: int = 0
    answering: int = 0
    watched: int = 0
    visited: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A territory in force, and what is known of the authority that runs it.

    :param population: municipal, in inhabitants; None when it is not known
    :param containers: what wholly contains it, without itself
    :param counted: whether it counts as a collectivité: not the second territory of one authority (the
        département of Paris, run by its commune), nor the country
    :param opened: for each way in which it is open, since when
    :param held_by: how many of its datasets each organization holds that is not its own
    :param covering: of a commune, the level that publishes for its inhabitants: its own when it is open,
        else the nearest one around it that is; None when nobody does
    :param schemas: of a collectivité, the state of each set of the socle that it has begun, by the names that
        the socle gives to both; of the others it has nothing
    :param helps: who accompanies it and who did, the earliest first
    :param offered: whether somebody offers to help it
    :param sources: what is harvested for its organization
    :param day: the day on which it is looked at
    """

    id: TerritoryId
    kind: str
    population: int | None
    containers: tuple[TerritoryId, ...] = ()
    counted: bool = True
    opened: Mapping[Way, date] = field(default_factory=dict)
    duty: Duty = Duty.UNKNOWN
    quality: Quality = Quality()
    held_by: Mapping[str, int] = field(default_factory=dict)
    covering: Level | None = None
    schemas: Mapping[str, str] = field(default_factory=dict)
    helps: tuple[Help, ...] = ()
    offered: bool = False
    sources: Sources = Sources()
    day: date = date.max

    @property
    def level(self) -> Level:
        """Its level, read from its id."""
        return self.id.level

    @property
    def is_open(self) -> bool:
        """Whether it has published at least one public dataset, here or elsewhere."""
        return bool(self.opened)

    @property
    def since(self) -> date | None:
        """The first day on which it was open, in whatever way."""
        return min(self.opened.values(), default=None)

    @property
    def way(self) -> Way | None:
        """The most direct way in which it is open."""
        return next((way for way in Way if way in self.opened), None)

    @property
    def helpers(self) -> tuple[str, ...]:
        """The ids of the animators that accompany it on the day."""
        return tuple(dict.fromkeys(one.animator for one in self.helps if one.runs_on(self.day)))

    @property
    def helped(self) -> date | None:
        """The first day on which anybody accompanied it; None when nobody ever did."""
        return min((one.since for one in self.helps), default=None)

    @property
    def is_new(self) -> bool:
        """Whether it opened in the year that ends with the day."""
        return self.since is not None and self.day - self.since < YEAR

    @property
    def is_accompanied(self) -> bool:
        """Whether an animator accompanied it when it opened."""
        return self.since is not None and any(one.runs_on(self.since) for one in self.helps)
