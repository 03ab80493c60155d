"""The two commands, as a script sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ckanext.odlocale.socle.commands import schemas, validate
from tests.socle.made import as_csv, decision, written


def run(*words: str) -> Result:
    command, *options = words
    return CliRunner().invoke({"validate": validate, "schemas": schemas}[command], options)


@pytest.mark.parametrize(("objet", "expected"), [("Subvention", 0), ("", 1)])
def test_the_exit_code_is_the_verdict(tmp_path: Path, objet: str, expected: int) -> None:
    path = written(tmp_path, as_csv([decision(DELIB_OBJET=objet)]))
    assert run("validate", str(path), "--schema", "scdl/deliberations").exit_code == expected


def test_a_file_that_cannot_be_judged_exits_2(tmp_path: Path) -> None:
    assert run("validate", str(written(tmp_path, "")), "--schema", "deliberations").exit_code == 2


def test_an_unknown_schema_exits_2(tmp_path: Path) -> None:
    assert run("validate", str(written(tmp_path, "a\n1\n")), "--schema", "recettes").exit_code == 2


def test_the_json_shape(tmp_path: Path) -> None:
    path = written(tmp_path, as_csv([decision(VOTE_POUR="25")], ";"))
    told = json.loads(
        run("validate", str(path), "--schema", "scdl/deliberations@2.1.5", "--json", "--lang", "en").stdout
    )
    assert {key: told[key] for key in ("valid", "schema", "version", "rows", "encoding", "separator")} == {
        "valid": False,
        "schema": "scdl/deliberations",
        "version": "2.1.5",
        "rows": 1,
        "encoding": "UTF-8",
        "separator": ";",
    }
    assert told["error_counts"] == {"sum-columns-value": 1}
    assert told["errors"] == [
        {
            "line": 2,
            "column": "VOTE_REEL",
            "rule": "sum-columns-value",
            "value": "27",
            "message": "VOTE_REEL is 27, but VOTE_POUR, VOTE_CONTRE, VOTE_ABSTENTION add up to 28. "
            "Correct one of the numbers.",
        }
    ]
    assert [one["rule"] for one in told["warnings"]] == ["separator"]


def test_what_is_not_listed_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, as_csv([decision(DELIB_OBJET="")] * 5))
    result = run("validate", str(path), "--schema", "deliberations", "--json", "--max-errors", "2")
    told = json.loads(result.stdout)
    assert (len(told["errors"]), told["error_counts"], told["kept"]) == (
        2,
        {"constraint-error": 5},
        {"constraint-error": 2},
    )


def test_lines_for_a_terminal(tmp_path: Path) -> None:
    path = written(tmp_path, as_csv([decision(DELIB_DATE="26/03/2026")]))
    assert run("validate", str(path), "--schema", "deliberations").stdout.splitlines() == [
        "NON VALIDE scdl/deliberations 2.1.5",
        "1 lignes, 1 erreurs, 0 avertissements",
        "",
        "Erreurs",
        "  type-error (1)",
        "    ligne 2, colonne DELIB_DATE : Lu « 26/03/2026 ». Attendu : une date, AAAA-MM-JJ. "
        "Écrivez plutôt « 2026-03-26 ».",
    ]


def test_the_schemas_as_data() -> None:
    result = run("schemas", "--json")
    told = {(one["name"], one["version"]): one for one in json.loads(result.stdout)}
    deliberations = told["scdl/deliberations", "2.1.5"]
    assert (len(deliberations["fields"]), len(deliberations["checks"])) == (17, 11)
    assert len([version for name, version in told if name == "etalab/schema-bal"]) == 3
