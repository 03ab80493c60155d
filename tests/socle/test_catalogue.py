"""The catalogue: complete, in two languages, and made of schemas that work."""

from __future__ import annotations

import frictionless
import jsonschema
import pytest

from ckanext.odlocale.socle.catalogue import (
    Entry,
    UnknownSchemaError,
    all_entries,
    find_schema,
    latest_entries,
)
from ckanext.odlocale.socle.columns import ColumnJudge

ENTRIES = all_entries()
TABLES = [entry for entry in ENTRIES if not entry.is_document]
DOCUMENTS = [entry for entry in ENTRIES if entry.is_document]
FIRST_SEVEN = [
    "catalogue",
    "deliberations",
    "marches-publics",
    "subventions",
    "equipements",
    "prenoms",
    "bal",
]
LATER = [
    *("budget", "menus", "plats", "irve-statique", "irve-dynamique", "dae", "amenagements-cyclables"),
    *("stationnement", "stationnement-cyclable", "covoiturage", "hautes-remunerations", "pei", "fontaines"),
    "bureaux-de-vote",
]


def named(entry: Entry) -> str:
    return f"{entry.name}@{entry.version}"


@pytest.mark.parametrize("alias", FIRST_SEVEN + LATER)
def test_every_set_of_the_programme_is_there(alias: str) -> None:
    assert find_schema(alias).is_latest


@pytest.mark.parametrize("entry", latest_entries(), ids=named)
@pytest.mark.parametrize("key", ["title", "purpose", "legal", "who"])
def test_a_set_is_told_in_french_and_in_english(entry: Entry, key: str) -> None:
    assert entry.text(key, "fr")
    assert entry.about[f"{key}_en"]


@pytest.mark.parametrize("entry", TABLES, ids=named)
def test_a_schema_is_valid_for_frictionless(entry: Entry) -> None:
    assert [field.name for field in entry.table.fields] == entry.table.names
    assert frictionless.validate(dict(entry.descriptor), type="schema").valid


@pytest.mark.parametrize("entry", TABLES, ids=named)
def test_the_checks_of_a_schema_exist_and_read_its_own_columns(entry: Entry) -> None:
    columns = {column for check, _ in entry.table.checks for column in check.columns}
    assert columns <= set(entry.table.names)


@pytest.mark.parametrize("entry", TABLES, ids=named)
def test_every_field_has_a_title_in_two_languages_and_an_example(entry: Entry) -> None:
    for field in entry.descriptor["fields"]:
        assert field["title"]
        assert field["title_en"]
        assert field["example"]


@pytest.mark.parametrize("entry", TABLES, ids=named)
def test_every_example_is_accepted_by_its_field(entry: Entry) -> None:
    for field in entry.table.fields:
        example = entry.table.by_name[field.name]["example"]
        judge = ColumnJudge(field.name, field, entry.table.missing_values)
        assert judge.bad_texts([example]) == {}, field.name


@pytest.mark.parametrize("entry", TABLES, ids=named)
def test_a_pattern_that_is_no_number_of_digits_is_told_in_words(entry: Entry) -> None:
    from ckanext.odlocale.socle.messages.expected import PATTERNS

    for field in entry.descriptor["fields"]:
        pattern = {**field.get("advice", {}), **field.get("constraints", {})}.get("pattern")
        assert pattern is None or pattern in PATTERNS or field.get("expected"), field["name"]


@pytest.mark.parametrize("entry", DOCUMENTS, ids=named)
def test_a_json_schema_is_valid(entry: Entry) -> None:
    for definition in entry.descriptor["definitions"].values():
        jsonschema.Draft7Validator.check_schema(definition)


def test_a_version_may_be_asked_with_or_without_its_v() -> None:
    assert find_schema("scdl/prenoms@1.1.6") is find_schema("prenoms@v1.1.6")


def test_a_version_may_be_asked_by_its_first_two_numbers() -> None:
    assert find_schema("bal@1.4").version == "1.4.0"


@pytest.mark.parametrize("name", ["recettes", "scdl/deliberations@9.9.9"])
def test_an_unknown_set_or_version_is_refused(name: str) -> None:
    with pytest.raises(UnknownSchemaError):
        find_schema(name)


def test_an_older_version_says_what_changes() -> None:
    assert "toponyme" in find_schema("bal@1.4.0").changes("fr")


def test_the_bounds_that_the_published_schema_swaps_are_right() -> None:
    fields = find_schema("bureaux-de-vote").table.by_name
    assert fields["latitude"]["constraints"] == {"minimum": -90, "maximum": 90}
    assert fields["longitude"]["constraints"] == {"minimum": -180, "maximum": 180}
