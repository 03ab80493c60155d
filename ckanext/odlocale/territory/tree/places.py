"""Where each territory hangs in the tree that people browse. PURE.

Territories are no tree: 89 EPCI straddle départements, and a commune of Greater Paris is in an EPT and in the
métropole. The tree that is shown has one place for everything:

- a commune hangs once, in its département, below its EPT, else below its EPCI, else directly;
- an EPCI or EPT that straddles départements hangs once as a whole, in the smallest territory that contains
  it, and once as a part in each of these départements, with the communes that it has there. As a whole it
  leads to its parts and lists no commune.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError

_JOINED = "~"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the tree: a territory, or that part of it which lies in a département.

    :param within: the département; None for the territory as a whole
    """

    territory: TerritoryId
    within: TerritoryId | None = None

    def __str__(self) -> str:
        """As it stands in an address: ``dep-74``, ``epci-200070852~dep-74``."""
        return f"{self.territory}{_JOINED}{self.within}" if self.within else str(self.territory)

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read what ``str`` wrote.

        :raises TerritoryIdError: it is anything else
        """
        territory, joined, within = text.partition(_JOINED)
        if not joined:
            return cls(TerritoryId.parse(territory))
        place = cls(TerritoryId.parse(territory), TerritoryId.parse(within))
        if place.within and place.within.level is not Level.DEP:
            raise TerritoryIdError(f"“{text[:60]}” is not the part of a territory in a département.")
        return place


ROOT = Place(TerritoryId("fr"))


class Candidate(Protocol):
    """What is directly inside a place, or straddles it.

    ``containers`` are the territories that wholly contain it. ``straddles`` is true of an EPCI or EPT that is
    partly in the place, and, of a place that itself straddles, of the départements that it is partly in.
    """

    @property
    def id(self) -> TerritoryId: ...
    @property
    def straddles(self) -> bool: ...
    @property
    def containers(self) -> Collection[str]: ...


AnyCandidate = TypeVar("AnyCandidate", bound=Candidate)


def hanging(candidates: Collection[AnyCandidate]) -> list[AnyCandidate]:
    """What hangs directly below a place: all candidates but those that hang below another of them.

    What is directly inside is never inside another that is; only what straddles can contain candidates.
    """
    straddling = {one.id for one in candidates if one.straddles}
    return [one for one in candidates if straddling.isdisjoint(one.containers)]


def place_of(above: Place, one: Candidate) -> Place:
    """The place of what hangs below a place."""
    if not one.straddles:
        return Place(one.id)
    if one.id.level is Level.DEP:
        return Place(above.territory, one.id)
    return Place(one.id, above.within or above.territory)


def is_elsewhere(above: Place, place: Place) -> bool:
    """Whether a place below another only points at where it hangs: a part, shown below the whole."""
    return place.within is not None and place.territory == above.territory


def way_to(
    place: Place, lineage: Collection[TerritoryId], straddled: Mapping[TerritoryId, Collection[str]]
) -> list[Place]:
    """The places that lead to one, from the largest, with itself at the end; empty for the country.

    :param lineage: the place's territory and département, and all that contain one of them
    :param straddled: the départements that each of these straddles, for those that do
    """
    groups = sorted(
        (one for one in lineage if one.level in (Level.EPCI, Level.EPT)), key=lambda one: one.level.rank
    )
    regions = [Place(one) for one in lineage if one.level is Level.REG]
    departements = [one for one in lineage if one.level is Level.DEP]
    communes = [Place(one) for one in lineage if one.level is Level.COM]
    if not departements:
        return [*regions, *map(Place, groups)]
    within = departements[0]
    parts = [Place(one, within if within in straddled.get(one, ()) else None) for one in groups]
    return [*regions, Place(within), *parts, *communes]


def scope_of(way: Sequence[Place]) -> tuple[TerritoryId, ...]:
    """The territory in which a search counts what hangs below a place; empty for the whole country.

    In a département, so that a part counts what it has there. Below a whole that straddles, in that whole.

    :param way: the places that lead to it, with itself at the end
    """
    departements = [one.territory for one in way if one.territory.level is Level.DEP]
    groups = [one.territory for one in way[-1:] if one.territory.level in (Level.EPCI, Level.EPT)]
    return tuple([*departements, *groups][:1])


def numbers_by_level(found: Iterable[tuple[Level, int]]) -> dict[str, int]:
    """Numbers added up by level, largest level first."""
    added: dict[Level, int] = {}
    for level, number in found:
        added[level] = added.get(level, 0) + number
    return {str(level): added[level] for level in sorted(added, key=lambda one: one.rank)}
