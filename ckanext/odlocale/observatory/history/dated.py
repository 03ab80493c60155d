"""Tables whose rows hold from ``date`` on, until the day before ``until``: what stays takes no room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model

Key = tuple[Any, ...]
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """How to read and write such a table.

    :param keys: the columns that say what a row is about, without its date
    :param values: the columns that say what is known
    """

    table: sa.Table
    keys: tuple[str, ...]
    values: tuple[str, ...]
    conditions: tuple[sa.sql.ColumnElement[bool], ...] = ()

    def as_of(self, day: date, *further: sa.sql.ColumnElement[bool]) -> sa.sql.Select:
        """The rows that hold on a day."""
        row = self.table.c
        holds = sa.or_(row.until.is_(None), row.until > day)
        return sa.select(self.table).where(row.date <= day, holds, *self.conditions, *further)

    def keep(self, day: date, wanted: Mapping[Key, Values]) -> int:
        """Write what holds from a day on, replacing what was written about that day; the days before stay.

        :param day: no earlier than the last day written
        :returns: how many rows begin on this day
        """
        self._take_back(day)
        known = dict(self._open_rows())
        changed = {key: values for key, values in wanted.items() if known.get(key) != values}
        gone = known.keys() - wanted.keys()
        self._close(day, [key for key in (*changed, *gone) if key in known])
        self._insert(day, changed)
        return len(changed)

    def _take_back(self, day: date) -> None:
        """Undo what an earlier run of the same day wrote: it may have seen something else."""
        row = self.table.c
        model.Session.execute(sa.delete(self.table).where(row.date == day, *self.conditions))
        model.Session.execute(
            sa.update(self.table).where(row.until == day, *self.conditions).values(until=None)
        )

    def _open_rows(self) -> Iterator[tuple[Key, Values]]:
        columns = [self.table.c[name] for name in (*self.keys, *self.values)]
        query = sa.select(*columns).where(self.table.c.until.is_(None), *self.conditions)
        width = len(self.keys)
        for row in model.Session.execute(query):
            yield tuple(row[:width]), tuple(row[width:])

    def _close(self, day: date, keys: Sequence[Key]) -> None:
        if not keys:
            return
        # One array for each key column: a list of thousands of tuples would take PostgreSQL longer to read.
        arrays = [sa.cast(list(column), sa.ARRAY(sa.Text)) for column in zip(*keys, strict=True)]
        listed = sa.func.unnest(*arrays).table_valued(*self.keys).render_derived(name="listed")
        same = [self.table.c[name] == listed.c[name] for name in self.keys]
        model.Session.execute(
            sa.update(self.table)
            .where(self.table.c.until.is_(None), *same, *self.conditions)
            .values(until=day)
        )

    def _insert(self, day: date, changed: Mapping[Key, Values]) -> None:
        names = (*self.keys, *self.values)
        rows = [
            {**dict(zip(names, (*key, *values), strict=True)), "date": day} for key, values in changed.items()
        ]
        if rows:
            model.Session.execute(sa.insert(self.table), _complete(self.table, rows))


def _complete(table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with an empty edition where the table has one."""
    return [{"edition": "", **row} for row in rows] if "edition" in table.c else list(rows)
