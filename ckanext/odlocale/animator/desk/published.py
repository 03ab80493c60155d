"""What authorities have published, as queries, and counted. Private datasets are in none of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table

from ckanext.odlocale.animator.desk.attention import Publication
from ckanext.odlocale.socle.shared import files_by_dataset
from ckanext.odlocale.territory.shared import (
    TERRITORY_FIELD,
    Scope,
    datasets_with,
    meaning,
    meanings,
    organization_field,
)

_package = package_table.c
_JUDGED = ("valid", "invalid")


def public_datasets() -> sa.sql.Subquery:
    """Every public dataset: columns ``package_id``, ``place``, ``created``, ``modified``.

    A dataset is of the territory that it names as its producer, else of that of its organization: ``place``,
    as it is written, be it a former one.
    """
    owner = organization_field(TERRITORY_FIELD)
    datasets, named = datasets_with(TERRITORY_FIELD)
    return (
        sa.select(_package.id.label("package_id"), sa.func.coalesce(named, owner.c.value).label("place"))
        .add_columns(_package.metadata_created.label("created"), _package.metadata_modified.label("modified"))
        .select_from(datasets.outerjoin(owner, owner.c.id == _package.owner_org))
        .where(_package.state == "active", _package.private.is_(False), _package.type == "dataset")
        .subquery("public")
    )


def published_where(current: sa.sql.Select) -> sa.sql.Subquery:
    """The public datasets of territories of today: columns ``package_id`` and ``meant``.

    :param current: a query of their ids
    """
    public, today = public_datasets(), meanings()
    return (
        sa.select(public.c.package_id, today.c.meant)
        .join_from(public, today, today.c.id == public.c.place)
        .where(today.c.meant.in_(current))
        .subquery("published")
    )


def publications_of(meant: sa.sql.FromClause) -> sa.sql.Subquery:
    """What some territories have published, those without a dataset left out.

    :param meant: what :func:`meaning` makes of them
    :returns: columns ``meant``, and those of :class:`Publication` in its order
    """
    told = _by_place().c
    return (
        sa.select(meant.c.meant, sa.cast(sa.func.sum(told.datasets), sa.Integer).label("datasets"))
        .add_columns(sa.func.min(told.first).label("first"), sa.func.max(told.last).label("last"))
        .add_columns(*(sa.cast(sa.func.sum(told[name]), sa.Integer).label(name) for name in _JUDGED))
        .add_columns(sa.func.min(told.since_valid).label("since_valid"))
        .join_from(meant, told.place.table, told.place == meant.c.id)
        .group_by(meant.c.meant)
        .subquery("publication")
    )


def _by_place() -> sa.sql.Subquery:
    # Counted before anybody asks what places mean: there are fewer places than datasets.
    public, files = public_datasets().c, files_by_dataset().c
    return (
        sa.select(public.place, sa.func.count().label("datasets"))
        .add_columns(sa.func.min(public.created).label("first"), sa.func.max(public.modified).label("last"))
        .add_columns(*(sa.func.coalesce(sa.func.sum(files[name]), 0).label(name) for name in _JUDGED))
        .add_columns(sa.func.min(files.since_valid).label("since_valid"))
        .select_from(
            public.place.table.outerjoin(files.package_id.table, files.package_id == public.package_id)
        )
        .group_by(public.place)
        .subquery("by_place")
    )


def publications(scope: Scope) -> dict[str, Publication]:
    """What each of these territories has published; those without a dataset are left out. One query."""
    found = model.Session.execute(sa.select(publications_of(meaning(scope))))
    return {meant: publication(told) for meant, *told in found}


def publication(told: Any) -> Publication:
    """What one has published, from the columns of :func:`publications_of` without the first."""
    datasets, first, last, valid, invalid, since_valid = told
    return Publication(
        datasets, first.date(), last.date(), valid, invalid, since_valid.date() if since_valid else None
    )
