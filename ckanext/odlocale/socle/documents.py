"""Judging JSON documents whose standard is a JSON Schema, one record at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import fastjsonschema
import jsonschema

from ckanext.odlocale.tables.records import check_nesting, has_event, iterate
from ckanext.odlocale.tables.source import form_of
from ckanext.odlocale.tables.types import UnreadableError

from .catalogue import Entry
from .findings import Finding, shortened
from .verdict import Verdict

RULES = {"type": "type-error", "required": "missing-field", "additionalProperties": "unknown-field"}
# A text without one sign of a list is no reason to keep reading: this many events tell what a document is.
FIRST_EVENTS = 2_000
# Explaining costs milliseconds a record: a large file wrong from end to end is not explained to its end.
MOST_EXPLAINED = 100_000


def judge_document(path: Path, entry: Entry, verdict: Verdict) -> None:
    """Judge every record of every collection the standard knows. Raises `UnreadableError`."""
    if form_of(path) != "json":
        raise UnreadableError("document-wanted", title=entry.text("title"))
    check_nesting(path)
    verdict.form, verdict.encoding = "json", "UTF-8"
    shape = entry.descriptor
    if former := former_shape(path, shape):
        verdict.errors.add(Finding(None, None, "former-version", None, "former-document", former))
        return
    for collection in shape["collections"]:
        is_right, validator = _judges(shape, collection["definition"])
        for record in iterate(path, collection["path"], floats=True):
            verdict.rows += 1
            if not is_right(record):
                _explain(validator, record, verdict)
    if not verdict.rows:
        verdict.errors.add(
            Finding(
                None,
                None,
                "missing-field",
                None,
                "no-records",
                {"paths": [collection["path"] for collection in shape["collections"]]},
            )
        )


def _judges(shape: Mapping[str, Any], definition: str) -> tuple[Callable[[Any], bool], Any]:
    """A compiled judge that only says whether a record is right, a slow one that says all that is wrong."""
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": shape["definitions"],
        "$ref": f"#/definitions/{definition}",
    }
    compiled = fastjsonschema.compile(schema)

    def is_right(record: Any) -> bool:
        try:
            compiled(record)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return is_right, jsonschema.Draft7Validator(schema)


def _explain(validator: Any, record: Any, verdict: Verdict) -> None:
    """Say all that is wrong with a record, as long as wrong records are few enough for that."""
    if verdict.errors.counts.total() < MOST_EXPLAINED:
        verdict.errors.extend(_findings(validator, record, verdict.rows))
    else:
        verdict.errors.add(Finding(verdict.rows, None, "wrong-record", None, "wrong-record"))


def _findings(validator: Any, record: Any, number: int) -> Iterator[Finding]:
    for error in validator.iter_errors(record):
        for leaf in error.context or [error]:
            place = field_path(leaf) or None
            rule = RULES.get(leaf.validator, "constraint-error")
            value = None if leaf.validator in RULES and leaf.validator != "type" else shortened(leaf.instance)
            yield Finding(
                number,
                place,
                rule,
                value,
                f"document-{rule}",
                {"constraint": leaf.validator, "wanted": leaf.validator_value},
            )


def field_path(error: Any) -> str:
    """titulaires[0].titulaire.id, with the absent field itself when one is required."""
    steps: list[Any] = list(error.absolute_path)
    if error.validator == "required":
        absent = next((name for name in error.validator_value if name not in error.instance), None)
        named = error.message.split("'")[1] if "'" in error.message else absent
        steps.append(named or absent or "")
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".")


def former_shape(path: Path, shape: Mapping[str, Any]) -> dict[str, Any] | None:
    """The record of the old form a document follows, if it follows one."""
    for former in shape.get("former", []):
        if has_event(path, former["path"], former["event"], FIRST_EVENTS):
            return dict(former)
    return None
