"""Writing mandates and their journal. Whoever calls commits; every change leaves a line in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.animator.model import journal_table, mandate_table
from ckanext.odlocale.animator.profiles import now

_mandate, _journal = mandate_table.c, journal_table.c


def lock(mandate_id: str) -> Any:
    """The row of a mandate, which nobody else decides about until this transaction ends; None without one."""
    return model.Session.execute(
        sa.select(mandate_table).where(_mandate.id == mandate_id).with_for_update()
    ).first()


def row(mandate_id: str) -> Any:
    """The row of a mandate, None when there is none."""
    return model.Session.execute(sa.select(mandate_table).where(_mandate.id == mandate_id)).first()


def lock_pair(animator: str, territory: str) -> None:
    """Have whoever asks for a mandate of the same two sides wait for this transaction."""
    key = sa.func.hashtextextended(f"{animator} {territory}", 0)
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def add(author: str | None, values: Mapping[str, Any]) -> str:
    """Write a mandate that is asked for; its id."""
    mandate = str(uuid4())
    new = {"id": mandate, "state": "asked", "asked": now(), "asked_by": author, **values}
    model.Session.execute(sa.insert(mandate_table).values(new))
    write(mandate, author, "asked")
    return mandate


def change(mandate_id: str, author: str | None, action: str, values: Mapping[str, Any]) -> None:
    """Change a mandate.

    :param action: what somebody did, for the journal
    """
    model.Session.execute(sa.update(mandate_table).where(_mandate.id == mandate_id).values(dict(values)))
    write(mandate_id, author, action, **({"reason": values["reason"]} if values.get("reason") else {}))


def write(mandate_id: str, author: str | None, action: str, **detail: Any) -> None:
    """Leave a line in a mandate's journal."""
    line = {"id": str(uuid4()), "mandate_id": mandate_id, "moment": now(), "author": author}
    model.Session.execute(sa.insert(journal_table).values(**line, action=action, detail=detail))


def journal(mandate_id: str, limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """A page of what happened by a mandate, the latest first; authors by name. One query."""
    name = sa.select(model.User.name).where(model.User.id == _journal.author).scalar_subquery()
    query = (
        sa.select(_journal.moment, _journal.action, _journal.detail, name.label("author"))
        .where(_journal.mandate_id == mandate_id)
        .order_by(_journal.moment.desc(), _journal.id)
        .limit(limit)
        .offset(offset)
    )
    return [
        {**one._mapping, "moment": one.moment.isoformat()}  # noqa: SLF001 - SQLAlchemy's public name
        for one in model.Session.execute(query)
    ]


def journal_length(mandate_id: str) -> int:
    """How many lines the journal of a mandate has."""
    query = sa.select(sa.func.count()).where(_journal.mandate_id == mandate_id)
    return model.Session.execute(query).scalar_one()
