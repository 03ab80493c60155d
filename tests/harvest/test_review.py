"""Producers that no claim proves: a person decides, and every dataset of theirs follows, past and future."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckanext.harvest.model import HarvestSource

from ckanext.odlocale.harvest import rehoming, review
from ckanext.odlocale.harvest.rollup import Kind
from tests.harvest import portals
from tests.harvest.portals import (
    BONNEVILLE,
    FIER,
    LOVAGNY,
    SILLINGY,
    datasets,
    harvest,
    of,
    organization,
    organization_names,
    remote_dataset,
)

pytestmark = pytest.mark.ckan


def quiet(_done: int, _total: int) -> None:
    """No progress in tests."""


def assign(source, key: str, territory: str, alias: bool = False) -> int:
    """Decide which territory a producer is; how many datasets were placed."""
    review.decide(source, key, review.Choice("territory", territory, alias), "me")
    return review.apply(source.id, key, quiet)


def settle(source, key: str, decision: str) -> int:
    """Decide that a producer is none, or take a decision back."""
    review.decide(source, key, review.Choice(decision), "me")
    return review.apply(source.id, key, quiet)


@pytest.fixture
def made(portal, server):
    """A source of two datasets of one unknown producer, and one of another."""
    server.serves_ckan(
        remote_dataset("A", organization=of("Régie du lac")),
        remote_dataset("B", organization=of("Régie du lac")),
        remote_dataset("C", organization=of("Régie du mont")),
    )
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    harvest(made)
    return made


def test_the_queue_counts_datasets_and_shows_the_largest_first(made) -> None:
    assert [(row["key"], row["datasets"]) for row in review.listed()] == [
        ("name:régie du lac", 2),
        ("name:régie du mont", 1),
    ]


def test_a_decision_moves_all_datasets_of_the_producer_and_no_other(made) -> None:
    organization("lovagny", LOVAGNY)
    assert assign(made, "name:régie du lac", LOVAGNY) == 2
    assert organization_names() == {"A": "lovagny", "B": "lovagny", "C": "departement-74"}


def test_a_decision_is_the_evidence_of_the_dataset(made) -> None:
    assign(made, "name:régie du lac", LOVAGNY)
    dataset = datasets()["A"]
    assert (dataset["producer_evidence"], dataset["rolled_up_from"]) == ("certain; decision: me", LOVAGNY)


def test_a_decision_holds_for_what_comes_later(made, server) -> None:
    organization("lovagny", LOVAGNY)
    assign(made, "name:régie du lac", LOVAGNY)
    server.serves_ckan(remote_dataset("D", organization=of("Régie du lac")))
    harvest(made)
    assert organization_names()["D"] == "lovagny"


def test_a_decision_survives_the_next_harvest(made) -> None:
    organization("lovagny", LOVAGNY)
    assign(made, "name:régie du lac", LOVAGNY)
    harvest(made)
    assert organization_names()["A"] == "lovagny"


def test_an_ignored_producer_is_asked_about_no_more(made) -> None:
    settle(made, "name:régie du lac", "ignored")
    harvest(made)
    assert [row["key"] for row in review.listed()] == ["name:régie du mont"]


def test_undoing_a_decision_moves_the_datasets_back_and_asks_again(made) -> None:
    organization("lovagny", LOVAGNY)
    assign(made, "name:régie du lac", LOVAGNY)
    settle(made, "name:régie du lac", "pending")
    assert (organization_names()["A"], len(review.listed())) == ("departement-74", 2)


def test_a_wrong_recognition_can_be_corrected(portal, server) -> None:
    organization("lovagny", LOVAGNY)
    server.serves_ckan(remote_dataset("A", organization=of("Commune de Sillingy")))
    made = portals.source(server.url, "odlocale_ckan", portal)
    harvest(made)
    assign(made, "name:commune de sillingy", LOVAGNY)
    assert organization_names() == {"A": "lovagny"}


def test_an_unknown_producer_cannot_be_decided_about(made) -> None:
    with pytest.raises(review.ReviewError, match="The source has no producer “name:nobody”"):
        assign(made, "name:nobody", LOVAGNY)


def test_an_unknown_territory_cannot_be_decided(made) -> None:
    with pytest.raises(review.ReviewError, match="There is no territory “com-00000”"):
        assign(made, "name:régie du lac", "com-00000")


def test_a_name_that_a_person_told_is_recognised_in_every_other_source(made, server, portal) -> None:
    assign(made, "name:régie du lac", LOVAGNY, alias=True)
    server.serves_ckan(remote_dataset("Z", organization=of("RÉGIE du LAC")))
    harvest(portals.source(server.url + "/", "odlocale_ckan", portal, name="other"))
    assert datasets()["Z"]["producer_evidence"] == "certain; organization: RÉGIE du LAC"


def test_undoing_a_decision_takes_the_name_back(made) -> None:
    from ckanext.odlocale.harvest import aliases

    assign(made, "name:régie du lac", LOVAGNY, alias=True)
    settle(made, "name:régie du lac", "pending")
    assert aliases.known() == {}


@pytest.mark.parametrize("name", ["Mairie", "Sillingy"])
def test_a_name_that_says_nothing_or_is_anothers_is_not_remembered(portal, server, name) -> None:
    server.serves_ckan(remote_dataset("A", organization=of(name)))
    made = portals.source(server.url, "odlocale_ckan", portal)
    harvest(made)
    with pytest.raises(review.ReviewError, match=f"“{name}”"):
        assign(made, f"name:{name.lower()}", LOVAGNY, alias=True)


def test_a_dataset_that_a_person_moved_stays_when_its_producer_is_decided(made) -> None:
    from ckan.tests.helpers import call_action

    elsewhere = organization("elsewhere")
    site = call_action("get_site_user")["name"]
    call_action("package_patch", {"user": site}, id=datasets()["A"]["id"], owner_org=elsewhere)
    assign(made, "name:régie du lac", LOVAGNY)
    assert (organization_names()["A"], datasets()["A"]["odlocale_territory"]) == ("elsewhere", LOVAGNY)


# --- Rehome ---------------------------------------------------------------------------------------


@pytest.fixture
def rolled_up(portal, server):
    server.serves_ckan(
        remote_dataset("A", organization=of("Commune de Sillingy")),
        remote_dataset("B", organization=of("Commune de Bonneville")),
    )
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    harvest(made)
    return made


def moved() -> int:
    """All that is proposed, done."""
    return rehoming.apply("me", quiet)[1]


def test_nothing_moves_while_no_commune_has_an_organization(rolled_up) -> None:
    assert rehoming.proposals() == []


def test_rolled_up_datasets_move_to_the_organization_that_their_commune_got(rolled_up, portal) -> None:
    home = organization("sillingy", SILLINGY)
    [found] = rehoming.proposals()
    done = moved()
    dataset = datasets()["A"]
    assert found == rehoming.Proposal(rolled_up.id, SILLINGY, portal, home, Kind.HOME, 1)
    assert (done, dataset["owner_org"]) == (1, home)
    assert ("rolled_up_from" in dataset, dataset["odlocale_territory"]) == (False, SILLINGY)


def test_what_was_moved_stays_there_at_the_next_harvest(rolled_up) -> None:
    organization("bonneville", BONNEVILLE)
    moved()
    harvest(rolled_up)
    assert (organization_names(), rehoming.proposals()) == ({"A": "departement-74", "B": "bonneville"}, [])


def test_datasets_move_to_the_epci_that_got_an_organization(rolled_up) -> None:
    organization("cc-fier", FIER)
    moved()
    assert (organization_names()["A"], datasets()["A"]["rolled_up_from"]) == ("cc-fier", SILLINGY)


def test_datasets_move_to_the_animator_that_takes_over_hosting(rolled_up) -> None:
    organization("animator")
    configured: Any = HarvestSource.get(rolled_up.id)
    configured.config = json.dumps({"policy": "animator", "animator": "animator"})
    configured.save()
    moved()
    assert organization_names() == {"A": "animator", "B": "animator"}


def test_what_was_moved_can_be_moved_back_and_stays_there(rolled_up) -> None:
    organization("sillingy", SILLINGY)
    batch, _number = rehoming.apply("me", quiet)
    back = rehoming.undo(batch, quiet)
    harvest(rolled_up)
    dataset = datasets()["A"]
    assert (back, dataset["organization"]["name"], dataset["rolled_up_from"]) == (
        1,
        "departement-74",
        SILLINGY,
    )
    assert (rehoming.proposals(), rehoming.batches()[0]["undone"]) == ([], True)


def test_a_dataset_that_a_person_moved_is_not_proposed(rolled_up) -> None:
    from ckan.tests.helpers import call_action

    site = call_action("get_site_user")["name"]
    call_action(
        "package_patch", {"user": site}, id=datasets()["A"]["id"], owner_org=organization("elsewhere")
    )
    organization("sillingy", SILLINGY)
    assert rehoming.proposals() == []


def test_a_source_that_keeps_everything_is_not_emptied(portal, server) -> None:
    organization("sillingy", SILLINGY)
    server.serves_ckan(remote_dataset("A", organization=of("Commune de Sillingy")))
    harvest(portals.source(server.url, "odlocale_ckan", portal, policy="source"))
    assert rehoming.proposals() == []


def test_the_command_moves_and_moves_back(cli, rolled_up) -> None:
    from ckan.cli.cli import ckan

    organization("sillingy", SILLINGY)
    done = json.loads(cli.invoke(ckan, ["odlocale", "harvest", "rehome", "--json"]).stdout)
    after = organization_names()["A"]
    cli.invoke(ckan, ["odlocale", "harvest", "rehome", "--undo", done["batch"]])
    assert (done["moved"], after, organization_names()["A"]) == (1, "sillingy", "departement-74")
