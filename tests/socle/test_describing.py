"""How datasets are described: frequencies, licences, high-value data, places. Without CKAN."""

from __future__ import annotations

import json

import pytest

from ckanext.odlocale.socle.catalogue import latest_entries
from ckanext.odlocale.socle.describing import coverage, licences
from ckanext.odlocale.socle.describing.frequencies import FREQUENCIES, ROOT, of_set, uri_of
from ckanext.odlocale.socle.describing.high_value import CATEGORIES, LEGISLATION, legislation_of

# Those of CKAN's own register, which a portal may have datasets under.
OF_CKAN = {
    *("notspecified", "odc-pddl", "odc-odbl", "odc-by", "cc-zero", "cc-by", "cc-by-sa", "gfdl", "other-open"),
    *("other-pd", "other-at", "uk-ogl", "cc-nc", "other-nc", "other-closed"),
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{ROOT}ANNUAL", "ANNUAL"),
        (f"{ROOT}annual/", "ANNUAL"),
        ("ANNUAL_2", "ANNUAL_2"),
        ("annuelle", "ANNUAL"),
        ("Trimestrielle", "QUARTERLY"),
        ("http://purl.org/cld/freq/monthly", "MONTHLY"),
        ("http://purl.org/linked-data/sdmx/2009/code#freq-W", "WEEKLY"),
        ("irrégulière", "IRREG"),
        ("temps réel", "UPDATE_CONT"),
        ("notPlanned", "NEVER"),
    ],
)
def test_a_frequency_is_known_however_it_is_written(text: str, code: str) -> None:
    assert uri_of(text) == ROOT + code


@pytest.mark.parametrize("text", ["", "quand on y pense", "http://example.com/", "É"])
def test_what_is_no_frequency_is_none(text: str) -> None:
    assert uri_of(text) is None


@pytest.mark.parametrize("entry", latest_entries(), ids=lambda entry: entry.name)
def test_every_set_has_a_european_frequency(entry: object) -> None:
    assert of_set(entry.about["frequency"]) in {one.uri for one in FREQUENCIES}  # type: ignore[attr-defined]


def test_the_registry_has_every_licence_of_ckan() -> None:
    assert set(licences.known()) >= OF_CKAN


def test_the_registry_has_the_licences_of_the_law_first() -> None:
    offered = [name for name, one in licences.known().items() if licences.is_offered(one)]
    assert offered[:2] == ["lov2", "odc-odbl"]


def test_an_address_that_two_identifiers_share_is_read_as_the_usual_one() -> None:
    by_address = {one["url"]: one["id"] for one in json.loads(licences.PATH.read_text()) if one["url"]}
    assert by_address["https://www.etalab.gouv.fr/licence-ouverte-open-licence"] == "lov2"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_offered_is_explained(lang: str) -> None:
    offered = [name for name, one in licences.known().items() if licences.is_offered(one)]
    assert [name for name in offered if not licences.explained(name, lang)] == []


def test_there_are_six_categories_of_high_value() -> None:
    assert len({one.uri for one in CATEGORIES}) == 6


@pytest.mark.parametrize(
    ("written", "is_high_value", "texts"),
    [
        ([], False, []),
        ([], True, [LEGISLATION]),
        ([" a ", "a", ""], True, ["a", LEGISLATION]),
        ([LEGISLATION], True, [LEGISLATION]),
        (["a"], False, ["a"]),
    ],
)
def test_the_regulation_is_among_the_texts_of_high_value_data(
    written: list[str], is_high_value: bool, texts: list[str]
) -> None:
    assert legislation_of(written, is_high_value=is_high_value) == texts


@pytest.mark.parametrize(
    ("level", "code", "address"),
    [
        ("com", "74042", "http://id.insee.fr/geo/commune/74042"),
        ("epci", "200000172", "http://id.insee.fr/geo/intercommunalite/200000172"),
        ("dep", "2A", "http://id.insee.fr/geo/departement/2A"),
        ("fr", "fr", coverage.FRANCE),
    ],
)
def test_a_territory_has_an_address_in_dcat(level: str, code: str, address: str) -> None:
    assert coverage.uri_of(level, code, "http://id.insee.fr/geo/{kind}/{code}") == address
