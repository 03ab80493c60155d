"""Which datasets somebody looked at or downloaded, by what CKAN's plugin ``tracking`` counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckan.model.resource import resource_table

PLUGIN = "tracking"
_resource = resource_table.c


def last_month(day: date) -> tuple[date, date]:
    """The last whole month before a day: its first day, and the first one after it.

    A figure that changes every night has a line of history every night; this one has twelve a year.
    """
    after = day.replace(day=1)
    return (after - timedelta(days=1)).replace(day=1), after


def visits(day: date, dataset: Any) -> tuple[Any, Any]:
    """Two columns: how many datasets are watched, and how many of these were visited in the last whole month.

    Nothing is watched where the plugin is not, or where it counted nothing in all of that month.

    :param dataset: the column with the id of a dataset
    """
    if not _is_measured(day):
        return sa.literal(0).label("watched"), sa.literal(0).label("visited")
    counted = sa.func.count()
    return counted.label("watched"), counted.filter(dataset.in_(_visited(day))).label("visited")


def _is_measured(day: date) -> bool:
    if not p.plugin_loaded(PLUGIN):
        return False
    counted = sa.exists().select_from(_summary()).where(*_in_month(day))
    return bool(model.Session.execute(sa.select(counted)).scalar())


def _visited(day: date) -> Any:
    summary = _summary()
    pages = sa.select(summary.c.package_id).where(*_in_month(day), summary.c.package_id.isnot(None))
    files = (
        sa.select(_resource.package_id)
        .join_from(resource_table, summary, summary.c.url == _resource.url)
        .where(*_in_month(day), summary.c.tracking_type == "resource")
    )
    return sa.union(pages, files)


def _in_month(day: date) -> tuple[Any, Any]:
    first, after = last_month(day)
    return _summary().c.tracking_date >= first, _summary().c.tracking_date < after


def _summary() -> Any:
    """CKAN's table, which only its plugin tells SQLAlchemy of."""
    from ckanext.tracking.model import TrackingSummary

    return TrackingSummary.__table__
