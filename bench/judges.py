"""One judge on one file: `python judges.py JUDGE FILE SCHEMA FOUND`, in the environment of that judge.

Writes the findings to FOUND as JSON: a list of [line, column, rule]. Imports nothing of ours at its top, so
that Validata's own environment can run it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# A finding: line, column, rule.
Place = tuple[int | None, str | None, str]
ALL = 10_000_000
# Validata gives the checks that it takes from frformat one name; which of them it is, the column says.
FRFORMAT = {"COLL_SIRET": "siret", "DELIB_MATIERE_NOM": "nomenclature-acte"}


def ours(path: Path, schema: dict[str, Any]) -> list[Place]:
    """All of the checks, as `odlocale validate` runs them."""
    from ckanext.odlocale.socle.judging import judge_file

    verdict = judge_file(path, "scdl/deliberations", kept=None)
    return [(one.line, one.column, one.rule) for one in verdict.errors.kept]


def validata(path: Path, schema: dict[str, Any]) -> list[Place]:
    """All of the checks, by Validata."""
    from validata_core import validate  # type: ignore[import-not-found]

    errors = validate(str(path), schema).to_dict()["errors"]
    return [(one.get("rowNumber"), one.get("fieldName"), _rule(one)) for one in errors]


def frictionless(path: Path, schema: dict[str, Any]) -> list[Place]:
    """Types and constraints only, streamed by frictionless."""
    from frictionless import Schema
    from frictionless.resources import TableResource

    plain = {"fields": schema["fields"]}
    resource = TableResource(path=path.name, basepath=str(path.parent), schema=Schema.from_descriptor(plain))
    errors = [
        one.to_descriptor() for task in resource.validate(limit_errors=ALL).tasks for one in task.errors
    ]
    return [(one.get("rowNumber"), one.get("fieldName"), one["type"]) for one in errors]


def _rule(error: dict[str, Any]) -> str:
    return (
        FRFORMAT.get(error.get("fieldName", ""), error["type"])
        if error["type"] == "custom-check-error"
        else error["type"]
    )


JUDGES: dict[str, Callable[[Path, dict[str, Any]], list[Place]]] = {
    "ours": ours,
    "validata": validata,
    "frictionless": frictionless,
}


def main() -> None:
    """Judge, and write what was found."""
    judge, path, schema, found = sys.argv[1:]
    places = JUDGES[judge](Path(path), json.loads(Path(schema).read_text(encoding="utf-8")))
    Path(found).write_text(json.dumps(places))


if __name__ == "__main__":
    main()
