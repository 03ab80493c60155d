"""Importing a list of known openings: every line is judged, then all of it is kept or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from ckanext.odlocale.observatory.openings import store
from ckanext.odlocale.observatory.openings.columns import COLUMNS, DAY
from ckanext.odlocale.observatory.openings.lines import Line, Verdict, judged
from ckanext.odlocale.tables.source import open_table
from ckanext.odlocale.tables.types import UnreadableError

LARGEST = 20 << 20
MOST_LINES = 50_000


class UnusableListError(ValueError):
    """The file is no list of openings.

    :param key: ``large``, ``lines``, ``columns``, or what :class:`UnreadableError` says
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key, values)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found, and whether it was kept.

    :param gone: territories that an earlier edition of the list named and this one does not
    :param applied: False when a line was refused, or when it was only to be looked at
    """

    lines: tuple[Line, ...]
    gone: tuple[str, ...]
    applied: bool

    def counts(self) -> dict[str, int]:
        """How many lines of each verdict."""
        found = Counter(line.verdict for line in self.lines)
        return {str(verdict): found[verdict] for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list to import.

    :param source: who publishes it; it takes the place of an earlier list of the same source
    :param day: its day
    :param author: who imports it
    """

    path: Path
    source: str
    day: date
    author: str | None


def import_list(listed: Listed, today: date, apply: bool) -> Report:
    """Read a list and keep it, unless a line is refused.

    :param apply: False only looks
    :raises UnusableListError: the file is none
    """
    lines = judged(read(listed.path), store.territories_by_siren(), listed.day, today)
    open_ones = [line for line in lines if line.verdict is Verdict.OPEN]
    gone = store.of_source(listed.source).keys() - {line.territory for line in open_ones}
    applied = apply and not any(line.verdict is Verdict.REFUSED for line in lines)
    if applied:
        store.replace(listed.source, open_ones, listed.day, listed.author)
    return Report(tuple(lines), tuple(sorted(gone)), applied)


def read(path: Path) -> list[Mapping[str, str]]:
    """The cells of each line by column, from CSV or a spreadsheet.

    :raises UnusableListError: it cannot be read, or has no column ``siren``
    """
    if path.stat().st_size > LARGEST:
        raise UnusableListError("large", limit=LARGEST >> 20)
    try:
        rows = list(islice(_rows(path), MOST_LINES + 1))
    except UnreadableError as error:
        raise UnusableListError(error.key, **error.values) from error
    if len(rows) > MOST_LINES:
        raise UnusableListError("lines", limit=MOST_LINES)
    return rows


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    table = open_table(path, COLUMNS)
    known = {name.casefold(): name for name in (*COLUMNS, DAY)}
    labels = [known.get(label.strip().casefold(), label.strip()) for label in table.labels]
    if "siren" not in labels:
        raise UnusableListError("columns", columns=", ".join(label[:40] for label in labels[:10]))
    for row in table.rows:
        yield {label: cell or "" for label, cell in zip(labels, row, strict=False) if label in known.values()}
