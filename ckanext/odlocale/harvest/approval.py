"""Sources that an organization made wait until somebody who answers for the portal approves them.

A source makes this server visit an address and publish what it finds there. What was approved is the address,
the type and the configuration: an organization that changes one of them asks anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.meta import metadata
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import insert

from ckanext.harvest.model import HarvestSource
from ckanext.odlocale.harvest import deciders

WAITING, APPROVED, REFUSED = "waiting", "approved", "refused"
TYPE = "harvest"
"""The type of dataset that a harvest source is."""

approval_table = sa.Table(
    "odlocale_source_approval",
    metadata,
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Text),
    sa.Column("asked", sa.DateTime, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided", sa.DateTime),
    sa.Column("reason", sa.Text, nullable=False),
)
_approval = approval_table.c
_source: Any = HarvestSource.__table__


def made(context: Any, source: Mapping[str, Any]) -> None:
    """A dataset was made: a source of somebody who may not approve it waits.

    :param source: as it was validated
    """
    if source.get("type") == TYPE and not deciders.decides(context, source.get("owner_org")):
        _ask(str(source["id"]), context)


def changed(context: Any, source: Mapping[str, Any]) -> None:
    """A dataset was changed: a source that is not any more what was approved waits again."""
    if source.get("type") != TYPE or deciders.decides(context, source.get("owner_org")):
        return
    if state_of(source["id"]) == REFUSED or _differs(source):
        _ask(str(source["id"]), context)


def state_of(source_id: str) -> str:
    """``waiting``, ``approved`` or ``refused``; a source that nobody asked about is approved."""
    found = model.Session.scalar(sa.select(_approval.state).where(_approval.source_id == source_id))
    return found or APPROVED


def shown(source_id: str) -> dict[str, Any]:
    """What is told of the approval of a source.

    :returns: ``state``, ``asked_by``, ``asked`` (a moment, UTC), ``decided_by`` and ``reason``
    """
    columns = (_approval.state, _approval.asked_by, _approval.asked, _approval.decided_by, _approval.reason)
    row = model.Session.execute(sa.select(*columns).where(_approval.source_id == source_id)).first()
    if row is None:
        return {"state": APPROVED, "asked_by": None, "asked": None, "decided_by": None, "reason": ""}
    return {**row._mapping, "asked": row.asked.isoformat()}


def is_as_seen(source_id: str, asked: str) -> bool:
    """True when nobody changed the source since somebody looked at it; nor can until this transaction ends.

    :param asked: the moment that was shown with it
    """
    query = sa.select(_approval.asked).where(_approval.source_id == source_id).with_for_update()
    moment = model.Session.scalar(query)
    return moment is not None and moment.isoformat() == asked


def obstacle(source_id: str) -> str | None:
    """Why a source may not be harvested, in a sentence; None when it may."""
    told = {
        WAITING: tk._("This source waits for approval: nothing is harvested before."),
        REFUSED: tk._("This source was refused: nothing is harvested. Change it to ask again."),
    }
    return told.get(state_of(source_id))


def decide(source_id: str, state: str, author: str, reason: str) -> None:
    """Approve or refuse a source; one that is harvested by the calendar is due at once when approved.

    :param state: ``approved`` or ``refused``
    :param reason: told to who asked
    """
    said = {"state": state, "decided_by": author, "decided": _now(), "reason": reason}
    row = {"source_id": source_id, "asked_by": None, "asked": _now(), **said}
    statement = insert(approval_table).values(row)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["source_id"], set_=said))
    if state == APPROVED:
        due = sa.update(_source).where(_source.c.id == source_id, _source.c.frequency != "MANUAL")
        model.Session.execute(due.values(next_run=_now()))
    model.Session.commit()


def pending(organizations: sa.sql.Select | None) -> list[dict[str, Any]]:
    """The sources that wait, the oldest first.

    :param organizations: a query of ids; only sources of these, None for every source
    """
    columns = (_approval.source_id, package_table.c.name, _source.c.url, _source.c.type)
    query = (
        sa.select(*columns, _title(package_table.c).label("title"), _title(_owner).label("organization"))
        .add_columns(_approval.asked_by, _approval.asked)
        .join_from(approval_table, package_table, package_table.c.id == _approval.source_id)
        .join(_source, _source.c.id == _approval.source_id)
        .outerjoin(_owner_table, _owner.id == package_table.c.owner_org)
        .where(_approval.state == WAITING, package_table.c.state == "active")
        .order_by(_approval.asked, _approval.source_id)
    )
    if organizations is not None:
        query = query.where(package_table.c.owner_org.in_(organizations))
    return [
        {**row._mapping, "asked": row.asked.isoformat(timespec="seconds")}
        for row in model.Session.execute(query)
    ]


_owner_table = group_table.alias("owner")
_owner = _owner_table.c


def _title(columns: Any) -> Any:
    return sa.func.coalesce(sa.func.nullif(columns.title, ""), columns.name)


def _ask(source_id: str, context: Any) -> None:
    """In the transaction of the dataset: a source is never there without its row."""
    asked = {"state": WAITING, "asked_by": str(context.get("user") or ""), "asked": _now()}
    asked.update(decided_by=None, decided=None, reason="")
    statement = insert(approval_table).values({"source_id": source_id, **asked})
    model.Session.execute(statement.on_conflict_do_update(index_elements=["source_id"], set_=asked))


def _differs(source: Mapping[str, Any]) -> bool:
    """Compared with what was committed: in this transaction ckanext-harvest may have written it already."""
    columns = (_source.c.url, _source.c.type, _source.c.config)
    with model.ensure_engine().connect() as elsewhere:
        before = elsewhere.execute(sa.select(*columns).where(_source.c.id == source["id"])).first()
    now = [str(source.get(name) or "").strip() for name in ("url", "source_type", "config")]
    return before is None or [str(value or "").strip() for value in before] != now


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
