"""A source that fails in every way: the error people read, and everything harvested before kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.harvest import portals
from tests.harvest.portals import datasets, harvest, remote_dataset, turtle
from tests.harvest.servers import Answer, Remote, as_json

pytestmark = pytest.mark.ckan

SEARCH = "/api/3/action/package_search?rows=100&start=0&sort=id+asc"
LATER = "Check the address, or try again later."
PRIVATE = (
    "leads to the private address {address}, which this portal does not visit. "
    "Correct the address of the source, or have the address allowed in "
    "ckanext.odlocale.harvest.allowed_private_addresses."
)


def endless() -> Iterator[bytes]:
    for _megabyte in range(100):
        yield b" " * 1024 * 1024


Fault = tuple[Callable[[Remote], Answer], str]
COMMON: dict[str, Fault] = {
    "500": (
        lambda _server: Answer(b"boom", status=500),
        "{url} answered 500 Internal Server Error. Try again later, or ask those who run it.",
    ),
    "404": (
        lambda _server: Answer(b"", status=404),
        "{url} answered 404 Not Found. Try again later, or ask those who run it.",
    ),
    "web page": (
        lambda _server: Answer(b"<!DOCTYPE html><title>Hello</title>", "text/html"),
        "{url} answered with a web page instead of a catalogue. Check the address of the source.",
    ),
    "web page that says it is data": (
        lambda _server: Answer(b"\n<html>", "application/json"),
        "{url} answered with a web page instead of a catalogue. Check the address of the source.",
    ),
    "nothing": (
        lambda _server: Answer(b" \n"),
        "{url} answered with nothing. Check the address of the source.",
    ),
    "100 MB": (
        lambda _server: Answer(endless),
        "{url} is larger than 50 MB. Ask its publisher for a catalogue in pages, or raise "
        "ckanext.odlocale.harvest.max_document_size.",
    ),
    "100 MB, announced": (
        lambda _server: Answer(endless, headers={"Content-Length": str(100 * 1024 * 1024)}),
        "{url} is larger than 50 MB. Ask its publisher for a catalogue in pages, or raise "
        "ckanext.odlocale.harvest.max_document_size.",
    ),
    "broken off": (
        lambda _server: Answer(lambda: iter([b"{"]), headers={"Content-Length": "1000"}),
        "{url} stopped in the middle of its answer. Try again later.",
    ),
    "redirect to a private address": (
        lambda _server: Answer(status=302, headers={"Location": "http://10.0.0.1/secret"}),
        "http://10.0.0.1/secret " + PRIVATE.format(address="10.0.0.1"),
    ),
    "redirect to cloud metadata in IPv6 clothes": (
        lambda _server: Answer(status=302, headers={"Location": "http://[::ffff:169.254.169.254]/latest"}),
        "http://[::ffff:169.254.169.254]/latest " + PRIVATE.format(address="::ffff:169.254.169.254"),
    ),
    "redirect to a file": (
        lambda _server: Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        "“file:///etc/passwd” is not an http or https address. Correct the address of the source.",
    ),
    "redirects without end": (
        lambda server: Answer(status=302, headers={"Location": server.asked[-1]}),
        "{url} redirects again and again. Check the address of the source.",
    ),
}
CKAN: dict[str, Fault] = {
    "half a JSON": (
        lambda _server: Answer(b'{"success": true, "result": {"results": [{"id"'),
        "{url} is not JSON or stops in the middle (line 1, column 47). " + LATER,
    ),
    "another encoding than it says": (
        lambda _server: Answer('{"success": true, "result": {"results": ["é"]}}'.encode("cp1252")),
        "{url} is not in the encoding it says (utf-8). Ask its publisher to send UTF-8.",
    ),
    "another API": (
        lambda _server: Answer(json.dumps({"hello": []}).encode()),
        "{url} does not answer like a CKAN. Check the address of the source.",
    ),
    "the same page for ever": (
        lambda _server: as_json({"count": 1000, "results": [remote_dataset("A")]}),
        "{source} sends the same page again and again. Tell those who run it.",
    ),
    "a catalogue suddenly empty": (
        lambda _server: as_json({"count": 0, "results": []}),
        "{source} has no datasets. Nothing was changed here; "
        "check the address and the filters of the source.",
    ),
}
DCAT: dict[str, Fault] = {
    "half a JSON": (
        lambda _server: Answer(b'{"@graph": [', "application/ld+json"),
        "{url} is not JSON or stops in the middle (line 1, column 13). " + LATER,
    ),
    "half an XML": (
        lambda _server: Answer(
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "text/xml"
        ),
        "{url} is not RDF/XML or stops in the middle (no element found: line 1, column 65). " + LATER,
    ),
    "another encoding than it says": (
        lambda _server: Answer("<?xml version='1.0' encoding='utf-8'?><é/>".encode("cp1252"), "text/xml"),
        "{url} is not in the encoding it says (utf-8). Ask its publisher to send UTF-8.",
    ),
    "a geographic catalogue": (
        lambda _server: Answer(
            b"<csw:GetRecordsResponse xmlns:csw='http://www.opengis.net/cat/csw/2.0.2'/>", "text/xml"
        ),
        "{url} is of a geographic catalogue (CSW, ISO 19139), and such are not harvested. "
        "Give the address of its DCAT instead: most of them have one, too.",
    ),
    "a next page that is the first": (
        lambda _server: Answer(
            turtle("A", more="<> a hydra:PartialCollectionView ; hydra:next <catalogue> .").encode(),
            "text/turtle",
        ),
        "{source} sends the same page again and again. Tell those who run it.",
    ),
    "next pages without end that are the same": (
        lambda server: Answer(
            turtle(
                "A", more=f"<x:> a hydra:PagedCollection ; hydra:nextPage <{server.url}/catalogue?again> ."
            ).encode(),
            "text/turtle",
        ),
        "{source} sends the same page again and again. Tell those who run it.",
    ),
    "a catalogue suddenly empty": (
        lambda _server: Answer(b"<http://x.org/> a <http://www.w3.org/ns/dcat#Catalog> .", "text/turtle"),
        "{source} has no datasets. Nothing was changed here; check the address of the source.",
    ),
}


def recorded(job_errors_of) -> list[str]:
    """The errors on the page of the last job of a source."""
    from ckan.plugins import toolkit as tk

    status = tk.get_action("harvest_source_show_status")({"ignore_auth": True}, {"id": job_errors_of.id})
    job = tk.get_action("harvest_job_report")({"ignore_auth": True}, {"id": status["last_job"]["id"]})
    return [error["message"] for error in job["gather_errors"]]


@pytest.mark.parametrize("fault", [*COMMON, *CKAN])
def test_a_ckan_that_fails_says_why_and_loses_nothing(portal, server, fault) -> None:
    answer, message = (COMMON | CKAN)[fault]
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    server.serves_ckan(remote_dataset("A"), remote_dataset("B"))
    harvest(made)
    server.on("/api/3/action/package_search", lambda _query: answer(server))
    harvest(made)
    expected = message.format(url=server.url + SEARCH, source=server.url)
    assert (recorded(made), set(datasets())) == ([expected], {"A", "B"})


@pytest.mark.parametrize("fault", [*COMMON, *DCAT])
def test_a_dcat_catalogue_that_fails_says_why_and_loses_nothing(portal, server, fault) -> None:
    answer, message = (COMMON | DCAT)[fault]
    made = portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal)
    server.serves(turtle("A", "B"))
    harvest(made)
    server.on("/catalogue", lambda _query: answer(server))
    harvest(made)
    expected = message.format(url=f"{server.url}/catalogue", source=f"{server.url}/catalogue")
    assert (recorded(made), set(datasets())) == ([expected], {"A", "B"})


def pages_of_a_ckan(server: Remote) -> str:
    """Another dataset on each page, and more to come."""
    server.on(
        "/api/3/action/package_search",
        lambda query: as_json({"count": 10**9, "results": [remote_dataset(f"Page {query['start']}")]}),
    )
    return server.url


def pages_of_a_catalogue(server: Remote) -> str:
    """The same in RDF."""

    def page(query: dict[str, str]) -> Answer:
        number = int(query.get("page", "0"))
        following = f"<> a hydra:PartialCollectionView ; hydra:next <catalogue?page={number + 1}> ."
        return Answer(turtle(f"Page{number}", more=following).encode(), "text/turtle")

    server.on("/catalogue", page)
    return f"{server.url}/catalogue"


@pytest.mark.ckan_config("ckanext.odlocale.harvest.max_pages", "3")
@pytest.mark.parametrize(
    ("kind", "serve"), [("odlocale_ckan", pages_of_a_ckan), ("odlocale_dcat", pages_of_a_catalogue)]
)
def test_pages_without_end_end_and_what_they_had_is_kept(portal, server, kind, serve) -> None:
    address = serve(server)
    made = portals.source(address, kind, portal)
    harvest(made)
    message = f"{address} has more than 3 pages. Raise ckanext.odlocale.harvest.max_pages if that is right."
    assert (recorded(made), len(datasets())) == ([message], 3)


def test_two_records_of_one_identifier_are_one_dataset(portal, server) -> None:
    server.serves_ckan(remote_dataset("A", id="one"), remote_dataset("B", id="one"))
    report = harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert (report.errors, len(datasets())) == ([], 1)


def test_two_datasets_of_a_catalogue_that_share_an_identifier_are_both_kept(portal, server) -> None:
    """Each has an address of its own, which tells more than a number that somebody gave twice."""
    same = "".join(f'<http://x.org/{name}> dct:identifier "one" .\n' for name in "AB")
    server.serves(turtle("A", "B", more=same))
    report = harvest(portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal))
    assert (report.errors, len(datasets())) == ([], 2)


def test_a_second_page_that_fails_keeps_the_first_and_deletes_nothing(portal, server) -> None:
    made = portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal)
    server.serves(turtle("A", "B"))
    harvest(made)
    server.serves(turtle("A", "C", more="<> a hydra:PartialCollectionView ; hydra:next <broken> ."))
    harvest(made)
    message = f"{server.url}/broken answered 404 Not Found. Try again later, or ask those who run it."
    assert (recorded(made), set(datasets())) == ([message], {"A", "B", "C"})


def test_a_job_that_failed_ends(portal, server) -> None:
    from ckanext.harvest.model import HarvestJob

    server.on("/api/3/action/package_search", Answer(b"", status=500))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    assert [job.status for job in HarvestJob.filter()] == ["Finished"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://10.1.2.3", "10.1.2.3"),
        ("http://169.254.169.254", "169.254.169.254"),
        ("http://[fe80::1]", "fe80::1"),
        ("http://0.0.0.0", "0.0.0.0"),
        ("http://0x0a000001", "10.0.0.1"),
    ],
)
def test_a_private_address_is_not_visited(portal, url, address) -> None:
    made = portals.source(url, "odlocale_ckan", portal)
    harvest(made)
    asked = url + SEARCH
    assert recorded(made) == [f"{asked} {PRIVATE.format(address=address)}"]


def test_a_port_where_nobody_listens_is_said(portal) -> None:
    made = portals.source("http://127.0.0.1:1", "odlocale_ckan", portal)
    harvest(made)
    asked = f"http://127.0.0.1:1{SEARCH}"
    assert recorded(made) == [f"{asked} cannot be reached (connection refused). {LATER}"]


def test_errors_are_text_on_the_page_of_the_job(app, portal, server) -> None:
    from ckan.tests.factories import SysadminWithToken

    made = portals.source(f"{server.url}/<script>alert(1)</script>", "odlocale_dcat", portal)
    harvest(made)
    page = app.get("/harvest/source/job/last", headers={"Authorization": SysadminWithToken()["token"]})
    assert ("&lt;script&gt;alert(1)" in page.body, "<script>alert(1)" in page.body) == (True, False)
