"""Values that must not come twice in a file, without keeping a large file in memory."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from typing import Any

IN_MEMORY = 200_000


class Seen:
    """Remembers on which line a value came first: in memory, then in a temporary file of SQLite's."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}
        self._spilled: sqlite3.Connection | None = None

    def first_line(self, values: tuple[Any, ...], line: int) -> int | None:
        """The line where these values came before, or None when they are new."""
        key = "\x1f".join(map(_text, values))
        if (known := self._lines.get(key)) is not None:
            return known
        if self._spilled is not None and (known := self._in_file(self._spilled, key)) is not None:
            return known
        self._lines[key] = line
        if len(self._lines) > IN_MEMORY:
            self._spill()
        return None

    def _in_file(self, spilled: sqlite3.Connection, key: str) -> int | None:
        row = spilled.execute("SELECT line FROM seen WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _spill(self) -> None:
        if self._spilled is None:
            # An empty name is a private file that SQLite removes by itself.
            self._spilled = sqlite3.connect("")
            self._spilled.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._spilled.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", self._lines.items())
        self._lines.clear()

    def close(self) -> None:
        if self._spilled is not None:
            self._spilled.close()


def _text(value: Any) -> str:
    """The same text for equal numbers, however long, without writing out the zeros of 1e999999."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return str(value)
    sign, digits, exponent = value.as_tuple()
    written = "".join(map(str, digits)).lstrip("0")
    significant = written.rstrip("0")
    return f"{sign}{significant}e{int(exponent) + len(written) - len(significant)}" if significant else "0"
