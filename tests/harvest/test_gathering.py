"""What a run costs: unchanged records before any write, objects handed on as they are made, few commits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.harvest import portals
from tests.harvest.portals import datasets, harvest, of, remote_dataset
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

SILLINGY = of("Commune de Sillingy")


def catalogue(server, count: int, **fields) -> None:
    server.serves_ckan(
        *(remote_dataset(f"Budget {number}", organization=SILLINGY, **fields) for number in range(count))
    )


def a_job(made):
    from ckanext.harvest.model import HarvestSource

    from ckanext.odlocale.harvest.running import _job

    return _job(HarvestSource.get(made.id))


def end(job) -> None:
    """As the regular run of ckanext-harvest does when nothing of a job is left."""
    job.status = "Finished"
    job.save()


def consume(job) -> list[str]:
    """Have the gather consumer work off a job; the objects it published, in their order."""
    from ckanext.harvest import queue

    consumer = queue.get_gather_consumer()
    body = json.dumps({"harvest_job_id": job.id})
    consumer.redis.set(consumer.persistance_key(body), "2026-01-01 00:00:00.0")
    queue.gather_callback(consumer, queue.FakeMethod(body), None, body)
    return published()


def published() -> list[str]:
    from ckanext.harvest import queue

    messages = queue.get_connection().lrange(queue.get_fetch_routing_key(), 0, -1)
    return [json.loads(message)["harvest_object_id"] for message in messages]


def states(job) -> list[tuple[str, str | None, bool]]:
    """State and report of each object of a job, and whether it keeps a copy of the record."""
    from ckanext.harvest.model import HarvestObject

    found = HarvestObject.filter(harvest_job_id=job.id)
    return sorted((one.state, one.report_status, one.content is not None) for one in found)


@contextmanager
def index_commits(monkeypatch) -> Iterator[list[str]]:
    """Lists the commits that CKAN asks of Solr inside the block."""
    import pysolr

    asked: list[str] = []
    original = pysolr.Solr._update

    def heard(solr, message, *arguments, **options):
        if options.get("commit") or str(message).startswith("<commit"):
            asked.append(str(message)[:20])
        return original(solr, message, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(pysolr.Solr, "_update", heard)
        yield asked


# --- What is unchanged ----------------------------------------------------------------------------


def test_unchanged_records_are_told_apart_while_they_are_gathered(portal, server) -> None:
    catalogue(server, 2)
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    harvest(made)
    job = a_job(made)
    assert (consume(job), states(job)) == ([], [("COMPLETE", "not modified", False)] * 2)


def test_the_job_counts_what_is_unchanged(portal, server) -> None:
    from ckan.plugins import toolkit as tk

    catalogue(server, 3)
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    harvest(made)
    harvest(made)
    status = tk.get_action("harvest_source_show_status")({"ignore_auth": True}, {"id": made.id})
    assert (status["last_job"]["status"], status["last_job"]["stats"]["not modified"]) == ("Finished", 3)


def test_only_what_changed_waits_for_its_import(portal, server) -> None:
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    server.serves_ckan(remote_dataset("A"), remote_dataset("B"))
    harvest(made)
    server.serves_ckan(remote_dataset("A"), remote_dataset("B", notes="new"), remote_dataset("C"))
    job = a_job(made)
    assert (len(consume(job)), states(job)[0]) == (2, ("COMPLETE", "not modified", False))


def test_an_organization_made_since_brings_an_unchanged_dataset_home(portal, server) -> None:
    catalogue(server, 1)
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    harvest(made)
    portals.organization("sillingy", portals.SILLINGY)
    assert dict(harvest(made).counts) == {"updated": 1}
    assert portals.organization_names() == {"Budget 0": "sillingy"}


def test_a_page_of_unchanged_records_costs_as_many_queries_as_one_record(portal, server) -> None:
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    costs = []
    for count in (1, 40):
        catalogue(server, count)
        harvest(made)
        job = a_job(made)
        with counted() as queries:
            consume(job)
        costs.append(len(queries))
        end(job)
    assert costs[0] == costs[1]


# --- Handing on -----------------------------------------------------------------------------------


def test_a_gather_consumer_publishes_each_object_once_as_it_is_made(portal, server) -> None:
    catalogue(server, 120)
    job = a_job(portals.source(server.url, "odlocale_ckan", portal))
    ids = consume(job)
    assert (len(ids), len(set(ids)), len(states(job))) == (120, 120, 120)


def test_a_gathering_that_was_killed_goes_on_where_it_was(portal, server) -> None:
    catalogue(server, 3)
    job = a_job(portals.source(server.url, "odlocale_ckan", portal))
    server.serves_ckan(remote_dataset("Budget 0", organization=SILLINGY))
    first = consume(job)
    catalogue(server, 3)
    job.gather_finished = None
    job.save()
    assert (len(first), len(consume(job)), len(states(job))) == (1, 3, 3)


def test_a_stopped_job_gathers_no_further(portal, server) -> None:
    catalogue(server, 3)
    job = a_job(portals.source(server.url, "odlocale_ckan", portal))
    end(job)
    assert (consume(job), states(job)) == ([], [])


def test_an_old_message_does_not_bring_an_old_record_back(portal, server) -> None:
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    server.serves_ckan(remote_dataset("Budget", notes="2025"))
    job = a_job(made)
    [old] = consume(job)
    end(job)
    server.serves_ckan(remote_dataset("Budget", notes="2026"))
    harvest(made)
    queue.fetch_and_import_stages(queue.get_harvester("odlocale_ckan"), HarvestObject.get(old))
    assert datasets()["Budget"]["notes"] == "2026"


# --- The index ------------------------------------------------------------------------------------


def test_a_harvest_commits_its_datasets_once_and_the_end_of_its_job(portal, server, monkeypatch) -> None:
    catalogue(server, 6)
    made = portals.source(server.url, "odlocale_ckan", portal)
    with index_commits(monkeypatch) as commits:
        harvest(made)
    assert len(commits) == 2


def test_a_consumer_killed_before_its_commit_hides_nothing(portal, server, monkeypatch) -> None:
    from ckan import model
    from ckan.plugins import toolkit as tk
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    catalogue(server, 2)
    made = portals.source(server.url, "odlocale_ckan", portal)
    ids = consume(a_job(made))
    # Both messages are still in the queue: the consumer believes that more is to come, and does not commit.
    with index_commits(monkeypatch) as commits:
        for object_id in ids:
            queue.fetch_and_import_stages(queue.get_harvester("odlocale_ckan"), HarvestObject.get(object_id))
    tk.get_action("harvest_jobs_run")({"ignore_auth": True, "session": model.Session}, {})
    found = tk.get_action("package_search")({"ignore_auth": True}, {"q": "Budget"})
    assert (commits, found["count"]) == ([], 2)


def test_the_setting_of_the_site_is_as_it_was_after_an_import(portal, server) -> None:
    from ckan.common import config

    catalogue(server, 1)
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert config["ckan.search.solr_commit"] is True


# --- The options of ckanext-harvest ----------------------------------------------------------------


@pytest.mark.usefixtures("with_request_context")
def test_default_tags_groups_and_extras_are_added(portal, server) -> None:
    from ckan.plugins import toolkit as tk
    from ckan.tests.factories import Group

    tk.g.user = ""  # as a page of CKAN has it: ckanext-harvest looks there while it checks the groups
    Group(name="climat")
    server.serves_ckan(remote_dataset("Budget", extras=[{"key": "licence", "value": "theirs"}]))
    options = {
        "default_tags": [{"name": "moissonné"}],
        "default_groups": ["climat"],
        "default_extras": {"licence": "ours", "via": "{harvest_source_title}"},
    }
    harvest(portals.source(server.url, "odlocale_ckan", portal, **options))
    found = datasets()["Budget"]
    shown = [tag["name"] for tag in found["tags"]], [group["name"] for group in found["groups"]]
    assert (*shown, found["licence"], found["via"]) == (["moissonné"], ["climat"], "theirs", "source")


@pytest.mark.parametrize(
    ("option", "groups"), [(None, []), ("only_local", ["climat"]), ("create", ["climat", "eau"])]
)
def test_groups_of_the_source_come_along_as_its_option_says(portal, server, option, groups) -> None:
    from ckan.tests.factories import Group

    from tests.harvest.servers import as_json

    Group(name="climat")
    listed = [{"name": "climat", "id": "g-climat"}, {"name": "eau", "id": "g-eau"}]
    server.serves_ckan(remote_dataset("Budget", groups=listed))
    server.on("/api/3/action/group_show", as_json({"name": "eau", "title": "Eau", "packages": []}))
    harvest(portals.source(server.url, "odlocale_ckan", portal, remote_groups=option))
    assert sorted(group["name"] for group in datasets()["Budget"]["groups"]) == groups
