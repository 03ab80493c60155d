"""CSV and TSV: finding the separator, then reading line by line."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import Any, cast

from .encoding import Encoding, detect_encoding
from .types import Notice, Row, Table, UnreadableError

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_LINES = 20
LONGEST_RECORD = 1 << 20
# A line of our own after the last one: read back alone, it proves that every quotation mark was closed.
END_MARK = "\x02end\x02"
REPLACEMENT = "\ufffd"


class Lines:
    """The physical lines of a file, then our mark; what is wrong with its characters is counted."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.encoding = encoding
        # A byte that fits no letter is shown as such rather than stopping everything: the notice counts them.
        self.stream = path.open(encoding=encoding.codec, errors="replace", newline="")
        # Characters read since the last whole record.
        self.pending = 0
        self.damaged = 0
        self.zeros = 0
        self.first_damage: int | None = None

    @property
    def characters(self) -> int:
        """About how much was read so far."""
        # TextIOWrapper refuses to tell its own place while it is iterated.
        return 0 if self.stream.closed else cast(BufferedReader, self.stream.buffer).tell()

    def __iter__(self) -> Iterator[str]:
        noticed = self._noticing() if self.encoding.damaged or self.encoding.zeros else self.stream
        return chain(self._bounded(noticed), [END_MARK + "\n"])

    def _bounded(self, lines: Iterable[str]) -> Iterator[str]:
        """A quotation mark that is never closed would make one cell of the rest of the file.

        The limit of Python's csv is one for the whole process, and libraries lift it.
        """
        for line in lines:
            self.pending += len(line)
            if self.pending > LONGEST_RECORD:
                raise csv.Error
            yield line

    def _noticing(self) -> Iterator[str]:
        for number, line in enumerate(self.stream, start=1):
            if REPLACEMENT in line:
                self.damaged += line.count(REPLACEMENT)
                self.first_damage = self.first_damage or number
            self.zeros += line.count("\x00")
            yield line

    def notices(self) -> Iterator[Notice]:
        if self.damaged:
            yield Notice("damaged-characters", {"count": self.damaged}, self.first_damage)
        if self.zeros:
            yield Notice("nul-characters", {"count": self.zeros})


def read_separated(path: Path, expected: Collection[str] = (), form: str = "csv") -> Table:
    """Open a CSV or TSV file.

    `expected`: names of columns of the wanted schema, which tell the separator better than counting.
    Raises `UnreadableError` when the file is empty or is no text; while rows are read, when a quotation mark
    is never closed.
    """
    encoding = detect_encoding(path)
    separator = find_separator(_sample(path, encoding), expected)
    lines = Lines(path, encoding)
    reader = csv.reader(iter(lines), delimiter=separator)
    labels, header_line = _header(reader)
    table = Table(labels, iter(()), form, encoding.name, separator, reading=lines, header_line=header_line)
    table.rows = _rows(path, reader, lines, table)
    return table


def _sample(path: Path, encoding: Encoding) -> list[str]:
    with path.open(encoding=encoding.codec, errors="replace", newline="") as stream:
        sample = list(islice(stream, SAMPLE_LINES))
    if not "".join(sample).strip():
        raise UnreadableError("empty")
    return sample


def find_separator(sample: list[str], expected: Collection[str] = ()) -> str:
    """The separator under which the header names most expected columns, then gives most columns."""
    return max(SEPARATORS, key=lambda separator: _separator_score(sample, separator, set(expected)))


def _separator_score(sample: list[str], separator: str, expected: set[str]) -> tuple[int, int, int]:
    try:
        rows = list(csv.reader(sample, delimiter=separator))
    except csv.Error:
        return (0, 0, 0)
    labels = rows[0] if rows else []
    known = len(expected.intersection(label.strip() for label in labels))
    agreeing = sum(len(row) == len(labels) for row in rows)
    return (known, agreeing if len(labels) > 1 else 0, len(labels))


def _header(reader: Any) -> tuple[list[str], int]:
    """The first line that is not empty, and its number."""
    try:
        number, header = next((number, row) for number, row in enumerate(reader, start=1) if any(row))
    except (csv.Error, StopIteration) as error:
        raise UnreadableError("cell-too-long", line=1) from error
    if any(END_MARK in label for label in header):
        raise UnreadableError("empty" if header == [END_MARK] else "unclosed-quote", line=number)
    return header, number


def _rows(path: Path, reader: Any, lines: Lines, table: Table) -> Iterator[Row]:
    end = [END_MARK]
    closed = False
    with lines.stream:
        try:
            for row in reader:
                if row == end:
                    closed = True
                    break
                lines.pending = 0
                yield row
        except csv.Error as error:
            raise UnreadableError("cell-too-long", line=_last_record(path, lines, table)) from error
    if not closed:
        raise UnreadableError("unclosed-quote", line=_last_record(path, lines, table))
    table.notices.extend(lines.notices())


def _last_record(path: Path, lines: Lines, table: Table) -> int:
    """The line where the record that could not be read to its end begins: found by reading again."""
    start = 1
    again = Lines(path, lines.encoding)
    reader = csv.reader(iter(again), delimiter=table.separator or ",")
    with again.stream, suppress(csv.Error):
        for row in reader:
            if any(END_MARK in cell for cell in row):
                break
            again.pending = 0
            start = reader.line_num + 1
    return start
