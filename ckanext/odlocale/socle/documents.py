"""Judging JSON documents whose standard is a JSON Schema, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ijson
import jsonschema

from .catalogue import Entry
from .findings import Finding, shortened
from .tables.records import events, iterate
from .tables.source import form_of
from .tables.types import UnreadableError

if TYPE_CHECKING:
    from .verdict import Verdict

RULES = {"type": "type-error", "required": "missing-field", "additionalProperties": "unknown-field"}
# A text without one sign of a list is no reason to keep reading: this many events tell what a document is.
FIRST_EVENTS = 2_000


def judge_document(path: Path, entry: Entry, verdict: Verdict) -> None:
    """Judge every record of every collection the standard knows. Raises `UnreadableError`."""
    if form_of(path) != "json":
        raise UnreadableError("document-wanted", title=entry.text("title"))
    verdict.form, verdict.encoding = "json", "UTF-8"
    shape = entry.descriptor
    if former := former_shape(path, shape):
        verdict.errors.add(Finding(None, None, "former-version", None, "former-document", former))
        return
    for collection in shape["collections"]:
        validator = _validator(shape, collection["definition"])
        for record in iterate(path, collection["path"], floats=True):
            verdict.rows += 1
            verdict.errors.extend(_findings(validator, record, verdict.rows))
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


def _validator(shape: Mapping[str, Any], definition: str) -> Any:
    return jsonschema.Draft7Validator(
        {"definitions": shape["definitions"], "$ref": f"#/definitions/{definition}"}
    )


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
        if _has_event(path, former["path"], former["event"]):
            return dict(former)
    return None


def _has_event(path: Path, wanted: str, event: str) -> bool:
    try:
        return any(
            prefix == wanted and kind == event for prefix, kind, _ in islice(events(path), FIRST_EVENTS)
        )
    except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
        raise UnreadableError("not-json", detail="") from error
