"""A remote CKAN harvested through the real stages: who produced what, and what is never touched."""

from __future__ import annotations

import pytest

from tests.harvest import portals
from tests.harvest.portals import (
    BONNEVILLE,
    FIER,
    SILLINGY,
    SIREN,
    datasets,
    harvest,
    of,
    organization,
    organization_names,
    remote_dataset,
)

pytestmark = pytest.mark.ckan


def test_a_dataset_of_a_recognised_commune_is_rolled_up_to_its_nearest_ancestor(portal, server) -> None:
    organization("cc-fier", FIER)
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert organization_names() == {"Budget": "cc-fier"}


def test_a_dataset_goes_home_when_the_commune_has_an_organization(portal, server) -> None:
    organization("sillingy", SILLINGY)
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert organization_names() == {"Budget": "sillingy"}


def test_a_dataset_keeps_its_producer_and_its_origin(portal, server) -> None:
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    dataset = datasets()["Budget"]
    fields = (
        "odlocale_territory",
        "rolled_up_from",
        "producer_name",
        "producer_evidence",
        "origin_url",
        "origin_catalogue",
    )
    assert [dataset[field] for field in fields] == [
        SILLINGY,
        SILLINGY,
        "Commune de Sillingy",
        "certain; organization: Commune de Sillingy",
        f"{server.url}/dataset/budget",
        server.url,
    ]


def test_the_extras_of_the_remote_organization_are_asked_for_and_believed(portal, server) -> None:
    remote_organization = of("Service numérique", extras=[{"key": "siren", "value": SIREN[BONNEVILLE]}])
    shown = {key: value for key, value in remote_organization.items() if key != "extras"}
    server.serves_ckan(remote_dataset("Budget", organization=shown), organizations=(remote_organization,))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert datasets()["Budget"]["producer_evidence"] == f"certain; organization siren: {SIREN[BONNEVILLE]}"


def test_an_unrecognised_producer_stays_with_the_source_and_waits(portal, server) -> None:
    from ckanext.odlocale.harvest.review import listed

    server.serves_ckan(remote_dataset("Réseau", organization=of("SYANE")))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    [row] = listed()
    assert organization_names() == {"Réseau": "departement-74"}
    assert (row["key"], row["evidence"], row["datasets"]) == ("name:syane", ["organization: SYANE"], 1)


def test_the_policy_create_makes_one_organization_without_members(portal, server) -> None:
    from ckan import model

    budgets = [remote_dataset(title, organization=of("Commune de Sillingy")) for title in ("A", "B")]
    server.serves_ckan(*budgets)
    harvest(portals.source(server.url, "odlocale_ckan", portal, policy="create"))
    made = model.Group.get("sillingy-74272")
    members = (
        model.Session.query(model.Member)
        .filter_by(group_id=made.id, table_name="user", state="active")
        .count()
    )
    assert (organization_names(), members) == ({"A": "sillingy-74272", "B": "sillingy-74272"}, 0)


def test_the_policy_source_keeps_everything_and_says_who_produced_it(portal, server) -> None:
    organization("sillingy", SILLINGY)
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    harvest(portals.source(server.url, "odlocale_ckan", portal, policy="source"))
    dataset = datasets()["Budget"]
    assert (dataset["organization"]["name"], dataset["rolled_up_from"]) == ("departement-74", SILLINGY)


def test_the_animator_publishes_for_a_commune_without_organization(portal, server) -> None:
    organization("mutuelle")
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    harvest(portals.source(server.url, "odlocale_ckan", portal, policy="animator", animator="mutuelle"))
    assert organization_names() == {"Budget": "mutuelle"}


def test_a_second_run_changes_nothing(portal, server) -> None:
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    harvest(made)
    assert dict(harvest(made).counts) == {"not modified": 1}


def test_a_message_that_arrives_twice_is_worked_off_once(portal, server) -> None:
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    server.serves_ckan(remote_dataset("Budget"))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    modified = datasets()["Budget"]["metadata_modified"]
    [again] = HarvestObject.filter()
    queue.fetch_and_import_stages(queue.get_harvester("odlocale_ckan"), again)
    assert (again.state, again.report_status, again.errors) == ("COMPLETE", "added", [])
    assert datasets()["Budget"]["metadata_modified"] == modified


def test_a_change_of_the_source_arrives_even_with_an_old_date(portal, server) -> None:
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    server.serves_ckan(remote_dataset("Budget", notes="2025"))
    harvest(made)
    server.serves_ckan(remote_dataset("Budget", notes="2026"))
    assert (dict(harvest(made).counts), datasets()["Budget"]["notes"]) == ({"updated": 1}, "2026")


