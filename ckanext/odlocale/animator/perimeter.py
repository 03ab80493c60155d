"""What a perimeter contains: any set of territories with all below them, less some with all below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ckanext.odlocale.cog.shared import TerritoryId


@dataclass(frozen=True, slots=True)
class Perimeter:
    """Territories that are in, and those within them that are not."""

    included: frozenset[TerritoryId] = frozenset()
    excepted: frozenset[TerritoryId] = frozenset()

    @classmethod
    def of(cls, included: Iterable[str], excepted: Iterable[str]) -> Perimeter:
        """A perimeter from the identifiers that a row holds."""
        return cls(frozenset(map(TerritoryId, included)), frozenset(map(TerritoryId, excepted)))

    def reach(self, lineage: Sequence[TerritoryId]) -> int | None:
        """How far above a territory it is covered: 0 when it is named itself; None when it is not covered.

        :param lineage: the territory, then all that contain it, nearest first
        """
        if self.excepted.intersection(lineage):
            return None
        return next((place for place, one in enumerate(lineage) if one in self.included), None)
