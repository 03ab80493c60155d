"""A cell of a spreadsheet, or of JSON, as the text a CSV file would have held."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

MIDNIGHT = time(0, 0)
# 1e999999999 written out would fill the memory.
LONGEST_NUMBER = 40


def as_text(value: Any) -> str | None:  # noqa: PLR0911 (a table of kinds)
    """ISO dates, point decimals, lower-case booleans; nothing for an absent value."""
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _number_text(value: float | Decimal) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    if isinstance(value, Decimal) and abs(value.adjusted()) < LONGEST_NUMBER:
        return format(value, "f")
    return str(value)


def padded(text: str, number_format: str) -> str:
    """A number shown with leading zeros (format "00000") keeps them: they are part of a postal code."""
    if number_format and set(number_format) == {"0"} and text.isdigit():
        return text.zfill(len(number_format))
    return text


def trimmed(row: list[Any]) -> list[Any]:
    """Without the empty cells that a spreadsheet keeps at the end of a row."""
    end = len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return row[:end]
