"""What is shown of sources and their runs: a list takes the same number of queries as one source."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.meta import metadata
from ckan.model.package import package_table

from ckanext.harvest.model import HarvestObject
from ckanext.odlocale.harvest.approval import APPROVED, approval_table
from ckanext.odlocale.harvest.health import Health, Run, health_of
from ckanext.odlocale.harvest.model import PENDING, publisher_match_table
from ckanext.odlocale.harvest.routes_known import FOLLOWED, route_table
from ckanext.odlocale.harvest.vanished import now, vanished_table
from ckanext.odlocale.territory import shared as territory

_Counts = dict[str, int]
_package, _group, _match, _route = package_table.c, group_table.c, publisher_match_table.c, route_table.c
_vanished = vanished_table.c
UNREAD = "unread"
"""The count of errors of reading the source itself, beside ckanext-harvest's own."""


def _harvest(name: str) -> sa.Table:
    """A table of ckanext-harvest, whose classes have no Python types."""
    return metadata.tables[f"harvest_{name}"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which sources somebody sees.

    :param organizations: ids; only sources of these, None for every source
    :param source: id of the only one
    """

    organizations: Sequence[str] | None = None
    source: str | None = None
    limit: int | None = None
    offset: int = 0


def count(scope: Scope) -> int:
    """How many sources there are."""
    return model.Session.execute(_chosen(sa.select(sa.func.count()), scope)).scalar() or 0


def sources(scope: Scope) -> list[dict[str, Any]]:
    """Sources by title, each with its health, its last run and its figures."""
    source = _harvest("source").c
    columns = sa.select(
        source.id,
        source.url,
        source.type,
        source.active,
        source.frequency,
        source.next_run,
        _package.name,
        sa.func.coalesce(sa.func.nullif(_package.title, ""), _package.name).label("title"),
        sa.func.coalesce(approval_table.c.state, APPROVED).label("approval"),
        _group.name.label("organization"),
        sa.func.coalesce(sa.func.nullif(_group.title, ""), _group.name).label("organization_title"),
    )
    query = _chosen(columns, scope).order_by("title", source.id).limit(scope.limit).offset(scope.offset)
    rows = model.Session.execute(query).all()
    ids = [row.id for row in rows]
    last = runs(ids, 1)
    figures = figures_of(ids)
    return [_shown(row, last.get(row.id, []), figures[row.id]) for row in rows]


def runs(source_ids: Sequence[str], most: int) -> dict[str, list[dict[str, Any]]]:
    """The last runs of each source, the newest first, each with its counts: four queries."""
    job = _harvest("job")
    place = sa.func.row_number().over(partition_by=job.c.source_id, order_by=job.c.created.desc())
    numbered = sa.select(job, place.label("place")).where(job.c.source_id.in_(source_ids)).subquery()
    newest = sa.select(numbered).where(numbered.c.place <= most).order_by(numbered.c.place)
    rows = model.Session.execute(newest).all()
    counts = _counts([row.id for row in rows])
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.source_id].append(_run(row, counts[row.id]))
    return found


def figures_of(source_ids: Sequence[str]) -> dict[str, _Counts]:
    """What the portal has of each source now."""
    current = _current(source_ids)
    rolled = territory.dataset_field(territory.ROLLED_UP_FIELD)
    held = sa.and_(_vanished.held, _vanished.confirmed.is_(None))
    asked = {
        "datasets": current,
        "rolled_up": current.join(rolled, rolled.c.id == HarvestObject.package_id),
        "in_review": sa.select(_match.source_id, sa.func.sum(_match.datasets))
        .where(_match.source_id.in_(source_ids), _match.decision == PENDING)
        .group_by(_match.source_id),
        "producers_in_review": _number_of(_match, source_ids).where(_match.decision == PENDING),
        "elsewhere": _number_of(_route, source_ids).where(_route.standing != FOLLOWED),
        "vanished": _number_of(_vanished, source_ids),
        "held": _number_of(_vanished, source_ids).where(held),
    }
    found: dict[str, _Counts] = {one: dict.fromkeys(asked, 0) for one in source_ids}
    for name, query in asked.items():
        for source_id, number in model.Session.execute(query):
            found[source_id][name] = int(number or 0)
    return found


def errors(job_id: str, most: int = 1000) -> list[tuple[str, str]]:
    """(guid or title, message) of the errors of a run, those of reading the source first."""
    gathering, failure, record = _harvest("gather_error").c, _harvest("object_error").c, _harvest("object").c
    unread = sa.select(gathering.message).where(gathering.harvest_job_id == job_id)
    failed = (
        sa.select(sa.func.coalesce(_package.title, record.guid), failure.message)
        .join_from(_harvest("object_error"), _harvest("object"), record.id == failure.harvest_object_id)
        .outerjoin(package_table, _package.id == record.package_id)
        .where(record.harvest_job_id == job_id)
        .order_by(failure.created)
    )
    first = model.Session.execute(unread.order_by(gathering.created).limit(most)).scalars()
    rest = model.Session.execute(failed.limit(most))
    return [*(("", str(message)) for message in first), *((str(about), str(told)) for about, told in rest)]


def _chosen(query: sa.Select[Any], scope: Scope) -> sa.Select[Any]:
    source = _harvest("source")
    query = query.select_from(
        source.join(package_table, _package.id == source.c.id)
        .outerjoin(group_table, _group.id == _package.owner_org)
        .outerjoin(approval_table, approval_table.c.source_id == source.c.id)
    ).where(_package.state == "active")
    if scope.organizations is not None:
        query = query.where(_package.owner_org.in_(scope.organizations))
    return query if scope.source is None else query.where(source.c.id == scope.source)


def _current(source_ids: Sequence[str]) -> Any:
    source = HarvestObject.harvest_source_id
    return (
        sa.select(source, sa.func.count(HarvestObject.package_id.distinct()))
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .where(source.in_(source_ids), HarvestObject.current.is_(True), model.Package.state == "active")
        .group_by(source)
    )


def _number_of(column: Any, source_ids: Sequence[str]) -> Any:
    counted = sa.select(column.source_id, sa.func.count()).where(column.source_id.in_(source_ids))
    return counted.group_by(column.source_id)


def _counts(job_ids: Sequence[str]) -> dict[str, Counter[str]]:
    record, gathering = _harvest("object").c, _harvest("gather_error").c
    states = sa.select(
        record.harvest_job_id, sa.func.coalesce(record.report_status, "waiting"), sa.func.count()
    ).where(record.harvest_job_id.in_(job_ids))
    unread = sa.select(gathering.harvest_job_id, sa.literal(UNREAD), sa.func.count()).where(
        gathering.harvest_job_id.in_(job_ids)
    )
    both = sa.union_all(
        states.group_by(record.harvest_job_id, record.report_status),
        unread.group_by(gathering.harvest_job_id),
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for job_id, status, number in model.Session.execute(both):
        found[job_id][status] += number
    return found


def _run(row: Any, counts: Counter[str]) -> dict[str, Any]:
    ended = row.finished or (row.gather_finished if row.status == "Finished" else None)
    return {
        "id": row.id,
        "status": row.status,
        "created": _when(row.created),
        "started": _when(row.gather_started),
        "ended": _when(ended),
        "gathered": row.gather_finished is not None,
        "added": counts["added"],
        "changed": counts["updated"],
        "unchanged": counts["not modified"],
        "deleted": counts["deleted"],
        "errors": counts["errored"],
        "unread": counts[UNREAD],
        "waiting": counts["waiting"],
        "seen": sum(number for status, number in counts.items() if status != UNREAD),
    }


def _shown(row: Any, last: Iterable[dict[str, Any]], figures: _Counts) -> dict[str, Any]:
    run = next(iter(last), None)
    health = health_of(row.frequency if row.active else None, _known(run), figures["held"], now())
    health = health if row.approval == APPROVED else Health(row.approval)
    return {
        "id": row.id,
        "name": row.name,
        "title": row.title,
        "url": row.url,
        "type": row.type,
        "organization": row.organization,
        "organization_title": row.organization_title,
        "frequency": row.frequency,
        "next_run": _when(row.next_run),
        "health": str(health),
        "last_run": run,
        **figures,
    }


def _known(run: dict[str, Any] | None) -> Run | None:
    if run is None:
        return None
    ended = datetime.fromisoformat(run["ended"]) if run["ended"] else None
    good = run["added"] + run["changed"] + run["unchanged"] + run["deleted"]
    return Run(run["status"], ended, run["unread"], run["errors"], good)


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
