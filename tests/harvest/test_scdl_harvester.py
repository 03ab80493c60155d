"""An SCDL catalogue file harvested through the real stages; what is wrong with it is said."""

from __future__ import annotations

import json

import pytest

from tests.harvest import portals
from tests.harvest.portals import SILLINGY, SIREN, datasets, harvest
from tests.harvest.servers import Answer

pytestmark = pytest.mark.ckan

HEADER = "ID;TITRE;PRODUCTEUR_NOM;PRODUCTEUR_SIRET;LICENCE;MOTS_CLES;URL"


@pytest.fixture
def made(portal, server):
    return portals.source(f"{server.url}/catalogue.csv", "odlocale_scdl", portal)


def catalogue(server, *rows: str, encoding: str = "cp1252", header: str = HEADER) -> None:
    text = "\n".join((header, *rows))
    server.on("/catalogue.csv", Answer(text.encode(encoding), "text/csv"))


def row(identifier: str, title: str) -> str:
    siret = f"{SIREN[SILLINGY]}00016"
    return (
        f"{identifier};{title};Mairie de Sillingy;{siret};Inconnue;été, vélo;https://x.org/{identifier}.csv"
    )


def test_each_line_is_a_dataset_of_its_producer(made, server) -> None:
    catalogue(server, row("1", "Écoles"), row("2", "Budget"))
    report = harvest(made)
    found = datasets()
    assert (report.errors, set(found)) == ([], {"Écoles", "Budget"})
    assert (found["Écoles"]["odlocale_territory"], found["Écoles"]["license_id"]) == (SILLINGY, "Inconnue")
    assert [one["url"] for one in found["Écoles"]["resources"]] == ["https://x.org/1.csv"]


def test_a_second_run_changes_nothing_and_a_change_arrives(made, server) -> None:
    catalogue(server, row("1", "A"), row("2", "B"))
    harvest(made)
    again = harvest(made)
    catalogue(server, row("1", "A"), row("2", "C"))
    changed = harvest(made)
    assert (dict(again.counts), dict(changed.counts)) == (
        {"not modified": 2},
        {"not modified": 1, "updated": 1},
    )
    assert set(datasets()) == {"A", "C"}


def test_lines_that_cannot_be_told_apart_are_said(made, server) -> None:
    catalogue(server, row("1", "A"), row("1", "B"), ";C;;;;;")
    report = harvest(made)
    assert (report.errors, set(datasets())) == (
        [
            f"Line 3 has the identifier {server.url}/catalogue.csv#1 of another line: it was left out.",
            "Line 4 has neither an identifier (ID) nor an address (URL): it was left out.",
        ],
        {"A"},
    )


def test_a_line_without_title_is_an_error_and_the_others_go_on(made, server) -> None:
    catalogue(server, row("1", "A"), row("2", ""))
    message = "This dataset has no title. Ask its publisher to fill the column TITRE."
    assert harvest(made).errors == [f"{server.url}/catalogue.csv#2: {message}"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"nom;x\n1;2\n",
            "{url} is no SCDL catalogue: it lacks the columns TITRE, URL. Check the address, or have the "
            "file follow scdl/catalogue.",
        ),
        (
            b'TITRE;URL\n"A;http://x.org/\n',
            "{url} is no table that can be read (unclosed-quote). Ask its publisher for a CSV file in UTF-8.",
        ),
        (
            b"\x00\x01\x02" * 100,
            "{url} is no table that can be read (binary). Ask its publisher for a CSV file in UTF-8.",
        ),
        (
            b"TITRE;URL\n",
            "{url} has no datasets. Nothing was changed here; check the address of the source.",
        ),
        (
            b"<html><body>404</body></html>",
            "{url} answered with a web page instead of a catalogue. Check the address of the source.",
        ),
    ],
)
def test_a_file_that_is_no_catalogue_says_why_and_loses_nothing(made, server, content, message) -> None:
    catalogue(server, row("1", "A"))
    harvest(made)
    server.on("/catalogue.csv", Answer(content, "text/csv"))
    report = harvest(made)
    assert (report.errors, set(datasets())) == ([message.format(url=f"{server.url}/catalogue.csv")], {"A"})


def test_the_preview_reads_it_too(made, server) -> None:
    from ckanext.odlocale.harvest.preview import preview
    from ckanext.odlocale.harvest.rollup import SourcePolicy

    catalogue(server, row("1", "A"), ";C;;;;;")
    rows = list(preview(made.url, "scdl", SourcePolicy(None)))
    assert [(one["title"], one["action"]) for one in rows] == [("A", "create"), ("C", "error")]


@pytest.mark.parametrize("config", [{}, {"pause": 0}])
def test_a_file_that_did_not_change_is_not_sent_again_until_the_source_does(made, server, config) -> None:
    from ckan import model
    from ckanext.harvest.model import HarvestSource

    text = "\n".join((HEADER, row("1", "A"))).encode()
    server.on("/catalogue.csv", Answer(text, "text/csv", headers={"ETag": '"v1"'}))
    harvest(made)
    harvest(made)
    if config:
        HarvestSource.get(made.id).config = json.dumps(config)
        model.Session.commit()
    else:
        server.on("/catalogue.csv", Answer(status=304))
    report = harvest(made)
    asked = [headers.get("If-None-Match") for headers in server.headers]
    assert (report.errors, asked) == ([], [None, '"v1"', None if config else '"v1"'])
    assert set(datasets()) == {"A"}
