"""XLSX (openpyxl, row by row) and XLS (xlrd)."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import IO, Any

import openpyxl
import xlrd

from .archive import open_archive
from .cells import as_text, padded, trimmed
from .types import Notice, Row, Table, UnreadableError

MOST_EMPTY_ROWS = 10_000
# A million rows of a hundred columns; a few repeated cells can announce thousands of times more.
MOST_CELLS = 100_000_000
LARGEST_XLS = 128 << 20
FORMULA_WITHOUT_RESULT = re.compile(rb"<f[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def read_xlsx(path: Path) -> Table:
    """The first sheet that is not hidden. Formulas count for the result that the spreadsheet stored.

    Raises `UnreadableError` when the file is no workbook, or announces more than a spreadsheet can need.
    """
    with open_archive(path) as archive:
        formulas = _formulas_without_result(archive)
    try:
        with warnings.catch_warnings():
            # openpyxl warns about what it would lose in writing; nothing is written.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()
    except Exception as error:
        raise UnreadableError("not-a-workbook") from error
    table = _table(_xlsx_rows(book, sheet), "xlsx", len(book.sheetnames), sheet.title)
    if formulas:
        table.notices.append(Notice("formula-without-result", {"count": formulas}))
    return table


def _xlsx_rows(book: Any, sheet: Any) -> Iterator[Row]:
    rows = sheet.iter_rows()
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                cells = next(rows)
        except StopIteration:
            book.close()
            return
        except Exception as error:
            raise UnreadableError("not-a-workbook") from error
        yield trimmed([_xlsx_text(cell) for cell in cells])


def _xlsx_text(cell: Any) -> str | None:
    value = cell.value
    if value is None or value.__class__ is str:
        return value
    text = as_text(value)
    return padded(text, cell.number_format) if text and text.isdigit() else text


def _formulas_without_result(archive: zipfile.ZipFile) -> int:
    sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet1\.xml", name)]
    count = 0
    for name in sheets:
        with archive.open(name) as stream:
            count += _count_formulas(stream)
    return count


def _count_formulas(stream: IO[bytes]) -> int:
    count, tail = 0, b""
    try:
        while block := stream.read(1 << 20):
            text = tail + block
            cut = max(text.rfind(b"</c>") + 4, 0)
            count += len(FORMULA_WITHOUT_RESULT.findall(text, 0, cut))
            tail = text[cut:][-(1 << 20) :]
    except zipfile.BadZipFile as error:
        raise UnreadableError("not-a-workbook") from error
    return count


def read_xls(path: Path) -> Table:
    """The first sheet of an old Excel file (65,536 rows at most, so it is held in memory)."""
    if path.stat().st_size > LARGEST_XLS:
        raise UnreadableError("too-large", limit=LARGEST_XLS >> 20)
    try:
        with path.open("rb") as stream:
            # xlrd tells its doubts on standard output, which is ours.
            book = xlrd.open_workbook(file_contents=stream.read(), formatting_info=True, logfile=StringIO())
        sheet = book.sheet_by_index(0)
    except Exception as error:
        raise UnreadableError("not-a-workbook") from error
    return _table(_xls_rows(book, sheet), "xls", book.nsheets, sheet.name)


def _xls_rows(book: Any, sheet: Any) -> Iterator[Row]:
    for index in range(sheet.nrows):
        yield trimmed([_xls_text(book, cell) for cell in sheet.row(index)])


def _xls_text(book: Any, cell: Any) -> str | None:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return None
    if cell.ctype == xlrd.XL_CELL_DATE:
        return as_text(xlrd.xldate_as_datetime(cell.value, book.datemode))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return as_text(bool(cell.value))
    text = as_text(cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER and text and cell.xf_index is not None:
        return padded(text, book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
    return text


def _table(rows: Iterator[Row], form: str, sheets: int, name: str) -> Table:
    labels = next((row for row in rows), [])
    if not labels:
        raise UnreadableError("empty")
    table = Table([label or "" for label in labels], iter(()), form)
    if sheets > 1:
        table.notices.append(Notice("other-sheets", {"count": sheets - 1, "sheet": name}))
    table.rows = squared(rows, len(labels))
    return table


def squared(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Rows as wide as the header, without the empty rows that end a sheet.

    A spreadsheet has no short rows, only empty cells. Raises `UnreadableError` when rows come after too much
    emptiness, or are too many.
    """
    empty = cells = 0
    for row in rows:
        if not row:
            empty += 1
            continue
        cells += len(row)
        if cells > MOST_CELLS:
            raise UnreadableError("too-many-cells", limit=MOST_CELLS // 1_000_000)
        if empty > MOST_EMPTY_ROWS:
            raise UnreadableError("empty-rows", limit=MOST_EMPTY_ROWS)
        for _ in range(empty):
            yield [None] * width
        empty = 0
        yield row if len(row) >= width else row + [None] * (width - len(row))
