"""Who asked for which letter, and when the last one was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.user import user_table
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.observatory.model import digest_table

_digest, _user = digest_table.c, user_table.c


def ask(user_id: str, scope: str) -> None:
    """Have letters sent to somebody; who asked before has asked."""
    row = {"user_id": user_id, "scope": scope, "asked": datetime.now(UTC)}
    model.Session.execute(insert(digest_table).values(row).on_conflict_do_nothing())


def stop(user_id: str, scope: str) -> None:
    """Send them no more."""
    model.Session.execute(sa.delete(digest_table).where(_digest.user_id == user_id, _digest.scope == scope))


def of_user(user_id: str) -> Sequence[Any]:
    """Which letters somebody receives: ``scope``, ``asked`` and ``sent``."""
    query = sa.select(digest_table).where(_digest.user_id == user_id).order_by(_digest.scope)
    return model.Session.execute(query).all()


def due(today: date) -> Sequence[Any]:
    """Who did not get a letter yet this month: ``user_id``, ``scope``; the letters of a scope together.

    People whose account was deleted receive nothing.
    """
    query = (
        sa.select(_digest.user_id, _digest.scope)
        .join_from(digest_table, user_table, sa.and_(_user.id == _digest.user_id, _user.state == "active"))
        .where(sa.or_(_digest.sent.is_(None), _digest.sent < today.replace(day=1)))
        .order_by(_digest.scope, _digest.user_id)
    )
    return model.Session.execute(query).all()


def mark(user_id: str, scope: str, day: date) -> None:
    """Keep, for good, that a letter was sent: a run that is killed goes on after it."""
    mine = sa.and_(_digest.user_id == user_id, _digest.scope == scope)
    model.Session.execute(sa.update(digest_table).where(mine).values(sent=day))
    model.Session.commit()
