"""Judging the first line: which columns are there, which are not, which are in the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .checks.texts import folded
from .findings import Finding
from .schema import TableSchema


@dataclass(frozen=True, slots=True)
class HeaderJudgement:
    """`fields`: for each label of the file, the name of its column in the schema, or None."""

    fields: list[str | None]
    errors: list[Finding]
    warnings: list[Finding]


def judge_header(labels: Sequence[str], schema: TableSchema) -> HeaderJudgement:
    """Columns are known by their exact name, whatever their order, as Validata does.

    A missing required column, an unnamed or a repeated one are errors; a missing optional column, one too
    many and another order are warnings.
    """
    names = schema.names
    seen: set[str] = set()
    fields = [
        label if label in names and not (label in seen or seen.add(label)) else None for label in labels
    ]
    blank = list(_blank(labels))
    tolerated = schema.descriptor.get("blankLabels") == "warning"
    errors = [*([] if tolerated else blank), *_duplicate(labels), *_missing(labels, schema, needed=True)]
    warnings = [*(blank if tolerated else []), *_missing(labels, schema, needed=False)]
    warnings += [*_extra(labels, schema), *_disordered(labels, names)]
    return HeaderJudgement(fields, errors, warnings)


def _blank(labels: Sequence[str]) -> Iterator[Finding]:
    for number, label in enumerate(labels, start=1):
        if not label:
            yield Finding(1, None, "blank-label", None, "blank-label", {"number": number})


def _duplicate(labels: Sequence[str]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, label in enumerate(labels, start=1):
        if label and first.setdefault(label, number) != number:
            yield Finding(
                1,
                label,
                "duplicate-label",
                label,
                "duplicate-label",
                {"first": first[label], "number": number},
            )


def _missing(labels: Sequence[str], schema: TableSchema, *, needed: bool) -> Iterator[Finding]:
    present = set(labels)
    lookalikes = {_loosened(label): label for label in labels if label and label not in schema.by_name}
    for name in schema.names:
        if name not in present and (name in schema.needed) is needed:
            lookalike = lookalikes.get(_loosened(name))
            key = "missing-label" if needed else "missing-optional"
            yield Finding(
                1,
                name,
                "missing-label",
                None,
                f"{key}-renamed" if lookalike else key,
                {"lookalike": lookalike},
            )


def _extra(labels: Sequence[str], schema: TableSchema) -> Iterator[Finding]:
    for number, label in enumerate(labels, start=1):
        if label and label not in schema.by_name:
            yield Finding(1, label, "extra-label", label, "extra-label", {"number": number})


def _disordered(labels: Sequence[str], names: Sequence[str]) -> Iterator[Finding]:
    present = [label for label in labels if label in names]
    if present != [name for name in names if name in set(present)]:
        yield Finding(1, None, "disordered-labels", None, "disordered-labels", {"order": ", ".join(names)})


def _loosened(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(name))
