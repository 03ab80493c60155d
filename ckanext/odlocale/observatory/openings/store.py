"""The known openings: read, and replaced list by list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.observatory.gathering import authorities
from ckanext.odlocale.observatory.model import opening_table
from ckanext.odlocale.observatory.openings.lines import Line
from ckanext.odlocale.territory.shared import former_sirens, standing

_opening = opening_table.c


def first_openings(day: date) -> dict[str, date]:
    """Since when each territory is open elsewhere, by the earliest of all lists.

    Openings of a later day are not yet. A territory that merged since counts for its successor only when the
    list is imported again.
    """
    query = (
        sa.select(_opening.territory, sa.func.min(_opening.opened).label("opened"))
        .where(_opening.opened <= day)
        .group_by(_opening.territory)
    )
    return {row.territory: row.opened for row in model.Session.execute(query)}


def territories_by_siren() -> dict[str, str]:
    """The territory that each SIREN stands for today: of an authority's two, the first."""
    territories = standing()
    runs = authorities(territories)
    today = {one.siren: str(runs[one.id][0]) for one in territories if one.siren}
    return {**{siren: str(heir) for siren, heir in former_sirens().items()}, **today}


def of_source(source: str) -> dict[str, Any]:
    """The openings that an earlier import of this list knew, by territory."""
    rows = model.Session.execute(sa.select(opening_table).where(_opening.source == source))
    return {row.territory: row for row in rows}


def of_territories(ids: Sequence[str]) -> dict[str, Any]:
    """What the latest list says of these territories, by id: ``source``, ``url``, ``line``."""
    query = (
        sa.select(opening_table)
        .distinct(_opening.territory)
        .where(_opening.territory.in_(list(ids)))
        .order_by(_opening.territory, _opening.listed.desc(), _opening.source)
    )
    return {row.territory: row for row in model.Session.execute(query)}


def sources() -> list[dict[str, Any]]:
    """The lists that were imported: name, day, when and how many openings, the newest first."""
    query = (
        sa.select(_opening.source, sa.func.max(_opening.listed).label("listed"))
        .add_columns(sa.func.max(_opening.imported).label("imported"), sa.func.count().label("openings"))
        .group_by(_opening.source)
        .order_by(sa.func.max(_opening.listed).desc(), _opening.source)
    )
    return [dict(row) for row in model.Session.execute(query).mappings()]


def replace(source: str, lines: Sequence[Line], listed: date, author: str | None) -> None:
    """Put the openings of a list in the place of those of its earlier edition; known first days stay."""
    before = of_source(source)
    now = datetime.now(UTC)
    model.Session.execute(sa.delete(opening_table).where(_opening.source == source))
    rows = [
        {
            "territory": line.territory,
            "source": source,
            "opened": _first(line, before),
            "listed": listed,
            "url": line.url,
            "line": dict(line.cells or {}),
            "author": author,
            "imported": now,
        }
        for line in lines
    ]
    if rows:
        model.Session.execute(sa.insert(opening_table), rows)


def _first(line: Line, before: Mapping[str, Any]) -> date | None:
    known = before.get(line.territory or "")
    return min(line.opened, known.opened) if known and line.opened else line.opened
