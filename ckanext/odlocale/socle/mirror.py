"""Our verdict in the table of ckanext-validation, so that its page, its action and its badge say the same.

There is one judge. ckanext-validation does not run on files whose standard was chosen (`can_validate`);
what it shows of them is a copy of our verdict in its own shape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import ckan.plugins as p
from ckan import model
from frictionless import FrictionlessException, system

from ckanext.odlocale.socle.findings import Finding
from ckanext.odlocale.socle.messages.render import Teller
from ckanext.odlocale.socle.report import teller_of
from ckanext.odlocale.socle.verdict import Verdict
from ckanext.odlocale.socle.verdicts.choice import THEIR_STATUS, choice_of
from ckanext.odlocale.socle.verdicts.kept import verdict_of
from ckanext.odlocale.socle.wording import site_language


def write(resource: Mapping[str, Any], columns: Mapping[str, Any]) -> None:
    """Copy a verdict to where ckanext-validation keeps its own, if it is there and a standard was chosen."""
    if not p.plugin_loaded("validation") or choice_of(resource) is None:
        return
    from ckanext.validation.model import Validation

    found = model.Session.query(Validation).filter_by(resource_id=resource["id"]).first()
    validation: Any = found or Validation(resource_id=resource["id"])
    now = datetime.now(UTC).replace(tzinfo=None)
    report = frictionless_report(verdict_of(columns), str(resource.get("url") or ""), site_language())
    validation.status = THEIR_STATUS.get(columns["verdict"])
    validation.created = validation.finished = now
    validation.report = json.dumps(report)
    validation.error = {"message": report["errors"][0]["message"]} if report["errors"] else None
    model.Session.add(validation)


def frictionless_report(verdict: Verdict, place: str, lang: str) -> dict[str, Any]:
    """A verdict as frictionless writes a report; errors of the first findings of each rule. PURE.

    :param place: the address of the file
    :param lang: ``fr`` or ``en``
    """
    teller = teller_of(verdict, lang)
    refused = [_whole(teller, verdict.reason)] if verdict.reason else []
    errors = [_error(teller, one) for one in verdict.errors.kept]
    warnings = [teller.tell(one) for one in verdict.warnings.kept]
    valid = bool(verdict.valid)
    task = {
        "name": "file",
        "type": "json" if verdict.form == "json" else "table",
        "valid": valid,
        "place": place,
        "labels": [],
        "stats": {**_stats(verdict), "rows": verdict.rows},
        "warnings": warnings,
        "errors": errors,
    }
    return {
        "valid": valid,
        "stats": {"tasks": 1, **_stats(verdict)},
        "warnings": [],
        "errors": refused,
        "tasks": [] if refused else [task],
    }


def _stats(verdict: Verdict) -> dict[str, Any]:
    return {"errors": len(verdict.errors), "warnings": len(verdict.warnings), "seconds": 0}


def _whole(teller: Teller, reason: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    key, values = reason
    told = teller.reason(key, values)
    return {
        "type": "source-error",
        "title": key,
        "description": told,
        "message": told,
        "tags": [],
        "note": key,
    }


def _is_known(rule: str) -> bool:
    try:
        return bool(system.select_error_class(rule))
    except FrictionlessException:
        return False


def _error(teller: Teller, finding: Finding) -> dict[str, Any]:
    told = teller.tell(finding)
    error = {
        "type": finding.rule if _is_known(finding.rule) else "error",
        "title": finding.rule,
        "description": "",
        "message": told,
        "tags": [],
        "note": finding.key,
    }
    value, place = finding.value or "", _place(teller, finding.column)
    if finding.line is not None:
        error |= {"rowNumber": finding.line, "rowNumbers": [finding.line], "cells": [value], "labels": []}
    if finding.column:
        error |= {"fieldName": finding.column, "fieldNumber": place, "cell": value, "label": finding.column}
    return error


def _place(teller: Teller, column: str | None) -> int:
    names = teller.schema.names if teller.schema else []
    return names.index(column) + 1 if column in names else 1
