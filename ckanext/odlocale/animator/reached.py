"""The territories that perimeters reach, as a query. Nothing is run here."""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.odlocale.territory.shared import contents_of


def reached(perimeters: sa.sql.Select) -> sa.sql.Select:
    """What each of some perimeters contains today: its territories with all below, less its exceptions.

    :param perimeters: a query with the columns ``id``, ``perimeter`` and ``perimeter_except``
    :returns: columns ``key``, the id of a perimeter, and ``descendant``, a territory in force
    """
    given = perimeters.cte("perimeters").c
    named = sa.select(given.id, sa.func.unnest(given.perimeter).label("territory")).subquery("named")
    barred = sa.select(given.id, sa.func.unnest(given.perimeter_except).label("territory")).subquery("barred")
    inside = contents_of(named, named.c.id, named.c.territory)
    outside = contents_of(barred, barred.c.id, barred.c.territory)
    left = sa.except_(inside, outside).subquery("reached")
    return sa.select(left.c.key, left.c.descendant)
