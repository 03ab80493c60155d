"""How many datasets of each authority failed in the last harvests, for the desks of animators."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table
from sqlalchemy.sql.selectable import Subquery

from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject
from ckanext.odlocale.territory import shared as territory

_job, _object, _unread = (one.__table__ for one in (HarvestJob, HarvestObject, HarvestGatherError))


def by_territory() -> Mapping[str, int]:
    """The errors of the last run of every source, by the territory that they are about, in one query.

    A dataset that is here is its producer's. One that never arrived, and a source that cannot be read, are
    told to the authority whose organization has the source.
    """
    meant, last = territory.meanings(), _last_runs()
    told = sa.union_all(_failed(last), _not_read(last)).subquery("told")
    query = (
        sa.select(meant.c.meant, sa.func.sum(told.c.number))
        .join_from(told, meant, meant.c.id == told.c.territory)
        .group_by(meant.c.meant)
    )
    return {place: int(number) for place, number in model.Session.execute(query)}


def _last_runs() -> Subquery:
    """The last run of each source that is not deleted, and the territory of the source's organization."""
    owner = territory.organization_field(territory.TERRITORY_FIELD)
    source = package_table.c
    return (
        sa.select(_job.c.id, owner.c.value.label("territory"))
        .distinct(_job.c.source_id)
        .join_from(_job, package_table, sa.and_(source.id == _job.c.source_id, source.state == "active"))
        .outerjoin(owner, owner.c.id == source.owner_org)
        .order_by(_job.c.source_id, _job.c.created.desc())
        .subquery("last_runs")
    )


def _failed(last: Subquery) -> sa.sql.Select:
    here, field = _object.alias("here"), territory.dataset_field(territory.TERRITORY_FIELD)
    same = sa.and_(
        here.c.guid == _object.c.guid,
        here.c.harvest_source_id == _object.c.harvest_source_id,
        here.c.current.is_(True),
    )
    about = sa.func.coalesce(field.c.value, last.c.territory)
    return (
        sa.select(about.label("territory"), sa.func.count(_object.c.id.distinct()).label("number"))
        .join_from(last, _object, _object.c.harvest_job_id == last.c.id)
        .outerjoin(here, same)
        .outerjoin(field, field.c.id == here.c.package_id)
        .where(_object.c.report_status == "errored")
        .group_by(about)
    )


def _not_read(last: Subquery) -> sa.sql.Select:
    return (
        sa.select(last.c.territory, sa.func.count().label("number"))
        .join_from(last, _unread, _unread.c.harvest_job_id == last.c.id)
        .group_by(last.c.territory)
    )
