"""Who publishes for whom today, by a mandate: read anew each time, so that a revocation counts at once.

A mandate lets the animator's editors and administrators, or the members that it names, publish in the
organization of its territory. A mandate about a commune that has merged since lets nobody: its successor is
more than what signed it, and signs its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table, member_table
from ckan.model.user import user_table

from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.mandate import Mandate
from ckanext.odlocale.animator.model import animator_table, mandate_table
from ckanext.odlocale.animator.records import mandate_of
from ckanext.odlocale.socle.shared import SCHEMA_FIELD, UnknownSchemaError, find_schema
from ckanext.odlocale.territory.shared import organization_of, organizations_of, resolve, territory_of

PUBLISHERS = ("admin", "editor")

_mandate, _member = mandate_table.c, member_table.c


def publishing_on(day: date) -> sa.sql.ColumnElement[bool]:
    """When a mandate lets somebody publish on a day: :func:`mandate.may_publish` in SQL."""
    return sa.and_(
        _mandate.state == "signed",
        _mandate.delegation == "publish",
        _mandate.revoked.is_(None),
        *(_begun(one, day) for one in (_mandate.since, _mandate.delegated_since)),
        *(_not_over(one, day) for one in (_mandate.until, _mandate.delegated_until)),
    )


def _begun(column: sa.Column, day: date) -> sa.sql.ColumnElement[bool]:
    return sa.or_(column.is_(None), column <= day)


def _not_over(column: sa.Column, day: date) -> sa.sql.ColumnElement[bool]:
    return sa.or_(column.is_(None), column >= day)


def mandates_for(user_id: str | None, territory: str | None = None) -> list[Mandate]:
    """The mandates by which somebody publishes today. One query.

    :param territory: only those of this one
    """
    if not user_id:
        return []
    query = _standing().where(publishing_on(today()), _is_trusted(user_id))
    if territory is not None:
        query = query.where(_mandate.territory == territory)
    return [mandate_of(row) for row in model.Session.execute(query)]


def mandates_of_organization(organization_id: str) -> list[Mandate]:
    """The mandates by which anybody publishes today in an organization. Three queries at most."""
    territory = _own_territory(organization_id)
    if territory is None:
        return []
    query = _standing().where(publishing_on(today()), _mandate.territory == territory)
    return [mandate_of(row) for row in model.Session.execute(query)]


def organizations_for(user_id: str | None) -> list[str]:
    """The ids of the organizations in which somebody publishes today by a mandate. Two queries."""
    territories = {one.territory for one in mandates_for(user_id)}
    return sorted(set(organizations_of(territories).values())) if territories else []


def by_mandate(user_id: str | None, organization_id: str | None) -> list[Mandate]:
    """The mandates by which somebody publishes today in an organization. Three queries at most."""
    if not user_id or not organization_id:
        return []
    territory = _own_territory(organization_id)
    return mandates_for(user_id, territory) if territory else []


def without_organization(user_id: str | None, territory: str) -> list[Mandate]:
    """The mandates by which somebody publishes today for a territory that has no organization here."""
    record = resolve(territory)
    if record is None or organization_of(record.id):
        return []
    return mandates_for(user_id, record.id)


def allows(mandate: Mandate, resources: Iterable[Mapping[str, Any]]) -> bool:
    """Whether files of these standards are what a mandate is about."""
    schemas = mandate.delegation.schemas if mandate.delegation else frozenset()
    return not schemas or all(standard_of(one) in schemas for one in resources)


def standard_of(resource: Mapping[str, Any]) -> str | None:
    """The name of the standard that a resource follows, without version."""
    try:
        return find_schema(str(resource.get(SCHEMA_FIELD) or "")).name
    except UnknownSchemaError:
        return None


def _own_territory(organization_id: str) -> str | None:
    """The territory that an organization speaks for; None for one that is second to another."""
    territory = territory_of(organization_id)
    return territory if territory and organization_of(territory) == organization_id else None


def _standing() -> sa.sql.Select:
    """The mandates whose animator is one still, and is there."""
    group = group_table.c
    return (
        sa.select(mandate_table)
        .join(animator_table, animator_table.c.organization_id == _mandate.organization_id)
        .join(group_table, sa.and_(group.id == _mandate.organization_id, group.state == "active"))
    )


def _is_trusted(user_id: str) -> sa.sql.ColumnElement[bool]:
    """An editor or administrator of the animator, or a member of it that the mandate names."""
    named = sa.func.cardinality(_mandate.delegated_members) > 0
    return sa.exists().where(
        _member.table_name == "user",
        _member.table_id == user_id,
        _member.group_id == _mandate.organization_id,
        _member.state == "active",
        sa.or_(
            sa.and_(named, sa.literal(user_id) == sa.any_(_mandate.delegated_members)),
            sa.and_(sa.not_(named), _member.capacity.in_(PUBLISHERS)),
        ),
    )


def publishers(animator: str | None) -> dict[str, str]:
    """The editors and administrators of an animator, by id, with what they are called. One query."""
    group, member, user = group_table.c, member_table.c, user_table.c
    query = (
        sa.select(user.id, sa.func.coalesce(sa.func.nullif(user.fullname, ""), user.name).label("called"))
        .join_from(group_table, member_table, member.group_id == group.id)
        .join(user_table, user.id == member.table_id)
        .where(group.name == animator, user.state == "active")
        .where(member.table_name == "user", member.state == "active", member.capacity.in_(PUBLISHERS))
        .order_by(user.name)
    )
    return {row.id: row.called for row in model.Session.execute(query)}
