"""Records that nobody knows yet, many at a time: what is asked about one is asked about all of them at once.

Most of the time that a first harvest takes is not the making of datasets but the questions before each. A
consumer that imported a record takes some more from the front of the queue, and imports those of the same job
that are new in every way: no guid, no key, no dataset of theirs is here. Everything else goes back where it
was. What is begun is marked before, and what is done after: who is killed in between leaves objects that the
regular run sends again, one by one, and importing one again changes nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table

from ckanext.harvest.model import HarvestJob, HarvestObject
from ckanext.odlocale.harvest import config, locks, once, placing, routes_known
from ckanext.odlocale.harvest.backlog import Backlog
from ckanext.odlocale.harvest.gathering import Record
from ckanext.odlocale.harvest.memory import Memory
from ckanext.odlocale.harvest.objects import Refused
from ckanext.odlocale.harvest.prepared import Prepared
from ckanext.odlocale.harvest.routes_known import route_table

log = logging.getLogger(__name__)
_package = package_table.c


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A record that is new in every way, decided about."""

    harvest_object: Any
    prepared: Prepared
    standing: once.Standing


class Importer(Protocol):
    """What a harvester does with newcomers."""

    def backlog(self) -> Backlog: ...
    def memory(self, run: str | None) -> Memory: ...
    def forget(self) -> None: ...
    def placer(self, source: Any, memory: Memory) -> placing.Placer: ...
    def refuse_unusable(self, package: dict[str, Any]) -> None: ...
    def prepared_all(self, job: Any, records: Iterable[Record]) -> dict[str, Prepared]: ...
    def import_new(self, newcomer: Newcomer) -> bool | str | None: ...
    def failed(self, error: Exception, harvest_object: Any) -> None: ...


def import_waiting(harvester: Importer, job_id: str) -> int | None:
    """Import newcomers of a job from the front of the queue.

    :returns: how many there were; None when nothing waits
    """
    backlog = harvester.backlog()
    taken = backlog.take(config.batch() - 1)
    done: list[str] = []
    if not taken:
        return None
    try:
        with _chosen(harvester, job_id, taken) as found:
            done += _imported(harvester, found)
    except Exception:
        log.exception("importing newcomers of job %s", job_id)
        model.Session.rollback()
        harvester.forget()
    finally:
        backlog.done(done)
        rest = [one for one in taken if one not in done]
        if rest:
            backlog.send_objects(rest, first=True)
    return len(done)


def _imported(harvester: Importer, found: Sequence[Newcomer]) -> list[str]:
    """Import them one by one; the ids of those that are over, the failed ones included."""
    ids = [str(one.harvest_object.id) for one in found]
    stored = [one for one in found if _is_stored(harvester, one)]
    good = [str(one.harvest_object.id) for one in stored]
    once.note_new((one.harvest_object, one.standing) for one in stored)
    _mark(good, state="COMPLETE", report_status="added", import_finished=_now())
    bad = [one for one in ids if one not in good]
    _mark(bad, state="ERROR", report_status="errored", import_finished=_now())
    return ids


def _is_stored(harvester: Importer, newcomer: Newcomer) -> bool:
    try:
        return harvester.import_new(newcomer) is True
    except Exception as error:  # noqa: BLE001 - told on the object, as all that happens to one
        harvester.failed(error, newcomer.harvest_object)
        return False


@contextmanager
def _chosen(harvester: Importer, job_id: str, ids: Sequence[str]) -> Iterator[list[Newcomer]]:
    """Those of these objects that are new, claimed, with everybody else kept out meanwhile."""
    job: Any = HarvestJob.get(job_id)
    waiting = {one.guid: one for one in _waiting(job_id, ids)}
    with locks.tried(waiting) as free:
        known = _known(job.source_id, free)
        strangers = [waiting[guid] for guid in sorted(free - known)]
        arrived = list(_arrived(harvester, job, strangers))
        keys = {key for one in arrived for key in one.standing.route.keys}
        with once.alone_with_new(keys) as mine:
            shared = routes_known.shared_with_others(keys, job.source_id) | (keys - mine)
            here = _here(arrived)
            found = [
                one
                for one in arrived
                if not (one.standing.route.keys & shared or here & set(one.standing.facts.identifiers))
            ]
            _claim(harvester, job, found)
            yield found


def _waiting(job_id: str, ids: Sequence[str]) -> list[Any]:
    """Objects of a job that goes on, which nobody began before: one that killed a consumer goes alone."""
    query = (
        sa.select(HarvestObject)
        .join(HarvestJob, HarvestJob.id == HarvestObject.harvest_job_id)
        .where(
            HarvestObject.id.in_(ids), HarvestObject.harvest_job_id == job_id, HarvestJob.status != "Finished"
        )
        .where(HarvestObject.state == "WAITING", HarvestObject.retry_times == 0)
    )
    return list(model.Session.execute(query).scalars()) if ids else []


def _known(source_id: str, guids: set[str]) -> set[str]:
    """Those of these guids of which the portal has anything: another object, a route, a dataset."""
    among = list(guids)
    others = sa.select(HarvestObject.guid).where(HarvestObject.guid.in_(among))
    routes = sa.select(route_table.c.guid).where(
        route_table.c.source_id == source_id, route_table.c.guid.in_(among)
    )
    datasets = [sa.select(column).where(column.in_(among)) for column in (_package.id, _package.name)]
    many = others.group_by(HarvestObject.guid).having(sa.func.count() > 1)
    return set(model.Session.execute(sa.union_all(many, routes, *datasets)).scalars())


def _arrived(harvester: Importer, job: Any, strangers: Iterable[Any]) -> Iterator[Newcomer]:
    usable = {one.guid: one for one in strangers if _is_usable(harvester, one)}
    records = [Record(guid, one.content) for guid, one in usable.items()]
    placer = harvester.placer(job.source, harvester.memory(job.id))
    near = once.Near(placer.policy, placer.directory)
    for guid, prepared in harvester.prepared_all(job, records).items():
        standing = once.of_newcomer(usable[guid], prepared, near)
        if standing is not None:
            yield Newcomer(usable[guid], prepared, standing)


def _is_usable(harvester: Importer, harvest_object: Any) -> bool:
    """What is refused goes back to the queue, where it is refused with its reason."""
    try:
        harvester.refuse_unusable(json.loads(harvest_object.content))
    except Refused:
        return False
    return True


def _here(arrived: Iterable[Newcomer]) -> set[str]:
    """The identifiers that records say of themselves and that are datasets of this portal."""
    said = sorted({identifier for one in arrived for identifier in one.standing.facts.identifiers})
    return set(model.Session.execute(sa.select(_package.id).where(_package.id.in_(said))).scalars())


def _claim(harvester: Importer, job: Any, found: Sequence[Newcomer]) -> None:
    """Before anything else is written: they are begun, and what was decided about their producers."""
    for decision in {one.prepared.decision.key: one.prepared.decision for one in found}.values():
        placing.record(job.source_id, decision)
    now = _now()
    began = {"fetch_started": now, "fetch_finished": now, "import_started": now}
    ids = [one.harvest_object.id for one in found]
    _mark(ids, state="IMPORT", retry_times=HarvestObject.retry_times + 1, **began)


def _mark(ids: Sequence[str], **values: Any) -> None:
    change = sa.update(HarvestObject).where(HarvestObject.id.in_(ids)).values(**values)
    model.Session.execute(change, execution_options={"synchronize_session": False})
    model.Session.commit()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
