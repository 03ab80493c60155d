"""The table of routes, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.meta import metadata
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import ARRAY, array

from ckanext.harvest.model import HarvestObject, HarvestSource
from ckanext.odlocale.harvest.last import Last
from ckanext.odlocale.harvest.routes import Route, order

FOLLOWED, PASSED, RETURNED = "followed", "passed", "returned"
ALIKE = 8
"""Routes with one key that are looked at: more share it only where it tells nothing."""

route_table = sa.Table(
    "odlocale_route",
    metadata,
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("guid", sa.Text, primary_key=True),
    sa.Column("package_id", sa.Text),
    sa.Column("object_id", sa.Text),
    sa.Column("keys", ARRAY(sa.Text), nullable=False),
    sa.Column("producer", sa.Text, nullable=False),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("modified", sa.DateTime),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("decided", sa.DateTime, nullable=False),
)
_route, _source = route_table.c, metadata.tables["harvest_source"].c


def with_routes(source_id: str, guids: Iterable[str], last: dict[str, Last]) -> dict[str, Last]:
    """What is known of these records when their routes count, too.

    One that is not followed was told once, and is told again only when it says something new, or when the
    dataset of the other route is gone. One whose route nobody decided about is new.

    :param last: what was imported of them
    """
    query = (
        sa.select(_route.guid, _route.standing, _route.digest, _route.place, model.Package.state)
        .outerjoin(model.Package, model.Package.id == _route.package_id)
        .where(_route.source_id == source_id, _route.guid.in_(list(guids)))
    )
    rows = model.Session.execute(query).all()
    followed = {row.guid for row in rows if row.standing == FOLLOWED}
    passed = {
        row.guid: Last(row.digest, row.place)
        for row in rows
        if row.standing != FOLLOWED and row.state == "active"
    }
    return {guid: one for guid, one in last.items() if guid in followed} | passed


def leads_to(package_id: str) -> bool:
    """True when a route leads to a dataset: which one is followed can be decided."""
    return bool(model.Session.scalar(sa.select(sa.exists().where(_route.package_id == package_id))))


def heirs(package_id: str, source_id: str, guid: str) -> list[Any]:
    """The harvest objects of the other routes to a dataset, the one to follow first.

    Of live sources, and of the same producer as the route that ends (its source and guid): nobody else
    inherits.
    """
    ended = route_table.alias("ended").c
    producer = sa.select(ended.producer).where(ended.source_id == source_id, ended.guid == guid)
    query = (
        sa.select(route_table)
        .join(HarvestSource, _source.id == _route.source_id)
        .where(_route.package_id == package_id, _route.standing == PASSED, _source.active.is_(True))
        .where(sa.or_(_route.source_id != source_id, _route.guid != guid))
        .where(_route.producer == producer.scalar_subquery())
    )
    rows = sorted(model.Session.execute(query).all(), key=lambda row: order(read(row)))
    found: list[Any] = [HarvestObject.get(row.object_id) for row in rows]
    return [one for one in found if one is not None and one.content]


def forget(source_id: str | None, guids: Iterable[str]) -> None:
    """The source has these no more."""
    model.Session.execute(
        sa.delete(route_table).where(_route.source_id == source_id, _route.guid.in_(list(guids)))
    )


def sweep(job: Any, still_there: Callable[[str], bool] | None) -> None:
    """After a source was read to its end: what it no longer has is no other route to anything."""
    seen = sa.exists().where(HarvestObject.harvest_job_id == job.id, HarvestObject.guid == _route.guid)
    rows = sa.select(_route.guid).where(_route.source_id == job.source.id, _route.standing != FOLLOWED)
    if still_there is None:
        gone = list(model.Session.execute(rows.where(~seen)).scalars())
    else:
        gone = [guid for guid in model.Session.execute(rows).scalars() if not still_there(guid)]
    forget(job.source.id, gone)


def also_found(package_id: str) -> list[dict[str, Any]]:
    """The other routes to a dataset, nearest to its producer first."""
    source = package_table.alias("source")
    query = (
        sa.select(_route.origin, _route.rank, _route.guid, source.c.title, source.c.name)
        .join(source, source.c.id == _route.source_id)
        .where(_route.package_id == package_id, _route.standing == PASSED)
        .order_by(_route.rank, source.c.name, _route.guid)
    )
    rows = model.Session.execute(query)
    return [{"origin": row.origin, "source": row.name, "title": row.title or row.name} for row in rows]


def alike(route: Route) -> list[Route]:
    """Routes that share a key with this one, each with the dataset it leads to now."""
    if not route.keys:
        return []
    shares = [
        sa.select(route_table).where(_route["keys"].contains([key])).limit(ALIKE).subquery()
        for key in sorted(route.keys)
    ]
    rows = model.Session.execute(sa.union_all(*(sa.select(share) for share in shares))).all()
    alive: set[str] = set(
        model.Session.execute(
            sa.select(model.Package.id).where(
                model.Package.id.in_([row.package_id for row in rows if row.package_id]),
                model.Package.state == "active",
            )
        ).scalars()
    )
    found = {(row.source_id, row.guid): read(row, alive) for row in rows}
    return [one for one in found.values() if (one.source, one.guid) != (route.source, route.guid)]


def shared_with_others(keys: Iterable[str], source_id: str) -> set[str]:
    """Those of these keys that a route of another source has, too."""
    key = sa.func.unnest(sa.cast(sorted(keys), ARRAY(sa.Text))).column_valued("key")
    elsewhere = sa.exists().where(_route["keys"].contains(array([key])), _route.source_id != source_id)
    return set(model.Session.execute(sa.select(key).where(elsewhere)).scalars())


def own_package(route: Route) -> str | None:
    """The dataset that this route made, or is another route to without anybody following one."""
    made = (
        sa.select(HarvestObject.package_id)
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .where(HarvestObject.harvest_source_id == route.source, HarvestObject.guid == route.guid)
        .where(HarvestObject.current.is_(True), model.Package.state == "active")
    )
    found = model.Session.execute(made.limit(1)).scalar()
    if found is not None:
        return found
    others = route_table.alias("others")
    followed = sa.exists().where(others.c.package_id == _route.package_id, others.c.standing == FOLLOWED)
    mine = sa.select(_route.package_id).join(model.Package, model.Package.id == _route.package_id)
    mine = mine.where(_route.source_id == route.source, _route.guid == route.guid, _route.standing == PASSED)
    return model.Session.execute(mine.where(model.Package.state == "active", ~followed)).scalar()


def read(row: Any, alive: set[str] | None = None) -> Route:
    """A route as it is kept.

    :param alive: datasets that are not deleted; all, when that was not asked
    """
    there = row.package_id if alive is None or row.package_id in alive else None
    return Route(
        row.source_id,
        row.guid,
        # Not row.keys: a method of rows in the SQLAlchemy of CKAN 2.11.
        frozenset(row._mapping["keys"]),
        row.producer,
        row.rank,
        row.modified,
        there,
        row.standing == FOLLOWED and there is not None,
    )
