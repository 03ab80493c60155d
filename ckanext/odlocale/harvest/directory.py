"""The lookups of the pure modules, answered by the portal's territories and organizations."""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.odlocale.territory import shared as territory
from ckanext.odlocale.territory.shared import Level, TerritoryId


class PortalDirectory:
    """Every question is a query of its own: nothing is kept, so nothing can be out of date."""

    def by_siren(self, siren: str) -> TerritoryId | None:
        """The territory whose authority has this SIREN."""
        found = territory.by_siren(siren)
        return found.id if found else None

    def by_code(self, code: TerritoryId) -> TerritoryId | None:
        """The territory of this identifier, today's when it merged, None when unknown."""
        found = territory.resolve(code)
        return found.id if found else None

    def by_name(
        self, normalised: str, level: Level | None = None, within: str | None = None
    ) -> Sequence[TerritoryId]:
        """The territories of exactly this normalised name."""
        return territory.by_name(normalised, level, within)

    def contains(self, container: str, inner: str) -> bool:
        """True when the first territory wholly contains the second, another one."""
        return container in territory.ancestors(inner)

    def organization_of(self, territory_id: str) -> str | None:
        """The id of the territory's own organization."""
        return territory.organization_of(territory_id)

    def nearest_organization(self, territory_id: str) -> tuple[TerritoryId, str] | None:
        """The nearest ancestor that has an organization, and the id of that organization."""
        return territory.nearest_organization(territory_id)
