"""What the tree asks the database, of any number of places at once. Made once, since making takes longer."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.territory.extras import TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.model import closure_table, overlap_table, territory_table

_closure, _overlap, _territory = closure_table.c, overlap_table.c, territory_table.c
_A_DEPARTEMENT = "dep-%"


def _texts(name: str) -> Any:
    return sa.cast(sa.bindparam(name, type_=ARRAY(sa.Text)), ARRAY(sa.Text))


def _asked() -> Any:
    columns = sa.func.unnest(_texts("territories"), _texts("withins"))
    return (
        columns.table_valued(
            sa.column("territory", sa.Text), sa.column("within", sa.Text), with_ordinality="number"
        )
        .render_derived()
        .alias("asked")
    )


def _is_in(territory: Any, container: Any, least_depth: int = 0) -> Any:
    around = closure_table.alias()
    return (
        sa.select(sa.literal(1))
        .where(
            around.c.ancestor == container, around.c.descendant == territory, around.c.depth >= least_depth
        )
        .exists()
    )


def _inside(asked: Any) -> sa.sql.Select:
    in_part = sa.or_(asked.c.within == "", _is_in(_closure.descendant, asked.c.within))
    return sa.select(
        asked.c.number,
        _closure.descendant.label("id"),
        sa.false().label("straddles"),
        sa.null().cast(sa.Integer).label("communes"),
        sa.null().cast(sa.Integer).label("people"),
    ).where(_closure.ancestor == asked.c.territory, _closure.depth == 1, in_part)


def _partly_inside(asked: Any) -> sa.sql.Select:
    departement = sa.func.coalesce(sa.func.nullif(asked.c.within, ""), asked.c.territory)
    smaller = sa.or_(asked.c.within == "", _is_in(_overlap.territory, asked.c.territory, least_depth=1))
    return _overlapping(asked, _overlap.territory).where(
        _overlap.other == departement, _overlap.other.like(_A_DEPARTEMENT), smaller
    )


def _parts(asked: Any) -> sa.sql.Select:
    return _overlapping(asked, _overlap.other).where(
        _overlap.territory == asked.c.territory, asked.c.within == "", _overlap.other.like(_A_DEPARTEMENT)
    )


def _overlapping(asked: Any, found: Any) -> sa.sql.Select:
    return sa.select(
        asked.c.number,
        found.label("id"),
        sa.true().label("straddles"),
        _overlap.communes,
        _overlap.population,
    )


def _containers(territory: Any) -> Any:
    around = closure_table.alias()
    return sa.func.array(
        sa.select(around.c.ancestor)
        .where(around.c.descendant == territory, around.c.depth > 0)
        .scalar_subquery(),
        type_=ARRAY(sa.Text),
    ).label("containers")


def _candidates() -> Any:
    asked = _asked()
    return sa.union_all(_inside(asked), _partly_inside(asked), _parts(asked)).subquery("candidate")


def _listed() -> sa.sql.Select:
    candidate = _candidates()
    people = sa.func.coalesce(candidate.c.people, _territory.population)
    return sa.select(
        *(candidate.c[name] for name in ("number", "id", "straddles", "communes")),
        *(_territory[name] for name in ("level", "code", "name", "siren", "kind")),
        people.label("population"),
        _containers(candidate.c.id),
    ).join_from(candidate, territory_table, _territory.id == candidate.c.id)


def _numbers() -> sa.sql.Select:
    candidate = _candidates()
    straddling = sa.case((candidate.c.straddles, candidate.c.id), else_=sa.null())
    level = sa.func.split_part(candidate.c.id, "-", 1)
    each = sa.select(
        candidate.c.number.label("place"),
        candidate.c.straddles,
        sa.func.coalesce(straddling, level).label("id"),
        level.label("level"),
        _containers(candidate.c.id),
    ).subquery("each")
    return sa.select(*each.c, sa.func.count().label("alike")).group_by(*each.c)


def _organizations() -> sa.sql.Select:
    asked, field, holder = _asked(), organization_field(TERRITORY_FIELD), territory_table.alias("holder")
    meant = sa.func.coalesce(holder.c.successor_id, holder.c.id)
    attached = sa.select(meant.label("territory")).join_from(field, holder, holder.c.id == field.c.value)
    attached = attached.cte("attached")
    return (
        sa.select(asked.c.number, sa.func.count().label("organizations"))
        .join_from(attached, closure_table, _closure.descendant == attached.c.territory)
        .join(asked, asked.c.territory == _closure.ancestor)
        .where(sa.or_(asked.c.within == "", _is_in(attached.c.territory, asked.c.within)))
        .group_by(asked.c.number)
    )


def _lineage() -> sa.sql.Select:
    territories = _texts("territories")
    straddled = (
        sa.select(_overlap.other)
        .where(_overlap.territory == _closure.ancestor, _overlap.other.like(_A_DEPARTEMENT))
        .scalar_subquery()
    )
    return (
        sa.select(
            _closure.ancestor.label("id"), sa.func.array(straddled, type_=ARRAY(sa.Text)).label("straddled")
        )
        .where(_closure.descendant == sa.func.any(territories))
        .distinct()
    )


LISTED = _listed()
"""``territories``, ``withins``: the candidates of each place, with the number of the place from 1."""

NUMBERS = _numbers()
"""The same, as many as are alike in level and containers in one row."""

ORGANIZATIONS = _organizations()
"""``territories``, ``withins``: the number of organizations in each place and in all that it contains."""

LINEAGE = _lineage()
"""``territories``: they and all that contain one of them, each with the départements that it straddles."""
