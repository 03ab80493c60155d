"""The lookups of the pure modules, answered by the portal's territories and organizations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.odlocale.harvest import aliases
from ckanext.odlocale.harvest.memory import Memory
from ckanext.odlocale.territory import shared as territory
from ckanext.odlocale.territory.shared import Level, TerritoryId


@dataclass(frozen=True, slots=True)
class PortalDirectory:
    """Every question is a query of its own, once in the life of its memory."""

    memory: Memory = field(default_factory=lambda: Memory(None))

    def by_siren(self, siren: str) -> TerritoryId | None:
        """The territory whose authority has this SIREN."""
        return self._asked(_id, territory.by_siren, siren)

    def by_code(self, code: TerritoryId) -> TerritoryId | None:
        """The territory of this identifier, today's when it merged, None when unknown."""
        return self._asked(_id, territory.resolve, code)

    def by_name(
        self, normalised: str, level: Level | None = None, within: str | None = None
    ) -> Sequence[TerritoryId]:
        """The territories of exactly this normalised name, or that people know by it."""
        found = self._asked(tuple, territory.by_name, normalised, level, within)
        known: aliases.Names = self.memory.recall("aliases", aliases.known)
        others = [one for one in known.get(normalised, ()) if one not in found]
        return (*found, *(one for one in others if self._is_meant(one, level, within)))

    def _is_meant(self, alias_of: TerritoryId, level: Level | None, within: str | None) -> bool:
        near = within in (None, alias_of) or self.contains(str(within), alias_of)
        return near and level in (None, alias_of.level)

    def contains(self, container: str, inner: str) -> bool:
        """True when the first territory wholly contains the second, another one."""
        return container in self._asked(tuple, territory.ancestors, inner)

    def organization_of(self, territory_id: str) -> str | None:
        """The id of the territory's own organization."""
        return self._asked(_same, territory.organization_of, territory_id)

    def nearest_organization(self, territory_id: str) -> tuple[TerritoryId, str] | None:
        """The nearest ancestor that has an organization, and the id of that organization."""
        return self._asked(_same, territory.nearest_organization, territory_id)

    def territory_of(self, organization_id: str) -> TerritoryId | None:
        """The territory that an organization is attached to."""
        return self._asked(_same, territory.territory_of, organization_id)

    def _asked(self, kept: Callable[[Any], Any], lookup: Callable[..., Any], *question: Any) -> Any:
        return self.memory.recall((lookup.__name__, *question), lambda: kept(lookup(*question)))


def _id(record: territory.TerritoryRecord | None) -> TerritoryId | None:
    return record.id if record else None


def _same(answer: Any) -> Any:
    return answer
