"""Reading and writing the table of verdicts. Every function is one statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.socle.verdicts.kept import Row
from ckanext.odlocale.socle.verdicts.model import verdict_table

_row = verdict_table.c
# What lists and searches need; the findings stay where they are.
SHORT = ("resource_id", "verdict", "name", "version", "proposed", "waiting", "asked_for", "judged")


def of_resource(resource_id: str) -> Row | None:
    """The whole row of a resource."""
    found = model.Session.execute(sa.select(verdict_table).where(_row.resource_id == resource_id))
    row = found.mappings().first()
    return dict(row) if row else None


def of_resources(resource_ids: Collection[str]) -> dict[str, Row]:
    """The rows of these resources without their findings, by the id of the resource."""
    if not resource_ids:
        return {}
    columns = [_row[name] for name in SHORT]
    found = model.Session.execute(sa.select(*columns).where(_row.resource_id.in_(list(resource_ids))))
    return {row["resource_id"]: dict(row) for row in found.mappings()}


def ask(wanted: Mapping[str, str]) -> None:
    """Note that these resources wait for a verdict; the one they have stays until then.

    :param wanted: the id of each resource, and what it is asked for
    """
    now = datetime.now(UTC)
    rows = [
        {"resource_id": resource_id, "asked_for": asked, "waiting": now}
        for resource_id, asked in wanted.items()
    ]
    statement = insert(verdict_table).values(rows)
    change = {name: statement.excluded[name] for name in ("asked_for", "waiting")}
    model.Session.execute(statement.on_conflict_do_update(index_elements=["resource_id"], set_=change))


def keep(resource_id: str, columns: Mapping[str, Any]) -> None:
    """Write a verdict; the resource waits no more."""
    row = {"resource_id": resource_id, "waiting": None, "judged": datetime.now(UTC), **columns}
    statement = insert(verdict_table).values(row)
    model.Session.execute(
        statement.on_conflict_do_update(
            index_elements=["resource_id"], set_={**row, "resource_id": resource_id}
        )
    )


def still_right(resource_id: str) -> None:
    """The verdict is about this very file: the resource waits no more."""
    model.Session.execute(
        sa.update(verdict_table).where(_row.resource_id == resource_id).values(waiting=None)
    )


def forget(resource_ids: Collection[str]) -> None:
    """Remove the rows of resources that are not judged any more."""
    model.Session.execute(sa.delete(verdict_table).where(_row.resource_id.in_(list(resource_ids))))
