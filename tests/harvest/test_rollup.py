"""Where a dataset goes: a table of producers, policies and organizations."""

from __future__ import annotations

import pytest

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.harvest.claims import Certainty, Identification
from ckanext.odlocale.harvest.rollup import Kind, Placement, Policy, SourcePolicy, place

COMMUNE, EPCI, DEP = TerritoryId("com-74272"), TerritoryId("epci-247400773"), TerritoryId("dep-74")
ABOVE = {COMMUNE: (EPCI, DEP), EPCI: (DEP,), DEP: ()}


class Organizations:
    """Organizations by territory; the lineage is the one above."""

    def __init__(self, **organizations: str) -> None:
        self.found = {key.replace("_", "-"): value for key, value in organizations.items()}

    def organization_of(self, territory_id: str) -> str | None:
        return self.found.get(territory_id)

    def nearest_organization(self, territory_id: str) -> tuple[TerritoryId, str] | None:
        return next(((one, self.found[one]) for one in ABOVE[territory_id] if one in self.found), None)


def produced_by(territory: TerritoryId, certainty: Certainty = Certainty.CERTAIN) -> Identification:
    return Identification(territory, (), certainty)


HERE = SourcePolicy("source-org")
NOBODY, EPCI_AND_DEP = Organizations(), Organizations(epci_247400773="cc", dep_74="dep")
HOME = Organizations(com_74272="home", dep_74="dep")


@pytest.mark.parametrize(
    ("producer", "policy", "organizations", "expected"),
    [
        (produced_by(COMMUNE), HERE, HOME, Placement(Kind.HOME, "home")),
        (produced_by(COMMUNE), HERE, EPCI_AND_DEP, Placement(Kind.ROLLED_UP, "cc")),
        (produced_by(EPCI), HERE, Organizations(dep_74="dep"), Placement(Kind.ROLLED_UP, "dep")),
        (produced_by(COMMUNE), HERE, NOBODY, Placement(Kind.SOURCE, "source-org")),
        (None, HERE, HOME, Placement(Kind.SOURCE, "source-org")),
        (produced_by(COMMUNE, Certainty.DOUBTFUL), HERE, HOME, Placement(Kind.SOURCE, "source-org")),
        (produced_by(COMMUNE), SourcePolicy(None), NOBODY, Placement(Kind.SOURCE, None)),
        (
            produced_by(COMMUNE),
            SourcePolicy("source-org", Policy.SOURCE),
            HOME,
            Placement(Kind.SOURCE, "source-org"),
        ),
        (produced_by(COMMUNE), SourcePolicy("home", Policy.SOURCE), HOME, Placement(Kind.HOME, "home")),
        (
            produced_by(COMMUNE),
            SourcePolicy("source-org", Policy.CREATE),
            EPCI_AND_DEP,
            Placement(Kind.HOME, None, COMMUNE),
        ),
        (produced_by(COMMUNE), SourcePolicy("source-org", Policy.CREATE), HOME, Placement(Kind.HOME, "home")),
        (
            produced_by(EPCI),
            SourcePolicy("source-org", Policy.CREATE),
            Organizations(dep_74="dep"),
            Placement(Kind.ROLLED_UP, "dep"),
        ),
        (
            produced_by(COMMUNE),
            SourcePolicy("source-org", Policy.ANIMATOR, "animator"),
            EPCI_AND_DEP,
            Placement(Kind.ANIMATOR, "animator"),
        ),
        (
            produced_by(COMMUNE),
            SourcePolicy("source-org", Policy.ANIMATOR, "animator"),
            HOME,
            Placement(Kind.HOME, "home"),
        ),
        (
            produced_by(COMMUNE),
            SourcePolicy("source-org", Policy.ROLL_UP, "animator"),
            NOBODY,
            Placement(Kind.ANIMATOR, "animator"),
        ),
    ],
)
def test_a_dataset_is_placed_by_its_producer_and_the_policy_of_its_source(
    producer, policy, organizations, expected
) -> None:
    assert place(producer, policy, organizations) == expected
