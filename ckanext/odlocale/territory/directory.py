"""Looking territories and their organizations up. Every function is one indexed query and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError, of_this_name
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.model import CURRENT, FORMER, closure_table, overlap_table, territory_table

_territory = territory_table.c
_closure = closure_table.c
_overlap = overlap_table.c


@dataclass(frozen=True, slots=True)
class TerritoryRecord:
    """A territory as the portal knows it; see :class:`ckanext.odlocale.cog.vintage.Territory`.

    :param state: ``current``, or ``former`` for what left the COG (its successor is then set, when known)
    :param vintage: the last vintage that had it
    :param heirs: for one without a single successor, those that its communes went to
    """

    id: TerritoryId
    level: Level
    code: str
    name: str
    siren: str | None
    population: int | None
    kind: str
    seat: TerritoryId | None
    successor: TerritoryId | None
    state: str
    vintage: int
    postal_codes: tuple[str, ...]
    parents: tuple[TerritoryId, ...]
    heirs: tuple[TerritoryId, ...] = ()


def record_of(row: Any) -> TerritoryRecord:
    """A record from a row of the territory table."""
    return TerritoryRecord(
        id=TerritoryId(row.id),
        level=Level(row.level),
        code=row.code,
        name=row.name,
        siren=row.siren,
        population=row.population,
        kind=row.kind,
        seat=row.seat and TerritoryId(row.seat),
        successor=row.successor_id and TerritoryId(row.successor_id),
        state=row.state,
        vintage=row.vintage,
        postal_codes=tuple(row.postal_codes),
        parents=tuple(map(TerritoryId, row.parents)),
        heirs=tuple(map(TerritoryId, row.heirs)),
    )


def resolve(text: str) -> TerritoryRecord | None:
    """The territory that an identifier or a bare code means today.

    :param text: an identifier, or a code that only one territory has (``74042``; not ``01``, which is
        both a département and a région). Former communes and old codes give their successor.
    :returns: None when nothing, or more than one territory, answers to it
    """
    asked = sa.select(_meant()).where(_asked_for(text.strip())).distinct().limit(2)
    rows = model.Session.execute(sa.select(territory_table).where(_territory.id.in_(asked))).all()
    return record_of(rows[0]) if len(rows) == 1 else None


def _asked_for(text: str) -> sa.sql.ColumnElement[bool]:
    try:
        return _territory.id == TerritoryId.parse(text)
    except TerritoryIdError:
        # No code has a NUL, and a database refuses it.
        return _territory.code == text if text and "\x00" not in text else sa.false()


def records(ids: Iterable[str]) -> dict[TerritoryId, TerritoryRecord]:
    """The records of these territories as they are, former ones included; unknown ones are left out."""
    rows = model.Session.execute(sa.select(territory_table).where(_territory.id.in_(list(ids))))
    return {TerritoryId(row.id): record_of(row) for row in rows}


def ancestors(territory_id: str) -> list[TerritoryId]:
    """The territories that wholly contain this one, nearest first, without itself.

    :param territory_id: an identifier; that of a former commune gives the ancestors of its successor
    """
    return lineage(territory_id)[1:]


def lineage(territory_id: str) -> list[TerritoryId]:
    """The territory itself (a former one: its successor), then its ancestors, nearest first.

    A territory that left the COG without a single successor stands alone, below what contains all its heirs.
    Empty when it is unknown.
    """
    found = model.Session.execute(_lineage(), {"territory": territory_id}).scalars()
    return [TerritoryId(ancestor) for ancestor in found]


def organization_lineage(organization_id: str) -> list[TerritoryId]:
    """The lineage of the territory that an organization is attached to; empty when it has none.

    :param organization_id: the id (not the name) of a CKAN organization
    """
    found = model.Session.execute(_organization_lineage(), {"organization": organization_id}).scalars()
    return [TerritoryId(ancestor) for ancestor in found]


@cache
def _lineage() -> sa.sql.Select:
    """Made once, as the next: every indexing of a dataset asks one, and making it costs more than asking."""
    return _lineage_of(sa.bindparam("territory", type_=sa.Text))


@cache
def _organization_lineage() -> sa.sql.Select:
    field = organization_field(TERRITORY_FIELD)
    attached = sa.select(field.c.value).where(field.c.id == sa.bindparam("organization"))
    return _lineage_of(attached.scalar_subquery())


def _lineage_of(asked: sa.sql.ColumnElement[str]) -> sa.sql.Select:
    meant = sa.select(_meant().label("id")).where(_territory.id == asked).subquery("meant")
    shared = above_all_heirs()
    direct = sa.select(
        sa.func.coalesce(_closure.ancestor, meant.c.id).label("ancestor"),
        sa.func.coalesce(_closure.depth, 0).label("depth"),
    ).select_from(meant.outerjoin(closure_table, _closure.descendant == meant.c.id))
    of_heirs = sa.select(shared.c.ancestor, shared.c.depth).where(shared.c.descendant == asked)
    found = sa.union_all(direct, of_heirs).subquery("found")
    return sa.select(found.c.ancestor).order_by(found.c.depth, nearness(found.c.ancestor))


def above_all_heirs() -> sa.sql.Subquery:
    """What contains every heir of a territory that was shared out: it still counts there.

    Columns ``descendant`` (the territory), ``ancestor`` and ``depth``.
    """
    shared_out = territory_table.alias("shared_out")
    heirs = sa.func.cardinality(shared_out.c.heirs)
    return (
        sa.select(
            shared_out.c.id.label("descendant"), _closure.ancestor, sa.func.max(_closure.depth).label("depth")
        )
        .join_from(shared_out, closure_table, _closure.descendant == sa.any_(shared_out.c.heirs))
        .where(heirs > 0, _closure.depth > 0)
        .group_by(shared_out.c.id, shared_out.c.heirs, _closure.ancestor)
        .having(sa.func.count() == heirs)
        .subquery("above_all_heirs")
    )


def nearness(territory_id: sa.sql.ColumnElement[str]) -> sa.sql.ColumnElement[int]:
    """Orders identifiers of one depth: the smallest level first."""
    level = sa.func.split_part(territory_id, "-", 1)
    return -sa.case(*((level == name.value, name.rank) for name in Level), else_=0)


def nearest() -> tuple[Any, ...]:
    """The order of ancestors, nearest first, in a query of the closure."""
    return _closure.depth, nearness(_closure.ancestor)


def by_siren(siren: str) -> TerritoryRecord | None:
    """The territory whose authority has this SIREN.

    Some authorities run two territories: a commune comes first (Paris), then the widest (Corse,
    Martinique). None when two remain (the Collectivité européenne d'Alsace runs two départements). The
    SIREN of an authority that merged into another gives that one.

    :param siren: nine digits
    """
    meant = sa.select(_meant()).where(_territory.siren == siren)
    query = sa.select(territory_table).where(_territory.id.in_(meant), _territory.state == CURRENT)
    return authority([record_of(row) for row in model.Session.execute(query)], siren)


def authority(heirs: Sequence[TerritoryRecord], siren: str) -> TerritoryRecord | None:
    """The one of :func:`by_siren` among the territories that have a SIREN, or succeed one that had it."""
    found = [record for record in heirs if record.siren == siren] or heirs
    best = [record for record in found if record.level is Level.COM] or found
    widest = [record for record in best if record.level.rank == min(other.level.rank for other in best)]
    return widest[0] if len(widest) == 1 else None


def by_code(code: str, level: Level | None = None) -> list[TerritoryId]:
    """The territories with this official code, former ones replaced by their successor.

    :param code: COG code, or SIREN for EPCI and EPT
    :param level: only this level; without it ``01`` gives both the Ain and Guadeloupe
    """
    meant = _meant()
    query = sa.select(meant).where(_territory.code == code).distinct().order_by(meant)
    if level is not None:
        query = query.where(_territory.level == level)
    return [TerritoryId(found) for found in model.Session.execute(query).scalars()]


def by_name(normalised: str, level: Level | None = None, within: str | None = None) -> list[TerritoryId]:
    """The territories of exactly this name, by the rule of :func:`of_this_name`.

    :param normalised: a name that went through ``normalise_name`` or ``strip_kind``
    :param level: only this level
    :param within: only this territory and what lies in it, wholly or partly
    """
    meant = _meant()
    query = sa.select(_territory.state, meant.label("id")).where(
        _territory.search_name == normalised, _territory.search_name != ""
    )
    if level is not None:
        query = query.where(_territory.level == level)
    if within is not None:
        query = query.where(meant.in_(lying_in(within)))
    found: dict[str, list[TerritoryId]] = {CURRENT: [], FORMER: []}
    for row in model.Session.execute(query):
        found[row.state].append(TerritoryId(row.id))
    return of_this_name(found[CURRENT], found[FORMER], level)


def lying_in(territory_id: str) -> sa.CompoundSelect:
    """The ids of a territory and of all that lies in it: what it wholly contains, and what straddles it."""
    contained = sa.select(_closure.descendant).where(_closure.ancestor == territory_id)
    return contained.union_all(sa.select(_overlap.territory).where(_overlap.other == territory_id))


def organization_of(territory_id: str) -> str | None:
    """The id of the organization attached to this territory: the oldest, should there be two.

    One attached to a commune that has since merged into this territory counts too, after a direct one.
    """
    return organizations_of([territory_id]).get(TerritoryId(territory_id))


def organizations_of(territory_ids: Iterable[str]) -> dict[TerritoryId, str]:
    """The organization attached to each of these territories, by the rule of :func:`organization_of`."""
    wanted = list(territory_ids)
    field, group, meant = organization_field(TERRITORY_FIELD), group_table, _meant()
    query = (
        sa.select(meant.label("territory"), group.c.id)
        .distinct(meant)
        .join_from(territory_table, field, field.c.value == _territory.id)
        .join(group, group.c.id == field.c.id)
        .where(sa.or_(_territory.id.in_(wanted), _territory.successor_id.in_(wanted)))
        .order_by(meant, _territory.successor_id.isnot(None), group.c.created, group.c.id)
    )
    return {TerritoryId(row.territory): row.id for row in model.Session.execute(query)}


def _meant() -> sa.sql.ColumnElement[str]:
    """The territory itself, or what a former one leads to; the import keeps this one step long."""
    return sa.func.coalesce(_territory.successor_id, _territory.id)


def territory_of(organization_id: str) -> TerritoryId | None:
    """The territory that an organization is attached to today, by the organization's id."""
    return next(iter(organization_lineage(organization_id)), None)


def nearest_organization(territory_id: str) -> tuple[TerritoryId, str] | None:
    """The nearest strict ancestor that has an organization here, with the id of that organization."""
    found = ancestors(territory_id)
    organizations = organizations_of(found)
    return next(
        ((ancestor, organizations[ancestor]) for ancestor in found if ancestor in organizations), None
    )
