"""Datasets that belong elsewhere by now: proposed with numbers, moved in a job, moved back on demand.

A commune got an organization, an animator takes over hosting, an EPCI changed: the rule that places what
arrives is asked again about what is here. What a person moved by hand is never proposed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.meta import metadata
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import JSONB, insert

from ckanext.harvest.model import HarvestObject, HarvestObjectExtra, HarvestSource
from ckanext.odlocale.harvest import source_config
from ckanext.odlocale.harvest.claims import Certainty, Identification
from ckanext.odlocale.harvest.directory import PortalDirectory
from ckanext.odlocale.harvest.local_edits import Put
from ckanext.odlocale.harvest.model import PUT_EXTRA
from ckanext.odlocale.harvest.moving import move
from ckanext.odlocale.harvest.records import Source
from ckanext.odlocale.harvest.rollup import Kind, SourcePolicy, place
from ckanext.odlocale.harvest.vanished import now
from ckanext.odlocale.territory import shared as territory

Progress = Callable[[int, int], None]

rehoming_table = sa.Table(
    "odlocale_rehoming",
    metadata,
    sa.Column("batch", sa.Text, primary_key=True),
    sa.Column("package_id", sa.Text, primary_key=True),
    sa.Column("territory", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("before_kind", sa.Text, nullable=False),
    sa.Column("after", sa.Text),
    sa.Column("author", sa.Text),
    sa.Column("moved", sa.DateTime, nullable=False),
    sa.Column("undone", sa.DateTime),
)
_move, _package = rehoming_table.c, package_table.c


@dataclass(frozen=True, slots=True)
class Proposal:
    """Datasets of one source and producer that are in one organization, and belong in another.

    :param source: id of the source
    :param here: id of the organization they are in
    :param there: id of the one they belong in
    :param kind: why they belong there
    """

    source: str
    territory: territory.TerritoryId
    here: str | None
    there: str
    kind: Kind
    datasets: int

    @property
    def key(self) -> str:
        """Names it, for the form that says which are wanted."""
        return f"{self.source} {self.territory} {self.here or ''}"


def proposals() -> list[Proposal]:
    """All of them, the largest first: queries by source and producer, not by dataset."""
    producer = territory.dataset_field(territory.TERRITORY_FIELD)
    columns = (HarvestObject.harvest_source_id, producer.c.value, _package.owner_org)
    counted = _harvested(sa.select(*columns, sa.func.count()), producer).group_by(*columns)
    directory, policies = PortalDirectory(), {}
    found = []
    for source_id, written, here, number in model.Session.execute(counted):
        policies[source_id] = policies.get(source_id) or _policy(source_id)
        meant = directory.by_code(territory.TerritoryId.parse(written))
        target = _placed(meant, policies[source_id], directory) if meant else None
        if meant and target and target[1] != here:
            found.append(Proposal(source_id, meant, here, target[1], target[0], number))
    return sorted(found, key=lambda one: (-one.datasets, one.key))


def apply(author: str, progress: Progress, keys: Iterable[str] | None = None) -> tuple[str, int]:
    """Move the datasets of the proposals. May be done again: those moved are proposed no more.

    :param keys: of the proposals wanted; all for None
    :returns: the batch, by which it is undone, and how many were moved
    """
    wanted = None if keys is None else set(keys)
    chosen = [one for one in proposals() if wanted is None or one.key in wanted]
    batch, done, total = str(uuid.uuid4()), 0, sum(one.datasets for one in chosen)
    for proposal in chosen:
        for package_id, rolled_up in _datasets(proposal):
            _moved(batch, proposal, (package_id, rolled_up), author)
            done += 1
            progress(done, total)
    return batch, done


def undo(batch: str, progress: Progress) -> int:
    """Move the datasets of a batch back, but for those that are elsewhere by now; how many were.

    The next harvest leaves them there, as if a person had moved them.
    """
    query = (
        sa.select(rehoming_table, _package.owner_org)
        .join(package_table, _package.id == _move.package_id)
        .where(_move.batch == batch, _move.undone.is_(None))
    )
    rows = model.Session.execute(query.order_by(_move.package_id)).all()
    back = 0
    for done, row in enumerate(rows, start=1):
        if row.owner_org == row.after:
            move(row.package_id, row.before, row.before_kind)
            back += 1
        this = sa.and_(_move.batch == batch, _move.package_id == row.package_id)
        model.Session.execute(sa.update(rehoming_table).where(this).values(undone=now()))
        model.Session.commit()
        progress(done, len(rows))
    return back


def batches(most: int = 20) -> list[dict[str, Any]]:
    """The last batches: how many datasets each moved, by whom, and whether it was undone."""
    query = (
        sa.select(
            _move.batch,
            sa.func.count().label("datasets"),
            sa.func.min(_move.moved).label("moved"),
            sa.func.max(_move.author).label("author"),
            sa.func.bool_and(_move.undone.isnot(None)).label("undone"),
        )
        .group_by(_move.batch)
        .order_by(sa.desc("moved"))
    )
    rows = model.Session.execute(query.limit(most))
    return [{**row._mapping, "moved": row.moved.isoformat(timespec="seconds")} for row in rows]


def shown(found: Iterable[Proposal]) -> list[dict[str, Any]]:
    """Proposals with the names of what they are about: two queries."""
    rows = list(found)
    groups = [one for row in rows for one in (row.here, row.there) if one]
    group = group_table.c
    title = sa.func.coalesce(sa.func.nullif(group.title, ""), group.name).label("title")
    named = sa.select(group.id, title).where(group.id.in_(groups))
    titles = {row.id: row.title for row in model.Session.execute(named)}
    known = territory.records([row.territory for row in rows])
    return [
        {
            "key": row.key,
            "territory": row.territory,
            "territory_name": known[row.territory].name,
            "kind": str(row.kind),
            "datasets": row.datasets,
            "here": titles.get(row.here or ""),
            "there": titles.get(row.there),
        }
        for row in rows
    ]


def in_background(author: str, keys: list[str] | None) -> None:
    """The job that :func:`apply` is when a page asks for it."""
    apply(author, _quiet, keys)


def back_in_background(batch: str) -> None:
    """The job that :func:`undo` is when a page asks for it."""
    undo(batch, _quiet)


def _harvested(query: sa.Select[Any], producer: Any) -> sa.Select[Any]:
    """The harvested datasets with a producer that are where a harvest put them."""
    put = sa.cast(HarvestObjectExtra.value, JSONB)[0].astext
    return (
        query.select_from(HarvestObject)
        .join(package_table, _package.id == HarvestObject.package_id)
        .join(producer, producer.c.id == _package.id)
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .where(HarvestObject.current.is_(True), _package.state == "active")
        .where(HarvestObjectExtra.key == PUT_EXTRA, put == _package.owner_org)
    )


def _datasets(proposal: Proposal) -> list[tuple[str, str]]:
    """(id, producer that it is rolled up from) of the datasets of a proposal."""
    producer = territory.dataset_field(territory.TERRITORY_FIELD)
    rolled = territory.dataset_field(territory.ROLLED_UP_FIELD)
    query = _harvested(sa.select(_package.id, producer.c.value, rolled.c.value), producer)
    query = query.outerjoin(rolled, rolled.c.id == _package.id).where(
        HarvestObject.harvest_source_id == proposal.source, _package.owner_org == proposal.here
    )
    rows = model.Session.execute(query.order_by(_package.name)).all()
    today = {written: territory.resolve(written) for written in {row[1] for row in rows}}
    wanted = {written for written, record in today.items() if record and record.id == proposal.territory}
    return [(row[0], row[2] or "") for row in rows if row[1] in wanted]


def _moved(batch: str, proposal: Proposal, dataset: tuple[str, str], author: str) -> None:
    """Written down before it is done, so that whatever is killed can be undone."""
    package_id, rolled_up = dataset
    row = {
        "batch": batch,
        "package_id": package_id,
        "territory": proposal.territory,
        "before": proposal.here,
        "before_kind": rolled_up,
        "after": proposal.there,
        "author": author,
        "moved": now(),
    }
    model.Session.execute(insert(rehoming_table).values(row).on_conflict_do_nothing())
    model.Session.commit()
    move(package_id, proposal.there, "" if proposal.kind is Kind.HOME else proposal.territory)
    last = sa.select(HarvestObject.id).where(
        HarvestObject.package_id == package_id, HarvestObject.current.is_(True)
    )
    model.Session.query(HarvestObjectExtra).filter(
        HarvestObjectExtra.key == PUT_EXTRA, HarvestObjectExtra.harvest_object_id.in_(last)
    ).update({"value": Put(proposal.there, proposal.territory).as_text()}, synchronize_session=False)
    model.Session.commit()


def _placed(
    meant: territory.TerritoryId, policy: SourcePolicy | None, directory: PortalDirectory
) -> tuple[Kind, str] | None:
    if policy is None:
        return None
    placement = place(Identification(meant, (), Certainty.CERTAIN), policy, directory)
    return (placement.kind, placement.organization) if placement.organization else None


def _policy(source_id: str) -> SourcePolicy | None:
    """The policy of a source; None when its configuration cannot be used: nothing of it is moved."""
    source = cast("Source | None", HarvestSource.get(source_id))
    try:
        return source_config.policy_of(source) if source else None
    except ValueError:
        return None


def _quiet(_done: int, _total: int) -> None:
    """A job in the background tells nobody."""
