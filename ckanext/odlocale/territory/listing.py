"""Territories as the API lists them, each answer in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.cog.shared import Level, TerritoryId, strip_kind
from ckanext.odlocale.territory import surroundings
from ckanext.odlocale.territory.directory import (
    TerritoryRecord,
    lying_in,
    nearest,
    organizations_of,
    resolve,
)
from ckanext.odlocale.territory.model import CURRENT, closure_table, overlap_table, territory_table
from ckanext.odlocale.territory.typed import code_of, words_query

_territory = territory_table.c
_closure = closure_table.c
_overlap = overlap_table.c

Condition = sa.sql.ColumnElement[bool]

BRIEF = ("id", "level", "code", "name", "siren", "population", "kind")


def known(territory: str) -> TerritoryRecord:
    """A territory by its id.

    :raises NotFound: there is none
    """
    record = resolve(territory)
    if record is None:
        sentence = tk._(
            "There is no territory “{id}” here. Check its code; a portal without territories gets them "
            "with: ckan odlocale territory import"
        )
        raise tk.ObjectNotFound(sentence.format(id=territory))
    return record


def shown(record: TerritoryRecord) -> dict[str, Any]:
    """Everything about a territory, in the shape that ``territory show`` promises."""
    above = _above(record.id)
    organizations = organization_names([record.id, *(ancestor for ancestor, _ in above)])
    supervisors = (organizations[ancestor] for ancestor, _ in above if ancestor in organizations)
    return {
        **_facts(record),
        "parents": [ancestor for ancestor, depth in above if depth == 1],
        "ancestors": [ancestor for ancestor, _ in above],
        "children": _counts(record.id, _closure.depth == 1),
        "descendants": _counts(record.id, _closure.depth > 0),
        "overlaps": _overlaps(record.id),
        "organization": organizations.get(record.id),
        "supervisor": next(supervisors, None),
    }


def _facts(record: TerritoryRecord) -> dict[str, Any]:
    return {
        **{name: getattr(record, name) for name in BRIEF},
        "seat": record.seat,
        "postal_codes": list(record.postal_codes),
        "state": record.state,
        "successor": record.successor,
        "heirs": list(record.heirs),
        "vintage": record.vintage,
    }


def _above(territory_id: str) -> list[tuple[TerritoryId, int]]:
    query = sa.select(_closure.ancestor, _closure.depth).where(
        _closure.descendant == territory_id, _closure.depth > 0
    )
    rows = model.Session.execute(query.order_by(*nearest()))
    return [(TerritoryId(row.ancestor), row.depth) for row in rows]


def _counts(territory_id: str, condition: Condition) -> dict[str, int]:
    query = (
        sa.select(_level(_closure.descendant), sa.func.count())
        .where(_closure.ancestor == territory_id, condition)
        .group_by(sa.text("1"))
    )
    return _by_level(model.Session.execute(query))


def _level(column: sa.sql.ColumnElement[str]) -> sa.sql.ColumnElement[str]:
    return sa.func.split_part(column, "-", 1)


def _by_level(counts: Iterable[Any]) -> dict[str, int]:
    return {str(level): count for level, count in sorted(counts, key=lambda one: Level(one[0]).rank)}


def _overlaps(territory_id: str) -> list[TerritoryId]:
    other = sa.case((_overlap.territory == territory_id, _overlap.other), else_=_overlap.territory)
    query = sa.select(other).where(sa.or_(_overlap.territory == territory_id, _overlap.other == territory_id))
    return sorted(map(TerritoryId, model.Session.execute(query).scalars()))


def organization_names(territory_ids: Iterable[str]) -> dict[TerritoryId, str]:
    """The name of the organization of each of these territories that has one. Two queries at most."""
    group = group_table.c
    organizations = organizations_of(territory_ids)
    query = sa.select(group.id, group.name).where(group.id.in_(list(organizations.values())))
    names = dict(tuple(row) for row in model.Session.execute(query)) if organizations else {}
    return {territory_id: names[organization] for territory_id, organization in organizations.items()}


def organizations(territory: TerritoryId, limit: int, offset: int) -> dict[str, Any]:
    """The organizations of a territory and of those below it, with how many there are in all."""
    found = surroundings.organizations(territory, limit, offset)
    # A page beyond the last has no line that tells how many there are.
    total = found.total or surroundings.organizations(territory, 1).total
    return {"count": total, "results": [asdict(one) for one in found.listed]}


def page(
    level: Level | None, below: str | None, typed: str | None, limit: int, offset: int
) -> dict[str, Any]:
    """Territories in force, by level and code, with how many there are in all."""
    conditions = [_territory.state == CURRENT, *_of_level(level)]
    if below:
        under = sa.select(_closure.descendant).where(_closure.ancestor == below, _closure.depth > 0)
        conditions.append(_territory.id.in_(under))
    if typed:
        conditions.append(_matches(typed))
    total = sa.select(sa.func.count()).select_from(territory_table).where(*conditions)
    query = (
        sa.select(*(_territory[name] for name in BRIEF))
        .where(*conditions)
        .order_by(_rank(), _territory.code)
        .limit(limit)
        .offset(offset)
    )
    results = [dict(row) for row in model.Session.execute(query).mappings()]
    return {"count": model.Session.execute(total).scalar_one(), "results": results}


def _of_level(level: Level | None) -> list[Condition]:
    return [_territory.level == level] if level else []


def _rank() -> sa.sql.ColumnElement[int]:
    return sa.case(*((_territory.level == level.value, level.rank) for level in Level), else_=9)


def _matches(typed: str, columns: Any = _territory) -> Condition:
    """Every word typed starts a word of the territory: of its name, INSEE code, SIREN or postal codes."""
    query = words_query(typed)
    if not query:
        return sa.false()
    vector = sa.func.to_tsvector(sa.text("'simple'::regconfig"), columns.search_text)
    return vector.op("@@")(sa.func.to_tsquery(sa.text("'simple'::regconfig"), query))


def called(typed: str) -> sa.sql.Select:
    """A query of the ids of the territories, former ones too, of whose name or codes every word is typed."""
    return sa.select(_territory.id).where(_matches(typed))


def completions(typed: str, level: Level | None, below: str | None, limit: int) -> list[dict[str, Any]]:
    """Territories in force that somebody may be typing; a former commune gives its successor.

    The one called exactly so comes first, or else a commune like Y could never be chosen; then those found by
    what they are called today, the largest level and the most people first; then those found by what became
    part of them, with its name as ``former``.

    :param below: only what lies in this territory, wholly or partly
    """
    inside = [_territory.id.in_(lying_in(below)), _territory.id != below] if below else []
    known = territory_table.alias("known")
    meant = sa.func.coalesce(known.c.successor_id, known.c.id)
    today = sa.func.bool_or(known.c.id == _territory.id)
    former = sa.case((today, None), else_=sa.func.min(sa.func.nullif(known.c.name, "")))
    query = (
        sa.select(*(_territory[column] for column in BRIEF), _situation().label("situation"))
        .add_columns(former.label("former"))
        .join_from(known, territory_table, _territory.id == meant)
        .where(_territory.state == CURRENT, _typed(typed, known.c), *_of_level(level), *inside)
        .group_by(_territory.id)
        .order_by(sa.func.bool_or(_exactly(typed, known.c)).desc(), today.desc(), _rank())
        .order_by(_territory.population.desc().nulls_last(), _territory.id)
        .limit(limit)
    )
    return [dict(row) for row in model.Session.execute(query).mappings()]


def situations(territory_ids: Iterable[str]) -> list[dict[str, Any]]:
    """These territories with the name of the département or région around them; unknown ones are left out."""
    query = sa.select(*(_territory[column] for column in BRIEF), _situation().label("situation"))
    rows = model.Session.execute(query.where(_territory.id.in_(list(territory_ids))).order_by(_territory.id))
    return [dict(row) for row in rows.mappings()]


def _typed(typed: str, columns: Any) -> Condition:
    hinted, name = strip_kind(typed)
    matches = _matches(typed, columns)
    return sa.or_(matches, sa.and_(columns.level == hinted, _matches(name, columns))) if hinted else matches


def _exactly(typed: str, columns: Any) -> Condition:
    code = code_of(typed).lower()
    name = columns.search_name == strip_kind(typed)[1]
    return sa.or_(name, sa.func.lower(columns.code) == code, sa.func.coalesce(columns.siren, "") == code)


def _situation() -> Any:
    """The name of the département or région around, which tells apart communes of one name."""
    around = territory_table.alias("around")
    return (
        sa.select(around.c.name)
        .join_from(closure_table, around, around.c.id == _closure.ancestor)
        .where(
            _closure.descendant == _territory.id,
            _closure.depth > 0,
            around.c.level.in_([Level.DEP.value, Level.REG.value]),
        )
        .order_by(_closure.depth)
        .limit(1)
        .scalar_subquery()
    )
