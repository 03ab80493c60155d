"""Writing a consolidated file, its rejects and its sources, one row at a time. Without CKAN."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ckanext.odlocale.socle.catalogue import Entry, find_schema
from ckanext.odlocale.socle.consolidation import words
from ckanext.odlocale.socle.consolidation.source import (
    Source,
    Version,
    columns,
    is_earlier,
    used,
    version_of,
)
from ckanext.odlocale.socle.consolidation.taking import Taken, take
from ckanext.odlocale.socle.consolidation.whose import Whose
from ckanext.odlocale.socle.findings import Finding
from ckanext.odlocale.socle.keys import Seen
from ckanext.odlocale.socle.messages.render import Teller
from ckanext.odlocale.socle.spreadsheets import harmless, harmless_data
from ckanext.odlocale.socle.verdicts.kept import Outcome
from ckanext.odlocale.tables.types import UnreadableError

ROWS, REJECTS, SOURCES = "rows.csv", "rejects.csv", "sources.csv"
PROVENANCE = ("source_territoire", "source_jeu", "source_ressource", "source_ligne")
REJECTED = ("territoire", "jeu", "ressource", "ligne", "colonne", "regle", "valeur", "explication")
LISTED = (
    *("territoire", "jeu", "ressource", "licence", "verdict"),
    *("version_utilisee", "version_standard", "lignes", "lignes_rejetees", "explication"),
)
# Spreadsheets read UTF-8 where it begins so; the rows are a file of the standard, which does not.
FOR_PEOPLE = "utf-8-sig"

Opener = Callable[[Source, Version], AbstractContextManager[Path]]


@dataclass
class Made:
    """What was written.

    :param rows: how many rows of how many sources
    :param rejected: how many rows are not there, and why is in the file of rejects
    """

    rows: int = 0
    rejected: int = 0
    sources: int = 0


@dataclass
class Order:
    """What to consolidate, and how to find out the rest.

    :param opener: gives the file of a version of a source
    :param whose: tells whose the rows of a source are
    """

    schema: str
    sources: Sequence[Source]
    opener: Opener
    whose: Callable[[Source], Whose]
    lang: str


Reason = tuple[str, dict[str, Any]]
Broken = dict[tuple[str, Version], Reason]


class _BrokenError(Exception):
    """A file proved unreadable after rows of it were written."""

    def __init__(self, source: Source, version: Version, reason: Reason) -> None:
        super().__init__(source.resource)
        self.place, self.reason = (source.resource, version), reason


def write(folder: Path, order: Order) -> Made:
    """Write the three files into a folder.

    A file that cannot be read to its end gives no row: everything is then written anew without it.
    """
    broken: Broken = {}
    while True:
        try:
            return _Writing(order, broken).written(folder)
        except _BrokenError as error:
            broken[error.place] = error.reason


@dataclass
class _Writing:
    order: Order
    broken: Broken
    made: Made = field(default_factory=Made)

    def written(self, folder: Path) -> Made:
        self.seen, self.wanted = Seen(), columns(self.order.schema, self.order.sources)
        with ExitStack() as stack:
            stack.callback(self.seen.close)
            self.rows = _writer(stack, folder / ROWS, "utf-8", [*self.wanted, *PROVENANCE])
            self.rejects = _writer(stack, folder / REJECTS, FOR_PEOPLE, REJECTED)
            listed = _writer(stack, folder / SOURCES, FOR_PEOPLE, LISTED)
            for number, source in enumerate(self.order.sources):
                listed.writerow(map(harmless, self._source(number, source)))
        return self.made

    def _source(self, number: int, source: Source) -> list[str]:
        """Write what there is of a source; returns its line in the list of sources."""
        version, before = self._readable(source, used(source)), self.made.rejected
        rows = self._taken(number, source, version) if version else 0
        if version is not Version.CURRENT and source.verdict != Outcome.VALID:
            self._reject_today(source)
        self.made.rows += rows
        self.made.sources += bool(rows)
        place = [source.owner, source.dataset, source.resource, source.licence, source.verdict]
        counts = [str(rows), str(self.made.rejected - before)]
        standard = version_of(source) if version else None
        return [*place, version.value if version else "", standard or "", *counts, self._why(source, version)]

    def _readable(self, source: Source, version: Version | None) -> Version | None:
        return version if version and (source.resource, version) not in self.broken else None

    def _why(self, source: Source, version: Version | None) -> str:
        if version is None:
            return self._failure(source)
        return words.why("earlier", {}, self.order.lang) if is_earlier(source) else ""

    def _failure(self, source: Source) -> str:
        found = [self.broken[key] for key in self.broken if key[0] == source.resource]
        key, values = next(iter(found), None) or source.reason or ("not-checked", {})
        return words.why(key, values, self.order.lang)

    def _reject_today(self, source: Source) -> None:
        """What is wrong with a file of which no row is taken today."""
        if source.verdict == Outcome.INVALID and self._readable(source, Version.CURRENT):
            self._read(source, Version.CURRENT, lambda _taken: None)
        elif self.order.whose(source).owner_is_inside:
            told = Finding(None, None, source.verdict, None, "")
            self._reject(source, told, self._failure(source))

    def _taken(self, number: int, source: Source, version: Version) -> int:
        rows = 0

        def keep(taken: Taken) -> None:
            nonlocal rows
            key = hashlib.blake2b(repr(taken.cells).encode(), digest_size=16).hexdigest()
            first = self.seen.first_line((key,), number)
            if first is not None and first != number:
                told = Finding(taken.line, None, "twice", self.order.sources[first].dataset, "twice")
                self._finding(source, told, self._teller(self.order.schema, None))
                self.made.rejected += 1
                return
            place = (taken.territory, source.dataset, source.resource, str(taken.line))
            self.rows.writerow(map(harmless_data, (*taken.cells, *place)))
            rows += 1

        self._read(source, version, keep)
        return rows

    def _read(self, source: Source, version: Version, keep: Callable[[Taken], None]) -> None:
        def give(taken: Iterable[Taken], found: Iterable[Finding], entry: Entry) -> None:
            for one in taken:
                keep(one)
            for one in found:
                self._finding(source, one, self._teller(entry.name, entry.version))

        schema = self.order.schema
        if version is Version.KEPT and source.kept:
            schema = f"{schema}@{source.kept.version}"
        try:
            with self.order.opener(source, version) as path:
                self.made.rejected += take(path, schema, self.wanted, self.order.whose(source), give)
        except UnreadableError as error:
            raise _BrokenError(source, version, (error.key, error.values)) from error
        except OSError as error:
            raise _BrokenError(source, version, ("not-stored", {})) from error

    def _finding(self, source: Source, one: Finding, teller: Teller) -> None:
        self._reject(source, one, words.told(one, teller, self.order.lang))

    def _reject(self, source: Source, one: Finding, why: str) -> None:
        line = "" if one.line is None else str(one.line)
        place = (source.owner, source.dataset, source.resource, line)
        self.rejects.writerow(map(harmless, (*place, one.column or "", one.rule, one.value or "", why)))

    def _teller(self, schema: str, version: str | None) -> Teller:
        return _teller(schema, version, self.order.lang)


@cache
def _teller(schema: str, version: str | None, lang: str) -> Teller:
    return Teller(find_schema(f"{schema}@{version}" if version else schema).table, lang)


def _writer(stack: ExitStack, path: Path, encoding: str, header: Sequence[str]) -> Any:
    stream = stack.enter_context(path.open("w", encoding=encoding, errors="replace", newline=""))
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    return writer
