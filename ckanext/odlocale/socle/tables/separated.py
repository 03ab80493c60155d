"""CSV and TSV: finding the separator, then reading line by line."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from .encoding import Encoding, detect_encoding
from .types import Notice, Row, Table, Unreadable

SEPARATORS = (",", ";", "\t", "|")
SAMPLE_LINES = 20
# A line of our own after the last one: read back alone, it proves that every quotation mark was closed.
END_MARK = "\x02end\x02"
REPLACEMENT = "\ufffd"


class Lines:
    """The physical lines of a file, then our mark; with what was noticed on the way when something was to notice."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.encoding = encoding
        # A byte that fits no letter is shown as such rather than stopping everything: the notice counts them.
        self.stream = path.open(encoding=encoding.codec, errors="replace", newline="")
        self.damaged = 0
        self.zeros = 0
        self.first_damage: int | None = None

    @property
    def characters(self) -> int:
        """About how much was read so far."""
        return self.stream.buffer.tell() if not self.stream.closed else 0

    def __iter__(self) -> Iterator[str]:
        noticed = self._noticing() if self.encoding.damaged or self.encoding.zeros else self.stream
        return chain(noticed, [END_MARK + "\n"])

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
    Raises `Unreadable` when the file is empty or is no text; while rows are read, when a line has no end.
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
        raise Unreadable("empty")
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
        raise Unreadable("cell-too-long", line=1) from error
    if any(END_MARK in label for label in header):
        raise Unreadable("empty" if header == [END_MARK] else "unclosed-quote", line=number)
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
                yield row
        except csv.Error as error:
            raise Unreadable("cell-too-long", line=_last_record(path, lines, table)) from error
    if not closed:
        raise Unreadable("unclosed-quote", line=_last_record(path, lines, table))
    table.notices.extend(lines.notices())


def _last_record(path: Path, lines: Lines, table: Table) -> int:
    """The line where the record that could not be read to its end begins: found by reading again."""
    start = 1
    with path.open(encoding=lines.encoding.codec, errors="replace", newline="") as stream:
        reader = csv.reader(chain(stream, [END_MARK + "\n"]), delimiter=table.separator or ",")
        try:
            for row in reader:
                if any(END_MARK in cell for cell in row):
                    break
                start = reader.line_num + 1
        except csv.Error:
            return start
    return start
