"""Runs that are broken off: whoever is killed, whatever is away, the end is the same as without."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from tests.harvest import portals
from tests.harvest.portals import datasets, of, remote_dataset
from tests.harvest.servers import as_json
from tests.harvest.test_gathering import consume, published

pytestmark = pytest.mark.ckan

TITLES = [f"Jeu {number:03}" for number in range(130)]
FEW = TITLES[:4]
SILLINGY = of("Commune de Sillingy")


def offered(server, titles) -> None:
    server.serves_ckan(*(remote_dataset(title, organization=SILLINGY) for title in titles))


@pytest.fixture
def source(portal, server) -> str:
    offered(server, FEW)
    return portals.source(server.url, "odlocale_ckan", portal).id


def begin(source: str):
    """A new job in the queue of the gather consumer, as the button of the source does."""
    from ckan.plugins import toolkit as tk
    from ckanext.harvest.model import HarvestJob

    made = tk.get_action("harvest_job_create")(sysadmin(), {"source_id": source, "run": True})
    return HarvestJob.get(made["id"])


def sysadmin():
    from ckan import model
    from ckan.plugins import toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"user": user, "ignore_auth": True, "model": model, "session": model.Session}


def regular_run() -> None:
    """What runs every few minutes, when minutes have passed."""
    import sqlalchemy as sa
    from ckan import model
    from ckan.plugins import toolkit as tk
    from ckanext.harvest.model import HarvestJob, HarvestObject

    past = timedelta(minutes=5)
    for table, columns in ((HarvestJob, ("created", "gather_started")), (HarvestObject, ("fetch_started",))):
        moved = {name: getattr(table, name) - past for name in columns}
        model.Session.execute(sa.update(table).values(moved).execution_options(synchronize_session=False))
    model.Session.commit()
    tk.get_action("harvest_jobs_run")(sysadmin(), {})


def work_off(most: int = 10_000) -> None:
    """Be the gather and the fetch consumer until the queues are empty."""
    from ckanext.harvest import queue

    pairs = (
        (queue.get_gather_consumer(), queue.gather_callback),
        (queue.get_fetch_consumer(), queue.fetch_callback),
    )
    for consumer, callback in pairs:
        while most and (body := consumer.redis.lpop(consumer.routing_key)):
            consumer.redis.set(consumer.persistance_key(body), "2026-01-01 00:00:00.0")
            callback(consumer, queue.FakeMethod(body), None, body)
            most -= 1


def outcome() -> tuple[list[str], list[str], int]:
    """Titles of the datasets, states of the jobs, and how many datasets are nobody's or somebody's twice."""
    from ckan import model
    from ckanext.harvest.model import HarvestJob, HarvestObject

    model.Session.remove()
    current = [one.package_id for one in model.Session.query(HarvestObject).filter_by(current=True)]
    active = [one.id for one in model.Session.query(model.Package).filter_by(state="active", type="dataset")]
    jobs = [job.status for job in model.Session.query(HarvestJob)]
    return sorted(datasets()), jobs, len(set(current) ^ set(active)) + len(current) - len(set(current))


def indexed() -> int:
    """The datasets that readers find."""
    from ckan.plugins import toolkit as tk

    return tk.get_action("package_search")({"ignore_auth": True}, {"rows": 0})["count"]


DONE = (FEW, ["Finished"], 0)


def test_without_any_accident(source) -> None:
    begin(source)
    work_off()
    regular_run()
    assert (outcome(), indexed()) == (DONE, 4)


def test_a_redis_that_forgets_the_job_loses_nothing(source) -> None:
    from ckan.lib.redis import connect_to_redis

    begin(source)
    connect_to_redis().flushdb()
    regular_run()
    work_off()
    regular_run()
    assert (outcome(), indexed()) == (DONE, 4)


@pytest.mark.parametrize("imported", [0, 2])
def test_a_redis_that_forgets_the_objects_loses_nothing(source, imported) -> None:
    from ckan.lib.redis import connect_to_redis

    begin(source)
    work_off(1 + imported)
    connect_to_redis().flushdb()
    regular_run()
    work_off()
    regular_run()
    assert (outcome(), indexed()) == (DONE, 4)


def test_objects_that_wait_in_the_queue_are_not_sent_twice(source) -> None:
    begin(source)
    work_off(1)
    before = published()
    regular_run()
    assert published() == before


def test_a_job_that_is_being_gathered_is_not_sent_again(source) -> None:
    from ckan.lib.redis import connect_to_redis

    from ckanext.odlocale.harvest import locks

    job = begin(source)
    connect_to_redis().flushdb()
    with locks.held(locks.gathering_of(job.id)):
        regular_run()
    assert connect_to_redis().keys("*harvest_job_id*") == []


def test_a_message_that_comes_twice_gathers_once(source, server) -> None:
    job = begin(source)
    consume(job)
    asked = len(server.asked)
    consume(job)
    assert len(server.asked) == asked


def test_the_first_objects_of_a_source_go_before_the_many_of_another(portal, server) -> None:
    offered(server, TITLES)
    large = begin(portals.source(server.url, "odlocale_ckan", portal, "large").id)
    consume(large)
    server.on(
        "/small/api/3/action/package_search", as_json({"count": 1, "results": [remote_dataset("Seul")]})
    )
    small = begin(portals.source(f"{server.url}/small", "odlocale_ckan", portal, "small").id)
    consume(small)
    from ckanext.harvest.model import HarvestObject

    first = [HarvestObject.get(one).harvest_job_id for one in published()[:2]]
    assert first == [small.id, large.id]


def test_a_database_that_goes_away_while_gathering_loses_nothing(source, server) -> None:
    def interrupted(_query):
        cut_connections()
        return as_json({"count": 4, "results": [remote_dataset(title) for title in FEW]})

    job = begin(source)
    server.on("/api/3/action/package_search", interrupted)
    with suppress(Exception):
        consume(job)
    offered(server, FEW)
    begin_again(source)
    work_off()
    regular_run()
    assert (outcome()[0], set(outcome()[1]), outcome()[2], indexed()) == (FEW, {"Finished"}, 0, 4)


def cut_connections() -> None:
    """As when PostgreSQL is restarted: every connection of the portal ends."""
    import psycopg2
    from ckan import model

    url = model.ensure_engine().url.render_as_string(hide_password=False)
    with psycopg2.connect(url.replace("postgresql+psycopg2", "postgresql")) as connection:
        connection.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def begin_again(source) -> None:
    """The consumer is started anew; when its job ended in an error, the next one is due."""
    from ckan import model
    from ckanext.harvest.logic import HarvestJobExists

    model.Session.remove()
    regular_run()
    with suppress(HarvestJobExists):
        begin(source)


def test_a_solr_that_is_away_loses_nothing(source, monkeypatch) -> None:
    from ckan.common import config

    begin(source)
    work_off(1)
    with monkeypatch.context() as patched:
        patched.setitem(config, "solr_url", "http://127.0.0.1:1/solr/nobody")
        work_off()
    regular_run()
    begin(source)
    work_off()
    regular_run()
    assert (outcome(), indexed()) == ((FEW, ["Finished", "Finished"], 0), 4)


def test_a_stuck_job_ends_by_itself_and_says_so(source) -> None:
    from ckan import model
    from ckan.plugins import toolkit as tk

    job = begin(source)
    job.created -= timedelta(hours=7)
    model.Session.commit()
    regular_run()
    report = tk.get_action("harvest_job_report")(sysadmin(), {"id": job.id})
    message = (
        "Nothing happened in this job for 6 hours: it was ended. What it had imported is kept, and the next "
        "run brings the rest. Ask the administrator whether the harvest consumers are running."
    )
    assert (job.status, [one["message"] for one in report["gather_errors"]]) == ("Finished", [message])


@pytest.mark.ckan_config("ckanext.odlocale.harvest.batch", "1")
def test_stop_stops(source) -> None:
    from ckan.plugins import toolkit as tk

    job = begin(source)
    work_off(2)
    tk.get_action("harvest_job_abort")(sysadmin(), {"id": job.id})
    work_off()
    regular_run()
    work_off()
    titles, jobs, orphans = outcome()
    assert (len(titles), jobs, orphans) == (1, ["Finished"], 0)


def test_killing_every_consumer_in_a_loop_leads_to_the_same_end(portal, server) -> None:
    offered(server, TITLES)
    begin(portals.source(server.url, "odlocale_ckan", portal).id)
    chance, kills = random.Random(6), 0
    while "Running" in outcome()[1]:
        child = consumer()
        time.sleep(chance.uniform(0.02, 1.2) if kills < 12 else 60)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        kills += 1
        regular_run()
    assert (outcome(), indexed(), kills > 12) == ((TITLES, ["Finished"], 0), len(TITLES), True)


def consumer() -> int:
    """A process of its own that works the queues off; its id."""
    from ckan import model

    model.Session.remove()
    model.ensure_engine().dispose()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            work_off()
        os._exit(0)
    return child
