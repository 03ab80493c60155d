"""CSV and TSV: finding the separator, then reading line by line with a bound on every line."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from .encoding import Encoding, detect_encoding
from .types import Notice, Row, Table, Unreadable

SEPARATORS = (",", ";", "\t", "|")
LONGEST_LINE = 1 << 20
SAMPLE_LINES = 20
# A line of our own after the last one: read back alone, it proves that every quotation mark was closed.
END_MARK = "\x02end\x02"
REPLACEMENT = "\ufffd"


class Lines:
    """The physical lines of a file, with what was noticed on the way."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.path = path
        self.encoding = encoding
        self.number = 0
        self.characters = 0
        self.damaged = 0
        self.zeros = 0
        self.first_damage: int | None = None

    def __iter__(self) -> Iterator[str]:
        errors = "replace" if self.encoding.damaged or self.encoding.codec != "utf-8" else "strict"
        with self.path.open(encoding=self.encoding.codec, errors=errors, newline="") as stream:
            while line := stream.readline(LONGEST_LINE):
                self.number += 1
                self.characters += len(line)
                if len(line) == LONGEST_LINE:
                    raise Unreadable("line-too-long", line=self.number, limit=LONGEST_LINE)
                if not line.isascii() and REPLACEMENT in line:
                    self._damage(line)
                if "\x00" in line:
                    self.zeros += line.count("\x00")
                yield line
        yield END_MARK + "\n"

    def _damage(self, line: str) -> None:
        self.damaged += line.count(REPLACEMENT)
        self.first_damage = self.first_damage or self.number

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
    if encoding.binary:
        raise Unreadable("binary")
    separator = find_separator(_sample(path, encoding), expected)
    lines = Lines(path, encoding)
    reader = csv.reader(iter(lines), delimiter=separator)
    header = _header(reader, lines)
    table = Table(header, iter(()), form, encoding.name, separator, reading=lines)
    table.rows = _rows(reader, lines, table.notices)
    return table


def _sample(path: Path, encoding: Encoding) -> list[str]:
    sample = [line for line in islice(Lines(path, encoding), SAMPLE_LINES) if not line.startswith(END_MARK)]
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


def _header(reader: Iterator[Row], lines: Lines) -> list[str]:
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise Unreadable("cell-too-long", line=lines.number) from error
    _refuse_swallowed_end(header, 1)
    return [label.lstrip("\ufeff") if index == 0 else label for index, label in enumerate(header)]


def _rows(reader: Iterator[Row], lines: Lines, notices: list[Notice]) -> Iterator[Row]:
    opened = lines.number + 1
    end = [END_MARK]
    closed = False
    try:
        for row in reader:
            if row == end:
                closed = True
                break
            yield row
            opened = lines.number + 1
    except csv.Error as error:
        raise Unreadable("cell-too-long", line=opened) from error
    if not closed:
        raise Unreadable("unclosed-quote", line=opened)
    notices.extend(lines.notices())


def _refuse_swallowed_end(header: list[str], line: int) -> None:
    if any(END_MARK in label for label in header):
        raise Unreadable("unclosed-quote", line=line)
