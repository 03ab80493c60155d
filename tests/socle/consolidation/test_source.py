"""Which version of a file is used, under which licence all rows are, and what makes a new file of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.consolidation import telling
from ckanext.odlocale.socle.consolidation.source import fingerprint, licence, used
from ckanext.odlocale.socle.consolidation.telling import Subject
from ckanext.odlocale.socle.consolidation.writing import REJECTS, ROWS, SOURCES, Made
from tests.socle.consolidation.made import DELIBERATIONS, EPCI, kept, source


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ({"verdict": "valid"}, "current"),
        ({"verdict": "valid", "kept": kept("a")}, "kept"),
        ({"verdict": "valid", "kept": kept("before")}, "current"),
        ({"verdict": "invalid"}, "current"),
        ({"verdict": "invalid", "kept": kept("before")}, "kept"),
        ({"verdict": "error"}, None),
        ({"verdict": "error", "kept": kept("before")}, "kept"),
        ({"verdict": "unchecked"}, None),
    ],
)
def test_a_valid_version_is_used_rather_than_the_right_rows_of_one_that_fails(
    told: dict[str, Any], version: str | None
) -> None:
    assert used(source("a", **told)) == version


@pytest.mark.parametrize(
    ("licences", "together"),
    [
        (["lov2"], "Licence Ouverte 2.0"),
        (["lov2", "fr-lo"], "Licence Ouverte 2.0"),
        (["lov2", "odc-odbl"], "ODbL"),
        (["odc-odbl"], "ODbL"),
        (["lov2", "cc-by"], ""),
        (["lov2", ""], ""),
        ([], ""),
    ],
)
def test_all_rows_have_a_licence_where_one_fits_them_all(licences: list[str], together: str) -> None:
    assert licence([source(str(number), licence=one) for number, one in enumerate(licences)]) == together


def test_a_file_without_rows_says_nothing_of_the_licence() -> None:
    assert licence([source("a"), source("b", verdict="error", licence="other-closed")]) == (
        "Licence Ouverte 2.0"
    )


BEFORE = (source("a"), source("b"))


@pytest.mark.parametrize(
    ("after", "same"),
    [
        ((source("a"), source("b")), True),
        ((source("b"), source("a")), True),
        ((source("a"),), False),
        ((source("a"), source("b", hash="new")), False),
        ((source("a"), source("b", verdict="invalid")), False),
        ((source("a"), source("b", licence="odc-odbl")), False),
        ((source("a"), source("b", kept=kept())), False),
        ((source("a"), source("b", territories=("com-74112",))), False),
    ],
)
def test_a_file_is_made_again_when_it_would_be_another(after: tuple[Any, ...], same: bool) -> None:
    assert (fingerprint(DELIBERATIONS, BEFORE) == fingerprint(DELIBERATIONS, after)) is same


def about(number: int = 2, lang: str = "fr", **told: Any) -> Subject:
    sources = [source(f"jeu-{one}") for one in range(number)]
    made = Made(1234, 5, number)
    day = datetime(2026, 11, 25, tzinfo=UTC)
    return Subject(
        find_schema(DELIBERATIONS), told.get("name", "Grand Annecy"), EPCI, sources, made, day, lang
    )


def test_the_dataset_is_called_by_its_set_and_its_territory() -> None:
    assert telling.title(about()) == "Délibérations – Grand Annecy (fichier consolidé)"


def test_it_says_what_it_is_made_of() -> None:
    told = telling.notes(about())
    facts = [line for line in told.splitlines() if line.startswith("- ")]
    assert facts == [
        "- Lignes : 1234, venues de 2 fichiers sur 2",
        "- Lignes rejetées : 5, chacune avec son explication",
        "- Établi le 25/11/2026",
        "- Licence : Licence Ouverte 2.0",
        "- [jeu-0](/dataset/jeu-0)",
        "- [jeu-1](/dataset/jeu-1)",
    ]


def test_of_many_files_the_first_are_named() -> None:
    assert telling.notes(about(33)).endswith("- et 3 autres, dans la liste des fichiers")


def test_it_says_so_in_english_on_an_english_portal() -> None:
    assert "- Rows: 1234, from 2 files of 2" in telling.notes(about(lang="en"))


def test_its_files_keep_their_names() -> None:
    assert [telling.file_name(about(), part) for part in (ROWS, REJECTS, SOURCES)] == [
        "deliberations-epci-200066793.csv",
        "deliberations-epci-200066793-rejets.csv",
        "deliberations-epci-200066793-sources.csv",
    ]
