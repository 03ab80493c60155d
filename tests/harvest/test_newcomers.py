"""New records are imported many at a time, to the same end as one by one."""

from __future__ import annotations

import pytest

from tests.harvest import portals
from tests.harvest.portals import datasets, of, remote_dataset
from tests.harvest.test_recovering import begin, offered, outcome, regular_run, work_off

pytestmark = pytest.mark.ckan

TITLES = [f"Jeu {number:02}" for number in range(30)]
NAMES = [title.replace(" ", "-") for title in TITLES]
SILLINGY = of("Commune de Sillingy")


@pytest.fixture
def messages(monkeypatch) -> list[str]:
    """The objects that consumers took from the queue one by one."""
    from ckanext.harvest import queue

    taken: list[str] = []
    original = queue.fetch_and_import_stages

    def heard(harvester, harvest_object) -> None:
        taken.append(harvest_object.guid)
        original(harvester, harvest_object)

    monkeypatch.setattr(queue, "fetch_and_import_stages", heard)
    return taken


def states() -> list[tuple[str, str, bool, bool]]:
    """State and report of every object, whether it is current and over."""
    from ckan import model
    from ckanext.harvest.model import HarvestObject

    model.Session.remove()
    return sorted(
        (one.state, one.report_status, one.current, one.import_finished is not None)
        for one in model.Session.query(HarvestObject)
    )


def routes() -> int:
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.harvest.routes_known import route_table

    query = sa.select(sa.func.count()).where(route_table.c.package_id.is_not(None))
    return model.Session.scalar(query)


@pytest.fixture(params=[(1, 30), (20, 5)], ids=["one by one", "together"])
def alone(request, monkeypatch) -> int:
    """How many of thirty objects are taken from the queue one by one, with batches of a size."""
    from ckan.common import config

    most, expected = request.param
    monkeypatch.setitem(config, "ckanext.odlocale.harvest.batch", most)
    return expected


def test_together_they_come_to_the_same_end_as_one_by_one(portal, server, messages, alone) -> None:
    offered(server, TITLES)
    begin(portals.source(server.url, "odlocale_ckan", portal).id)
    work_off()
    regular_run()
    assert states() == [("COMPLETE", "added", True, True)] * 30
    assert (outcome(), routes(), len(messages)) == ((TITLES, ["Finished"], 0), 30, alone)


def test_one_that_is_refused_has_its_reason_and_the_others_arrive(portal, server) -> None:
    from ckan.plugins import toolkit as tk

    from tests.harvest.test_recovering import sysadmin

    untitled = {**remote_dataset("Jeu 99", organization=SILLINGY), "title": "", "name": ""}
    server.serves_ckan(*(remote_dataset(title, organization=SILLINGY) for title in TITLES), untitled)
    job = begin(portals.source(server.url, "odlocale_ckan", portal).id)
    work_off()
    [failed] = tk.get_action("harvest_job_report")(sysadmin(), {"id": job.id})["object_errors"].values()
    assert (sorted(datasets()), [one["message"] for one in failed["errors"]]) == (
        TITLES,
        ["This dataset has neither a title nor a name. Ask its publisher to give it one."],
    )


def test_one_that_ckan_does_not_accept_is_told_and_the_others_arrive(portal, server, monkeypatch) -> None:
    from ckanext.odlocale.harvest import storing

    original = storing._create

    def picky(package, harvest_object, user) -> None:
        if package["title"] == TITLES[7]:
            raise RuntimeError("odd")
        original(package, harvest_object, user)

    monkeypatch.setattr(storing, "_create", picky)
    offered(server, TITLES)
    begin(portals.source(server.url, "odlocale_ckan", portal).id)
    work_off()
    assert states() == [
        *[("COMPLETE", "added", True, True)] * 29,
        ("ERROR", "errored", False, True),
    ]
    assert sorted(datasets()) == [title for title in TITLES if title != TITLES[7]]


