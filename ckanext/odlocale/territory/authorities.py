"""The authorities of a territory and of everything below it, to compare with the identifiers in a file."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.territory.model import closure_table, territory_table


class Authority(NamedTuple):
    """An authority by its SIREN, and by the INSEE code of its commune when it is one."""

    siren: str | None
    commune: str | None


def authorities_within(territory_id: str) -> list[Authority]:
    """The territory itself and all that it wholly contains; former communes with what they became part of.

    One query.
    """
    territory, closure = territory_table.c, closure_table.c
    below = sa.select(closure.descendant).where(closure.ancestor == territory_id)
    query = sa.select(territory.level, territory.code, territory.siren).where(
        sa.or_(
            territory.id == territory_id,
            territory.id.in_(below),
            territory.successor_id == territory_id,
            territory.successor_id.in_(below),
        )
    )
    return [
        Authority(row.siren, row.code if row.level == Level.COM else None)
        for row in model.Session.execute(query)
    ]
