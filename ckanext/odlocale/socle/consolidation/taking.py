"""Reading one file for the rows that are right, and for what is wrong with the others. Without CKAN."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.consolidation.whose import Fate, Whose
from ckanext.odlocale.socle.findings import Finding, Tally
from ckanext.odlocale.socle.header import judge_header
from ckanext.odlocale.socle.judging import judge_table, opened_table
from ckanext.odlocale.socle.owner import identifier_of
from ckanext.odlocale.socle.verdict import Verdict

HEADER = (None, 1)


@dataclass(frozen=True, slots=True)
class Taken:
    """A right row: its cells in the wanted order, its line in its file, its territory."""

    cells: tuple[str, ...]
    line: int
    territory: str


# Given the rows of a group, and what is wrong with the other rows of the group.
Give = Callable[[Iterable[Taken], Iterable[Finding], Entry], None]


class _HeaderError(Exception):
    """No row can be right."""


class _Passing(Tally):
    """Holds what was found in one group of rows, so that memory does not grow with the file."""

    def __init__(self) -> None:
        super().__init__(None)

    def emptied(self) -> list[Finding]:
        found, self.kept = self.kept, []
        return found


@dataclass
class _Taker:
    entry: Entry
    labels: Sequence[str]
    wanted: Sequence[str]
    whose: Whose
    give: Give
    errors: _Passing = field(default_factory=_Passing)
    rejected: int = 0

    def __post_init__(self) -> None:
        names = judge_header(self.labels, self.entry.table).fields
        place = {name: index for index, name in enumerate(names) if name is not None}
        self.places = [place.get(name) for name in self.wanted]
        self.identities = [
            (place[name], kind) for name, kind in self.entry.table.identities.items() if name in place
        ]

    def __call__(self, columns: Sequence[Sequence[Any]], first: int, bad: set[int]) -> None:
        found = self.errors.emptied()
        if any(one.line in HEADER for one in found):
            self.give((), [one for one in found if one.line in HEADER], self.entry)
            raise _HeaderError
        territories = self._territories(columns)
        fates = {territory: self.whose.fate(territory) for territory in set(territories)}
        told = [one for one in found if self._is_ours(fates, territories, one, first)]
        foreign = [
            _foreign(first + index, territory)
            for index, territory in enumerate(territories)
            if fates[territory] is Fate.FOREIGN and first + index not in bad
        ]
        self.rejected += len({one.line for one in told}) + len(foreign)
        self.give(self._taken(columns, first, bad, territories, fates), [*told, *foreign], self.entry)

    def _territories(self, columns: Sequence[Sequence[Any]]) -> list[str]:
        size = len(columns[0]) if columns else 0
        named: list[str | None] = [None] * size
        for place, kind in self.identities:
            read = {text: identifier_of(kind, text) for text in set(columns[place])}
            named = [one or read[text] for one, text in zip(named, columns[place], strict=True)]
        self.whose.meet(set(named))
        return [self.whose.territory(one) for one in named]

    def _is_ours(
        self, fates: Mapping[str, Fate], territories: list[str], finding: Finding, first: int
    ) -> bool:
        return fates[territories[(finding.line or first) - first]] is not Fate.ELSEWHERE

    def _taken(
        self,
        columns: Sequence[Sequence[Any]],
        first: int,
        bad: set[int],
        territories: list[str],
        fates: Mapping[str, Fate],
    ) -> Iterator[Taken]:
        nothing = [None] * len(territories)
        trim = self.entry.table.trim
        read = [nothing if place is None else columns[place] for place in self.places]
        for index, (territory, *cells) in enumerate(zip(territories, *read, strict=True)):
            if fates[territory] is Fate.TAKEN and first + index not in bad:
                texts = tuple(_text(cell, trim=trim) for cell in cells)
                yield Taken(texts, first + index, territory)


def take(path: Path, schema: str, wanted: Sequence[str], whose: Whose, give: Give) -> int:
    """Read a file group by group; returns how many rows were rejected.

    :param schema: a set, or with ``@`` a version of it
    :param wanted: the columns to give, in this order; one that the file does not have is empty
    :raises UnreadableError: the file cannot be judged: what was given of it so far does not count
    """
    table, entry = opened_table(path, schema)
    taker = _Taker(entry, table.labels, wanted, whose, give)
    verdict = Verdict(schema=entry, errors=taker.errors, warnings=Tally(0))
    try:
        judge_table(table, entry, verdict, taker=taker)
    except _HeaderError:
        return taker.rejected
    if left := taker.errors.emptied():
        give((), left, entry)
    return taker.rejected


def _foreign(line: int, territory: str) -> Finding:
    return Finding(line, None, "owner", territory, "foreign")


def _text(cell: Any, *, trim: bool) -> str:
    text = "" if cell is None else str(cell)
    return text.strip() if trim else text
