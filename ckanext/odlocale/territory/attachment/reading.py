"""Lists of organizations and their territories, as spreadsheets write them: read, and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ckanext.odlocale.cog.shared import normalise_name
from ckanext.odlocale.tables.source import open_table
from ckanext.odlocale.tables.types import Table, UnreadableError
from ckanext.odlocale.territory.attachment.lines import Line

LARGEST = 10 << 20
MOST_LINES = 100_000
LONGEST = 200

# What a column may be called, without case, accents and hyphens; the first found counts.
_ORGANIZATION = ("organisation", "organization", "name", "slug", "identifiant", "id")
_TERRITORY = (
    *("territoire", "territory", "code territoire", "territory code", "code insee", "insee code", "insee"),
    *("code commune", "codgeo", "code"),
)
_FRENCH = {
    "organization": "organisation",
    "title": "titre",
    "siren": "siren",
    "territory": "territoire",
    "territory_name": "nom du territoire",
    "state": "état",
    "proposal": "proposition",
    "proposal_name": "nom proposé",
    "certainty": "certitude",
    "evidence": "indices",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class UnusableError(ValueError):
    """A file that is no list of organizations.

    :param key: ``organization`` or ``territory`` for a column that is missing, ``large``, ``lines``, or what
        :class:`UnreadableError` says
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


def read(path: Path) -> list[Line]:
    """The lines of a CSV file or a spreadsheet, whatever its encoding and separator.

    :raises UnusableError: it is none, or lacks a column
    """
    if path.stat().st_size > LARGEST:
        raise UnusableError("large", limit=LARGEST >> 20)
    try:
        table = open_table(path, (*_ORGANIZATION, *_TERRITORY))
        found = list(islice(_lines(table), MOST_LINES + 1))
    except UnreadableError as error:
        raise UnusableError(error.key, **error.values) from error
    if len(found) > MOST_LINES:
        raise UnusableError("lines", limit=MOST_LINES)
    return found


@contextmanager
def kept(content: bytes, name: str = "") -> Iterator[Path]:
    """Content as a file, for as long as it is read.

    :param name: what it was called: its ending tells a spreadsheet
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(name).suffix[:10] or '.csv'}"
        path.write_bytes(content)
        yield path


def _lines(table: Table) -> Iterator[Line]:
    organization = _column(table.labels, _ORGANIZATION, "organization")
    territory = _column(table.labels, _TERRITORY, "territory")
    for number, row in enumerate(table.rows, start=table.header_line + 1):
        line = Line(number, _cell(row, organization), _cell(row, territory))
        if line.organization or line.territory:
            yield line


def _column(labels: Sequence[str], names: Iterable[str], key: str) -> int:
    found = [normalise_name(label) for label in labels]
    position = next((found.index(name) for name in names if name in found), None)
    if position is None:
        raise UnusableError(key, columns=", ".join(label[:40] for label in labels[:10]))
    return position


def _cell(row: Sequence[str | None], position: int) -> str:
    text = (row[position] if position < len(row) else None) or ""
    text = text.replace("\x00", "").strip()
    # The mark that keeps a spreadsheet from computing a text.
    return (text[1:] if text.startswith("'") else text)[:LONGEST]


def written(rows: Iterable[Mapping[str, Any]], french: bool) -> Iterator[str]:
    """A list as CSV, a piece at a time, as French spreadsheets open it.

    :param rows: with the keys of the columns
    """
    yield "\ufeff"
    yield _csv(_FRENCH.values() if french else _FRENCH.keys())
    for row in rows:
        yield _csv(_safe(row[key]) for key in _FRENCH)


def _csv(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _safe(value: Any) -> str:
    """A cell that a spreadsheet shows and does not compute."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
