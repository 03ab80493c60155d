"""What is remembered while a file is read stays small."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ckanext.odlocale.socle import columns, keys
from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.columns import ColumnJudge
from ckanext.odlocale.socle.keys import Seen
from ckanext.odlocale.tables.cells import as_text
from tests.socle.made import found, judged_with, written


def test_texts_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "REMEMBERED", 100)
    field = find_schema("deliberations").table.fields[3]
    judge = ColumnJudge(field.name, field, frozenset({""}))
    for start in range(0, 1000, 50):
        judge.bad_texts([f"{number}" for number in range(start, start + 50)] * 2)
        assert len(judge._judged) <= 150


@pytest.fixture
def _small_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "IN_MEMORY", 10)


@pytest.mark.usefixtures("_small_memory")
def test_keys_beyond_memory_are_still_found_twice(tmp_path: Path) -> None:
    content = "id\n" + "".join(f"k{number}\n" for number in range(50)) + "k3\nk49\n"
    schema = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    verdict = judged_with(written(tmp_path, content), schema)
    assert found(verdict) == [(52, "id", "primary-key"), (53, "id", "primary-key")]
    assert [one.values["first"] for one in verdict.errors.kept] == [5, 51]


@pytest.mark.parametrize(
    ("first", "second"), [("1.0", "1"), ("100", "1E2"), ("0", "-0.00"), ("1e999999999", "10e999999998")]
)
def test_a_number_is_one_key_however_it_is_written(first: str, second: str) -> None:
    seen = Seen()
    seen.first_line((Decimal(first),), 2)
    assert seen.first_line((Decimal(second),), 3) == 2


@pytest.mark.parametrize("others", [("1", "10"), ("1", "-1"), ("0.1", "0.01"), ("1" * 30, "1" * 29 + "2")])
def test_different_numbers_are_different_keys(others: tuple[str, str]) -> None:
    seen = Seen()
    seen.first_line((Decimal(others[0]),), 2)
    assert seen.first_line((Decimal(others[1]),), 3) is None


def test_a_huge_number_of_a_json_file_stays_short() -> None:
    assert as_text(Decimal("1e999999999")) == "1E+999999999"
