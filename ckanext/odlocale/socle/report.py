"""A verdict as one JSON document, or as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .findings import Finding, Tally
from .messages.render import Teller
from .verdict import Verdict

SHOWN_PER_RULE = 5
LINES = {
    "fr": {
        "valid": "VALIDE",
        "invalid": "NON VALIDE",
        "unknown": "NE PEUT PAS ÊTRE VÉRIFIÉ",
        "summary": "{rows} lignes, {errors} erreurs, {warnings} avertissements",
        "line": "ligne {line}",
        "column": "colonne {column}",
        "errors": "Erreurs",
        "warnings": "Avertissements",
        "more": "… et {count} autres",
    },
    "en": {
        "valid": "VALID",
        "invalid": "NOT VALID",
        "unknown": "CANNOT BE JUDGED",
        "summary": "{rows} rows, {errors} errors, {warnings} warnings",
        "line": "line {line}",
        "column": "column {column}",
        "errors": "Errors",
        "warnings": "Warnings",
        "more": "… and {count} more",
    },
}


def exit_code(verdict: Verdict) -> int:
    """0 valid, 1 invalid, 2 cannot be judged."""
    if verdict.valid is None:
        return 2
    return 0 if verdict.valid else 1


def as_document(verdict: Verdict, lang: str = "fr") -> dict[str, Any]:
    """The JSON shape others rely on. `kept` says how many findings of a rule are listed when not all are."""
    teller = teller_of(verdict, lang)
    return {
        "valid": bool(verdict.valid),
        "judged": verdict.valid is not None,
        "reason": teller.reason(*verdict.reason) if verdict.reason else None,
        "schema": verdict.schema.name if verdict.schema else None,
        "version": verdict.schema.version if verdict.schema else None,
        "format": verdict.form,
        "rows": verdict.rows,
        "encoding": verdict.encoding,
        "separator": verdict.separator,
        "errors": [_finding(teller, finding) for finding in verdict.errors.kept],
        "error_counts": dict(verdict.errors.counts),
        "warnings": [_finding(teller, finding) for finding in verdict.warnings.kept],
        "warning_counts": dict(verdict.warnings.counts),
        "producers": {column: dict(counts) for column, counts in verdict.producers.items()},
        "kept": {**_capped(verdict.errors), **_capped(verdict.warnings)},
    }


def as_lines(verdict: Verdict, lang: str = "fr") -> Iterator[str]:
    """A few lines per rule: what a person can act on."""
    words, teller = LINES[lang], teller_of(verdict, lang)
    named = f" {verdict.schema.name} {verdict.schema.version}" if verdict.schema else ""
    if verdict.valid is None:
        yield f"{words['unknown']}{named}"
        if verdict.reason:
            yield teller.reason(*verdict.reason)
        return
    yield f"{words['valid' if verdict.valid else 'invalid']}{named}"
    yield words["summary"].format(
        rows=verdict.rows, errors=len(verdict.errors), warnings=len(verdict.warnings)
    )
    yield from _grouped(verdict.errors, "errors", lang, teller)
    yield from _grouped(verdict.warnings, "warnings", lang, teller)


def _grouped(tally: Tally, kind: str, lang: str, teller: Teller) -> Iterator[str]:
    words = LINES[lang]
    if tally.counts:
        yield f"\n{words[kind]}"
    for rule, count in tally.counts.most_common():
        yield f"  {rule} ({count})"
        shown = [finding for finding in tally.kept if finding.rule == rule][:SHOWN_PER_RULE]
        yield from (f"    {place_of(finding, lang)}{teller.tell(finding)}" for finding in shown)
        if count > len(shown):
            yield f"    {words['more'].format(count=count - len(shown))}"


def place_of(finding: Finding, lang: str) -> str:
    """Where a finding is, as the beginning of a sentence; empty for the whole file."""
    words, parts = LINES[lang], []
    if finding.line is not None:
        parts.append(words["line"].format(line=finding.line))
    if finding.column:
        parts.append(words["column"].format(column=finding.column))
    return f"{', '.join(parts)} : " if parts else ""


def _finding(teller: Teller, finding: Finding) -> dict[str, Any]:
    return {
        "line": finding.line,
        "column": finding.column,
        "rule": finding.rule,
        "value": finding.value,
        "message": teller.tell(finding),
    }


def _capped(tally: Tally) -> dict[str, int]:
    if tally.limit is None:
        return {}
    return {rule: tally.limit for rule, count in tally.counts.items() if count > tally.limit}


def teller_of(verdict: Verdict, lang: str) -> Teller:
    """Who tells the findings of this verdict in this language."""
    table = verdict.schema.table if verdict.schema and not verdict.schema.is_document else None
    return Teller(table, lang)
