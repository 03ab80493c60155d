"""Private datasets that a mandate opens, in lists and in the search: one label for each animator.

A dataset's labels are in the index, and a mandate that ended or was revoked leaves them there. So before
somebody is given the label of an animator, the datasets of those of its mandates that changed since are
indexed again. What is out of date is out of date once: the next reader finds nothing to do.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import DefaultPermissionLabels
from ckan.lib.search import SearchError, SearchIndexError, rebuild
from ckan.model.group import group_table, member_table

from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.delegation import PUBLISHERS, allows, mandates_of_organization, publishing_on
from ckanext.odlocale.animator.model import animator_table, mandate_table
from ckanext.odlocale.territory.shared import organizations_of

log = logging.getLogger(__name__)

_mandate, _member = mandate_table.c, member_table.c


class MandateLabels(DefaultPermissionLabels):
    """CKAN's labels, and those of mandates."""

    def get_dataset_labels(self, dataset_obj: Any) -> list[str]:
        """CKAN's, and for one that is not public those of the animators that publish for its organization."""
        labels = super().get_dataset_labels(dataset_obj)
        if "public" in labels or not dataset_obj.owner_org:
            return labels
        return [*labels, *_labels_of(dataset_obj)]

    def get_user_dataset_labels(self, user_obj: Any) -> list[str]:
        """CKAN's, and those of the animators that somebody is of. One query more."""
        labels = super().get_user_dataset_labels(user_obj)
        if not user_obj or user_obj.is_anonymous:
            return labels
        rows = model.Session.execute(_animators_of(user_obj.id)).all()
        stale = [row.organization_id for row in rows if row.stale]
        if stale and not _refreshed(stale):
            return labels
        return [*labels, *(label for row in rows for label in _held(row, user_obj.id))]


def _labels_of(dataset: Any) -> list[str]:
    resources = [one.extras or {} for one in dataset.resources]
    found: set[str] = set()
    for mandate in mandates_of_organization(dataset.owner_org):
        if mandate.delegation and allows(mandate, resources):
            members = mandate.delegation.members
            found |= {_named(mandate.animator, one) for one in members} or {_editors(mandate.animator)}
    return sorted(found)


def _held(row: Any, user_id: str) -> list[str]:
    own = [_named(row.organization_id, user_id)]
    return [*own, _editors(row.organization_id)] if row.publishes else own


def _editors(animator: str) -> str:
    return f"odlocale-animator-{animator}"


def _named(animator: str, user_id: str) -> str:
    return f"odlocale-animator-{animator}-{user_id}"


def _animators_of(user_id: str) -> sa.sql.Select:
    """The animators that somebody is a member of, and whether labels of their mandates are out of date."""
    group = group_table.c
    stale = sa.exists().where(_mandate.organization_id == _member.group_id, _is_stale())
    return (
        sa.select(_member.group_id.label("organization_id"), stale.label("stale"))
        .add_columns(sa.func.bool_or(_member.capacity.in_(PUBLISHERS)).label("publishes"))
        .join_from(member_table, animator_table, animator_table.c.organization_id == _member.group_id)
        .join(group_table, sa.and_(group.id == _member.group_id, group.state == "active"))
        .where(_member.table_name == "user", _member.table_id == user_id, _member.state == "active")
        .group_by(_member.group_id)
    )


def _is_stale() -> sa.sql.ColumnElement[bool]:
    return _mandate.labelled != publishing_on(today())


def _refreshed(animators: Iterable[str]) -> bool:
    """Index what mandates opened or closed since; False when the index does not answer.

    In a transaction of its own: this may be asked while somebody's changes are half written.
    """
    query = sa.select(_mandate.id, _mandate.territory).where(
        _mandate.organization_id.in_(list(animators)), _is_stale()
    )
    rows = model.Session.execute(query).all()
    try:
        for dataset in _hidden_datasets({row.territory for row in rows}):
            rebuild(dataset)
    except (SearchError, SearchIndexError):
        log.exception("The private datasets of changed mandates could not be indexed; nobody reads them")
        return False
    done = sa.update(mandate_table).where(_mandate.id.in_([row.id for row in rows]))
    with model.ensure_engine().begin() as connection:
        connection.execute(done.values(labelled=publishing_on(today())))
    return True


def _hidden_datasets(territories: Iterable[str]) -> list[str]:
    """The ids of the datasets in the organizations of these territories that not everybody reads."""
    package = model.Package
    query = sa.select(package.id).where(
        package.owner_org.in_(list(organizations_of(territories).values())),
        sa.or_(package.private.is_(True), package.state == "draft"),
        package.state != "deleted",
    )
    return list(model.Session.execute(query).scalars())
