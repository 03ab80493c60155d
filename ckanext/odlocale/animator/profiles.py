"""Writing animators and who supports whom. Whoever calls commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.animator.graph import Support, closure
from ckanext.odlocale.animator.model import animator_table, closure_table, offer_table, support_table

_LOCK = 0x0D10CA1E
"""The number by which PostgreSQL knows that somebody changes the graph of animators."""


def now() -> datetime:
    """The moment, with its time zone."""
    return datetime.now(UTC)


def author_of(context: Mapping[str, Any]) -> str | None:
    """The id of who calls, None for a command."""
    user = model.User.get(context.get("user")) if context.get("user") else None
    return user.id if user else None


def save(organization: str, author: str | None, values: Mapping[str, Any]) -> None:
    """Make an organization an animator, or change what it says of itself.

    :param values: columns of the profile
    """
    row = {"organization_id": organization, "author": author, "created": now(), "changed": now(), **values}
    changed = {**values, "author": author, "changed": row["changed"]}
    statement = insert(animator_table).values(row)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["organization_id"], set_=changed))
    rebuild()


def forget(organization: str) -> None:
    """Make an organization an animator no more, with its offers and supports; its mandates stay."""
    support, own = support_table.c, animator_table.c.organization_id == organization
    either = sa.or_(support.supporter == organization, support.supported == organization)
    model.Session.execute(sa.delete(offer_table).where(offer_table.c.organization_id == organization))
    model.Session.execute(sa.delete(support_table).where(either))
    model.Session.execute(sa.delete(animator_table).where(own))
    rebuild()


def add_support(supporter: str, supported: str, author: str | None) -> None:
    """Have one animator support another.

    :raises SupportCycleError: the second supports the first already, directly or not; nothing is kept
    """
    _lock()
    closure({*supports(), (supporter, supported)}, [])
    row = {"supporter": supporter, "supported": supported, "author": author, "created": now()}
    model.Session.execute(insert(support_table).values(row).on_conflict_do_nothing())
    rebuild()


def remove_support(supporter: str, supported: str) -> None:
    """Have one animator support another no more."""
    columns = support_table.c
    pair = sa.and_(columns.supporter == supporter, columns.supported == supported)
    model.Session.execute(sa.delete(support_table).where(pair))
    rebuild()


def supports() -> list[Support]:
    """Every supporter with whom it supports."""
    query = sa.select(support_table.c.supporter, support_table.c.supported)
    return [(row.supporter, row.supported) for row in model.Session.execute(query)]


def rebuild() -> int:
    """Derive the closure anew from the supports; how many pairs it has."""
    _lock()
    nodes = model.Session.execute(sa.select(animator_table.c.organization_id)).scalars().all()
    found = closure(supports(), nodes)
    model.Session.execute(sa.delete(closure_table))
    rows = [{"ancestor": up, "descendant": down, "depth": depth} for (up, down), depth in found.items()]
    if rows:
        model.Session.execute(sa.insert(closure_table), rows)
    return len(rows)


def _lock() -> None:
    # Until the end of the transaction: two people cannot each add half of a cycle.
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
