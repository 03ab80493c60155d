"""What is known of links: which are to be visited next, and what was found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from ckan import model
from ckan.model.resource import resource_table
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.observatory.links.verdict import State
from ckanext.odlocale.observatory.model import link_table
from ckanext.odlocale.territory.shared import public_datasets

_link, _resource = link_table.c, resource_table.c
AGAIN = timedelta(days=7)
"""How long a link is left alone after a visit."""
LONGEST = 2000


def due(now: datetime, most: int) -> list[str]:
    """The links of public datasets that were not visited lately, those never visited first.

    Files on the portal itself are no links.
    """
    public = public_datasets()
    query = (
        sa.select(_resource.url)
        .join_from(resource_table, public, public.c.id == _resource.package_id)
        .outerjoin(link_table, _link.url == _resource.url)
        .where(_resource.state == "active", _resource.url.op("~*")("^https?://"))
        .where(sa.func.coalesce(_resource.url_type, "") != "upload", sa.func.length(_resource.url) <= LONGEST)
        .where(sa.or_(_link.visited.is_(None), _link.visited < now - AGAIN))
        .group_by(_resource.url)
        .order_by(sa.func.min(_link.visited).asc().nulls_first(), _resource.url)
        .limit(most)
    )
    return list(model.Session.execute(query).scalars())


def failures_of(url: str) -> int:
    """How many visits in a row found nothing."""
    return model.Session.execute(sa.select(_link.failures).where(_link.url == url)).scalar() or 0


def keep(url: str, state: State, status: int | None, failures: int) -> None:
    """Keep what a visit found, for good: a run that is killed goes on after it."""
    row = {"url": url, "state": str(state), "status": status, "failures": failures}
    row |= {"visited": datetime.now(UTC)}
    statement = insert(link_table).values(row)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["url"], set_=row))
    model.Session.commit()


def forget() -> int:
    """Take out what no resource links to any more; how many there were."""
    linked = sa.select(_resource.url).where(_resource.state == "active", _resource.url == _link.url).exists()
    done = model.Session.execute(sa.delete(link_table).where(~linked))
    model.Session.commit()
    return done.rowcount  # pyright: ignore[reportAttributeAccessIssue]
