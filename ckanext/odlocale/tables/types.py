"""What every reader of files gives, and what it raises when there is nothing to judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = list[Any]


class UnreadableError(Exception):
    """The file cannot be judged. `key` names the sentence in `messages`, `values` fill it."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


@dataclass(slots=True)
class Notice:
    """Something worth telling about the file itself, outside any rule of the schema."""

    rule: str
    values: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None


@dataclass(slots=True)
class Table:
    """A header and the rows that follow, read once.

    `rows` yields lists of texts (None for a cell that is not there). `weight()` says how many
    characters were read so far, so that who groups rows can keep a group small. `notices` is complete once
    `rows` is exhausted. `header_line` is above 1 when empty lines come first.
    """

    labels: list[str]
    rows: Iterator[Row]
    form: str
    encoding: str | None = None
    separator: str | None = None
    notices: list[Notice] = field(default_factory=list)
    reading: Any = None
    header_line: int = 1

    def weight(self) -> int:
        return self.reading.characters if self.reading is not None else 0
