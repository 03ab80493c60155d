"""Running one source in the foreground, through the stages that the consumers run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.harvest import queue
from ckanext.harvest.logic import HarvestJobExists, HarvestSourceInactiveError
from ckanext.harvest.model import (
    HarvestGatherError,
    HarvestJob,
    HarvestObject,
    HarvestObjectError,
)
from ckanext.odlocale.harvest import approval, index_commits
from ckanext.odlocale.harvest.records import Job, Source

Progress = Callable[[int, int], None]


class RunError(Exception):
    """A source cannot be run; the message says why."""


@dataclass(slots=True)
class Report:
    """What a run did.

    :param counts: datasets that were ``added``, ``updated``, ``not modified``, ``deleted`` or ``errored``
    :param errors: those of the job first
    """

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def run(source: Source, progress: Progress) -> Report:
    """Gather, fetch and import a source.

    :param progress: called with the number of datasets done, and of all
    :raises RunError: a job of this source is under way, it may not run, or its harvester is not there
    """
    harvester = queue.get_harvester(source.type)
    if harvester is None:
        message = tk._("No plugin harvests sources of type “{type}”. Add it to ckan.plugins.")
        raise RunError(message.format(type=source.type))
    # Kept aside: the session that knows the source is given up after each dataset.
    source_id = source.id
    job = _job(source)
    ids: list[str] = cast("Any", queue.gather_stage(harvester, job)) or []
    job_id = job.id
    report = Report(_counts(job_id))
    with index_commits.held() as owed:
        _import(harvester, ids, report, progress)
    if owed:
        index_commits.Owed().pay()
    tk.get_action("harvest_jobs_run")(_context(), {"source_id": source_id})
    report.errors = _errors(job_id)
    return report


def _import(harvester: Any, ids: list[str], report: Report, progress: Progress) -> None:
    for done, object_id in enumerate(ids, start=1):
        queue.fetch_and_import_stages(harvester, HarvestObject.get(object_id))
        done_with: Any = HarvestObject.get(object_id)
        report.counts[done_with.report_status] += 1
        # What was loaded for one dataset is not kept for the next: memory stays flat.
        model.Session.remove()
        progress(done, len(ids))


def _counts(job_id: str) -> Counter[str]:
    """What the gather stage dealt with already: nothing of it has to be imported."""
    counted = (
        model.Session.query(HarvestObject.report_status, sa.func.count())
        .filter(HarvestObject.harvest_job_id == job_id, HarvestObject.report_status.isnot(None))
        .group_by(HarvestObject.report_status)
    )
    return Counter(dict(cast("Any", counted.all())))


def _job(source: Source) -> Job:
    obstacle = approval.obstacle(source.id)
    if obstacle:
        raise RunError(obstacle)
    try:
        made = tk.get_action("harvest_job_create")(_context(), {"source_id": source.id, "run": False})
    except HarvestJobExists as error:
        raise RunError(
            tk._("A job of this source is under way. Wait for its end, or stop it on its page.")
        ) from error
    except HarvestSourceInactiveError as error:
        raise RunError(tk._("This source is switched off. Switch it on first, on its page.")) from error
    job = cast("Job", HarvestJob.get(made["id"]))
    job.status = "Running"
    job.save()
    return job


def _errors(job_id: str) -> list[str]:
    gathered = model.Session.query(HarvestGatherError).filter_by(harvest_job_id=job_id)
    imported = (
        model.Session.query(HarvestObjectError, HarvestObject.guid)
        .join(HarvestObject, HarvestObject.id == HarvestObjectError.harvest_object_id)
        .filter(HarvestObject.harvest_job_id == job_id)
        .order_by(HarvestObjectError.created)
    )
    return [
        *(str(error.message) for error in gathered.order_by(HarvestGatherError.created)),
        *(f"{guid}: {error.message}" for error, guid in imported),
    ]


def _context() -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"model": model, "session": model.Session, "user": user, "ignore_auth": True}
