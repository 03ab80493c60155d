"""Reindexing the datasets concerned by a change of territory, and only those, in background jobs.

A job carries identifiers of datasets and reads the truth when it runs, so running it twice does no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.territory.config import queue
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, dataset_field, organization_field
from ckanext.odlocale.territory.model import territory_table
from ckanext.odlocale.territory.projection import stale

log = logging.getLogger(__name__)

# A job of this many datasets ends well inside CKAN's default job timeout of three minutes.
JOB_SIZE = 1000
COMMIT_SIZE = 200


def reindex_territories(territory_ids: Iterable[str]) -> int:
    """Enqueue the reindexing of the datasets whose producer's territory is one of these.

    :param territory_ids: territories whose identity or ancestors changed; those below are not implied
    :returns: how many datasets are concerned; nothing is enqueued when there is none
    """
    return enqueue(datasets_of_territories(territory_ids))


def refresh_organization(organization_id: str) -> bool:
    """Enqueue the reindexing of the organization's datasets that the index has under another territory.

    The job finds them by itself, so that saving an organization without touching its territory costs nothing.

    :returns: whether a job was enqueued
    """
    concerned = _without_producer().where(model.Package.owner_org == organization_id).limit(1)
    if model.Session.execute(concerned).first() is None:
        return False
    _enqueue(reindex_stale, organization_id, "odlocale: reindex the datasets of an organization by territory")
    return True


def reindex_stale(organization_id: str) -> int:
    """Reindex the datasets of an organization that the index has under another territory.

    :returns: how many there are; more than one job can take are left to further jobs
    """
    # What was written just before is compared too.
    search.commit()
    found = [one.dataset for one in stale(organization_id) if one.expected is not None]
    return reindex_datasets(found) if len(found) <= JOB_SIZE else enqueue(found)


def datasets_of_territories(territory_ids: Iterable[str]) -> list[str]:
    """Ids of the datasets that these territories produced: those that say so, else by their organization."""
    if not is_anything_declared():
        return []
    names = named_by(territory_ids)
    own, organization = dataset_field(TERRITORY_FIELD), organization_field(TERRITORY_FIELD)
    inherited = _without_producer().join(organization, organization.c.id == model.Package.owner_org)
    query = sa.union(
        sa.select(own.c.id).where(own.c.value.in_(names)),
        inherited.where(organization.c.value.in_(names)),
    )
    return sorted(model.Session.execute(query).scalars())


def is_anything_declared() -> bool:
    """Whether any organization or dataset names a territory: on a new portal, none does, and all are new."""
    fields = (organization_field(TERRITORY_FIELD), dataset_field(TERRITORY_FIELD))
    return bool(
        model.Session.execute(sa.select(sa.or_(*(sa.select(one.c.id).exists() for one in fields)))).scalar()
    )


def named_by(territory_ids: Iterable[str]) -> sa.sql.Select:
    """The ids under which these territories are declared: their own, and those of what leads to them."""
    territory, wanted = territory_table.c, sa.literal(list(territory_ids), ARRAY(sa.Text))
    # The few that have heirs first: on a first import, comparing them is with all of France.
    shared_out = sa.and_(sa.func.cardinality(territory.heirs) > 0, territory.heirs.overlap(wanted))
    leads_there = sa.or_(territory.successor_id == sa.any_(wanted), shared_out)
    # What going back has deleted is in no table any more, and still declared.
    ids = sa.union(sa.select(sa.func.unnest(wanted)), sa.select(territory.id).where(leads_there))
    return sa.select(ids.subquery("named").c[0])


def count_of_organization(organization_id: str) -> int:
    """How many datasets of an organization name no producer, and so follow its territory."""
    query = _without_producer().where(model.Package.owner_org == organization_id)
    return model.Session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()


def _without_producer() -> sa.sql.Select:
    own = dataset_field(TERRITORY_FIELD)
    says_so = sa.select(own.c.id).where(own.c.id == model.Package.id).exists()
    return sa.select(model.Package.id).where(model.Package.state != "deleted", ~says_so)


def enqueue(dataset_ids: Sequence[str]) -> int:
    """Enqueue the reindexing of these datasets, in jobs that several workers can share.

    :returns: how many datasets there are
    """
    for chunk in _chunks(dataset_ids, JOB_SIZE):
        _enqueue(reindex_datasets, chunk, f"odlocale: reindex {len(chunk)} datasets by territory")
    return len(dataset_ids)


def _enqueue(job: Callable[..., int], argument: Any, title: str) -> None:
    tk.enqueue_job(job, [argument], title=title, queue=queue())


def reindex_datasets(dataset_ids: Sequence[str]) -> int:
    """Reindex these datasets now, committing the index in batches; those deleted meanwhile are passed over.

    :returns: how many were indexed
    """
    indexed = 0
    for chunk in _chunks(dataset_ids, COMMIT_SIZE):
        indexed += sum(map(_reindexed, chunk))
        search.commit()
    return indexed


def _reindexed(dataset_id: str) -> bool:
    try:
        search.rebuild(package_ids=[dataset_id])
    except tk.ObjectNotFound:
        log.info("Dataset %s is gone and was not reindexed", dataset_id)
        return False
    return True


def _chunks(items: Sequence[str], size: int) -> Iterator[list[str]]:
    return (list(items[start : start + size]) for start in range(0, len(items), size))
