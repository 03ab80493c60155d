"""A slow source keeps its consumer, and nobody else's source waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.harvest import portals
from tests.harvest.portals import remote_dataset
from tests.harvest.servers import Answer, as_json
from tests.harvest.test_gathering import consume
from tests.harvest.test_recovering import begin

pytestmark = pytest.mark.ckan

SEARCH = "api/3/action/package_search"


def page(title: str) -> Answer:
    return as_json({"count": 1, "results": [remote_dataset(title)]})


@pytest.fixture(autouse=True)
def short_moment(monkeypatch) -> None:
    from ckanext.odlocale.harvest import lanes

    monkeypatch.setattr(lanes, "MOMENT", 0.05)


@pytest.fixture
def slow(portal, server):
    """The job of a source that lets a byte fall now and then, until it may go on."""
    server.may_go_on = lambda: True

    def drops() -> Iterator[bytes]:
        for _byte in range(600):
            if server.may_go_on():
                break
            yield b" "
            time.sleep(0.1)
        body = page("Lent").body
        yield body

    server.on(f"/slow/{SEARCH}", lambda _query: Answer(drops))
    return begin(portals.source(f"{server.url}/slow", "odlocale_ckan", portal, "slow").id)


def ended(job_id: str) -> bool:
    """Asked by the thread of the server, of which the session of the test knows nothing."""
    import sqlalchemy as sa
    from ckan import model

    asked = sa.text("SELECT gather_finished IS NOT NULL FROM harvest_job WHERE id = :id")
    with model.ensure_engine().connect() as connection:
        return bool(connection.execute(asked, {"id": job_id}).scalar())


def test_a_quick_source_ends_while_a_slow_one_is_read_byte_by_byte(portal, server, slow) -> None:
    from ckan import model
    from ckanext.harvest.model import HarvestJob, HarvestObject

    server.on(f"/quick/{SEARCH}", page("Vif"))
    quick = begin(portals.source(f"{server.url}/quick", "odlocale_ckan", portal, "quick").id).id
    server.may_go_on = lambda: ended(quick)
    taken(slow)
    model.Session.remove()
    first, last = HarvestJob.get(quick), HarvestJob.get(slow.id)
    assert first.gather_finished < last.gather_finished
    assert [one.harvest_job_id for one in HarvestObject.filter().order_by("gathered")] == [quick, slow.id]


def taken(job) -> None:
    """The consumer takes this job from the queue, and gathers it."""
    from ckanext.harvest import queue

    consumer = queue.get_gather_consumer()
    consumer.redis.lpop(consumer.routing_key)
    consume(job)


@pytest.fixture
def helpers(monkeypatch) -> list[list[str]]:
    """The processes that would be started."""
    from ckanext.odlocale.harvest import lanes

    asked: list[list[str]] = []

    class Ended:
        poll = staticmethod(lambda: 0)

    def started(command, **_options) -> Ended:
        asked.append(command)
        return Ended()

    monkeypatch.setattr(lanes.subprocess, "Popen", started)
    return asked


def test_nobody_helps_when_nobody_waits(server, slow, helpers) -> None:
    server.may_go_on = iter([False] * 5 + [True]).__next__
    taken(slow)
    assert helpers == []


@pytest.mark.ckan_config("ckanext.odlocale.harvest.lanes", "2")
def test_there_are_no_more_helpers_than_the_portal_allows() -> None:
    from ckanext.odlocale.harvest import lanes

    with lanes.lane() as first, lanes.lane() as second, lanes.lane() as third:
        assert ((first, second, third), lanes.work_off()) == ((True, True, False), 0)
    with lanes.lane() as again:
        assert again is True
