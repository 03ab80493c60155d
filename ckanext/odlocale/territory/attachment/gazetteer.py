"""The territories that a page of organizations may mean, looked up together: four queries, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.cog.shared import Level, TerritoryId, of_this_name
from ckanext.odlocale.territory.attachment.proposing import Subject, looked_up
from ckanext.odlocale.territory.directory import TerritoryRecord, authority, nearness, record_of
from ckanext.odlocale.territory.model import CURRENT, closure_table, overlap_table, territory_table

_territory, _closure, _overlap = territory_table.c, closure_table.c, overlap_table.c


class Gazetteer:
    """The answers to what :func:`propose` asks about some organizations.

    :param above: what wholly contains each territory, nearest first
    :param straddled: what each EPCI or EPT lies in partly
    """

    def __init__(
        self,
        records: Mapping[str, TerritoryRecord],
        above: Mapping[str, Sequence[str]],
        straddled: Mapping[str, Sequence[str]],
    ) -> None:
        self.records = records
        self._above, self._straddled = above, straddled
        self._names: dict[str, list[TerritoryRecord]] = defaultdict(list)
        self._sirens: dict[str, list[TerritoryRecord]] = defaultdict(list)

    def know(self, rows: Iterable[tuple[str, TerritoryRecord]]) -> None:
        """Let records be found by their name and SIREN.

        :param rows: each with the normalised name it is found by
        """
        for name, record in rows:
            self._names[name].append(record)
            if record.siren:
                self._sirens[record.siren].append(record)

    def by_name(
        self, normalised: str, level: Level | None = None, within: str | None = None
    ) -> list[TerritoryId]:
        """The territories of exactly this name."""
        found = [
            one
            for one in self._names.get(normalised, ())
            if normalised
            and level in (None, one.level)
            and (within is None or self.touches(within, _meant(one)))
        ]
        current = [one.id for one in found if one.state == CURRENT]
        return of_this_name(current, [_meant(one) for one in found if one.state != CURRENT], level)

    def by_siren(self, siren: str) -> TerritoryId | None:
        """The territory whose authority has this SIREN."""
        holders = self._sirens.get(siren, ())
        heirs = {_meant(one) for one in holders}
        found = authority([self.records[heir] for heir in heirs if heir in self.records], siren)
        return found.id if found and found.state == CURRENT else None

    def successor(self, territory: TerritoryId) -> TerritoryId | None:
        """What a territory that is gone is part of today."""
        record = self.records.get(territory)
        return record.successor if record else None

    def contains(self, container: str, inner: str) -> bool:
        """True when the first is the second, or wholly contains it."""
        return container == inner or container in self._above.get(inner, ())

    def touches(self, container: str, inner: str) -> bool:
        """True when the second lies in the first, wholly or partly."""
        return self.contains(container, inner) or container in self._straddled.get(inner, ())

    def around(self, territories: Sequence[TerritoryId]) -> TerritoryId | None:
        """The smallest territory that contains all of these, one of them perhaps."""
        first, *others = territories or (None,)
        if first is None:
            return None
        candidates = (first, *map(TerritoryId, self._above.get(first, ())))
        shared = (one for one in candidates if all(self.contains(one, other) for other in others))
        return next(shared, None)

    def name(self, territory: str) -> str:
        """What a territory is called."""
        record = self.records.get(territory)
        return record.name if record and record.name else territory

    def situation(self, territory: str) -> str | None:
        """The name of the département around a territory, else of the région."""
        above = [TerritoryId(one) for one in self._above.get(territory, ())]
        nearest = (one for level in (Level.DEP, Level.REG) for one in above if one.level is level)
        return next((self.name(one) for one in nearest), None)


def gazetteer(subjects: Collection[Subject]) -> Gazetteer:
    """Look up everything that these organizations may mean."""
    names = {key for subject in subjects for key in looked_up(subject.names) if key}
    sirens = {subject.siren for subject in subjects if subject.siren}
    ids = {one for subject in subjects for one in (*subject.producers, subject.attached) if one}
    return found(names, sirens, ids)


def found(names: Iterable[str], sirens: Iterable[str] = (), ids: Iterable[str] = ()) -> Gazetteer:
    """A gazetteer of the territories with these names, SIREN or ids, and of all that contain them."""
    asked = sa.or_(
        _territory.search_name == _any(names), _territory.siren == _any(sirens), _territory.id == _any(ids)
    )
    rows = model.Session.execute(sa.select(territory_table).where(asked)).all()
    meant = {row.successor_id or row.id for row in rows}
    above = _above(meant)
    wanted = {*meant, *(one for line in above.values() for one in line)} - {row.id for row in rows}
    more = model.Session.execute(sa.select(territory_table).where(_territory.id == _any(wanted))).all()
    gazetteer = Gazetteer({row.id: record_of(row) for row in (*rows, *more)}, above, _straddled(meant))
    gazetteer.know((row.search_name, record_of(row)) for row in rows)
    return gazetteer


def _above(territories: Iterable[str]) -> dict[str, list[str]]:
    query = (
        sa.select(_closure.descendant, _closure.ancestor)
        .where(_closure.descendant == _any(territories), _closure.depth > 0)
        .order_by(_closure.descendant, _closure.depth, nearness(_closure.ancestor))
    )
    above: dict[str, list[str]] = defaultdict(list)
    for row in model.Session.execute(query):
        above[row.descendant].append(row.ancestor)
    return above


def _straddled(territories: Iterable[str]) -> dict[str, list[str]]:
    query = sa.select(_overlap.territory, _overlap.other).where(_overlap.territory == _any(territories))
    straddled: dict[str, list[str]] = defaultdict(list)
    for row in model.Session.execute(query):
        straddled[row.territory].append(row.other)
    return straddled


def _any(values: Iterable[str]) -> Any:
    return sa.any_(sa.literal(sorted(values), ARRAY(sa.Text)))


def _meant(record: TerritoryRecord) -> TerritoryId:
    return record.successor or record.id
