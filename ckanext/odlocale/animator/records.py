"""Reading animators and mandates. Every function is one query and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.animator.kinds import Kind, Service
from ckanext.odlocale.animator.mandate import Delegation, Mandate, Side, State
from ckanext.odlocale.animator.model import animator_table, closure_table, mandate_table
from ckanext.odlocale.animator.perimeter import Perimeter
from ckanext.odlocale.cog.shared import TerritoryId

_animator, _mandate, _group, _closure = animator_table.c, mandate_table.c, group_table.c, closure_table.c
_title = sa.func.coalesce(sa.func.nullif(_group.title, ""), _group.name)


@dataclass(frozen=True, slots=True)
class Animator:
    """An organization that supports collectivités.

    :param organization: id of the organization
    """

    organization: str
    name: str
    title: str
    type: str
    kind: Kind
    perimeter: Perimeter
    presentation: str
    contact_name: str
    contact_email: str
    contact_phone: str
    url: str
    charter_signed: date | None


def animator_of(row: Any) -> Animator:
    """An animator from a row of :func:`animator_rows`."""
    return Animator(
        organization=row.organization_id,
        name=row.name,
        title=row.title,
        type=row.type,
        kind=Kind(row.kind),
        perimeter=Perimeter.of(row.perimeter, row.perimeter_except),
        presentation=row.presentation,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        url=row.url,
        charter_signed=row.charter_signed,
    )


def animator_rows() -> sa.sql.Select:
    """The animators whose organization is there: a deleted organization animates nothing."""
    return (
        sa.select(animator_table, _group.name, _title.label("title"), _group.type)
        .join_from(animator_table, group_table, _group.id == _animator.organization_id)
        .where(_group.state == "active", _group.is_organization)
    )


def animators(organizations: Iterable[str] | None = None) -> list[Animator]:
    """The animators of the portal, by title.

    :param organizations: only these, by id
    """
    query = animator_rows().order_by(sa.func.lower(_title), _group.name)
    if organizations is not None:
        query = query.where(_animator.organization_id.in_(list(organizations)))
    return [animator_of(row) for row in model.Session.execute(query)]


def animator(organization: str) -> Animator | None:
    """The animator that an organization is, by its id or name; None when it is none."""
    query = animator_rows().where(sa.or_(_group.id == organization, _group.name == organization))
    row = model.Session.execute(query).first()
    return animator_of(row) if row else None


def supporters_of(organization: str) -> list[str]:
    """The ids of the animators above one, nearest first."""
    query = sa.select(_closure.ancestor).where(_closure.descendant == organization, _closure.depth > 0)
    return list(model.Session.execute(query.order_by(_closure.depth, _closure.ancestor)).scalars())


def mandate_of(row: Any) -> Mandate:
    """A mandate from a row of the table."""
    return Mandate(
        id=row.id,
        animator=row.organization_id,
        territory=TerritoryId(row.territory),
        state=State(row.state),
        since=row.since,
        until=row.until,
        services=frozenset(map(Service, row.services)),
        asked_by=Side(row.asked_by_side),
        signed=row.signed,
        reference=row.reference,
        document_url=row.document_url,
        delegation=_delegation(row) if row.delegation == "publish" else None,
    )


def _delegation(row: Any) -> Delegation:
    return Delegation(
        schemas=frozenset(row.delegated_schemas),
        members=frozenset(row.delegated_members),
        since=row.delegated_since,
        until=row.delegated_until,
        revoked=row.revoked is not None,
    )


def mandates(
    animators: Iterable[str] | None = None, territories: Iterable[str] | None = None
) -> list[Mandate]:
    """The mandates of the portal, whatever their state, the latest first.

    :param animators: only those of these organizations, by id
    :param territories: only those about exactly these territories, by the identifiers they were written with
    """
    query = sa.select(mandate_table).order_by(_mandate.since.desc(), _mandate.asked.desc(), _mandate.id)
    if animators is not None:
        query = query.where(_mandate.organization_id.in_(list(animators)))
    if territories is not None:
        query = query.where(_mandate.territory.in_(list(territories)))
    return [mandate_of(row) for row in model.Session.execute(query)]
