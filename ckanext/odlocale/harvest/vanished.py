"""Marks on datasets that vanished from their source: kept, shown, and worked off."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.meta import metadata
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from ckanext.harvest.model import HarvestObject, HarvestObjectExtra
from ckanext.odlocale.harvest import config, routes_known
from ckanext.odlocale.harvest.records import Job, Object
from ckanext.odlocale.harvest.vanishing import Mark, Plan, Reading, plan

DELETE = ("status", "delete")
"""The extra of a harvest object whose dataset is to be deleted, as ckanext-dcat has it too."""

vanished_table = sa.Table(
    "odlocale_vanished",
    metadata,
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("guid", sa.Text, primary_key=True),
    sa.Column("package_id", sa.Text, nullable=False),
    sa.Column("since", sa.DateTime, nullable=False),
    sa.Column("held", sa.Boolean, nullable=False),
    sa.Column("confirmed", sa.DateTime),
    sa.Column("confirmed_by", sa.Text),
)
_row = vanished_table.c


def settle(job: Job, still_there: Callable[[str], bool] | None = None, empty: bool = False) -> list[str]:
    """After a source was read to its end: mark what is gone, and have deleted what is due.

    :param still_there: whether the source has a guid; by default those that this job has objects of
    :param empty: the source has nothing at all
    :returns: ids of the harvest objects that delete
    """
    current = _current(job)
    gone = {row.guid: row.package_id for row in current}
    for row in current:
        if still_there(row.guid) if still_there else row.seen:
            del gone[row.guid]
    reading = Reading(gone, len(current), empty)
    decided = plan(reading, _marks(job.source.id), now(), timedelta(days=config.grace_days()))
    _write(job.source.id, decided)
    if not empty:
        routes_known.sweep(job, still_there)
    ids = _deletions(job, decided.due)
    model.Session.commit()
    return ids


def is_deletion(harvest_object: Object) -> bool:
    """True when a harvest object has its dataset deleted."""
    return any((extra.key, extra.value) == DELETE for extra in harvest_object.extras)


def delete(harvest_object: Object, user: str, handed_over: Callable[[str], bool]) -> bool | str:
    """Delete the dataset of a harvest object in CKAN's sense, unless it is back or somebody has to agree.

    Each step may be done again: a consumer killed between two of them is followed by another.

    :param handed_over: has another route to the dataset followed, if there is one
    """
    mark = model.Session.execute(
        sa.select(vanished_table).where(_of(harvest_object.harvest_source_id, [harvest_object.guid]))
    ).first()
    if mark is None or (mark.held and mark.confirmed is None):
        return "unchanged"
    context: Any = {"model": model, "session": model.Session, "user": user, "ignore_auth": True}
    if not handed_over(mark.package_id):
        # One that was purged meanwhile is gone all the same.
        with suppress(tk.ObjectNotFound):
            tk.get_action("package_delete")(context, {"id": mark.package_id})
        model.Session.query(HarvestObject).filter_by(package_id=mark.package_id, current=True).update(
            {"current": False}
        )
    routes_known.forget(harvest_object.harvest_source_id, [harvest_object.guid])
    model.Session.execute(
        sa.delete(vanished_table).where(_of(harvest_object.harvest_source_id, [harvest_object.guid]))
    )
    model.Session.commit()
    return True


def listed(source_id: str) -> list[dict[str, Any]]:
    """The marks of a source, the oldest first, each with its dataset's name and title."""
    package = package_table.c
    query = (
        sa.select(vanished_table, package.name, package.title)
        .join(package_table, package.id == _row.package_id)
        .where(_row.source_id == source_id, package.state == "active")
        .order_by(_row.since, package.name)
    )
    return [_shown(row) for row in model.Session.execute(query)]


def confirm(source_id: str, user: str) -> int:
    """Have what waits for a person deleted, each at its time; how many those are."""
    statement = (
        sa.update(vanished_table)
        .where(_row.source_id == source_id, _row.held, _row.confirmed.is_(None))
        .values(held=False, confirmed=now(), confirmed_by=user)
    )
    done: Any = model.Session.execute(statement)
    model.Session.commit()
    return done.rowcount


def now() -> datetime:
    """As the database keeps moments."""
    return datetime.now(UTC).replace(tzinfo=None)


def _current(job: Job) -> list[Any]:
    """The guids that the portal has of a source, and whether this job saw them."""
    other = aliased(HarvestObject)
    deletes = sa.exists().where(
        HarvestObjectExtra.harvest_object_id == other.id, HarvestObjectExtra.key == DELETE[0]
    )
    seen = sa.exists().where(other.harvest_job_id == job.id, other.guid == HarvestObject.guid, ~deletes)
    query = (
        sa.select(HarvestObject.guid, HarvestObject.package_id, seen.label("seen"))
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .where(HarvestObject.harvest_source_id == job.source.id, HarvestObject.current.is_(True))
        .where(model.Package.state == "active")
    )
    return list(model.Session.execute(query))


def _marks(source_id: str) -> list[Mark]:
    rows = model.Session.execute(sa.select(vanished_table).where(_row.source_id == source_id))
    return [Mark(row.guid, row.package_id, row.since, row.held, row.confirmed is not None) for row in rows]


def _write(source_id: str, decided: Plan) -> None:
    model.Session.execute(sa.delete(vanished_table).where(_of(source_id, decided.back)))
    if not decided.marks:
        return
    rows = [
        {
            "source_id": source_id,
            "guid": mark.guid,
            "package_id": mark.package,
            "since": mark.since,
            "held": mark.held,
        }
        for mark in decided.marks
    ]
    statement = insert(vanished_table)
    model.Session.execute(
        statement.on_conflict_do_update(
            index_elements=["source_id", "guid"],
            set_={"held": statement.excluded.held, "package_id": statement.excluded.package_id},
        ),
        rows,
    )


def _deletions(job: Job, due: Iterable[Mark]) -> list[str]:
    """Harvest objects that delete; those that a gathering killed before has made are not made again."""
    made = set(
        model.Session.execute(
            sa.select(HarvestObject.guid)
            .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
            .where(HarvestObject.harvest_job_id == job.id, HarvestObjectExtra.key == DELETE[0])
        ).scalars()
    )
    ids = []
    for mark in due:
        if mark.guid not in made:
            harvest_object: Any = HarvestObject(
                id=str(uuid.uuid4()),
                guid=mark.guid,
                harvest_job_id=job.id,
                harvest_source_id=job.source.id,
                package_id=mark.package,
                extras=[HarvestObjectExtra(key=DELETE[0], value=DELETE[1])],
                job=job,
            )
            model.Session.add(harvest_object)
            ids.append(harvest_object.id)
    model.Session.flush()
    return ids


def _of(source_id: str | None, guids: Iterable[str]) -> sa.ColumnElement[bool]:
    return sa.and_(_row.source_id == source_id, _row.guid.in_(list(guids)))


def _shown(row: Any) -> dict[str, Any]:
    return {
        "guid": row.guid,
        "name": row.name,
        "title": row.title,
        "since": row.since.isoformat(timespec="seconds"),
        "delete_after": (row.since + timedelta(days=config.grace_days())).isoformat(timespec="seconds"),
        "waits": bool(row.held and row.confirmed is None),
        "confirmed_by": row.confirmed_by,
    }
