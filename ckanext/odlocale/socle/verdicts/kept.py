"""What is kept of a verdict: enough to tell it in any language, little enough for a row. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from ckanext.odlocale.socle.catalogue import UnknownSchemaError, find_schema
from ckanext.odlocale.socle.findings import Finding, Tally
from ckanext.odlocale.socle.verdict import Verdict

# Findings kept of each rule: what a person mends before sending the file again.
KEPT_PER_RULE = 100
# Producers kept of each column that names them: more than a région has communes.
KEPT_PRODUCERS = 10_000
LONGEST_TEXT = 2_000
# Raised when a rule changes its mind: files are then judged again although they are the same.
RULES = "1"

Row = Mapping[str, Any]


class Outcome(StrEnum):
    """What is said of a file. `unchecked`: it follows no known standard, or nobody could open it yet."""

    VALID = "valid"
    INVALID = "invalid"
    UNCHECKED = "unchecked"
    ERROR = "error"


# Reasons that are no fault of the file: none of the standards was meant.
NOT_MEANT = frozenset({"not-recognised", "nearly-recognised", "title-line"})


def outcome_of(verdict: Verdict, *, chosen: bool) -> Outcome:
    """What is said of a file, whose standard somebody chose or nobody."""
    if verdict.valid is not None:
        return Outcome.VALID if verdict.valid else Outcome.INVALID
    if not chosen:
        return Outcome.UNCHECKED
    return Outcome.ERROR


def row_of(verdict: Verdict, *, chosen: bool) -> dict[str, Any]:
    """The columns of the table of verdicts that a verdict fills."""
    return {
        "verdict": outcome_of(verdict, chosen=chosen).value,
        "name": verdict.schema.name if verdict.schema else None,
        "version": verdict.schema.version if verdict.schema else None,
        "proposed": not chosen and verdict.schema is not None,
        "rules": RULES,
        "rows": verdict.rows,
        "form": verdict.form,
        "encoding": verdict.encoding,
        "separator": clean(verdict.separator),
        "reason": clean(list(verdict.reason)) if verdict.reason else None,
        "error_counts": dict(verdict.errors.counts),
        "warning_counts": dict(verdict.warnings.counts),
        "errors": _kept(verdict.errors.kept),
        "warnings": _kept(verdict.warnings.kept),
        "producers": {
            column: dict(counts.most_common(KEPT_PRODUCERS)) for column, counts in verdict.producers.items()
        },
    }


def verdict_of(row: Row) -> Verdict:
    """The verdict that a row keeps; counts are of all findings, findings the first of each rule."""
    return Verdict(
        schema=entry_of(row),
        valid={Outcome.VALID: True, Outcome.INVALID: False}.get(row["verdict"]),
        rows=row["rows"],
        form=row["form"],
        encoding=row["encoding"],
        separator=row["separator"],
        errors=_tally(row["errors"], row["error_counts"]),
        warnings=_tally(row["warnings"], row["warning_counts"]),
        reason=(row["reason"][0], row["reason"][1]) if row["reason"] else None,
        producers={column: Counter(counts) for column, counts in row["producers"].items()},
    )


def entry_of(row: Row) -> Any:
    """The standard a row names; None when it names none, or one that this version no longer has."""
    if not row["name"]:
        return None
    try:
        return find_schema(f"{row['name']}@{row['version']}" if row["version"] else row["name"])
    except UnknownSchemaError:
        return None


def _kept(findings: Iterable[Finding]) -> list[list[Any]]:
    told: Counter[str] = Counter()
    kept = []
    for one in findings:
        told[one.rule] += 1
        if told[one.rule] <= KEPT_PER_RULE:
            kept.append(clean([one.line, one.column, one.rule, one.value, one.key, dict(one.values)]))
    return kept


def _tally(findings: list[list[Any]], counts: Mapping[str, int]) -> Tally:
    tally = Tally(KEPT_PER_RULE)
    tally.kept = [Finding(*one) for one in findings]
    tally.counts = Counter(counts)
    return tally


def clean(value: Any) -> Any:
    """The same, as JSON that PostgreSQL takes: no NUL, no half of a character, no text without end."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT].replace("\x00", "␀").encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {str(clean(str(key))): clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(one) for one in value]
    return value if value is None or isinstance(value, bool | int) else clean(str(value))
