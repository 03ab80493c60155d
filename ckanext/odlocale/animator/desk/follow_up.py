"""What people note about the authorities they help: steps that the portal cannot see, and notes."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.animator.model import follow_up_table
from ckanext.odlocale.territory.shared import meaning

_follow = follow_up_table.c
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was noted.

    :param author: the name of who noted it; empty for one whose account is gone
    """

    moment: datetime
    step: str | None
    note: str
    author: str


def write(
    organization_id: str, territories: Collection[str], step: str | None, note: str, author: str
) -> int:
    """Note a step, or a text, about authorities, for the animator that follows them.

    :param author: the id of who notes it
    :returns: about how many
    """
    said = {"organization_id": organization_id, "step": step, "note": note, "author": author}
    moment = datetime.now(UTC)
    rows = [{"id": str(uuid.uuid4()), "territory": one, "moment": moment, **said} for one in territories]
    if rows:
        model.Session.execute(sa.insert(follow_up_table), rows)
        model.Session.commit()
    return len(rows)


def entries(organization_id: str, territory: str) -> list[Entry]:
    """What an animator noted about an authority, the latest first."""
    meant = meaning(sa.select(sa.literal(territory, sa.Text)))
    query = (
        sa.select(_follow.moment, _follow.step, _follow.note, model.User.fullname, model.User.name)
        .select_from(
            follow_up_table.join(meant, meant.c.id == _follow.territory).outerjoin(
                model.User, model.User.id == _follow.author
            )
        )
        .where(_follow.organization_id == organization_id)
        .order_by(_follow.moment.desc())
        .limit(MOST_SHOWN)
    )
    return [
        Entry(row.moment, row.step, row.note, row.fullname or row.name or "")
        for row in model.Session.execute(query)
    ]
