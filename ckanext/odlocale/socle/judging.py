"""Judging a file, from its path and the name of a schema, without CKAN and without a network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frictionless import Field

from ckanext.odlocale.tables.source import form_of, open_table
from ckanext.odlocale.tables.types import Table, UnreadableError

from .catalogue import Entry, UnknownSchemaError, find_schema
from .checks.types import CheckError
from .columns import ColumnJudge
from .documents import judge_document
from .findings import DEFAULT_KEPT, Finding, Tally
from .header import HeaderJudgement, judge_header
from .owner import producers
from .recognise import former_of, recognise, recognise_document, version_followed
from .rows import Progress, Rows, Taker
from .schema import SchemaError, TableSchema
from .verdict import Verdict

AUTO = "auto"
STANDARD_ENCODINGS = frozenset({"UTF-8"})


def judge_file(
    path: Path, schema: str = AUTO, *, kept: int | None = DEFAULT_KEPT, progress: Progress = None
) -> Verdict:
    """Judge a file against a schema ("scdl/deliberations", "scdl/deliberations@2.1.5" or "auto").

    When no version is said, it is the one that the header follows, the latest when none stands out.
    Every error is counted; the first `kept` of each rule are kept (all of them when None). `progress` is told
    the number of rows judged so far. Nothing is raised for a bad file or an unknown schema: the verdict says
    so.
    """
    verdict = Verdict(errors=Tally(kept), warnings=Tally(kept))
    try:
        _judge(path, schema, verdict, progress)
    except UnreadableError as error:
        return _unjudged(verdict, error.key, error.values)
    except UnknownSchemaError as error:
        return _unjudged(verdict, "unknown-schema", {"schema": str(error)})
    except CheckError as error:
        return _unjudged(verdict, "unknown-check", {"check": str(error)})
    except SchemaError as error:
        return _unjudged(verdict, "bad-schema", {"detail": str(error)})
    except OSError as error:
        return _unjudged(verdict, "no-file", {"reason": error.strerror or str(error)})
    verdict.valid = not verdict.errors.counts
    return verdict


def _unjudged(verdict: Verdict, key: str, values: dict[str, Any]) -> Verdict:
    """What was found before the file proved unreadable would be misleading: only the reason is kept."""
    return Verdict(
        verdict.schema, None, 0, verdict.form, verdict.encoding, verdict.separator, reason=(key, values)
    )


def _judge(path: Path, name: str, verdict: Verdict, progress: Progress) -> None:
    verdict.schema = None if name == AUTO else find_schema(name)
    verdict.form = form_of(path)
    if verdict.schema is None and verdict.form == "json":
        verdict.schema = recognise_document(path)
    if verdict.schema is not None and verdict.schema.is_document:
        judge_document(path, verdict.schema, verdict)
        return
    table, verdict.schema = opened_table(path, name)
    judge_table(table, verdict.schema, verdict, progress)


def opened_table(path: Path, name: str) -> tuple[Table, Entry]:
    """A file with the version of the set that it is judged by. Raises as `judge_table`, `UnknownSchemaError`.

    :param name: a set, a version of it or `auto`
    """
    entry = None if name == AUTO else find_schema(name)
    table = open_table(path, entry.table.names if entry else ())
    if entry is None:
        return table, recognise(table.labels).entry
    return table, entry if "@" in name else version_followed(entry, table.labels)


def judge_table(
    table: Table, entry: Entry, verdict: Verdict, progress: Progress = None, taker: Taker = None
) -> None:
    """Judge the header, then every row. Raises `UnreadableError`, `CheckError`, `SchemaError`.

    :param taker: given every group of rows once it is judged
    """
    schema = entry.table
    header = judge_header(table.labels, schema)
    verdict.form, verdict.encoding, verdict.separator = table.form, table.encoding, table.separator
    verdict.warnings.extend(_file_findings(table, entry))
    verdict.warnings.extend(_version_findings(table, entry))
    if table.header_line > 1:
        verdict.errors.add(
            Finding(1, None, "blank-header", None, "blank-header", {"line": table.header_line})
        )
    verdict.errors.extend(header.errors)
    verdict.warnings.extend(header.warnings)
    rows = _rows(table, schema, header, verdict)
    rows.taker = taker
    for name in schema.identities:
        rows.watch(name)
    verdict.rows = rows.judge(table, progress)
    verdict.producers = producers(schema.identities, rows.watched)
    verdict.warnings.extend(
        Finding(notice.line, None, notice.rule, None, notice.rule, notice.values) for notice in table.notices
    )
    if not verdict.rows:
        verdict.warnings.add(Finding(None, None, "no-rows", None, "no-rows"))


def _rows(table: Table, schema: TableSchema, header: HeaderJudgement, verdict: Verdict) -> Rows:
    fields = {one.name: one for one in schema.fields}
    rows = _rows_with(fields, table, schema, header, verdict.errors)
    advised = _rows_with(schema.advice, table, schema, header, verdict.warnings)
    for check, is_advice in schema.checks:
        side = advised if is_advice else rows
        fault = check.header_fault(set(table.labels))
        if fault is None:
            side.add_check(check)
        else:
            side.tally.add(Finding(1, check.anchor, check.rule, None, fault.key, fault.values))
    _add_keys(rows, schema)
    rows.follower = advised if schema.advice or advised.checks else None
    return rows


def _rows_with(
    fields: Mapping[str, Field], table: Table, schema: TableSchema, header: HeaderJudgement, tally: Tally
) -> Rows:
    judges = [
        ColumnJudge(name or label, fields.get(name or ""), schema.missing_values, trim=schema.trim)
        for name, label in zip(header.fields, table.labels, strict=True)
    ]
    return Rows(judges, header.fields, tally)


def _add_keys(rows: Rows, schema: TableSchema) -> None:
    for one in schema.fields:
        if one.constraints.get("unique"):
            rows.add_key("unique-error", [one.name])
    if schema.primary_key:
        rows.add_key("primary-key", schema.primary_key)


def _file_findings(table: Table, entry: Entry) -> list[Finding]:
    found = []
    if table.encoding and table.encoding not in entry.encodings:
        found.append(
            Finding(None, None, "encoding", table.encoding, "encoding", {"encoding": table.encoding})
        )
    if (
        table.form == "csv"
        and table.separator
        and table.separator != entry.separator
        and len(table.labels) > 1
    ):
        found.append(
            Finding(
                None,
                None,
                "separator",
                table.separator,
                "separator",
                {"separator": table.separator, "expected": entry.separator},
            )
        )
    return found


def _version_findings(table: Table, entry: Entry) -> list[Finding]:
    if former := former_of(entry, table.labels):
        return [Finding(1, None, "former-version", None, "former-header", former)]
    if entry.is_latest:
        return []
    told = {
        "version": entry.version,
        "latest": entry.about["versions"][0],
        "changes_fr": entry.changes("fr"),
        "changes_en": entry.changes("en"),
    }
    return [Finding(None, None, "former-version", None, "older-version", told)]
