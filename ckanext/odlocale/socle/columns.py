"""Judging a column a group of rows at a time.

A text is judged once, by frictionless's own reader of cells, then recognised: most columns of a real file
hold few different texts, and Python compares sets of texts far faster than it can call a function per cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import frictionless

Faults = tuple[tuple[str, str], ...]
Judged = tuple[Any, Faults]

# Texts remembered per column; forgotten together when there are more, so that memory stays flat.
REMEMBERED = 20_000
LONGEST_REMEMBERED = 512
MOSTLY_DIFFERENT = 0.9
NO_FAULT: Faults = ()
REQUIRED: Faults = (("constraint-error", "required"),)
# Addresses that frictionless accepts without doubt; every other one is left to its own, slower reader.
PLAIN_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[A-Za-z0-9._~/-]*)?(?:\?[A-Za-z0-9=&._~-]*)?"
)


class ColumnJudge:
    """Tells which texts of one column are wrong, and why."""

    def __init__(
        self, name: str, field: frictionless.Field | None, missing: frozenset[str], *, trim: bool = False
    ) -> None:
        self.name = name
        self.field = field
        self.missing = (
            missing
            if field is None or not field.has_defined("missing_values")
            else frozenset(field.missing_values)
        )
        self.required = bool(field and field.required)
        self.plain = field is None or _is_plain(field)
        self._reader = _reader(field, trim=trim)
        self._judged: dict[str | None, Judged] = {}
        self._bad: dict[str | None, Faults] = {}

    def is_missing(self, text: str | None) -> bool:
        return text is None or text in self.missing

    def value(self, text: str | None) -> Any:
        """What the text means; None when it is missing or unreadable."""
        if self.plain:
            return None if self.is_missing(text) else text
        return self._judge(text)[0]

    def bad_texts(self, cells: Sequence[str | None]) -> Mapping[str | None, Faults]:
        """The wrong texts among these cells, with their faults."""
        if self.plain:
            return self._empty_texts(cells) if self.required else {}
        distinct = set(cells)
        if len(distinct) > MOSTLY_DIFFERENT * len(cells):
            return self._bad_once(distinct)
        for text in distinct.difference(self._judged):
            self._judge(text)
        bad = {text: self._bad[text] for text in distinct & self._bad.keys()} if self._bad else {}
        if len(self._judged) > REMEMBERED:
            self._judged.clear()
            self._bad.clear()
        return bad

    def _bad_once(self, distinct: set[str | None]) -> Mapping[str | None, Faults]:
        """Texts that will not come again are not worth remembering."""
        return {text: faults for text in distinct if (faults := self._reader(text)[1])}

    def _empty_texts(self, cells: Sequence[str | None]) -> Mapping[str | None, Faults]:
        return {text: REQUIRED for text in (None, *self.missing) if text in cells}

    def _judge(self, text: str | None) -> Judged:
        known = self._judged.get(text)
        if known is not None:
            return known
        judged = self._reader(text)
        if text is None or len(text) <= LONGEST_REMEMBERED or judged[1]:
            self._judged[text] = judged
            if judged[1]:
                self._bad[text] = judged[1]
        return judged


def _is_plain(field: frictionless.Field) -> bool:
    """Whether any text will do."""
    if field.type not in ("string", "any") or field.format != "default":
        return False
    return not set(field.constraints) - {"required", "unique"}


def _reader(field: frictionless.Field | None, *, trim: bool) -> Callable[[str | None], Judged]:
    if field is None:
        return lambda text: (text, NO_FAULT)
    read = field.create_cell_reader()

    def reader(text: str | None) -> Judged:
        value, notes = read(text.strip() if trim and text else text)
        if not notes:
            return value, NO_FAULT
        return (None if "type" in notes else value), tuple(
            ("type-error", "type") if note == "type" else ("constraint-error", note) for note in notes
        )

    if field.format != "uri" or set(field.constraints) - {"required"}:
        return reader
    return lambda text: (text, NO_FAULT) if text and PLAIN_ADDRESS.fullmatch(text) else reader(text)
