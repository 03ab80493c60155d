"""The journal of attachments: writing its rows. Whoever calls commits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.territory.attachment.model import State, attachment_table

_entry = attachment_table.c


def lock(organization_id: str) -> None:
    """Have everything that is decided about an organization's territory wait for this transaction.

    Always before a row of the journal is locked, so that two decisions cannot wait for each other.
    """
    row = sa.select(group_table.c.id).where(group_table.c.id == organization_id)
    model.Session.execute(row.with_for_update(key_share=True))


def add(organization_id: str, territory_id: str | None, state: State, **values: Any) -> str:
    """Write an entry.

    :param values: the other columns
    :returns: its id
    """
    entry = str(uuid4())
    row = {"id": entry, "organization_id": organization_id, "territory_id": territory_id, "state": state}
    model.Session.execute(sa.insert(attachment_table).values(**row, created=now(), **values))
    return entry


def change(entry_id: str, state: State, by: str | None, reason: str | None = None) -> None:
    """Say what became of an entry, by whose decision."""
    values = {"state": state, "decided_by": by, "decided": now(), "reason": reason}
    model.Session.execute(sa.update(attachment_table).where(_entry.id == entry_id).values(**values))


def correct(entry_id: str, territory_id: str, previous_id: str | None) -> None:
    """Say what an entry wrote, and in the place of what: both may have changed while it waited."""
    values = {"territory_id": territory_id, "previous_id": previous_id}
    model.Session.execute(sa.update(attachment_table).where(_entry.id == entry_id).values(**values))


def entry(entry_id: str) -> Any:
    """An entry as it is now, None when there is none."""
    return model.Session.execute(sa.select(attachment_table).where(_entry.id == entry_id)).first()


def open_claim(organization_id: str) -> Any:
    """The claim of an organization that waits, None when there is none."""
    query = sa.select(attachment_table).where(
        _entry.organization_id == organization_id, _entry.state == State.CLAIMED
    )
    return model.Session.execute(query).first()


def claim(organization_id: str, territory_id: str, **values: Any) -> str | None:
    """Record what an organization asks for; what it asked before is replaced.

    :returns: the id of the new claim, None when it asks for the same already
    """
    waiting = open_claim(organization_id)
    if waiting is not None and waiting.territory_id == territory_id:
        return None
    if waiting is not None:
        change(waiting.id, State.REPLACED, values.get("author"))
    return add(organization_id, territory_id, State.CLAIMED, **values)


def now() -> datetime:
    """The moment, with its time zone."""
    return datetime.now(UTC)
