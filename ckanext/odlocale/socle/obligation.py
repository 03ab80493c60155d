"""Who must publish its data by law. PURE.

Code des relations entre le public et l'administration: article L. 312-1-1 (law 2016-1321 of 7 October 2016,
article 6) leaves out the authorities of fewer than 3,500 inhabitants, and article D. 312-1-1-1 (decree
2016-1922 of 28 December 2016) those of fewer than 50 agents, in full-time equivalents. Who reaches both must
publish. Populations are known; nobody publishes the number of agents of each authority, so that where nobody
says it, who reaches 3,500 inhabitants is presumed to be obliged, and told so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from ckanext.odlocale.cog.shared import Level

LAW = "CRPA, art. L. 312-1-1 et D. 312-1-1-1"
LEAST_POPULATION = 3_500
LEAST_AGENTS = 50
# The levels that have an authority: a country's open data is not a local authority's.
AUTHORITIES = frozenset({Level.REG, Level.DEP, Level.EPCI, Level.EPT, Level.COM})


class Duty(StrEnum):
    """Whether an authority must publish. `none`: there is no local authority to oblige."""

    OBLIGED = "obliged"
    PRESUMED = "presumed"
    EXEMPT = "exempt"
    UNKNOWN = "unknown"
    NONE = "none"


# Who is counted among those that must publish.
COUNTED = frozenset({Duty.OBLIGED, Duty.PRESUMED})


class Reason(StrEnum):
    """What decided."""

    NO_AUTHORITY = "no-authority"
    DECIDED = "decided"
    FEW_PEOPLE = "few-people"
    FEW_AGENTS = "few-agents"
    BOTH_REACHED = "both-reached"
    AGENTS_UNKNOWN = "agents-unknown"
    PEOPLE_UNKNOWN = "people-unknown"


@dataclass(frozen=True, slots=True)
class Override:
    """What somebody found out about an authority.

    :param obliged: whether it must publish, whatever its numbers; None when only the agents are told
    :param agents: in full-time equivalents; None when they are not told
    :param source: where that is from
    :param author: the name of who wrote it down; None for one whose account is gone
    :param date: of the source
    """

    obliged: bool | None
    agents: float | None
    source: str
    author: str | None
    date: dt.date


@dataclass(frozen=True, slots=True)
class Obligation:
    """Whether an authority must publish, and by what."""

    duty: Duty
    reason: Reason
    population: int | None
    override: Override | None = None
    level: Level | None = None

    @property
    def agents(self) -> float | None:
        """In full-time equivalents; None when nobody said."""
        return self.override.agents if self.override else None

    @property
    def counts(self) -> bool:
        """Whether it is among those that must publish, be it presumed."""
        return self.duty in COUNTED


def obligation(level: Level, population: int | None, override: Override | None = None) -> Obligation:
    """Decide whether the authority of a territory must publish.

    :param population: municipal population, in inhabitants; None when unknown
    :param override: what somebody found out about it
    """
    return Obligation(*_decided(level, population, override), population, override, level)


def _decided(level: Level, population: int | None, override: Override | None) -> tuple[Duty, Reason]:
    if level not in AUTHORITIES:
        return Duty.NONE, Reason.NO_AUTHORITY
    if override and override.obliged is not None:
        return (Duty.OBLIGED if override.obliged else Duty.EXEMPT), Reason.DECIDED
    agents = override.agents if override else None
    if population is not None and population < LEAST_POPULATION:
        return Duty.EXEMPT, Reason.FEW_PEOPLE
    if agents is not None and agents < LEAST_AGENTS:
        return Duty.EXEMPT, Reason.FEW_AGENTS
    if population is None:
        return Duty.UNKNOWN, Reason.PEOPLE_UNKNOWN
    return (Duty.PRESUMED, Reason.AGENTS_UNKNOWN) if agents is None else (Duty.OBLIGED, Reason.BOTH_REACHED)
