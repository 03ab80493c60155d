"""The template of a file, and the dataset proposed for it."""

from __future__ import annotations

import csv
import io

import pytest

from ckanext.odlocale.socle.catalogue import Entry, find_schema, latest_entries
from ckanext.odlocale.socle.publishing.proposal import dataset_fields, licence_of
from ckanext.odlocale.socle.publishing.template import (
    Identity,
    as_csv,
    columns_of,
    file_name,
    filled,
    lines_of,
)
from ckanext.odlocale.socle.publishing.workbook import as_xlsx
from ckanext.odlocale.socle.recognise import recognise

SCIEZ = Identity("Commune de Sciez", "217402635", "21740263500012", "Sciez", "74263")
DELIBERATIONS = find_schema("deliberations")
TABLES = [entry for entry in latest_entries() if not entry.is_document]

every_table = pytest.mark.parametrize("entry", TABLES, ids=lambda entry: entry.name)


@every_table
def test_a_template_is_recognised_as_its_set(entry: Entry) -> None:
    labels = next(csv.reader(io.StringIO(as_csv(entry)), delimiter=entry.separator))
    assert recognise(labels).entry.name == entry.name


@every_table
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_column_is_explained(entry: Entry, lang: str) -> None:
    assert [
        column.name for column in columns_of(entry, lang) if not column.title or not column.expected
    ] == []


@every_table
def test_a_workbook_has_the_columns_in_their_order(entry: Entry) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(as_xlsx(entry, lines_of(entry, SCIEZ)))).worksheets[0]
    assert [cell.value for cell in sheet[1]] == entry.table.names


def test_what_is_known_of_the_publisher_is_filled_in() -> None:
    assert filled(find_schema("deliberations"), SCIEZ) == {
        "COLL_NOM": "Commune de Sciez",
        "COLL_SIRET": "21740263500012",
    }


def test_what_is_not_known_is_left_empty() -> None:
    assert filled(find_schema("deliberations"), Identity("Sciez")) == {"COLL_NOM": "Sciez"}


def test_an_organization_called_like_a_formula_is_a_text() -> None:
    assert as_csv(DELIBERATIONS, lines_of(DELIBERATIONS, Identity("=1+1"))).splitlines()[1].startswith("1+1")


def test_a_workbook_offers_the_choices_of_a_column() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(as_xlsx(find_schema("subventions"))))
    rules = book.worksheets[0].data_validations.dataValidation
    assert [str(rule.sqref) for rule in rules] == ["J2:J501"]


def test_a_siret_stays_a_text_in_a_workbook() -> None:
    from openpyxl import load_workbook

    cell = load_workbook(io.BytesIO(as_xlsx(DELIBERATIONS, lines_of(DELIBERATIONS, SCIEZ)))).worksheets[0][
        "B2"
    ]
    assert (cell.value, cell.number_format) == ("21740263500012", "@")


def test_a_file_is_named_by_its_rule() -> None:
    assert (
        file_name(find_schema("deliberations"), SCIEZ, "20260326") == "20260326_217402635_deliberations.csv"
    )


def test_a_file_of_somebody_unknown_says_what_to_write() -> None:
    assert file_name(find_schema("deliberations"), None, "20260326") == "20260326_SIREN_deliberations.csv"


def test_the_licence_is_the_portals_own() -> None:
    assert licence_of(find_schema("deliberations"), ["cc-by", "fr-lo"]) == "fr-lo"


def test_a_portal_without_it_chooses() -> None:
    assert licence_of(find_schema("deliberations"), ["cc-by"]) == ""


def test_the_dataset_is_named_after_both() -> None:
    fields = dataset_fields(find_schema("deliberations"), SCIEZ, "fr", [])
    assert fields["title"] == "Délibérations – Commune de Sciez"
