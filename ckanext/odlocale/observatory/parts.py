"""The parts that figures are told apart by: levels, strata of communes, the programme's two groups. PURE."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.odlocale.cog.shared import LIMITS, Level
from ckanext.odlocale.observatory.facts import Place

WHOLE = ""
"""The name of what is not told apart."""
# An EPCI counts as an agglomération with the status of one.
AGGLOMERATIONS = frozenset({"CA", "CU", "METRO", "MET69"})
COUNTED_LEVELS = (Level.COM, Level.EPCI, Level.EPT, Level.DEP, Level.REG)
# What is looked at below a territory: the next level that says something, by its own.
BELOW = {
    Level.FR: Level.REG,
    Level.REG: Level.DEP,
    Level.DEP: Level.EPCI,
    Level.EPCI: Level.COM,
    Level.EPT: Level.COM,
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the collectivités of a territory.

    :param level: only this level, None for all
    :param least: only those with so many inhabitants
    :param below: only those with fewer inhabitants
    """

    name: str
    level: Level | None = None
    least: int | None = None
    below: int | None = None

    def has(self, place: Place) -> bool:
        """Whether a place is of this part; one of unknown population is of no stratum."""
        if self.level is not None and place.level is not self.level:
            return False
        if self.least is None and self.below is None:
            return True
        people = place.population
        return (
            people is not None and (self.least or 0) <= people and (self.below is None or people < self.below)
        )


@dataclass(frozen=True, slots=True)
class LargeOnes(Part):
    """Communes of 100,000 and more, agglomérations, départements and régions."""

    def has(self, place: Place) -> bool:
        """Whether a place is one of them."""
        if place.level is Level.COM:
            return (place.population or 0) >= LIMITS[-1]
        return place.level in (Level.DEP, Level.REG) or place.kind in AGGLOMERATIONS


LEVELS = tuple(Part(str(level), level) for level in COUNTED_LEVELS)
STRATA = tuple(
    Part(f"com-{least}", Level.COM, least, below)
    for least, below in zip((0, *LIMITS), (*LIMITS, None), strict=True)
)
GROUPS = (Part("small", Level.COM, below=50_000), LargeOnes("large"))
ALL = Part(WHOLE)
PARTS = {part.name: part for part in (ALL, *LEVELS, *STRATA, *GROUPS)}
"""Every part by its name; strata are of communes, by their municipal population."""


def parts_of(place: Place) -> tuple[str, ...]:
    """The names of the parts that a place is of, the whole first."""
    return tuple(name for name, part in PARTS.items() if part.has(place))


def stratum_of(place: Place) -> Part | None:
    """The stratum of a commune; None for others, and for one of unknown population."""
    return next((part for part in STRATA if part.has(place)), None)
