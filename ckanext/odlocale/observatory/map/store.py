"""The imported outlines: what is drawn in place of the packaged map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.observatory.map.outline import Outline
from ckanext.odlocale.observatory.model import outline_table

_outline = outline_table.c
AT_ONCE = 1000


def keep(found: Mapping[TerritoryId, Outline], source: str) -> None:
    """Put these in place of those that were imported before; all of them or none."""
    now = datetime.now(UTC)
    rows = [
        {"territory": str(one), "path": drawn.path, "box": list(drawn.box), "source": source, "imported": now}
        for one, drawn in found.items()
    ]
    model.Session.execute(sa.delete(outline_table))
    for start in range(0, len(rows), AT_ONCE):
        model.Session.execute(sa.insert(outline_table), rows[start : start + AT_ONCE])
    model.Session.commit()


def of(territories: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The outlines of these territories that have one: ``path``, ``box`` and ``source``. One query."""
    query = sa.select(outline_table).where(_outline.territory.in_(list(map(str, territories))))
    return {
        row.territory: {"path": row.path, "box": row.box, "source": row.source}
        for row in model.Session.execute(query)
    }
