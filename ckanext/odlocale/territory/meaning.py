"""What former territories mean today, as a query. Nothing is run here."""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.odlocale.territory.model import territory_table
from ckanext.odlocale.territory.scope import Scope, chosen


def meaning(scope: Scope) -> sa.sql.Subquery:
    """These territories and the former ones that they succeed, each with what it means today.

    :param scope: identifiers, or a query of them; those of former territories will do
    :returns: columns ``id`` and ``meant``
    """
    territory, asked = territory_table.c, territory_table.alias("asked")
    today = sa.func.coalesce(territory.successor_id, territory.id)
    named = sa.select(sa.func.coalesce(asked.c.successor_id, asked.c.id)).where(asked.c.id.in_(chosen(scope)))
    return sa.select(territory.id, today.label("meant")).where(today.in_(named)).subquery("meaning")