def test_only_what_changed_is_asked_for_after_a_good_run(portal, server) -> None:
    server.serves_ckan(remote_dataset("Budget"))
    made = portals.source(server.url, "odlocale_ckan", portal)
    harvest(made)
    server.asked.clear()
    harvest(made)
    searches = [address for address in server.asked if "package_search" in address]
    assert [("metadata_modified" in address, "fl=id" in address) for address in searches] == [
        (True, False),
        (False, True),
    ]


def test_pages_are_read_to_the_end(server) -> None:
    from ckanext.odlocale.harvest.fetching import Client, Limits
    from ckanext.odlocale.harvest.remote_ckan import RemoteCkan
    from ckanext.odlocale.visiting.addresses import networks

    server.serves_ckan(*(remote_dataset(f"Budget {number}") for number in range(250)))
    remote = RemoteCkan(Client(Limits(allowed=networks(["loopback"]))), server.url)
    assert len({dataset["id"] for dataset in remote.datasets()}) == 250


# --- What is refused, dataset by dataset ----------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (
            {"state": "deleted"},
            "The source says that this dataset is deleted. What was harvested of it is kept.",
        ),
        ({"id": "../x y"}, "This dataset has no usable id. Ask its publisher for one of letters and digits."),
        ({"id": None}, "This dataset has no usable id. Ask its publisher for one of letters and digits."),
        (
            {"title": "", "name": None},
            "This dataset has neither a title nor a name. Ask its publisher to give it one.",
        ),
    ],
)
def test_a_bad_dataset_is_an_error_and_the_others_go_on(portal, server, bad, message) -> None:
    server.serves_ckan(remote_dataset("Bad", **bad), remote_dataset("Good"))
    report = harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert ([error.partition(": ")[2] for error in report.errors], set(datasets())) == ([message], {"Good"})


def test_a_dataset_of_this_portal_with_the_same_id_is_left_alone(portal, server) -> None:
    from ckan.tests.factories import Dataset

    ours = Dataset(name="ours", title="Ours", owner_org=portal)
    server.serves_ckan(remote_dataset("Theirs", id=ours["id"]))
    report = harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert (report.errors, dict(report.counts), set(datasets())) == ([], {"not modified": 1}, {"Ours"})


def test_a_dataset_whose_id_is_the_name_of_ours_is_left_alone(portal, server) -> None:
    from ckan.tests.factories import Dataset

    Dataset(name="ours", title="Ours", owner_org=portal)
    server.serves_ckan(remote_dataset("Theirs", id="ours"))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert set(datasets()) == {"Ours"}


def test_a_dataset_that_another_source_brings_is_left_to_it(portal, server) -> None:
    server.serves_ckan(remote_dataset("Budget", notes="first"))
    harvest(portals.source(server.url, "odlocale_ckan", portal, "first"))
    report = harvest(portals.source(f"{server.url}/", "odlocale_ckan", portal, "second", territory="dep-74"))
    assert (report.errors, datasets()["Budget"]["origin_catalogue"]) == ([], server.url)


def test_whatever_ckan_would_refuse_is_made_acceptable(portal, server) -> None:
    odd = {
        "name": "BAD name",
        "title": "x" * 5000,
        "notes": None,
        "author_email": "no address",
        "version": "v" * 300,
        "license_id": None,
        "tags": [
            {"name": "plan local d'urbanisme", "vocabulary_id": "theirs"},
            {"name": "e"},
            {"name": "élus"},
        ],
        "resources": [
            {"id": "1112", "name": "no address", "created": "yesterday", "size": "big"},
            {"url": "x", "id": "1112"},
        ],
        "extras": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}, {"key": "title", "value": "no"}],
        "owner_org": "elsewhere",
        "organization": {"name": "nul\x00", "title": "<script>alert(1)</script>\x00\ud800"},
        "creator_user_id": "somebody",
        "relationships_as_object": [{"id": "1"}],
    }
    server.serves_ckan(remote_dataset("Odd", **odd))
    report = harvest(portals.source(server.url, "odlocale_ckan", portal))
    [dataset] = datasets().values()
    tags = [tag["name"] for tag in dataset["tags"]]
    assert (report.errors, tags, len(dataset["resources"])) == ([], ["plan local d urbanisme", "élus"], 2)


def test_a_name_that_is_taken_gets_a_number(portal, server) -> None:
    from ckan.tests.factories import Dataset

    Dataset(name="budget", title="Ours", owner_org=portal)
    server.serves_ckan(remote_dataset("Budget"))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert datasets()["Budget"]["name"] == "budget1"
