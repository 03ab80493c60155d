"""A dataset as a line of the catalogue of its authority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.describing.frequencies import FREQUENCIES
from ckanext.odlocale.socle.inventory.lines import SCHEMA, frequency, licence, line
from ckanext.odlocale.socle.publishing.template import Identity

SCIEZ = Identity("Commune de Sciez", "217402635", "21740263500012", "Sciez", "74263", "com-74263")


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    level: Level


PLACES = {"com-74263": Named("Sciez", Level.COM), "epci-200067551": Named("Thonon", Level.EPCI)}
DATASET: dict[str, Any] = {
    "id": "9c1f",
    "name": "deliberations-sciez",
    "title": "Délibérations",
    "notes": "Ce que le conseil\n\na décidé.",
    "tags": [{"name": "SCDL"}, {"name": "deliberations"}],
    "license_id": "lov2",
    "frequency": "http://publications.europa.eu/resource/authority/frequency/QUARTERLY",
    "temporal_coverage": [{"start": "2021-01-01", "end": "2024-12-31"}, {"start": "2020-01-01", "end": ""}],
    "metadata_created": "2026-01-15T10:00:00.000000",
    "metadata_modified": "2026-06-30T10:00:00.000000",
    "groups": [{"name": "administration", "title": "Administration"}],
    "resources": [{"format": "CSV"}, {"format": "JSON"}, {"format": "CSV"}, {"format": ""}],
}
EXPECTED = {
    "COLL_NOM": "Commune de Sciez",
    "COLL_SIRET": "21740263500012",
    "ID": "9c1f",
    "TITRE": "Délibérations",
    "DESCRIPTION": "Ce que le conseil a décidé.",
    "THEME": "Administration",
    "PRODUCTEUR_NOM": "Commune de Sciez",
    "PRODUCTEUR_SIRET": "21740263500012",
    "COUV_SPAT_MAILLE": "Communale",
    "COUV_SPAT_NOM": "Sciez",
    "COUV_TEMP_DEBUT": "2020-01-01",
    "COUV_TEMP_FIN": "",
    "DATE_PUBL": "2026-01-15",
    "FREQ_MAJ": "Trimestrielle",
    "DATE_MAJ": "2026-06-30",
    "MOTS_CLES": "SCDL;deliberations",
    "LICENCE": "Licence Ouverte-LO",
    "NOMBRE_RESSOURCES": "4",
    "FORMAT_RESSOURCES": "csv;json",
    "URL": "https://portail.example/dataset/deliberations-sciez",
}


def changed(producer: str = "", **changes: Any) -> dict[str, str]:
    """The columns that a change of the dataset changes."""
    told = line({**DATASET, **changes}, SCIEZ, PLACES, EXPECTED["URL"], producer)
    return {name: value for name, value in told.items() if value != EXPECTED[name]}


def test_a_dataset_is_a_line() -> None:
    assert line(DATASET, SCIEZ, PLACES, EXPECTED["URL"]) == EXPECTED


def test_the_columns_are_those_of_the_standard() -> None:
    assert list(EXPECTED) == find_schema(SCHEMA).table.names


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"spatial_coverage": [{"territory": "epci-200067551"}]},
            {"COUV_SPAT_MAILLE": "Intercommunale", "COUV_SPAT_NOM": "Thonon"},
        ),
        ({"spatial_coverage": [{"territory": "com-99999"}]}, {}),
        ({"extras": [{"key": "spatial_text", "value": "Le port"}]}, {"COUV_SPAT_NOM": "Le port"}),
        ({"extras": [{"key": "theme", "value": "Vie locale"}]}, {"THEME": "Vie locale"}),
        ({"extras": [{"key": "issued", "value": "2025-02-01"}]}, {"DATE_PUBL": "2025-02-01"}),
        (
            {"temporal_coverage": [{"start": "2021-01-01", "end": "2024-12-31"}]},
            {"COUV_TEMP_DEBUT": "2021-01-01", "COUV_TEMP_FIN": "2024-12-31"},
        ),
        (
            {"temporal_coverage": "", "extras": [{"key": "temporal_start", "value": "2019"}]},
            {"COUV_TEMP_DEBUT": "2019"},
        ),
        ({"resources": []}, {"NOMBRE_RESSOURCES": "0", "FORMAT_RESSOURCES": ""}),
        ({"title": ""}, {"TITRE": "deliberations-sciez"}),
        ({"notes": None}, {"DESCRIPTION": ""}),
        (
            {"producer": "Régie des eaux"},
            {"PRODUCTEUR_NOM": "Régie des eaux", "PRODUCTEUR_SIRET": ""},
        ),
        ({"producer": "Commune de Sciez"}, {}),
    ],
)
def test_what_a_dataset_says_is_in_its_line(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert changed(**changes) == expected


def test_what_nobody_knows_is_left_empty() -> None:
    told = line({"id": "1", "name": "a"}, Identity("Port"), {}, "https://portail.example/dataset/a")
    assert [name for name, value in told.items() if not value] == [
        "COLL_SIRET",
        "DESCRIPTION",
        "THEME",
        "PRODUCTEUR_SIRET",
        "COUV_SPAT_NOM",
        "COUV_TEMP_DEBUT",
        "COUV_TEMP_FIN",
        "DATE_PUBL",
        "DATE_MAJ",
        "MOTS_CLES",
        "LICENCE",
        "FORMAT_RESSOURCES",
    ]


@pytest.mark.parametrize("one", FREQUENCIES, ids=lambda one: one.code)
def test_every_frequency_has_a_word_of_the_standard(one: Any) -> None:
    assert frequency(one.uri) in choices("FREQ_MAJ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Annuelle", "Annuelle"), ("annual", "Annuelle"), ("", "Inconnue"), ("de temps en temps", "Inconnue")],
)
def test_a_frequency_is_told_however_it_is_written(text: str, expected: str) -> None:
    assert frequency(text) == expected


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("lov2", "Licence Ouverte-LO"),
        ("fr-lo", "Licence Ouverte-LO"),
        ("odc-odbl", "Open Database License-ODBL"),
        ("cc-by", "Creative Commons-CC"),
        ("uk-ogl", "Spécifique ou autre"),
        ("notspecified", ""),
    ],
)
def test_a_licence_is_one_of_the_standard(identifier: str, expected: str) -> None:
    assert licence(identifier) == expected
    assert {expected} <= {"", *choices("LICENCE")}


def choices(column: str) -> list[str]:
    return find_schema(SCHEMA).table.by_name[column]["constraints"]["enum"]
