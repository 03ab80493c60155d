"""What makes a text safe in a cell of a spreadsheet. PURE."""

from __future__ import annotations

import re

# Where a spreadsheet would see a formula. A French one cuts a file with commas at its semicolons, and at the
# line ends of cells whose quotes it then does not see.
FORMULA = re.compile(r"^(?=[=+@\t\r\n-])|(?<=[;\t\r\n])(?=[=+@-])")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula, nor any part of it."""
    return FORMULA.sub("'", cell)


def harmless_data(cell: str) -> str:
    """The same for a cell of data: a longitude or an amount stays a number, in which nothing is run."""
    return cell if NUMBER.fullmatch(cell) else harmless(cell)
