"""Whose rows the judged files have: kept with the verdict, to be found by SIREN and by commune."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.socle.coverage.model import producer_table


def keep(resource_id: str, counts: Mapping[str, Mapping[str, int]]) -> None:
    """Write whose rows a file has, in the place of what was there. Two statements.

    :param counts: for each column that says it, the rows of each SIREN or INSEE code
    """
    model.Session.execute(sa.delete(producer_table).where(producer_table.c.resource_id == resource_id))
    if rows := merged(counts):
        values = [{"resource_id": resource_id, "identifier": key, "rows": rows[key]} for key in sorted(rows)]
        model.Session.execute(sa.insert(producer_table), values)


def merged(counts: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The rows of each identifier; one that is in several columns has as many as the fullest of them."""
    found: dict[str, int] = {}
    for column in counts.values():
        for identifier, rows in column.items():
            found[identifier] = max(rows, found.get(identifier, 0))
    return found
