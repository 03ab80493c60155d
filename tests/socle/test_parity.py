"""The fast path finds what frictionless finds: the same lines, columns and rules."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import pytest
from frictionless import Checklist, Schema
from frictionless.resources import TableResource

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.checks.for_frictionless import checklist
from tests.socle.made import as_csv, decision, judged_with, written

NUMBERS = ["1", "-1", " 2 ", "1.5", "1e3", "1,5", "abc", "", "007", "NaN", "inf", "١"]
DATES = ["2026-01-31", "2026-02-30", "2026-1-1", "31/01/2026", "", " 2026-01-01", "20260101"]
TEXTS = ["a", "", " ", "abc", "abcdef", "É", "12", "true"]
FIELDS: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "string"}, TEXTS),
    ({"type": "string", "constraints": {"required": True}}, TEXTS),
    ({"type": "string", "constraints": {"minLength": 2, "maxLength": 4}}, TEXTS),
    ({"type": "string", "constraints": {"pattern": "[a-z]+"}}, TEXTS),
    ({"type": "string", "constraints": {"required": True, "enum": ["a", "abc"]}}, TEXTS),
    ({"type": "string", "format": "email"}, ["a@b.fr", "a@b", "", "a b@c.fr"]),
    ({"type": "string", "format": "uri"}, ["https://a.fr/b?c=d", "a.fr", "", "http://é.fr", "mailto:a", "://"]),
    ({"type": "string", "format": "uuid"}, ["0246e48c-f33d-433a-8984-034219be842e", "0246e48c", ""]),
    ({"type": "integer"}, NUMBERS),
    ({"type": "integer", "constraints": {"minimum": 0, "maximum": 5}}, NUMBERS),
    ({"type": "number"}, NUMBERS),
    ({"type": "number", "constraints": {"minimum": 0.01, "maximum": 1, "required": True}}, NUMBERS),
    ({"type": "number", "decimalChar": ",", "groupChar": " "}, ["1 000,5", "1.5", "", "x"]),
    ({"type": "number", "constraints": {"enum": [80, 100]}}, ["80", "81", "100.0", ""]),
    ({"type": "boolean"}, ["true", "1", "oui", "", "FALSE"]),
    ({"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]}, ["oui", "non", "Oui", "true", ""]),
    ({"type": "date"}, DATES),
    ({"type": "date", "format": "%d/%m/%Y"}, DATES),
    ({"type": "date", "constraints": {"minimum": "2026-01-15"}}, DATES),
    ({"type": "datetime"}, ["2026-01-01T10:00:00", "2026-01-01T10:00:00Z", "2026-01-01", "", "x"]),
    ({"type": "time"}, ["10:00:00", "10:00", "", "x"]),
    ({"type": "year"}, ["2026", "26", "", "20266", "abcd"]),
    ({"type": "yearmonth"}, ["2026-01", "2026-13", "", "2026"]),
    ({"type": "geopoint"}, ["2.3,48.8", "48.8", "", "200,1"]),
    ({"type": "geopoint", "format": "array"}, ["[2.3,48.8]", "2.3,48.8", "", "[1]"]),
    ({"type": "array", "arrayItem": {"constraints": {"enum": ["a"]}}}, ['["a"]', '["b"]', "a", ""]),
    ({"type": "object"}, ['{"a":1}', "[1]", "", "a"]),
    ({"type": "string", "missingValues": ["", "NC"], "constraints": {"required": True}}, ["NC", "", "a"]),
]  # fmt: skip


def theirs(path: Path, schema: dict[str, Any], checks: Checklist | None = None) -> set[tuple[Any, ...]]:
    resource = TableResource(path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor(schema))
    report = resource.validate(checks, limit_errors=100_000)
    return {place(error.to_descriptor()) for task in report.tasks for error in task.errors}


def place(error: dict[str, Any]) -> tuple[Any, ...]:
    return error.get("rowNumber"), error.get("fieldName") or None, error["type"]


def ours(path: Path, schema: dict[str, Any]) -> set[tuple[Any, ...]]:
    verdict = judged_with(path, schema)
    return {
        (one.line, None if one.rule in WHOLE_ROW else one.column, one.rule) for one in verdict.errors.kept
    }


WHOLE_ROW = {"blank-row", "primary-key"}


@pytest.mark.parametrize(("field", "cells"), FIELDS, ids=lambda value: str(value)[:60])
def test_every_type_and_constraint(tmp_path: Path, field: dict[str, Any], cells: list[str]) -> None:
    path = tmp_path / "file.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([["id", "cell"], *([number, cell] for number, cell in enumerate(cells))])
    schema = {"fields": [{"name": "id", "type": "string"}, {"name": "cell", **field}]}
    assert ours(path, schema) == theirs(path, schema)


def test_rows_of_uneven_length_and_empty_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b,c\n1,x,y\n1,x\n1\n1,x,y,z\n,,\n\n1,,y\nx,x,\n")
    fields = [
        {"name": "a", "type": "integer"},
        {"name": "b", "type": "string", "constraints": {"required": True}},
        {"name": "c", "type": "string"},
    ]
    assert ours(path, {"fields": fields}) == theirs(path, {"fields": fields})


def test_missing_values_of_the_whole_schema(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n-,x\n1,-\n-,-\n,\n")
    required = {"required": True}
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string", "constraints": required}]
    schema = {"fields": fields, "missingValues": ["-"]}
    assert ours(path, schema) == theirs(path, schema)


def test_keys(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,x\n2,y\n1.0,z\n,\n,w\n2,y\n")
    unique = {"unique": True}
    fields = [{"name": "a", "type": "number"}, {"name": "b", "type": "string", "constraints": unique}]
    schema = {"fields": fields, "primaryKey": ["a"]}
    assert ours(path, schema) == theirs(path, schema)


MISTAKES = [
    *({"COLL_SIRET": "21290212600012"}, {"DELIB_DATE": "12/03/2019"}, {"DELIB_MATIERE_CODE": "75"}),
    *({"DELIB_MATIERE_NOM": "Finances locales / Subventions"}, {"BUDGET_ANNEE": "2020/2019"}),
    *({"BUDGET_NOM": ""}, {"PREF_DATE": "2001-01-01"}, {"VOTE_POUR": "99"}, {"VOTE_CONTRE": ""}),
    *({"DELIB_URL": "pas une adresse"}, {"COLL_NOM": ""}, {"VOTE_EFFECTIF": "beaucoup"}),
    {"VOTE_REEL": "x", "VOTE_POUR": ""},
]


def test_a_generated_file_with_all_the_checks(tmp_path: Path) -> None:
    draw = random.Random(7)
    rows = [decision(**(draw.choice(MISTAKES) if draw.random() < 0.2 else {})) for _ in range(3000)]
    path = written(tmp_path, as_csv(rows))
    descriptor = dict(find_schema("deliberations").descriptor)
    plain = {key: descriptor[key] for key in ("fields", "missingValues")}
    found = ours(path, descriptor)
    assert found == theirs(path, plain, checklist(descriptor))
    assert len({rule for _, _, rule in found}) == 8
