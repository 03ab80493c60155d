"""Tables of organizations and their territories: read, judged and written without any server."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.odlocale.territory.attachment.lines import Known, Line, Outcome, Why, judge
from ckanext.odlocale.territory.attachment.reading import UnusableError, kept, read, written

ANNECY, EPAGNY = "com-74010", "com-74112"
ORGANIZATIONS = {
    "annecy": Known("1", "annecy", None),
    "1": Known("1", "annecy", None),
    "epagny": Known("2", "epagny", EPAGNY),
}
TERRITORIES = {
    "74010": (ANNECY,),
    ANNECY: (ANNECY,),
    EPAGNY: (EPAGNY,),
    "Seyssel": ("com-01407", "com-74269"),
}


def lines(text: bytes, name: str = "") -> list[tuple[int, str, str]]:
    with kept(text, name) as path:
        return [(line.number, line.organization, line.territory) for line in read(path)]


def unusable(text: bytes) -> str:
    with pytest.raises(UnusableError) as refused:
        lines(text)
    return refused.value.key


ROWS = [(2, "annecy", "Épagny"), (3, "seyssel", "74269")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "header",
    [
        ("Organisation", "Territoire"),
        ("organization", "territory"),
        ("ORGANIZATION", "Code INSEE"),
        ("Name", "code_commune"),
        ("L'organisation", "le territoire"),
    ],
)
def test_a_table_is_read_however_it_is_written(
    encoding: str, separator: str, header: tuple[str, str]
) -> None:
    rows = [header, ("annecy", "Épagny"), ("seyssel", "74269")]
    text = "\r\n".join(separator.join(row) for row in rows)
    assert lines(text.encode(encoding)) == ROWS


def test_columns_may_come_in_any_order_among_others() -> None:
    assert lines(b"x;territoire;y;organisation\n1;74010;2;annecy\n") == [(2, "annecy", "74010")]


def test_a_line_break_in_quotes_is_one_row() -> None:
    text = b'organization,note,territory\nannecy,"two\nlines",74010\nseyssel,,74269\n'
    assert lines(text) == [(2, "annecy", "74010"), (3, "seyssel", "74269")]


def test_empty_rows_are_passed_over_and_counted() -> None:
    assert lines(b"organization,territory\n,\n\nannecy,74010\n")[-1] == (4, "annecy", "74010")


def test_the_mark_against_formulas_is_taken_off() -> None:
    assert lines(b"organization,territory\n'-annecy,'74010\n") == [(2, "-annecy", "74010")]


def test_long_cells_are_cut() -> None:
    text = b"organization,territory\n" + b"a" * 10_000 + b",74010\n"
    assert [len(line[1]) for line in lines(text)] == [200]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\x00\x01\x02" * 1_700_000, "binary"),
        (b"rubbish " * 650_000, "no-line-end"),
        (b"a;b\n" * 1_300_000, "organization"),
        (b"organization;x\nannecy;1\n", "territory"),
        (b"territory;x\n74010;1\n", "organization"),
        (b'organization;territory\n"annecy;74010\n', "unclosed-quote"),
        (b"<html><body>Error 500</body></html>", "web-page"),
        (b"a" * (10 << 20) + b"b", "large"),
    ],
)
def test_what_is_no_table_of_organizations_is_refused(text: bytes, key: str) -> None:
    assert unusable(text) == key


def test_a_spreadsheet_is_read() -> None:
    from io import BytesIO

    from openpyxl import Workbook

    book, content = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (["Organisation", "Territoire"], ["annecy", 74010], ["bourg", "01053"]):
        sheet.append(row)
    book.save(content)
    assert lines(content.getvalue(), "list.xlsx") == [(2, "annecy", "74010"), (3, "bourg", "01053")]


def judged(*rows: tuple[str, str]) -> list[tuple[Outcome, Why, tuple[str, ...]]]:
    found = judge([Line(number, *row) for number, row in enumerate(rows, 2)], ORGANIZATIONS, TERRITORIES)
    return [(one.outcome, one.why, one.others) for one in found]


@pytest.mark.parametrize(
    ("organization", "territory", "expected"),
    [
        ("annecy", "74010", (Outcome.DONE, Why.ATTACHED, ())),
        ("1", ANNECY, (Outcome.DONE, Why.ATTACHED, ())),
        ("epagny", EPAGNY, (Outcome.UNCHANGED, Why.ALREADY, ())),
        ("annecy", "", (Outcome.UNCHANGED, Why.EMPTY, ())),
        ("nobody", "74010", (Outcome.REFUSED, Why.UNKNOWN_ORGANIZATION, ())),
        ("", "74010", (Outcome.REFUSED, Why.NO_ORGANIZATION, ())),
        ("annecy", "Atlantis", (Outcome.REFUSED, Why.UNKNOWN_TERRITORY, ())),
        ("annecy", "Seyssel", (Outcome.REFUSED, Why.SEVERAL_TERRITORIES, ("com-01407", "com-74269"))),
    ],
)
def test_each_line_is_judged(organization: str, territory: str, expected: object) -> None:
    assert judged((organization, territory)) == [expected]


def test_two_lines_that_say_the_same_are_one() -> None:
    assert judged(("annecy", "74010"), ("1", ANNECY)) == [
        (Outcome.DONE, Why.ATTACHED, ()),
        (Outcome.UNCHANGED, Why.REPEATED, ("2",)),
    ]


def test_two_lines_that_contradict_each_other_are_both_refused() -> None:
    assert judged(("annecy", "74010"), ("epagny", EPAGNY), ("annecy", EPAGNY)) == [
        (Outcome.REFUSED, Why.CONTRADICTED, ("4",)),
        (Outcome.UNCHANGED, Why.ALREADY, ()),
        (Outcome.REFUSED, Why.CONTRADICTED, ("2",)),
    ]


ROW = dict.fromkeys(
    (
        *("organization", "title", "siren", "territory", "territory_name", "state"),
        *("proposal", "proposal_name", "certainty", "evidence"),
    )
)


@pytest.mark.parametrize("title", ["=1+1", "+33", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_escaped(title: str) -> None:
    import csv
    import io

    text = "".join(written([{**ROW, "title": title}], french=True)).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[1][1] == f"'{title}"


@pytest.mark.parametrize("french", [True, False])
def test_what_is_written_is_read_back(french: bool, tmp_path: Path) -> None:
    row = {**ROW, "organization": "annecy", "title": 'Ville; "d\'Annecy"\n', "territory": ANNECY}
    path = tmp_path / "list.csv"
    path.write_bytes("".join(written([row], french)).encode())
    assert read(path) == [Line(2, "annecy", ANNECY)]
