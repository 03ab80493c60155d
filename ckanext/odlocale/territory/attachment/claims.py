"""Claims: what organizations ask to be, listed for who decides, confirmed, refused or withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.user import user_table

from ckanext.odlocale.territory.attachment import attaching, journal
from ckanext.odlocale.territory.attachment.model import State, attachment_table
from ckanext.odlocale.territory.attachment.supervision import supervisors
from ckanext.odlocale.territory.directory import TerritoryRecord, resolve
from ckanext.odlocale.territory.model import territory_table

# For how long an organization's page says that its claim was confirmed.
RECENT = timedelta(days=30)

_entry, _group, _territory = attachment_table.c, group_table.c, territory_table.c


def waiting(supervising: Collection[str] | None, limit: int, offset: int = 0) -> dict[str, Any]:
    """The claims that wait, oldest first, with who decides about each. Two queries, whatever their number.

    :param supervising: only those that the administrators of these organizations decide; None for all
    """
    conditions = [] if supervising is None else [_above().c.id.in_(list(supervising))]
    query = _claims().where(_entry.state == State.CLAIMED, *conditions)
    total = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    rows = model.Session.execute(query.order_by(_entry.created, _entry.id).limit(limit).offset(offset))
    return {"count": model.Session.execute(total).scalar_one(), "results": [_shown(row) for row in rows]}


def count(supervising: Collection[str] | None) -> int:
    """How many claims wait; see :func:`waiting`."""
    return waiting(supervising, 0)["count"]


def latest(organization_id: str) -> dict[str, Any] | None:
    """The last claim of an organization that waits, was confirmed or was refused; None without one."""
    query = _claims().where(_entry.organization_id == organization_id, _entry.state.in_(_TOLD))
    row = model.Session.execute(query.order_by(_entry.created.desc()).limit(1)).first()
    return _shown(row) if row else None


_TOLD = (State.CLAIMED, State.CONFIRMED, State.REFUSED)


def _claims() -> sa.sql.Select:
    above, title = _above(), sa.func.coalesce(sa.func.nullif(_group.title, ""), _group.name)
    author, decider = user_table.alias("claimant"), user_table.alias("decider")
    return (
        sa.select(*attachment_table.c, _group.name, title.label("title"), _group.type)
        .add_columns(_territory.name.label("territory_name"), _territory.level.label("level"))
        .add_columns(above.c.name.label("supervisor"), above.c.title.label("supervisor_title"))
        .add_columns(author.c.fullname.label("author_fullname"), author.c.name.label("author_name"))
        .add_columns(decider.c.fullname.label("decider_fullname"), decider.c.name.label("decider_name"))
        .join_from(attachment_table, group_table, _group.id == _entry.organization_id)
        .outerjoin(territory_table, _territory.id == _entry.territory_id)
        .outerjoin(author, author.c.id == _entry.author)
        .outerjoin(decider, decider.c.id == _entry.decided_by)
        .outerjoin(above, sa.true())
        .where(_group.state == "active")
    )


def _above() -> Any:
    return _ABOVE


_ABOVE = supervisors(_entry.organization_id, _entry.territory_id).lateral("above")


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "organization": row.name,
        "title": row.title,
        "type": row.type,
        "territory": row.territory_id,
        "territory_name": row.territory_name,
        "level": row.level,
        "previous": row.previous_id,
        "state": row.state,
        "supervisor": row.supervisor,
        "supervisor_title": row.supervisor_title,
        "author": row.author_fullname or row.author_name,
        "created": row.created.isoformat(timespec="seconds"),
        "decided_by": row.decider_fullname or row.decider_name,
        "decided": row.decided.isoformat(timespec="seconds") if row.decided else None,
        "reason": row.reason,
        "recent": row.decided is None or journal.now() - row.decided < RECENT,
    }


def known(claim_id: str) -> Any:
    """A claim, whatever became of it.

    :raises NotFound: there is none
    """
    row = journal.entry(claim_id)
    if row is None:
        raise tk.ObjectNotFound(
            tk._("There is no such request. It may concern an organization that is gone.")
        )
    return row


def _locked(context: Any, claim_id: str) -> tuple[Any, attaching.Organization]:
    """A claim that waits, with its organization; nobody else can decide about it before this is committed."""
    row = known(claim_id)
    organization = attaching.load({**context, "ignore_auth": True}, row.organization_id)
    journal.lock(organization.id)
    row = known(claim_id)
    if row.state != State.CLAIMED:
        model.Session.rollback()
        raise tk.ValidationError({"id": [_decided_already(row.state)]})
    return row, organization


def _decided_already(state: str) -> str:
    return {
        State.CONFIRMED: lambda: tk._("This request was confirmed already."),
        State.REFUSED: lambda: tk._("This request was refused already."),
        State.WITHDRAWN: lambda: tk._("This request was withdrawn."),
        State.REPLACED: lambda: tk._(
            "The organization asks for another territory by now: look at its new request."
        ),
        State.UNDONE: lambda: tk._("This request was confirmed, then undone."),
    }[State(state)]()


def confirm(context: Any, claim_id: str, user_id: str | None) -> dict[str, Any]:
    """Give an organization what it asked for: today's territory, when that has merged meanwhile.

    :raises NotFound: the claim or its organization is gone
    :raises ValidationError: it was decided meanwhile, or its territory is gone
    """
    row, organization = _locked(context, claim_id)
    record = _today(row)
    journal.change(row.id, State.CONFIRMED, user_id)
    journal.correct(row.id, record.id, organization.field(attaching.TERRITORY_FIELD))
    done = attaching.attach(context, organization, record, claim=row.id)
    model.Session.commit()
    return {**done, "id": row.id, "state": str(State.CONFIRMED)}


def _today(row: Any) -> TerritoryRecord:
    record = resolve(row.territory_id)
    if record is None:
        model.Session.rollback()
        sentence = tk._(
            "The territory {id} is not on this portal any more. Refuse the request, and say which to ask for."
        )
        raise tk.ValidationError({"id": [sentence.format(id=row.territory_id)]})
    return record


def close(
    context: Any, claim_id: str, state: State, user_id: str | None, reason: str | None
) -> dict[str, Any]:
    """Refuse or withdraw a claim: the organization stays as it is.

    :raises NotFound: the claim or its organization is gone
    :raises ValidationError: it was decided meanwhile
    """
    row, organization = _locked(context, claim_id)
    journal.change(row.id, state, user_id, reason)
    model.Session.commit()
    return {
        "id": row.id,
        "state": str(state),
        "organization": organization.name,
        "territory": row.territory_id,
        "reason": reason,
    }
