"""Datasets that vanish from a source, and what people changed: nothing is lost, whoever is killed when."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.harvest import portals
from tests.harvest.portals import datasets, harvest, of, remote_dataset, turtle
from tests.harvest.test_gathering import a_job, consume, end

pytestmark = pytest.mark.ckan

TITLES = [f"Jeu {number}" for number in range(8)]
Serve = Callable[..., None]
EMPTY = f"{portals.TURTLE_PREFIXES} <http://x.org/c> a dcat:Catalog ."


@pytest.fixture(params=["odlocale_ckan", "odlocale_ckan, everything", "odlocale_dcat"])
def source(request, portal, server):
    """A source of each kind, and a function that has it offer these titles."""
    kind, _comma, all_of_it = request.param.partition(",")
    if kind == "odlocale_ckan":
        options = {"force_all": True} if all_of_it else {}
        made = portals.source(server.url, kind, portal, **options)
        return made, lambda *titles: server.serves_ckan(*map(remote_dataset, titles))
    made = portals.source(f"{server.url}/catalogue", kind, portal)

    def serve(*titles: str) -> None:
        named = [title.replace(" ", "-") for title in titles]
        server.serves(turtle(*named) if named else EMPTY)

    return made, serve


def pass_days(days: int) -> None:
    """As if the marks were older."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.harvest.vanished import vanished_table

    before = vanished_table.c.since - timedelta(days=days)
    model.Session.execute(sa.update(vanished_table).values(since=before))
    model.Session.commit()


def marks(made) -> dict[str, bool]:
    """The marked datasets of a source, and whether their deletion waits for a person."""
    from ckanext.odlocale.harvest.vanished import listed

    return {one["title"].replace("-", " "): one["waits"] for one in listed(made.id)}


def titles() -> set[str]:
    return {title.replace("-", " ") for title in datasets()}


def test_what_vanishes_is_marked_and_kept(source) -> None:
    made, serve = source
    serve(*TITLES)
    harvest(made)
    serve(*TITLES[1:])
    report = harvest(made)
    assert (titles(), marks(made), report.errors) == (set(TITLES), {"Jeu 0": False}, [])


def test_after_its_grace_time_it_is_deleted_once(source) -> None:
    made, serve = source
    serve(*TITLES)
    harvest(made)
    serve(*TITLES[1:])
    harvest(made)
    pass_days(7)
    first, second = harvest(made), harvest(made)
    assert (titles(), marks(made)) == (set(TITLES[1:]), {})
    assert (first.counts["deleted"], second.counts["deleted"]) == (1, 0)


def test_what_comes_back_in_time_is_as_if_it_had_never_been_away(source) -> None:
    made, serve = source
    serve(*TITLES)
    harvest(made)
    serve(*TITLES[1:])
    harvest(made)
    serve(*TITLES)
    pass_days(30)
    harvest(made)
    assert (titles(), marks(made)) == (set(TITLES), {})


def test_what_comes_back_after_its_deletion_is_restored(source) -> None:
    from ckan import model

    made, serve = source
    serve(*TITLES)
    harvest(made)
    before = model.Session.query(model.Package.id).filter_by(type="dataset").count()
    serve(*TITLES[1:])
    harvest(made)
    pass_days(7)
    harvest(made)
    # A CKAN where a dataset is restored says that it has changed.
    restart(made)
    serve(*TITLES)
    harvest(made)
    after = model.Session.query(model.Package.id).filter_by(type="dataset").count()
    assert (titles(), before, after) == (set(TITLES), len(TITLES), len(TITLES))


def restart(made) -> None:
    """Have the next run ask for everything."""
    from ckanext.harvest.model import HarvestJob

    for job in HarvestJob.filter(source_id=made.id):
        job.gather_started = None
        job.save()


def test_much_at_once_waits_for_a_person(source) -> None:
    made, serve = source
    serve(*TITLES)
    harvest(made)
    serve(*TITLES[6:])
    harvest(made)
    pass_days(30)
    harvest(made)
    assert (titles(), marks(made)) == (set(TITLES), dict.fromkeys(TITLES[:6], True))


def test_an_empty_source_deletes_nothing_and_says_so(source) -> None:
    made, serve = source
    serve(*TITLES[:2])
    harvest(made)
    serve()
    report = harvest(made)
    pass_days(30)
    harvest(made)
    assert (titles(), marks(made)) == (set(TITLES[:2]), dict.fromkeys(TITLES[:2], True))
    assert ["has no datasets. Nothing was changed here" in error for error in report.errors] == [True]


def test_a_person_confirms_and_the_next_harvest_deletes(source) -> None:
    from ckan.plugins import toolkit as tk

    made, serve = source
    serve(*TITLES)
    harvest(made)
    serve(*TITLES[6:])
    harvest(made)
    pass_days(7)
    done = tk.get_action("odlocale_harvest_vanished_confirm")({"ignore_auth": True}, {"id": "source"})
    harvest(made)
    assert (done, titles()) == ({"datasets": 6}, set(TITLES[6:]))


@pytest.mark.parametrize("status", [500, 404])
def test_a_source_that_fails_marks_nothing(source, server, status) -> None:
    from tests.harvest.servers import Answer

    made, serve = source
    serve(*TITLES)
    harvest(made)
    for path in ("/api/3/action/package_search", "/catalogue"):
        server.on(path, Answer(b"boom", status=status))
    harvest(made)
    assert (titles(), marks(made)) == (set(TITLES), {})


# --- Killed -----------------------------------------------------------------------------------------


