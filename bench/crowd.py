"""Thousands of organizations in seconds: rows as CKAN's own actions leave them, without its actions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """An organization to load.

    :param parent: the name of the organization above it, which CKAN keeps as a member of kind group
    :param extras: its further fields
    """

    name: str
    title: str
    parent: str | None = None
    extras: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Made of the name, so that a child knows its parent's."""
        return identifier(self.name)


def identifier(name: str) -> str:
    """The id of the organization of this name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"organization {name}"))


def load(rows: Sequence[Row]) -> int:
    """Insert these organizations, their fields and their parents.

    :returns: how many there are
    """
    from ckan import model
    from ckan.model.group import group_table, member_table

    with model.ensure_engine().begin() as connection:
        connection.execute(group_table.insert(), [_group(row) for row in rows])
        for table, values in _extras(rows):
            connection.execute(table.insert(), values)
        parents = [_member(row.id, row.parent) for row in rows if row.parent]
        if parents:
            connection.execute(member_table.insert(), parents)
    return len(rows)


def _group(row: Row) -> dict[str, Any]:
    made = {
        "id": row.id,
        "name": row.name,
        "title": row.title,
        "type": "organization",
        "is_organization": True,
        "description": "",
        "image_url": "",
        "approval_status": "approved",
        "created": dt.datetime(2025, 1, 15, 10),  # noqa: DTZ001 - as CKAN keeps it
        "state": "active",
    }
    return {**made, "extras": dict(row.extras)} if _has_jsonb() else made


def _extras(rows: Iterable[Row]) -> Iterable[tuple[Any, list[dict[str, str]]]]:
    """CKAN 2.11 keeps extras in a table; 2.12 in a column, which is filled already."""
    from ckan.model.meta import metadata

    values = [
        {"id": str(uuid.uuid4()), "group_id": row.id, "key": key, "value": value, "state": "active"}
        for row in rows
        for key, value in row.extras.items()
    ]
    return [] if _has_jsonb() or not values else [(metadata.tables["group_extra"], values)]


def _has_jsonb() -> bool:
    from ckan.model.group import group_table

    return "extras" in group_table.c


def _member(child: str, parent: str) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "table_name": "group",
        "table_id": identifier(parent),
        "group_id": child,
        "capacity": "parent",
        "state": "active",
    }
