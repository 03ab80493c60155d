"""In which organization a harvested dataset goes. Decides, and looks nothing up itself.

A place gives nobody a right: the dataset of a recognised commune sits in an organization whose members the
portal chose, whoever the catalogue says produced it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.harvest.claims import Certainty, Identification


class Policy(StrEnum):
    """What a source does with the dataset of a producer that has no organization here."""

    ROLL_UP = "roll-up"
    CREATE = "create"
    SOURCE = "source"
    ANIMATOR = "animator"


class Kind(StrEnum):
    """Why a dataset is where it is."""

    HOME = "home"
    ROLLED_UP = "rolled-up"
    ANIMATOR = "animator"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class SourcePolicy:
    """What a source says about placing.

    :param organization: id of the source's own organization, None for a source without one
    :param animator: id of the organization that publishes for producers without one
    :param territory: limits the search for names; default: the territory of the source's organization
    """

    organization: str | None = None
    policy: Policy = Policy.ROLL_UP
    animator: str | None = None
    territory: TerritoryId | None = None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a dataset goes.

    :param organization: id of the organization; None when it is still to be made, or the source has none
    :param create: the commune whose organization is to be made for it
    """

    kind: Kind
    organization: str | None
    create: TerritoryId | None = None


class Organizations(Protocol):
    """The lookups that placing needs."""

    def organization_of(self, territory_id: str) -> str | None: ...

    def nearest_organization(self, territory_id: str) -> tuple[TerritoryId, str] | None: ...


def place(identification: Identification | None, source: SourcePolicy, directory: Organizations) -> Placement:
    """Choose the organization of a dataset by its producer and the policy of its source.

    The producer's own organization always wins, except where the source keeps everything. A doubtful
    producer is placed like an unknown one, until a person has decided.
    """
    if identification is None or identification.certainty is Certainty.DOUBTFUL:
        return Placement(Kind.SOURCE, source.organization)
    home = directory.organization_of(identification.territory)
    if source.policy is Policy.SOURCE:
        kept = home is not None and home == source.organization
        return Placement(Kind.HOME if kept else Kind.SOURCE, source.organization)
    if home is not None:
        return Placement(Kind.HOME, home)
    return _without_home(identification.territory, source, directory)


def _without_home(territory: TerritoryId, source: SourcePolicy, directory: Organizations) -> Placement:
    if source.policy is Policy.CREATE and territory.level is Level.COM:
        return Placement(Kind.HOME, None, create=territory)
    supervisor = None if source.policy is Policy.ANIMATOR else directory.nearest_organization(territory)
    if supervisor is not None:
        return Placement(Kind.ROLLED_UP, supervisor[1])
    if source.animator is not None:
        return Placement(Kind.ANIMATOR, source.animator)
    return Placement(Kind.SOURCE, source.organization)
