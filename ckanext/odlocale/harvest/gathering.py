"""What the gather stage keeps of a catalogue: page by page, unchanged records told apart before they cost.

Nothing grows with the catalogue here: what was seen already in this run is asked of the database, and objects
are handed to the fetch queue as they are made.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import sqlalchemy as sa
from ckan import model

from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestObjectExtra
from ckanext.odlocale.harvest import routes_known
from ckanext.odlocale.harvest.backlog import Backlog
from ckanext.odlocale.harvest.last import Last, digest_of
from ckanext.odlocale.harvest.model import PLACE_EXTRA
from ckanext.odlocale.harvest.records import Job

PAGE = 100
"""Records that one query compares, and one transaction keeps."""


class Stopped(Exception):  # noqa: N818
    """Somebody ended the job while it was gathering."""


@dataclass(frozen=True, slots=True)
class Record:
    """One dataset of a catalogue, as it is kept until its import.

    :param guid: identifies it in all of the portal
    :param content: JSON
    """

    guid: str
    content: str


class Placed(Protocol):
    """A record of which it is known where it belongs."""

    @property
    def place(self) -> str: ...


Placing = Callable[[list[Record]], Mapping[str, Placed]]
"""Decides where records belong today, by guid."""


@dataclass(slots=True)
class Intake:
    """Takes the records of one job in.

    :param backlog: with the fetch queue, where objects are handed on as they are made
    :param ids: harvest objects that the caller has to hand on
    :param count: records seen
    """

    job: Job
    placing: Placing
    backlog: Backlog | None = None
    ids: list[str] = field(default_factory=list)
    count: int = 0
    _page: dict[str, Record] = field(default_factory=dict)

    def add(self, guid: str, content: str) -> bool:
        """Take a record, unless this page of the run has its guid already.

        :raises Stopped: the job was ended meanwhile
        """
        if guid in self._page:
            return False
        self._page[guid] = Record(guid, content)
        if len(self._page) >= PAGE:
            self.flush()
        return True

    def flush(self) -> None:
        """Keep the records taken so far; those of another page of this run are left out."""
        page, self._page = self._page, {}
        if not page:
            return
        if _is_over(self.job.id):
            raise Stopped
        last, seen = known(self.job, page)
        records = [record for guid, record in page.items() if guid not in seen]
        settled = self._settled(records, last)
        waiting = [record for record in records if record.guid not in settled]
        ids = _keep(self.job, settled.values(), waiting)
        self.count += len(page)
        self.hand_on(ids)

    def _settled(self, records: list[Record], last: dict[str, Last]) -> dict[str, Record]:
        """The records that say what they said last time, and whose dataset is where it belongs."""
        same = [
            record
            for record in records
            if record.guid in last and last[record.guid].digest == digest_of(record.content)
        ]
        placed = self.placing(same) if same else {}
        return {
            record.guid: record for record in same if placed[record.guid].place == last[record.guid].place
        }

    def hand_on(self, ids: list[str]) -> None:
        """Have harvest objects imported: now, or by who runs this job.

        The first of each job go before what waits of others: a small source never waits for a large one.
        """
        if self.backlog is None:
            self.ids += ids
        elif ids:
            self.backlog.send_objects(ids, first=self.count <= PAGE)


@contextmanager
def intake(job: Job, placing: Placing, backlog: Backlog | None) -> Iterator[Intake]:
    """The intake of a job; all of it is kept at the end.

    :param backlog: where objects are handed on as they are made; None when the caller does it
    """
    taken = Intake(job, placing, backlog)
    try:
        yield taken
    finally:
        taken.flush()


def known(job: Job, guids: Iterable[str]) -> tuple[dict[str, Last], set[str]]:
    """What the portal has of these guids, and those that this very job has taken already."""
    place = sa.and_(
        HarvestObjectExtra.harvest_object_id == HarvestObject.id, HarvestObjectExtra.key == PLACE_EXTRA
    )
    ours = HarvestObject.harvest_job_id == job.id
    query = (
        sa.select(
            HarvestObject.guid,
            ours.label("ours"),
            HarvestObject.current,
            model.Package.state,
            sa.func.md5(HarvestObject.content).label("digest"),
            HarvestObjectExtra.value.label("place"),
        )
        .outerjoin(model.Package, model.Package.id == HarvestObject.package_id)
        .outerjoin(HarvestObjectExtra, place)
        .where(HarvestObject.harvest_source_id == job.source.id, HarvestObject.guid.in_(list(guids)))
        .where(sa.or_(HarvestObject.current.is_(True), ours))
    )
    rows = model.Session.execute(query).all()
    last = {row.guid: Last(row.digest, row.place) for row in rows if row.current and row.state == "active"}
    return routes_known.with_routes(job.source.id, guids, last), {row.guid for row in rows if row.ours}


def _keep(job: Job, settled: Iterable[Record], waiting: Iterable[Record]) -> list[str]:
    """Make the harvest objects of a page in one transaction; the ids of those that wait for their import."""
    now = datetime.now(UTC).replace(tzinfo=None)
    common: dict[str, Any] = {
        "current": False,
        "gathered": now,
        "retry_times": 0,
        "harvest_job_id": job.id,
        "harvest_source_id": job.source.id,
    }
    done = {"state": "COMPLETE", "report_status": "not modified", "content": None, "import_finished": now}
    open_ = {"state": "WAITING", "report_status": None, "import_finished": None}
    rows = [{**common, **done, "guid": record.guid, "id": str(uuid.uuid4())} for record in settled]
    new = [
        {**common, **open_, "guid": record.guid, "id": str(uuid.uuid4()), "content": record.content}
        for record in waiting
    ]
    model.Session.execute(sa.insert(HarvestObject.__table__), rows + new)
    model.Session.commit()
    return [row["id"] for row in new]


def _is_over(job_id: str) -> bool:
    return model.Session.query(HarvestJob.status).filter_by(id=job_id).scalar() == "Finished"


def is_gathered(job_id: str) -> bool:
    """True when a consumer gathered this job to its end, or to its error."""
    return model.Session.query(HarvestJob.gather_finished).filter_by(id=job_id).scalar() is not None
