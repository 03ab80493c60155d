"""Verdicts on right and wrong files, in every form a file comes in."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ckanext.odlocale.socle.judging import judge_file
from tests.socle.made import DECISION, as_csv, decision, found, judged, judged_with, warned, written

LABELS = list(DECISION)


def test_a_right_file_is_valid_without_a_word(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([decision()]))
    assert (verdict.valid, verdict.rows, warned(verdict)) == (True, 1, [])


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"COLL_SIRET": "21290212600012"}, [(2, "COLL_SIRET", "siret")]),
        ({"COLL_SIRET": "1"}, [(2, "COLL_SIRET", "constraint-error"), (2, "COLL_SIRET", "siret")]),
        ({"DELIB_DATE": "26/03/2026"}, [(2, "DELIB_DATE", "type-error")]),
        ({"COLL_NOM": ""}, [(2, "COLL_NOM", "constraint-error")]),
        ({"VOTE_POUR": "25"}, [(2, "VOTE_REEL", "sum-columns-value")]),
        ({"VOTE_EFFECTIF": "20"}, [(2, "VOTE_EFFECTIF", "compare-columns-value")]),
        ({"PREF_DATE": "2026-03-01"}, [(2, "PREF_DATE", "compare-columns-value")]),
        ({"BUDGET_NOM": ""}, [(2, "BUDGET_ANNEE", "cohesive-columns-value")]),
        ({"BUDGET_ANNEE": "2026/2025"}, [(2, "BUDGET_ANNEE", "year-interval-value")]),
        ({"DELIB_MATIERE_NOM": "Autre"}, [(2, "DELIB_MATIERE_NOM", "nomenclature-acte")]),
        ({"DELIB_URL": "exemple"}, [(2, "DELIB_URL", "type-error")]),
        ({"PREF_DATE": "", "DELIB_URL": ""}, []),
    ],
)
def test_one_wrong_cell_is_found_where_it_is(
    tmp_path: Path, changed: dict[str, str], errors: list[tuple[int, str, str]]
) -> None:
    assert found(judged(tmp_path, as_csv([decision(**changed)]))) == errors


def test_errors_come_in_the_order_of_the_file_across_groups_of_rows(tmp_path: Path) -> None:
    rows = [decision(DELIB_DATE="hier") if number % 1000 == 0 else decision() for number in range(5001)]
    lines = [line for line, _, _ in found(judged(tmp_path, as_csv(rows)))]
    assert lines == [2, 1002, 2002, 3002, 4002, 5002]


def test_progress_is_told_as_rows_are_judged(tmp_path: Path) -> None:
    told: list[int] = []
    judge_file(written(tmp_path, as_csv([decision()] * 4500)), "deliberations", progress=told.append)
    assert told == [2000, 4000, 4500]


def test_every_error_is_counted_and_the_first_of_each_rule_kept(tmp_path: Path) -> None:
    path = written(tmp_path, as_csv([decision(DELIB_DATE="hier", COLL_NOM="")] * 30))
    verdict = judge_file(path, "deliberations", kept=10)
    assert dict(verdict.errors.counts) == {"type-error": 30, "constraint-error": 30}
    assert len(verdict.errors.kept) == 20


def test_a_missing_required_column_is_an_error(tmp_path: Path) -> None:
    labels = [label for label in LABELS if label != "COLL_NOM"]
    assert found(judged(tmp_path, as_csv([decision()], labels=labels))) == [(1, "COLL_NOM", "missing-label")]


def test_a_missing_optional_column_is_a_warning(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([decision()], labels=LABELS[:-1]))
    assert (verdict.valid, warned(verdict)) == (True, [("DELIB_URL", "missing-label")])


def test_a_column_too_many_is_a_warning(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([decision(NOTE="x")]))
    assert (verdict.valid, warned(verdict)) == (True, [("NOTE", "extra-label")])


def test_another_order_is_a_warning(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([decision()], labels=LABELS[::-1]))
    assert (verdict.valid, warned(verdict)) == (True, [(None, "disordered-labels")])


def test_only_some_of_the_columns_that_go_together_is_an_error_of_the_header(tmp_path: Path) -> None:
    labels = [label for label in LABELS if label != "BUDGET_NOM"]
    assert found(judged(tmp_path, as_csv([decision()], labels=labels))) == [
        (1, "BUDGET_ANNEE", "cohesive-columns-value")
    ]


def test_a_short_row_misses_a_cell_per_column(tmp_path: Path) -> None:
    content = as_csv([decision()]) + ",".join(list(DECISION.values())[:15]) + "\n"
    verdict = judged(tmp_path, content)
    missing = [one for one in found(verdict) if one[2] == "missing-cell"]
    assert missing == [(3, "VOTE_ABSTENTION", "missing-cell"), (3, "DELIB_URL", "missing-cell")]


def test_a_long_row_has_a_cell_too_many(tmp_path: Path) -> None:
    content = as_csv([decision()]).rstrip("\n") + ",surplus\n"
    assert found(judged(tmp_path, content)) == [(2, None, "extra-cell")]


def test_an_empty_row_is_one_error(tmp_path: Path) -> None:
    content = as_csv([decision()]) + "," * 16 + "\n" + as_csv([decision()]).split("\n", 1)[1]
    assert found(judged(tmp_path, content)) == [(3, None, "blank-row")]


@pytest.mark.parametrize(
    ("codec", "name"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 BOM"), ("cp1252", "cp1252"), ("cp850", "cp850"),
     ("mac_roman", "mac_roman"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")],
)  # fmt: skip
def test_the_encoding_is_found_by_its_french_letters(tmp_path: Path, codec: str, name: str) -> None:
    content = as_csv([decision(DELIB_OBJET="Réfection de la forêt à l'été")] * 3).encode(codec)
    verdict = judged(tmp_path, content)
    assert (verdict.encoding, verdict.valid) == (name, True)


def test_an_encoding_that_is_not_the_standards_is_told(tmp_path: Path) -> None:
    assert warned(judged(tmp_path, as_csv([decision()]).encode("cp1252"))) == [(None, "encoding")]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_another_separator_is_found_and_told(tmp_path: Path, separator: str) -> None:
    verdict = judged(tmp_path, as_csv([decision()], delimiter=separator))
    assert (verdict.separator, verdict.valid, warned(verdict)) == (separator, True, [(None, "separator")])


def test_a_tsv_may_have_tabs(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([decision()], delimiter="\t"), name="file.tsv")
    assert (verdict.form, warned(verdict)) == ("tsv", [])


def test_an_xlsx_is_judged_as_the_csv_it_would_make(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(LABELS)
    sheet.append([int(cell) if cell.isdigit() else cell for cell in DECISION.values()])
    book.save(tmp_path / "file.xlsx")
    verdict = judge_file(tmp_path / "file.xlsx", "deliberations")
    assert (verdict.form, verdict.valid, verdict.rows) == ("xlsx", True, 1)


def ods_of(rows: list[list[str]]) -> str:
    cell = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    body = "".join(
        f"<table:table-row>{''.join(cell.format(text) for text in row)}</table:table-row>" for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    return (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f"<table:table table:name='F'>{body}"
        "<table:table-row table:number-rows-repeated='1048570'><table:table-cell/></table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def test_an_ods_is_judged_without_the_empty_rows_to_the_bottom_of_its_sheet(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "file.ods", "w") as archive:
        archive.writestr("content.xml", ods_of([LABELS, list(DECISION.values())]))
    verdict = judge_file(tmp_path / "file.ods", "deliberations")
    assert (verdict.form, verdict.valid, verdict.rows) == ("ods", True, 1)


def test_json_records_are_judged_as_rows(tmp_path: Path) -> None:
    record = {**DECISION, "VOTE_POUR": 24, "PREF_ID": None}
    verdict = judged(tmp_path, json.dumps([record, record]), name="file.json")
    assert (verdict.form, verdict.valid, verdict.rows) == ("json", True, 2)


def test_the_properties_of_geojson_are_judged_as_rows(tmp_path: Path) -> None:
    content = json.dumps(
        {"type": "FeatureCollection", "features": [{"properties": DECISION, "geometry": None}]}
    )
    assert judged(tmp_path, content, name="file.geojson").valid is True


def test_a_key_that_comes_twice_is_told_with_its_first_line(tmp_path: Path) -> None:
    path = written(tmp_path, "id,n\na,1\nb,2\na,3\n,4\n")
    schema = {
        "fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}],
        "primaryKey": "id",
    }
    verdict = judged_with(path, schema)
    assert found(verdict) == [(4, "id", "primary-key"), (5, "id", "primary-key")]
    assert verdict.errors.kept[0].values["first"] == 2


def test_a_value_that_must_be_unique_may_be_empty_twice(tmp_path: Path) -> None:
    path = written(tmp_path, "id,n\n,1\n,2\na,1\na,2\n")
    unique = {"name": "id", "type": "string", "constraints": {"unique": True}}
    schema = {"fields": [unique, {"name": "n", "type": "any"}]}
    assert found(judged_with(path, schema)) == [(5, "id", "unique-error")]


def test_an_unknown_check_makes_the_file_impossible_to_judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckanext.odlocale.socle.catalogue import find_schema

    entry = find_schema("pei")
    wrong = {**entry.descriptor, "custom_checks": [{"name": "invented", "params": {}}]}
    monkeypatch.setitem(entry.__dict__, "descriptor", wrong)
    monkeypatch.delitem(entry.__dict__, "table", raising=False)
    verdict = judged(tmp_path, "insee,type_pei,type_rd\n29212,PI,x\n", "pei")
    entry.__dict__.pop("table", None)
    assert (verdict.valid, verdict.reason) == (None, ("unknown-check", {"check": "invented"}))
