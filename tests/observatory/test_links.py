"""Visiting links, with a real site on loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.observatory.portal import counted, filled, taken

pytestmark = pytest.mark.ckan

ANSWERS = {"/alive.csv": 200, "/gone.csv": 404, "/refused.csv": 403, "/broken.csv": 500}


class _Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []  # noqa: RUF012
    times: list[float] = []  # noqa: RUF012

    def do_HEAD(self) -> None:
        self._answer("HEAD")

    def do_GET(self) -> None:
        self._answer("GET")

    def _answer(self, method: str) -> None:
        self.asked.append((method, self.path))
        self.times.append(time.monotonic())
        only_get = self.path == "/no-heads.csv"
        self.send_response(405 if only_get and method == "HEAD" else ANSWERS.get(self.path, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    _Site.asked, _Site.times = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def linked(*urls: str) -> dict[str, Any]:
    """Annecy has a dataset of its own for each of these links."""
    from ckan.tests.factories import Dataset

    portal = filled()
    for number, url in enumerate(urls):
        Dataset(name=f"lien-{number}", owner_org=portal["annecy"]["id"], resources=[{"url": url}])
    return portal


def checked(seconds: float = 60) -> dict[str, int]:
    from ckanext.odlocale.observatory.links.checking import check

    return {name: count for name, count in check(seconds, pause=0).items() if count}


def a_week_later() -> None:
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.observatory.model import link_table

    model.Session.execute(sa.update(link_table).values(visited=datetime.now(UTC) - timedelta(days=8)))
    model.Session.commit()


def test_a_link_that_is_gone_twice_is_dead_and_counted(site: str) -> None:
    linked(f"{site}/alive.csv", f"{site}/gone.csv", f"{site}/refused.csv")
    assert checked() == {"alive": 2, "unsure": 1}
    a_week_later()
    assert checked() == {"alive": 2, "dead": 1}
    taken()
    assert counted("quality_links") == (2, 3)


def test_between_two_visits_of_a_site_is_a_pause(site: str) -> None:
    from ckanext.odlocale.observatory.links.checking import check

    linked(f"{site}/alive.csv", f"{site}/b.csv")
    check(60, pause=0.2)
    first, second = _Site.times
    assert second - first >= 0.2


def test_a_link_is_left_alone_for_a_week(site: str) -> None:
    linked(f"{site}/alive.csv")
    checked()
    assert checked() == {}


def test_a_link_of_two_datasets_is_visited_once(site: str) -> None:
    linked(f"{site}/alive.csv", f"{site}/alive.csv")
    checked()
    assert _Site.asked == [("HEAD", "/alive.csv")]


def test_a_site_without_heads_is_asked_again(site: str) -> None:
    linked(f"{site}/broken.csv")
    checked()
    assert _Site.asked == [("HEAD", "/broken.csv"), ("GET", "/broken.csv")]


def test_a_private_dataset_is_not_visited(site: str) -> None:
    from ckan.tests.factories import Dataset

    owner, resources = filled()["annecy"]["id"], [{"url": f"{site}/secret.csv"}]
    Dataset(name="secret", owner_org=owner, private=True, resources=resources)
    assert (checked(), _Site.asked) == ({}, [])


def test_a_private_address_is_not_visited(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    from ckan.common import config

    monkeypatch.setitem(config, "ckanext.odlocale.harvest.allowed_private_addresses", "")
    linked(f"{site}/alive.csv")
    assert (checked(), _Site.asked) == ({"unsure": 1}, [])


def test_a_run_that_died_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    from ckan import model

    from ckanext.odlocale.observatory.links import checking

    linked(f"{site}/alive.csv", f"{site}/b.csv", f"{site}/c.csv")
    kept, done = checking.visit, []

    def dying(*asked: Any) -> Any:
        if done:
            raise KeyboardInterrupt
        done.append(asked)
        return kept(*asked)

    monkeypatch.setattr(checking, "visit", dying)
    with pytest.raises(KeyboardInterrupt):
        checked()
    model.Session.rollback()
    monkeypatch.setattr(checking, "visit", kept)
    assert checked() == {"alive": 2}


def test_a_site_that_is_silent_is_left_alone_for_the_round() -> None:
    linked(*(f"http://127.0.0.1:9/{number}.csv" for number in range(5)))
    assert checked() == {"unsure": 3, "passed": 2}


def test_what_nobody_links_to_any_more_is_forgotten(site: str) -> None:
    import sqlalchemy as sa
    from ckan import model

    from tests.territory.people import act, sysadmin

    linked(f"{site}/alive.csv")
    checked()
    act("package_patch", sysadmin(), id="lien-0", resources=[])
    checked()
    assert model.Session.execute(sa.text("SELECT count(*) FROM odlocale_link")).scalar() == 0
