"""The checks as frictionless runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from frictionless import Checklist, Schema
from frictionless.resources import TableResource

from ckanext.odlocale.socle.checks.for_frictionless import checklist, register
from ckanext.odlocale.socle.checks.types import CheckError
from tests.socle.made import written


def rules(path: Path, checks: Checklist, fields: list[dict[str, str]]) -> list[tuple[int, str]]:
    resource = TableResource(
        path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor({"fields": fields})
    )
    report = resource.validate(checks)
    return [
        (error.to_descriptor().get("rowNumber"), error.type) for task in report.tasks for error in task.errors
    ]


@pytest.mark.parametrize("name", ["siret", "french-siret-value"])
def test_frictionless_knows_a_check_under_both_names(tmp_path: Path, name: str) -> None:
    register()
    path = written(tmp_path, "A\n21290212600011\n21290212600012\n")
    checks = Checklist.from_descriptor({"checks": [{"type": name, "column": "A"}]})
    assert rules(path, checks, [{"name": "A", "type": "string"}]) == [(3, "siret")]


def test_registering_twice_changes_nothing() -> None:
    register()
    register()


def test_columns_that_must_go_together_are_an_error_of_the_header(tmp_path: Path) -> None:
    path = written(tmp_path, "A\n1\n")
    checks = checklist(
        {
            "custom_checks": [
                {"name": "cohesive-columns-value", "params": {"column": "A", "othercolumns": ["B"]}}
            ]
        }
    )
    assert rules(path, checks, [{"name": "A", "type": "string"}]) == [(None, "cohesive-columns-value")]


def test_an_unknown_check_of_a_schema_is_an_error() -> None:
    with pytest.raises(CheckError):
        checklist({"custom_checks": [{"name": "invented", "params": {}}]})
