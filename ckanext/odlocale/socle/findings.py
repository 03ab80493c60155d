"""What was found in a file, kept within bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

DEFAULT_KEPT = 1000
LONGEST_VALUE = 200


@dataclass(slots=True)
class Finding:
    """One error or warning.

    `line` counts as a spreadsheet does (the header is line 1); `rule` is the name of frictionless or of the
    check; `key` names the sentence in `messages`, `values` fill it.
    """

    line: int | None
    column: str | None
    rule: str
    value: str | None
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Tally:
    """Counts every finding, keeps the first `limit` of each rule."""

    def __init__(self, limit: int | None = DEFAULT_KEPT) -> None:
        self.limit = limit
        self.counts: Counter[str] = Counter()
        self.kept: list[Finding] = []

    def add(self, finding: Finding) -> None:
        self.counts[finding.rule] += 1
        if self.limit is None or self.counts[finding.rule] <= self.limit:
            self.kept.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.add(finding)

    def __len__(self) -> int:
        return sum(self.counts.values())


def shortened(value: Any) -> str | None:
    """A value as people can read it in a report."""
    if value is None:
        return None
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
