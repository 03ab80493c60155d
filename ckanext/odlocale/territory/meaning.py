"""What former territories mean today, as queries. Nothing is run here."""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.odlocale.territory.model import territory_table
from ckanext.odlocale.territory.scope import Scope, chosen

_territory = territory_table.c


def meanings() -> sa.sql.Subquery:
    """Every territory and every former one, each with what it means today.

    :returns: columns ``id`` and ``meant``
    """
    meant = sa.func.coalesce(_territory.successor_id, _territory.id).label("meant")
    return sa.select(_territory.id, meant).subquery("meanings")


def meaning(scope: Scope) -> sa.sql.Subquery:
    """These territories and the former ones that they succeed, each with what it means today.

    :param scope: identifiers, or a query of them; those of former territories will do
    :returns: columns ``id`` and ``meant``
    """
    every = meanings().c
    return with_former(sa.select(every.meant.label("id")).where(every.id.in_(chosen(scope))).distinct())


def with_former(current: sa.sql.Select) -> sa.sql.Subquery:
    """The same for territories of today, which is less work.

    :param current: a query of their ids, in a column ``id``
    :returns: columns ``id`` and ``meant``
    """
    # Two halves, since the former ones are found by an index.
    named = current.cte().c
    succeeded = sa.select(_territory.id, _territory.successor_id).where(
        _territory.successor_id.in_(sa.select(named.id))
    )
    return sa.union_all(sa.select(named.id, named.id.label("meant")), succeeded).subquery("meaning")