def test_a_record_that_another_source_has_goes_the_long_way(portal, server) -> None:
    from tests.harvest.servers import as_json

    offered(server, TITLES)
    first = portals.source(server.url, "odlocale_ckan", portal, "first")
    begin(first.id)
    work_off()
    regular_run()
    again = [remote_dataset(title, organization=SILLINGY) for title in [*TITLES[:10], "Autre 1", "Autre 2"]]
    server.on("/b/api/3/action/package_search", as_json({"count": 12, "results": again}))
    begin(portals.source(f"{server.url}/b", "odlocale_ckan", portal, "second").id)
    work_off()
    assert sorted(datasets()) == ["Autre 1", "Autre 2", *TITLES]


def test_what_was_stored_and_not_yet_marked_is_imported_once_more_without_harm(
    portal, server, monkeypatch
) -> None:
    """As when a consumer is killed at the end of a batch, before it writes that it is over."""
    from ckanext.odlocale.harvest import once

    def killed(_stored) -> None:
        raise SystemExit(137)

    offered(server, TITLES)
    begin(portals.source(server.url, "odlocale_ckan", portal).id)
    with monkeypatch.context() as patched:
        patched.setattr(once, "note_new", killed)
        with pytest.raises(SystemExit):
            work_off()
    regular_run()
    work_off()
    regular_run()
    assert (outcome(), routes()) == ((TITLES, ["Finished"], 0), 30)


@pytest.mark.parametrize("moment", [0, 7])
def test_a_redis_lost_in_the_middle_of_a_batch_loses_nothing(portal, server, monkeypatch, moment) -> None:
    """What the batch had taken, and all that waited, is in no queue any more."""
    from ckan.lib.redis import connect_to_redis

    from ckanext.odlocale.harvest import storing

    original, made = storing._create, []

    def forgetful(*arguments) -> None:
        if len(made) == moment:
            connect_to_redis().flushdb()
        made.append(arguments)
        original(*arguments)

    offered(server, TITLES)
    begin(portals.source(server.url, "odlocale_ckan", portal).id)
    monkeypatch.setattr(storing, "_create", forgetful)
    for _run in range(2):
        work_off()
        regular_run()
    assert (outcome(), routes()) == ((TITLES, ["Finished"], 0), 30)


def test_an_object_that_was_begun_before_is_never_taken_along(portal, server, messages) -> None:
    """The one that killed a consumer may kill the next: alone, it harms no other."""
    from ckan import model
    from ckanext.harvest.model import HarvestObject

    offered(server, TITLES)
    job = begin(portals.source(server.url, "odlocale_ckan", portal).id)
    work_off(1)
    model.Session.query(HarvestObject).filter_by(harvest_job_id=job.id).update({"retry_times": 1})
    model.Session.commit()
    work_off()
    assert (len(messages), sorted(datasets())) == (30, TITLES)


def test_the_objects_of_other_jobs_stay_where_they_are(portal, server) -> None:
    from ckanext.odlocale.harvest import newcomers
    from ckanext.odlocale.harvest.ckan_harvester import OdlocaleCkanHarvester
    from tests.harvest.test_gathering import published

    offered(server, TITLES)
    begin(portals.source(server.url, "odlocale_ckan", portal, "large").id)
    work_off(1)
    other = begin(portals.source(f"{server.url}/b", "odlocale_ckan", portal, "other").id)
    before = published()
    assert (newcomers.import_waiting(OdlocaleCkanHarvester(), other.id), published()) == (0, before)


def as_turtle(server) -> None:
    server.serves(portals.turtle(*NAMES))


def as_lines(server) -> None:
    rows = "".join(f"{name};{name};https://x.org/{name}.csv\n" for name in NAMES)
    server.serves(f"ID;TITRE;URL\n{rows}", "text/csv")


@pytest.mark.parametrize(("kind", "serve"), [("odlocale_dcat", as_turtle), ("odlocale_scdl", as_lines)])
def test_so_are_those_of_catalogues(portal, server, messages, kind, serve) -> None:
    serve(server)
    begin(portals.source(f"{server.url}/catalogue", kind, portal).id)
    work_off()
    regular_run()
    assert (states(), len(messages)) == ([("COMPLETE", "added", True, True)] * 30, 5)
    assert (len(datasets()), outcome()[1:], routes()) == (30, (["Finished"], 0), 30)
