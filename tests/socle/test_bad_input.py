"""Files nobody should publish: each ends in a clear verdict, or in a reason why there is none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from ckanext.odlocale.socle.judging import judge_file
from tests.socle.made import DECISION, as_csv, decision, found, judged, reason, warned, written

HEADER = ",".join(DECISION) + "\n"
ROW = as_csv([decision()]).split("\n", 1)[1]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web-page"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"<?xml version='1.0'?><marches/>", "xml"),
        (bytes(range(256)) * 40, "binary"),
        (b"x" * (2 << 20), "no-line-end"),
        (b"PK\x03\x04 nothing of a zip", "not-a-workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "not-a-workbook"),
        (HEADER.encode() + ROW.replace("2026-041", '"2026-041').encode(), "unclosed-quote"),
        (HEADER.encode() + b'"' + ROW.encode() * 8000, "cell-too-long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_judged_says_why(tmp_path: Path, content: bytes, why: str) -> None:
    verdict = judged(tmp_path, content)
    assert (verdict.valid, reason(verdict)) == (None, why)


def test_an_unclosed_quotation_mark_is_told_with_the_line_that_opens_it(tmp_path: Path) -> None:
    verdict = judged(tmp_path, HEADER + ROW + ROW.replace("2026-041", '"2026-041') + ROW * 20)
    assert verdict.reason == ("unclosed-quote", {"line": 3})


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    verdict = judge_file(tmp_path / "none.csv", "deliberations")
    assert verdict.reason == ("no-file", {"reason": "No such file or directory"})


def test_a_header_alone_is_valid_with_a_warning(tmp_path: Path) -> None:
    verdict = judged(tmp_path, HEADER)
    assert (verdict.valid, warned(verdict)) == (True, [(None, "no-rows")])


def test_one_column_misses_the_others(tmp_path: Path) -> None:
    verdict = judged(tmp_path, "COLL_NOM\nPlouzané\n")
    assert verdict.errors.counts == {"missing-label": 6}


def test_five_thousand_columns_are_five_thousand_warnings(tmp_path: Path) -> None:
    content = ",".join(f"c{number}" for number in range(5000)) + "\n" + ",".join("x" * 5000) + "\n"
    assert judged(tmp_path, content).warnings.counts["extra-label"] == 5000


def test_very_uneven_rows_are_counted_without_being_listed_cell_by_cell(tmp_path: Path) -> None:
    verdict = judged(tmp_path, HEADER + (ROW.rstrip("\n") + ",x" * 3000 + "\n") * 10)
    assert verdict.errors.counts["extra-cell"] == 30_000
    assert sum(one.rule == "extra-cell" for one in verdict.errors.kept) == 1000


def test_a_repeated_column_is_an_error_and_the_first_one_is_judged(tmp_path: Path) -> None:
    content = as_csv([decision()]).replace("DELIB_URL\n", "DELIB_URL,COLL_NOM\n").rstrip("\n") + ",\n"
    assert found(judged(tmp_path, content)) == [(1, "COLL_NOM", "duplicate-label")]


def test_an_unnamed_column_is_an_error(tmp_path: Path) -> None:
    content = as_csv([decision()]).replace("DELIB_URL\n", "DELIB_URL,\n").rstrip("\n") + ",\n"
    assert found(judged(tmp_path, content)) == [(1, None, "blank-label")]


def test_names_in_another_case_are_missing_and_the_lookalike_is_told(tmp_path: Path) -> None:
    verdict = judged(tmp_path, HEADER.lower() + ROW)
    assert verdict.errors.counts == {"missing-label": 7}
    assert verdict.errors.kept[0].values == {"lookalike": "coll_nom"}


def test_mixed_ends_of_line_are_read(tmp_path: Path) -> None:
    row = ROW.rstrip("\n")
    verdict = judged(tmp_path, HEADER.replace("\n", "\r\n") + f"{row}\r{row}\n{row}\r\n")
    assert (verdict.valid, verdict.rows) == (True, 3)


def test_null_characters_are_counted(tmp_path: Path) -> None:
    verdict = judged(tmp_path, HEADER + ROW.replace("club", "cl\x00ub") + ROW * 3)
    assert (verdict.valid, warned(verdict)) == (True, [(None, "nul-characters")])


def test_letters_lost_before_are_told_with_their_first_line(tmp_path: Path) -> None:
    verdict = judged(tmp_path, HEADER + ROW + ROW.replace("é", "\ufffd") * 3)
    assert [(one.rule, one.line) for one in verdict.warnings.kept] == [("damaged-characters", 3)]


def test_empty_lines_first_are_an_error_and_the_rest_is_judged(tmp_path: Path) -> None:
    verdict = judged(tmp_path, "\n\n" + HEADER + ROW.replace("2026-03-26", "hier"))
    assert found(verdict) == [(1, None, "blank-header"), (4, "DELIB_DATE", "type-error")]


def test_a_formula_without_a_stored_result_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(DECISION))
    sheet.append(list(DECISION.values()))
    sheet["A2"] = '=CONCATENATE("Plou","zané")'
    book.save(tmp_path / "file.xlsx")
    verdict = judge_file(tmp_path / "file.xlsx", "deliberations")
    assert found(verdict) == [(2, "COLL_NOM", "constraint-error")]
    assert warned(verdict) == [(None, "formula-without-result")]


def test_a_workbook_that_announces_too_much_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "file.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 << 20))
    verdict = judge_file(tmp_path / "file.xlsx", "deliberations")
    assert reason(verdict) == "zip-bomb"


def ods(folder: Path, content: str) -> Path:
    with zipfile.ZipFile(folder / "file.ods", "w") as archive:
        archive.writestr("content.xml", content)
    return folder / "file.ods"


def test_cells_repeated_a_thousand_million_times_are_refused(tmp_path: Path) -> None:
    cell = "<table:table-cell table:number-columns-repeated='16384'><text:p>x</text:p></table:table-cell>"
    row = f"<table:table-row table:number-rows-repeated='1048576'>{cell}</table:table-row>"
    content = f"<d xmlns:table='t' xmlns:text='x'><table:table>{row}</table:table></d>"
    verdict = judge_file(ods(tmp_path, content), "deliberations")
    assert reason(verdict) == "too-many-cells"


def test_a_document_with_entities_is_refused(tmp_path: Path) -> None:
    verdict = judge_file(ods(tmp_path, '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'), "deliberations")
    assert reason(verdict) == "not-a-workbook"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("[" * 100_000, "not-records"),
        ('{"a": ', "json-breaks-off"),
        ('[{"a": 1}, {"a": NaN}]', "not-json"),
        ("[1, 2]", "not-records"),
        ('{"a": 1}', "not-records"),
    ],
)
def test_json_without_records(tmp_path: Path, content: str, why: str) -> None:
    verdict = judge_file(written(tmp_path, content, "file.json"), "deliberations")
    assert reason(verdict) == why


def test_broken_json_is_told_with_the_text_around(tmp_path: Path) -> None:
    verdict = judge_file(written(tmp_path, '[{"a": 1}, {"a": NaN}]', "file.json"), "deliberations")
    assert verdict.reason == ("not-json", {"near": '[{"a": 1}, {"a": NaN}]'})


def test_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "file.zip", "w") as archive:
        archive.writestr("data.csv", HEADER)
    assert judge_file(tmp_path / "file.zip", "deliberations").reason == ("archive", {})
