"""Runs that were broken off are taken up again; those that cannot go on are ended, and say so.

A consumer may be killed at any line, Redis may forget its queues, the database may have been away. What is to
do is in the database all the same: jobs that are gathered by nobody, objects that nobody imports. Each is
sent again. Sending too much is harmless: a job is gathered by one consumer at a time, and once; so is an
object imported.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject, HarvestSource
from ckanext.odlocale.harvest import config, locks
from ckanext.odlocale.harvest.backlog import Backlog

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=1)
"""How long nobody may seem to work on something before it is sent again: starting takes a moment."""
OPEN = ("New", "Running")
BEGUN = ("FETCH", "IMPORT")


def recover(types: Iterable[str], source_id: str | None = None) -> None:
    """End what is stuck, and have the rest of what was broken off go on.

    :param types: of the sources to look at: those of our harvesters, which lock what they work on
    :param source_id: of the one source to look at
    """
    for job in _jobs(types, OPEN, source_id):
        if job.get_last_action_time() < now() - timedelta(hours=config.stuck_hours()):
            _end(job)
    backlog = Backlog()
    if not backlog.is_ours():
        return
    running = _jobs(types, ("Running",), source_id)
    _send_jobs(backlog, running)
    _send_objects(backlog, [job.id for job in running])


def _jobs(types: Iterable[str], states: Iterable[str], source_id: str | None) -> list[Any]:
    query = (
        model.Session.query(HarvestJob)
        .join(HarvestSource, HarvestSource.id == HarvestJob.source_id)
        .filter(HarvestSource.type.in_(list(types)), HarvestJob.status.in_(list(states)))
    )
    return (query.filter(HarvestSource.id == source_id) if source_id else query).all()


def _end(job: Any) -> None:
    """As *Stop* does, and with a reason."""
    hours = config.stuck_hours()
    message = tk.ungettext(
        "Nothing happened in this job for an hour: it was ended. What it had imported is kept, and the next "
        "run brings the rest. Ask the administrator whether the harvest consumers are running.",
        "Nothing happened in this job for {hours} hours: it was ended. What it had imported is kept, and the "
        "next run brings the rest. Ask the administrator whether the harvest consumers are running.",
        hours,
    )
    log.warning("job %s is stuck and ended", job.id)
    model.Session.query(HarvestObject).filter(
        HarvestObject.harvest_job_id == job.id, HarvestObject.state.not_in(("COMPLETE", "ERROR"))
    ).update({"state": "ERROR", "report_status": "errored"}, synchronize_session=False)
    model.Session.add(HarvestGatherError(message=message.format(hours=hours), job=job))
    job.status, job.finished = "Finished", now()
    model.Session.commit()


def _send_jobs(backlog: Backlog, running: Iterable[Any]) -> None:
    broken_off = [
        job.id
        for job in running
        if job.gather_finished is None
        and (job.gather_started or job.created) < now() - PATIENCE
        and locks.is_free(locks.gathering_of(job.id))
    ]
    _send(broken_off, backlog.waiting_jobs, backlog.send_jobs, "job")


def _send_objects(backlog: Backlog, jobs: list[str]) -> None:
    """Those that a killed consumer had begun wait again, then all that wait in the database only are sent."""
    begun: Any = (
        model.Session.query(HarvestObject)
        .filter(HarvestObject.harvest_job_id.in_(jobs), HarvestObject.state.in_(BEGUN))
        .filter(HarvestObject.fetch_started < now() - PATIENCE)
    )
    for harvest_object in begun:
        if locks.is_free(str(harvest_object.guid)):
            harvest_object.state = "WAITING"
    model.Session.commit()
    waiting = sa.select(HarvestObject.id).where(
        HarvestObject.harvest_job_id.in_(jobs), HarvestObject.state == "WAITING"
    )
    _send(model.Session.scalars(waiting).all(), backlog.waiting_objects, backlog.send_objects, "object")


def _send(
    ids: Sequence[str], queued: Callable[[], set[str]], send: Callable[[list[str]], None], what: str
) -> None:
    """Those that the queue does not hold; it is not asked when there is nothing to send."""
    known = queued() if ids else set()
    lost = [one for one in ids if one not in known]
    if lost:
        log.info("%d harvest %ss were broken off and are sent again", len(lost), what)
        send(lost)


def now() -> datetime:
    """This moment, as ckanext-harvest keeps moments."""
    return datetime.now(UTC).replace(tzinfo=None)
