"""Files and links of a portal that cannot be read: the check ends, says why, and leaves what was known."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories, helpers
from rq.timeouts import JobTimeoutException, UnixSignalDeathPenalty

from ckanext.odlocale.socle import checking
from tests.background import run_jobs
from tests.harvest.servers import Answer, Remote, remote
from tests.socle.portal import DELIBERATIONS, OTHER, RIGHT, WRONG, publish, shown, verdict

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("uploads"),
    pytest.mark.ckan_config("ckanext.odlocale.socle.largest_checked", "1"),
]

HUGE = 2 << 30
MOST_MEMORY = 32 << 20


def for_ever(piece: bytes) -> Callable[[], Iterator[bytes]]:
    def body() -> Iterator[bytes]:
        while True:
            yield piece

    return body


LINKS = {
    "gone": (Answer(b"", status=404), "{url} answers 404 Not Found. Correct the link, or try again later."),
    "private": (
        Answer(status=302, headers={"Location": "http://10.0.0.1/a.csv"}),
        "http://10.0.0.1/a.csv leads to the private address 10.0.0.1, which this portal does not visit. "
        "Correct the link, or have the address allowed in "
        "ckanext.odlocale.harvest.allowed_private_addresses.",
    ),
    "redirected for ever": (
        Answer(for_ever(b"x" * 65536), status=302, headers={"Location": "/a.csv"}),
        "{url} redirects without end. Correct the link.",
    ),
    "rows for ever": (
        Answer(for_ever(OTHER.encode() * 999), "text/csv"),
        "{url} gives more than 1 MB, and no more is read of a link.",
    ),
    "one line for ever": (
        Answer(for_ever(b"x" * 65536), "text/csv"),
        "{url} gives more than 1 MB, and no more is read of a link.",
    ),
    "a web page": (
        Answer(b"<!doctype html><p>Connexion", "text/html"),
        "This is a web page, not a table: the download link is probably wrong.",
    ),
}


@pytest.fixture
def server() -> Iterator[Remote]:
    with remote() as site:
        yield site


def linked(server: Remote, answer: Answer, **fields: str) -> dict[str, Any]:
    server.on("/a.csv", answer)
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    return factories.Resource(package_id=dataset["id"], url=f"{server.url}/a.csv", format="CSV", **fields)


def theirs(resource: dict[str, Any]) -> tuple[str, Any]:
    row = helpers.call_action("resource_validation_show", resource_id=resource["id"])
    return row["status"], row["error"]


def grown(folder: Path) -> Path:
    """The stored file, with two gigabytes of nothing after its rows."""
    (path,) = [one for one in (folder / "resources").rglob("*") if one.is_file()]
    os.truncate(path, HUGE)
    return path


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_that_gives_no_file_any_more_says_why_and_keeps_its_verdict(server: Remote, kind: str) -> None:
    answer, why = LINKS[kind]
    resource = linked(server, Answer(OTHER.encode(), "text/csv"))
    run_jobs()
    before = shown(resource)
    server.on("/a.csv", answer)
    helpers.call_action("resource_validation_run", resource_id=resource["id"])
    run_jobs()
    told = ("error", {"message": [why.format(url=resource["url"])]})
    assert (before["validation_status"], shown(resource), theirs(resource)) == ("success", before, told)


@pytest.mark.parametrize(("content", "status"), [(RIGHT, "success"), (WRONG, "failure")])
def test_a_link_with_a_standard_is_judged_by_the_schema_in_the_package(
    server: Remote, content: str, status: str
) -> None:
    resource = linked(server, Answer(content.encode(), "text/csv"), socle_schema=DELIBERATIONS)
    run_jobs()
    assert theirs(resource) == (status, None)


def test_one_that_never_gave_any_is_an_error_and_its_page_says_why(app: Any, server: Remote) -> None:
    resource = linked(server, LINKS["gone"][0])
    run_jobs()
    page = app.get(f"/dataset/{resource['package_id']}/resource/{resource['id']}/validation")
    told = f"{resource['url']} answers 404 Not Found" in page.body
    assert (shown(resource)["validation_status"], told) == ("error", True)


@pytest.mark.ckan_config("ckanext.validation.run_on_create_sync", "true")
def test_no_file_of_this_machine_is_read_for_a_link() -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    with pytest.raises(tk.ValidationError) as refused:
        factories.Resource(package_id=dataset["id"], url="/etc/passwd", format="CSV")
    assert refused.value.error_dict["url"] == [
        "“/etc/passwd” is not an http or https address. Correct the link."
    ]


def test_two_gigabytes_with_a_standard_have_a_verdict_in_little_memory(tmp_path: Path) -> None:
    resource = publish(RIGHT, socle_schema=DELIBERATIONS)
    path = grown(tmp_path)
    tracemalloc.start()
    checking.check(resource["id"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    found = verdict(resource)
    assert (found["verdict"], found["reason"], peak < MOST_MEMORY, path.stat().st_size) == (
        "error",
        "This is no text file. Save the table as CSV UTF-8.",
        True,
        HUGE,
    )


def test_two_gigabytes_without_a_standard_are_not_given_to_ckanext_validation(tmp_path: Path) -> None:
    resource = publish(OTHER, "communes.csv")
    run_jobs()
    grown(tmp_path)
    helpers.call_action("resource_validation_run", resource_id=resource["id"])
    run_jobs()
    assert (theirs(resource)[1]["message"][0][:30], shown(resource)["validation_status"]) == (
        "The file is larger than 1 MB. ",
        "success",
    )


def test_a_check_that_takes_too_long_is_told_as_such(monkeypatch: pytest.MonkeyPatch, server: Remote) -> None:
    """frictionless makes of the end of a job's time an error of the file."""
    from ckanext.validation import jobs
    from frictionless.formats.csv.parser import CsvParser

    def slow(parser: CsvParser) -> Iterator[list[str]]:
        while True:
            yield ["74042", "12829"]

    resource = linked(server, Answer(OTHER.encode(), "text/csv"))
    monkeypatch.setattr(CsvParser, "read_cell_stream_create", slow)
    with UnixSignalDeathPenalty(1, JobTimeoutException):
        jobs.run_validation_job(shown(resource))
    assert theirs(resource)[1] == {
        "message": ["The file takes too long to be checked. Publish it as several files."]
    }


def test_our_check_that_takes_too_long_is_an_error_and_waits_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_path: Path) -> str:
        raise JobTimeoutException

    resource = publish(RIGHT, socle_schema=DELIBERATIONS)
    monkeypatch.setattr("ckanext.odlocale.socle.opened.digest", slow)
    run_jobs()
    model.Session.expire_all()
    found = verdict(resource)
    assert (found["verdict"], found["waiting"], json.dumps(found["reason"])[:38]) == (
        "error",
        False,
        '"The file takes too long to be judged ',
    )
