"""The territories of the packaged vintage, as the lookups of the pure modules want them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ckanext.odlocale.cog.shared import Level, TerritoryId, Vintage, closure, overlaps, search_name


class VintageDirectory:
    """A directory without a database; organizations are given by the test."""

    def __init__(self, vintage: Vintage) -> None:
        self.territories = vintage.territories
        self.names: dict[str, list[TerritoryId]] = defaultdict(list)
        for territory in vintage.current():
            self.names[search_name(territory.id.level, territory.name)].append(territory.id)
        self.sirens = {territory.siren: territory.id for territory in vintage.current() if territory.siren}
        self.above: dict[str, list[TerritoryId]] = defaultdict(list)
        for row in sorted(closure(vintage), key=lambda row: (row.depth, -row.ancestor.level.rank)):
            self.above[row.descendant].append(row.ancestor)
        self.straddled: dict[str, list[TerritoryId]] = defaultdict(list)
        for row in overlaps(vintage):
            self.straddled[row.territory].append(row.other)
        self.organizations: dict[str, str] = {}

    def by_siren(self, siren: str) -> TerritoryId | None:
        return self.sirens.get(siren)

    def by_code(self, code: TerritoryId) -> TerritoryId | None:
        found = self.territories.get(code)
        return (found.successor or found.id) if found else None

    def by_name(
        self, normalised: str, level: Level | None = None, within: str | None = None
    ) -> Sequence[TerritoryId]:
        return [
            found
            for found in self.names.get(normalised, [])
            if level in (None, found.level)
            and (within is None or within in (*self.above[found], *self.straddled[found]))
        ]

    def contains(self, container: str, inner: str) -> bool:
        return container != inner and container in self.above[inner]

    def organization_of(self, territory_id: str) -> str | None:
        return self.organizations.get(territory_id)

    def nearest_organization(self, territory_id: str) -> tuple[TerritoryId, str] | None:
        above = (found for found in self.above[territory_id] if found != territory_id)
        return next(
            ((found, self.organizations[found]) for found in above if found in self.organizations), None
        )
