"""What a resource says of its verdict, and what is kept of one: values in, values out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ckanext.odlocale.socle.catalogue import UnknownSchemaError
from ckanext.odlocale.socle.verdicts.choice import (
    asked_for,
    choice_of,
    is_looked_into,
    normalised,
    said,
    suffix_of,
)
from ckanext.odlocale.socle.verdicts.kept import clean, outcome_of, row_of, verdict_of
from tests.socle.made import as_csv, decision, judged

UPLOAD = {"url_type": "upload", "url": "http://portail.fr/dataset/a/resource/b/download/Deliberations.CSV"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("scdl/deliberations", "scdl/deliberations"),
        ("Deliberations", "scdl/deliberations"),
        ("deliberations@2.1.5", "scdl/deliberations@2.1.5"),
        ("etalab/schema-bal@1.4", "etalab/schema-bal@1.4.0"),
    ],
)
def test_a_choice_has_one_form(text: str, kept: str) -> None:
    assert normalised(text) == kept


@pytest.mark.parametrize("text", ["scdl/nuages", "scdl/deliberations@9", "../../etc/passwd", "a" * 9999])
def test_a_choice_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(UnknownSchemaError):
        normalised(text)


@pytest.mark.parametrize("value", [None, "", "  ", 0, []])
def test_nothing_is_no_choice(value: Any) -> None:
    assert choice_of({"socle_schema": value}) is None


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (UPLOAD, True),
        ({**UPLOAD, "url": "plan.pdf"}, False),
        ({**UPLOAD, "url": "plan.pdf", "socle_schema": "scdl/deliberations"}, True),
        ({"url": "https://exemple.fr/a.csv", "socle_schema": "scdl/deliberations"}, False),
        ({}, False),
    ],
    ids=["table", "other", "other with a standard", "link", "nothing"],
)
def test_what_is_looked_into(resource: dict[str, Any], expected: bool) -> None:
    assert is_looked_into(resource) is expected


def test_the_name_of_a_file_tells_its_kind() -> None:
    assert suffix_of(UPLOAD) == "csv"


def test_another_file_is_another_question() -> None:
    assert asked_for({**UPLOAD, "last_modified": "2026-01-01"}) != asked_for(
        {**UPLOAD, "last_modified": "2026-01-02"}
    )


def test_another_description_is_not() -> None:
    assert asked_for({**UPLOAD, "description": "a"}) == asked_for({**UPLOAD, "description": "b"})


def test_a_link_with_a_standard_is_unchecked() -> None:
    assert said({"socle_schema": "scdl/deliberations"}, None) == {"socle_verdict": "unchecked"}


def test_a_kept_verdict_is_the_same_when_read(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([decision(DELIB_DATE="hier")]))
    again = verdict_of(row_of(verdict, chosen=True))
    assert (again.valid, again.errors.kept, again.errors.counts) == (
        verdict.valid,
        verdict.errors.kept,
        verdict.errors.counts,
    )


def test_the_producers_are_kept(tmp_path: Path) -> None:
    row = row_of(judged(tmp_path, as_csv([decision()])), chosen=True)
    assert row["producers"] == {"COLL_SIRET": {"212902126": 1}}


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("a\x00b", "a␀b"),
        ("\ud800", "?"),
        ("a" * 9999, "a" * 2000),
        (["\x00"], ["␀"]),
        (1.5, "1.5"),
        (Path("a"), "a"),
    ],
    ids=["NUL", "half a character", "endless", "list", "number", "other"],
)
def test_what_is_kept_can_be_written(value: Any, cleaned: Any) -> None:
    assert clean(value) == cleaned


def test_a_file_that_follows_nothing_is_unchecked_when_nobody_chose() -> None:
    from ckanext.odlocale.socle.verdict import Verdict

    assert outcome_of(Verdict(reason=("not-recognised", {})), chosen=False) == "unchecked"
