"""Sets of territories as queries, and what a former territory means today. Nothing is run here."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.territory.model import CURRENT, closure_table, territory_table
from ckanext.odlocale.territory.scope import Scope, chosen


def covered(included: Collection[str], excepted: Collection[str], levels: Collection[Level]) -> sa.sql.Select:
    """A query of the ids of these territories in force with everything that they wholly contain.

    :param excepted: left out, with everything that they wholly contain
    :param levels: only these levels
    """
    closure, territory = closure_table.c, territory_table.c
    inside = sa.select(closure.descendant).where(closure.ancestor.in_(list(included)))
    query = sa.select(territory.id).where(
        territory.id.in_(inside),
        territory.state == CURRENT,
        territory.level.in_([level.value for level in levels]),
    )
    if not excepted:
        return query
    outside = sa.select(closure.descendant).where(closure.ancestor.in_(list(excepted)))
    return query.where(territory.id.not_in(outside))


def meaning(scope: Scope) -> sa.sql.Subquery:
    """These territories and the former ones that they succeed, each with what it means today.

    :param scope: identifiers, or a query of them; those of former territories will do
    :returns: columns ``id`` and ``meant``
    """
    territory, asked = territory_table.c, territory_table.alias("asked")
    today = sa.func.coalesce(territory.successor_id, territory.id)
    named = sa.select(sa.func.coalesce(asked.c.successor_id, asked.c.id)).where(asked.c.id.in_(chosen(scope)))
    return sa.select(territory.id, today.label("meant")).where(today.in_(named)).subquery("meaning")
