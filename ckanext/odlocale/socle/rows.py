"""Judging rows, a group at a time, column by column and then check by check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from ckanext.odlocale.tables.types import Row, Table

from .checks.types import Check, Fault
from .columns import ColumnJudge
from .findings import Finding, Tally, shortened
from .keys import Seen

ROWS_TOGETHER = 2_000
ROWS_BETWEEN_WEIGHINGS = 100
HEAVY = 16_000_000
WIDE = 1_000_000
TOLD_PER_ROW = 100
# More than there are communes in France: a column with more values names no owner.
MOST_WATCHED = 50_000

# A finding with its place, so that a group's findings come out in the order of the file.
Placed = tuple[int, int, Finding]
# Told the number of rows judged so far.
Progress = Callable[[int], None] | None
# Given each group of rows: its columns, the line of its first row, the lines on which something is wrong.
Taker = Callable[[Sequence[Sequence[Any]], int, set[int]], None] | None
# A text, or the texts of several columns.
Key = str | None | tuple[str | None, ...]


class CheckJudge:
    """One check on its columns of the file, each set of texts judged once."""

    REMEMBERED = 20_000

    def __init__(self, check: Check, judges: Sequence[ColumnJudge], place: int) -> None:
        self.check = check
        self.judges = judges
        self.place = place
        self._judged: dict[Key, Fault | None] = {}
        self._bad: dict[Key, Fault] = {}

    def bad_keys(self, columns: Sequence[Sequence[str | None]]) -> Mapping[Key, Fault]:
        """The wrong texts among these, or the wrong sets of texts when the check reads several columns."""
        if len(self._judged) > self.REMEMBERED:
            self._judged.clear()
            self._bad.clear()
        distinct = set(columns[0]) if len(columns) == 1 else set(zip(*columns, strict=True))
        for key in distinct.difference(self._judged):
            self._judged[key] = fault = self._judge(key if isinstance(key, tuple) else (key,))
            if fault is not None:
                self._bad[key] = fault
        return {key: self._bad[key] for key in distinct & self._bad.keys()} if self._bad else {}

    def _judge(self, texts: tuple[str | None, ...]) -> Fault | None:
        values = [judge.value(text) for judge, text in zip(self.judges, texts, strict=True)]
        if self.check.skip_empty and None in values:
            return None
        return self.check.fault(values)


class Rows:
    """The rows of one file against one schema.

    `columns`: a judge per column of the file; `names`: what the schema calls that column, None when it does
    not know it; `tally` receives what is found.
    """

    def __init__(self, columns: Sequence[ColumnJudge], names: Sequence[str | None], tally: Tally) -> None:
        self.columns = columns
        self.tally = tally
        self.width = len(columns)
        self.place = {name: index for index, name in enumerate(names) if name is not None}
        self.checks: list[CheckJudge] = []
        self.check_columns: list[list[int | None]] = []
        self.unique: list[tuple[str, list[int], Seen]] = []
        # How many rows each value of a watched column has.
        self.watched: dict[str, Counter[str | None]] = {}
        # Judges the same rows for what is only advice.
        self.follower: Rows | None = None
        self.taker: Taker = None

    def add_check(self, check: Check) -> None:
        """Judge this check too, unless the file has none of what it needs."""
        places = [self.place.get(column) for column in check.columns]
        if check.skip_empty and None in places:
            return
        absent = ColumnJudge("", None, frozenset())
        judges = [absent if place is None else self.columns[place] for place in places]
        self.checks.append(CheckJudge(check, judges, self.place.get(check.anchor, self.width)))
        self.check_columns.append(places)

    def add_key(self, rule: str, names: Sequence[str]) -> None:
        """Refuse that the values of these columns come twice."""
        if all(name in self.place for name in names):
            self.unique.append((rule, [self.place[name] for name in names], Seen()))

    def watch(self, name: str) -> None:
        """Count the rows of each value of this column."""
        if name in self.place:
            self.watched[name] = Counter()

    def judge(self, table: Table, progress: Progress = None) -> int:
        """Read the whole table; returns its number of rows. Raises what its reader raises."""
        first = line = table.header_line + 1
        for rows in _groups(table):
            self.judge_group(rows, line)
            line += len(rows)
            if progress is not None:
                progress(line - first)
        for _, _, seen in self.unique:
            seen.close()
        return line - first

    def judge_group(self, rows: list[Row], first: int) -> None:
        """Judge some rows, the first of which is on line `first`."""
        found: list[Placed] = []
        if set(map(len, rows)) != {self.width}:
            rows = [self._squared(row, first + index, found) for index, row in enumerate(rows)]
        columns = list(zip(*rows, strict=True)) or [()] * self.width
        self._judge_cells(columns, first, found)
        if blank := self._blank_lines(columns, first):
            found = [placed for placed in found if placed[0] not in blank]
            found.extend((line, -1, Finding(line, None, "blank-row", None, "blank-row")) for line in blank)
        self._judge_keys(columns, len(rows), first, found)
        self._judge_checks(columns, len(rows), first, found)
        self._report(found)
        for name, counts in self.watched.items():
            if len(counts) < MOST_WATCHED:
                counts.update(columns[self.place[name]])
        if self.follower is not None:
            self.follower.follow(columns, len(rows), first, blank)
        if self.taker is not None:
            self.taker(columns, first, {line for line, _, _ in found})

    def follow(self, columns: Sequence[Sequence[Any]], size: int, first: int, blank: set[int]) -> None:
        """Judge cells and checks of rows whose shape was judged already."""
        found: list[Placed] = []
        self._judge_cells(columns, first, found)
        self._judge_checks(columns, size, first, found)
        self._report([placed for placed in found if placed[0] not in blank])

    def _report(self, found: list[Placed]) -> None:
        found.sort(key=_order)
        self.tally.extend(finding for _, _, finding in found)

    def _judge_cells(self, columns: Sequence[Sequence[Any]], first: int, found: list[Placed]) -> None:
        for place, (judge, cells) in enumerate(zip(self.columns, columns, strict=True)):
            if bad := judge.bad_texts(cells):
                found.extend(self._cell_findings(place, cells, bad, first))

    def _squared(self, row: Row, line: int, found: list[Placed]) -> Row:
        extra = range(self.width + 1, len(row) + 1)
        for number in self._told(extra, "extra-cell"):
            told = Finding(
                line, None, "extra-cell", shortened(row[number - 1]), "extra-cell", {"number": number}
            )
            found.append((line, number, told))
        for place in self._told(range(len(row), self.width), "missing-cell"):
            told = Finding(line, self.columns[place].name, "missing-cell", None, "missing-cell")
            found.append((line, place, told))
        return row[: self.width] + [None] * (self.width - len(row))

    def _told(self, places: range, rule: str) -> range:
        """The first places of a very uneven row; the others are only counted."""
        if len(places) > TOLD_PER_ROW:
            self.tally.counts[rule] += len(places) - TOLD_PER_ROW
        return places[:TOLD_PER_ROW]

    def _cell_findings(self, place: int, cells: Sequence[Any], bad: Any, first: int) -> Iterator[Placed]:
        name = self.columns[place].name
        for line, text in enumerate(cells, start=first):
            for rule, why in bad.get(text, ()):
                yield line, place, Finding(line, name, rule, shortened(text), why)

    def _blank_lines(self, columns: Sequence[Sequence[Any]], first: int) -> set[int]:
        judge = self.columns[0]
        if not any(text in columns[0] for text in (None, *judge.missing)):
            return set()
        return {
            first + index
            for index, text in enumerate(columns[0])
            if judge.is_missing(text) and self._is_blank(columns, index)
        }

    def _is_blank(self, columns: Sequence[Sequence[Any]], index: int) -> bool:
        return all(judge.is_missing(cells[index]) for judge, cells in zip(self.columns, columns, strict=True))

    def _judge_keys(
        self, columns: Sequence[Sequence[Any]], size: int, first: int, found: list[Placed]
    ) -> None:
        for rule, places, seen in self.unique:
            for index in range(size):
                values = tuple(self.columns[place].value(columns[place][index]) for place in places)
                if finding := self._key_finding(rule, places, values, seen, first + index):
                    found.append((first + index, places[0], finding))

    def _key_finding(
        self, rule: str, places: list[int], values: tuple[Any, ...], seen: Seen, line: int
    ) -> Finding | None:
        name = self.columns[places[0]].name
        if all(value is None for value in values):
            return Finding(line, name, rule, None, "key-empty") if rule == "primary-key" else None
        earlier = seen.first_line(values, line)
        if earlier is None:
            return None
        return Finding(
            line, name, rule, shortened(", ".join(map(str, values))), "key-twice", {"first": earlier}
        )

    def _judge_checks(
        self, columns: Sequence[Sequence[Any]], size: int, first: int, found: list[Placed]
    ) -> None:
        nothing = [None] * size
        for judge, places in zip(self.checks, self.check_columns, strict=True):
            read = [nothing if place is None else columns[place] for place in places]
            if bad := judge.bad_keys(read):
                found.extend(_check_findings(judge, read, bad, first))


def _check_findings(
    judge: CheckJudge, read: Sequence[Sequence[Any]], bad: Mapping[Key, Fault], first: int
) -> Iterator[Placed]:
    check = judge.check
    for line, key in enumerate(read[0] if len(read) == 1 else zip(*read, strict=True), start=first):
        if fault := bad.get(key):
            value = shortened(read[0][line - first])
            yield line, judge.place, Finding(line, check.anchor, check.rule, value, fault.key, fault.values)


def _order(placed: Placed) -> tuple[int, int]:
    return placed[0], placed[1]


def _groups(table: Table) -> Iterator[list[Row]]:
    """Rows in groups that are small in number, and small in memory when rows are long or wide."""
    rows = iter(table.rows)
    group: list[Row] = []
    start, cells = table.weight(), 0
    while more := list(islice(rows, ROWS_BETWEEN_WEIGHINGS)):
        group.extend(more)
        cells += sum(map(len, more))
        if len(group) >= ROWS_TOGETHER or cells > WIDE or table.weight() - start > HEAVY:
            yield group
            group, start, cells = [], table.weight(), 0
    if group:
        yield group
