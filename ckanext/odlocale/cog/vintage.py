"""One vintage (millésime) of the Code officiel géographique, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.odlocale.cog.ids import TerritoryId


class VintageError(ValueError):
    """A vintage cannot be read or contradicts itself; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory of one vintage.

    :param name: official name; empty for an old code of which only the code is known
    :param population: municipal population in inhabitants, None when it is not known
    :param kind: what it is within its level: ``commune``, ``commune-deleguee``, ``CC``, ``CA``, ``EPT``…
    :param seat: the commune where it sits, when the vintage says so
    :param parents: memberships the vintage declares: a commune's EPCI, EPT and département, a
        département's région, a région's country; empty for EPCI and EPT, whose perimeter is their communes
    :param successor: the territory that a former commune, old code or vanished EPCI is part of today
    :param heirs: for an EPCI or EPT that vanished without a single successor, those its communes went to
    :param former: True for what is not in force: it is in no closure and only leads to its successor
    """

    id: TerritoryId
    name: str
    siren: str | None = None
    population: int | None = None
    kind: str = ""
    seat: TerritoryId | None = None
    postal_codes: tuple[str, ...] = ()
    parents: tuple[TerritoryId, ...] = ()
    successor: TerritoryId | None = None
    former: bool = False
    heirs: tuple[TerritoryId, ...] = ()


@dataclass(frozen=True, slots=True)
class Vintage:
    """All territories of a year, by identifier."""

    year: int
    territories: Mapping[TerritoryId, Territory]

    def current(self) -> list[Territory]:
        """The territories in force, without former communes and old codes."""
        return [territory for territory in self.territories.values() if not territory.former]