def test_a_deletion_whose_message_comes_again_changes_nothing_more(portal, server) -> None:
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    server.serves_ckan(remote_dataset("A"), remote_dataset("B"))
    harvest(made)
    server.serves_ckan(remote_dataset("A"))
    harvest(made)
    pass_days(7)
    [delete] = consume(a_job(made))
    for _time in range(2):
        queue.fetch_and_import_stages(queue.get_harvester("odlocale_ckan"), HarvestObject.get(delete))
    assert (set(datasets()), HarvestObject.get(delete).errors) == ({"A"}, [])


def test_a_gathering_killed_after_it_settled_makes_no_second_deletion(portal, server) -> None:
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    server.serves_ckan(remote_dataset("A"), remote_dataset("B"))
    harvest(made)
    server.serves_ckan(remote_dataset("A"))
    harvest(made)
    pass_days(7)
    job = a_job(made)
    assert (len(consume(job)), len(consume(job))) == (1, 1)


def test_what_came_back_between_gathering_and_deletion_is_kept(portal, server) -> None:
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    server.serves_ckan(remote_dataset("A"), remote_dataset("B"))
    harvest(made)
    server.serves_ckan(remote_dataset("A"))
    harvest(made)
    pass_days(7)
    job = a_job(made)
    [delete] = consume(job)
    end(job)
    server.serves_ckan(remote_dataset("A"), remote_dataset("B"))
    harvest(made)
    queue.fetch_and_import_stages(queue.get_harvester("odlocale_ckan"), HarvestObject.get(delete))
    assert set(datasets()) == {"A", "B"}


def test_a_consumer_killed_again_and_again_ends_with_the_same_datasets(portal, server) -> None:
    from ckan import model
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    server.serves_ckan(*(remote_dataset(title, organization=of("Commune de Sillingy")) for title in TITLES))
    ids = consume(a_job(portals.source(server.url, "odlocale_ckan", portal)))
    for survived in (1, 2, 3):
        _kill_while_importing(ids, survived)
    model.Session.remove()
    for object_id in ids:
        queue.fetch_and_import_stages(queue.get_harvester("odlocale_ckan"), HarvestObject.get(object_id))
    current = HarvestObject.filter(current=True).count()
    errors = [one.errors for one in HarvestObject.filter()]
    assert (titles(), current, errors) == (set(TITLES), len(TITLES), [[]] * len(TITLES))


def _kill_while_importing(ids: list[str], survived: int) -> None:
    """Import in another process, which is killed in the middle of the import after so many."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _import_all(ids, writing)
        os._exit(0)
    for _begun in range(survived + 1):
        os.read(reading, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)


def _import_all(ids: list[str], telling: int) -> None:
    from ckan import model
    from ckanext.harvest import queue
    from ckanext.harvest.model import HarvestObject

    model.Session.remove()
    model.ensure_engine().dispose(close=False)
    for object_id in ids:
        os.write(telling, b".")
        queue.fetch_and_import_stages(queue.get_harvester("odlocale_ckan"), HarvestObject.get(object_id))


# --- What people changed ----------------------------------------------------------------------------


def edited(title: str, **fields) -> None:
    """A person saves a dataset."""
    from ckan.plugins import toolkit as tk
    from ckan.tests.factories import Sysadmin

    changes = {"id": datasets()[title]["id"], **fields}
    tk.get_action("package_patch")({"ignore_auth": True, "user": Sysadmin()["name"]}, changes)


def test_an_organization_chosen_by_hand_stays(source) -> None:
    made, serve = source
    elsewhere = portals.organization("elsewhere")
    serve("Budget")
    harvest(made)
    edited("Budget", owner_org=elsewhere)
    for _run in range(2):
        change(made)
        harvest(made)
    assert portals.organization_names() == {"Budget": "elsewhere"}


def change(made) -> None:
    """As if the source had changed every record since."""
    from ckan import model
    from ckanext.harvest.model import HarvestObject

    for one in HarvestObject.filter(harvest_source_id=made.id, current=True):
        one.content = one.content.replace("{", '{"odlocale_old": "yes", ', 1)
        one.save()
    restart(made)
    model.Session.remove()


def test_a_dataset_put_back_is_the_harvests_again(portal, server) -> None:
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    elsewhere = portals.organization("elsewhere")
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    harvest(made)
    edited("Budget", owner_org=elsewhere)
    change(made)
    harvest(made)
    edited("Budget", owner_org=portal)
    portals.organization("sillingy", portals.SILLINGY)
    harvest(made)
    assert portals.organization_names() == {"Budget": "sillingy"}


def test_a_territory_chosen_by_hand_stays(portal, server) -> None:
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    harvest(made)
    extras = [
        {**extra, "value": portals.LOVAGNY} if extra["key"] == "odlocale_territory" else extra
        for extra in datasets()["Budget"]["extras"]
        if not extra["key"].startswith("harvest_")
    ]
    edited("Budget", extras=extras)
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy"), notes="new"))
    harvest(made)
    found = datasets()["Budget"]
    assert (found["notes"], found["odlocale_territory"]) == ("new", portals.LOVAGNY)


def test_protected_fields_stay_and_the_others_change(portal, server) -> None:
    protected = {"protected_fields": ["notes", "tags"]}
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True, **protected)
    server.serves_ckan(remote_dataset("Budget", notes="theirs", version="1"))
    harvest(made)
    edited("Budget", notes="ours", tags=[{"name": "nos mots"}])
    server.serves_ckan(remote_dataset("Budget", notes="theirs, new", version="2", tags=[{"name": "leurs"}]))
    harvest(made)
    found = datasets()["Budget"]
    shown = (found["notes"], [tag["name"] for tag in found["tags"]], found["version"])
    assert shown == ("ours", ["nos mots"], "2")
