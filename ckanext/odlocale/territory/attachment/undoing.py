"""The journal as people read it, and taking back what it says was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.user import user_table

from ckanext.odlocale.territory.attachment import attaching, journal
from ckanext.odlocale.territory.attachment.model import State, attachment_table
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, organization_fields
from ckanext.odlocale.territory.model import territory_table

_entry, _group, _user = attachment_table.c, group_table.c, user_table.c
WRITTEN = (State.WRITTEN, State.CONFIRMED)


def page(limit: int, offset: int = 0, batch: str | None = None) -> dict[str, Any]:
    """What was written and decided, latest first.

    :param batch: only what was written in this go
    """
    territory, previous = territory_table.alias("now"), territory_table.alias("before")
    conditions = [_entry.state != State.CLAIMED, *([_entry.batch == batch] if batch else [])]
    in_batch = sa.func.count().filter(_entry.state.in_(WRITTEN)).over(partition_by=_entry.batch)
    query = (
        sa.select(*attachment_table.c, _group.name, _group.title, _group.type, in_batch.label("in_batch"))
        .add_columns(territory.c.name.label("territory_name"), previous.c.name.label("previous_name"))
        .add_columns(sa.func.coalesce(_user.fullname, _user.name).label("by"))
        .join_from(attachment_table, group_table, _group.id == _entry.organization_id)
        .outerjoin(territory, territory.c.id == _entry.territory_id)
        .outerjoin(previous, previous.c.id == _entry.previous_id)
        .outerjoin(user_table, _user.id == sa.func.coalesce(_entry.decided_by, _entry.author))
        .where(*conditions)
    )
    total = sa.select(sa.func.count()).select_from(attachment_table).where(*conditions)
    rows = model.Session.execute(
        query.order_by(sa.func.coalesce(_entry.decided, _entry.created).desc(), _entry.id)
        .limit(limit)
        .offset(offset)
    )
    return {"count": model.Session.execute(total).scalar_one(), "results": [_shown(row) for row in rows]}


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "organization": row.name,
        "title": row.title or row.name,
        "type": row.type,
        "territory": row.territory_id,
        "territory_name": row.territory_name,
        "previous": row.previous_id,
        "previous_name": row.previous_name,
        "state": row.state,
        "evidence": row.evidence,
        "reason": row.reason,
        "batch": row.batch,
        "in_batch": row.in_batch if row.batch else 0,
        "by": row.by,
        "when": (row.decided or row.created).isoformat(timespec="seconds"),
        "undoable": row.state in WRITTEN,
    }


def undo(context: Any, entry_id: str | None, batch: str | None, user_id: str | None) -> dict[str, Any]:
    """Give organizations the territory back that they had before, or none.

    :param entry_id: an entry of the journal; None for all of a batch
    :returns: ``undone`` (how many) and ``refused``: organizations with the sentence that says why
    :raises NotFound: there is nothing of that id to undo
    """
    condition = _entry.id == entry_id if entry_id else _entry.batch == batch
    rows = model.Session.execute(
        sa.select(attachment_table)
        .where(condition, _entry.state.in_(WRITTEN))
        .order_by(_entry.created.desc())
    ).all()
    if not rows:
        raise tk.ObjectNotFound(tk._("There is nothing here that could be undone: it may have been already."))
    return _undone(context, rows, user_id)


def _undone(context: Any, rows: Sequence[Any], user_id: str | None) -> dict[str, Any]:
    undone, refused = 0, []
    for row in rows:
        try:
            _undo(context, row, user_id)
            undone += 1
        except (tk.ValidationError, tk.ObjectNotFound) as error:
            model.Session.rollback()
            refused.append({"id": row.id, "message": attaching.sentence_of(error)})
    return {"undone": undone, "refused": refused}


def _undo(context: Any, row: Any, user_id: str | None) -> None:
    organization = attaching.load(context, row.organization_id)
    journal.lock(organization.id)
    now = organization_fields(organization.id, [TERRITORY_FIELD]).get(TERRITORY_FIELD)
    again = journal.entry(row.id)
    if again is None or again.state not in WRITTEN or now != row.territory_id:
        sentence = tk._("“{title}” has been changed since: it is {now} today. Nothing was undone for it.")
        message = sentence.format(title=organization.name, now=now or tk._("without a territory"))
        raise tk.ValidationError({"id": [message]})
    journal.change(row.id, State.UNDONE, user_id)
    attaching.write(context, organization, attaching.Origin(row.previous_id, claim=row.id))
