"""ODS, read as a stream of XML events.

The usual readers load the whole document; expat gives cells as they come, and repeated cells and rows,
which cost nothing to write, are bounded here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from .archive import open_archive
from .cells import trimmed
from .types import Notice, Row, Table, UnreadableError
from .workbook import MOST_CELLS, squared

WIDEST = 16_384
TALLEST = 1_048_576
BLOCK = 1 << 16
TYPED = {
    "float": "office:value",
    "percentage": "office:value",
    "currency": "office:value",
    "date": "office:date-value",
    "time": "office:time-value",
    "boolean": "office:boolean-value",
}


class SheetParser:
    """Collects the rows of the first sheet in `rows` as the document is fed to `parser`."""

    def __init__(self) -> None:
        self.rows: deque[Row] = deque()
        self.sheets: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.buffer_text = True
        self._row: Row = []
        self._cell: dict[str, str] = {}
        self._paragraphs: list[str] | None = None
        self._repeat = 1
        self._height = 0
        self._cells = 0
        self._ignored = 0

    def _refuse(self, *_: Any) -> None:
        raise UnreadableError("not-a-workbook")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.sheets.append(attributes.get("table:name", ""))
        elif len(self.sheets) != 1:
            return
        elif name == "table:table-row":
            self._row = []
            self._repeat = int(attributes.get("table:number-rows-repeated", 1))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._paragraphs = attributes, []
        elif name == "office:annotation":
            self._ignored += 1
        elif name == "text:p" and self._paragraphs is not None and not self._ignored:
            self._paragraphs.append("")
        elif name == "text:s":
            self._text(" " * min(int(attributes.get("text:c", 1)), 1000))

    def _text(self, data: str) -> None:
        if self._paragraphs and not self._ignored:
            self._paragraphs[-1] += data

    def _end(self, name: str) -> None:
        if len(self.sheets) != 1:
            return
        if name == "office:annotation":
            self._ignored -= 1
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._close_cell()
        elif name == "table:table-row":
            self._close_row()

    def _close_cell(self) -> None:
        text = cell_text(self._cell, self._paragraphs or [])
        repeat = int(self._cell.get("table:number-columns-repeated", 1))
        room = max(WIDEST - len(self._row), 0)
        self._row.extend([text] * min(repeat, room))
        self._paragraphs = None

    def _close_row(self) -> None:
        row = trimmed(self._row)
        self._cells += len(row) * self._repeat
        self._height += self._repeat
        if self._cells > MOST_CELLS or (row and self._height > TALLEST):
            raise UnreadableError("too-many-cells", limit=MOST_CELLS // 1_000_000)
        if self._height <= TALLEST:
            self.rows.extend([row] * self._repeat)


def cell_text(attributes: dict[str, str], paragraphs: list[str]) -> str | None:
    """The value rather than its display: 1234.5 and not "1 234,50 €", an ISO date and not "3 mai"."""
    kind = attributes.get("office:value-type")
    value = attributes.get(TYPED.get(kind or "", ""))
    if value is None:
        return "\n".join(paragraphs) or None
    if kind == "date":
        return value.removesuffix("T00:00:00")
    shown = paragraphs[0] if paragraphs else ""
    # A number shown with leading zeros keeps them: they are part of a code.
    if kind == "float" and shown.isdigit() and shown.lstrip("0") == value:
        return shown
    return value[:-2] if kind == "float" and value.endswith(".0") else value


def read_ods(path: Path) -> Table:
    """The first sheet of an OpenDocument spreadsheet. Raises `UnreadableError` when it is none."""
    archive = open_archive(path)
    try:
        stream = archive.open("content.xml")
    except KeyError as error:
        raise UnreadableError("not-a-workbook") from error
    sheet = SheetParser()
    rows = _rows(stream, sheet)
    labels = next(rows, [])
    if not labels:
        raise UnreadableError("empty")
    table = Table([label or "" for label in labels], iter(()), "ods")
    table.rows = _noticing(squared(rows, len(labels)), sheet, table.notices)
    return table


def _rows(stream: IO[bytes], sheet: SheetParser) -> Iterator[Row]:
    with stream:
        while block := stream.read(BLOCK):
            try:
                sheet.parser.Parse(block, False)
            except (expat.ExpatError, ValueError) as error:
                raise UnreadableError("not-a-workbook") from error
            while sheet.rows:
                yield sheet.rows.popleft()


def _noticing(rows: Iterator[Row], sheet: SheetParser, notices: list[Notice]) -> Iterator[Row]:
    yield from rows
    if len(sheet.sheets) > 1:
        notices.append(Notice("other-sheets", {"count": len(sheet.sheets) - 1, "sheet": sheet.sheets[0]}))
