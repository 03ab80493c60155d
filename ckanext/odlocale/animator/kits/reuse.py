"""Which animators use a kit. Every function is one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.animator.kits.model import kit_reuse_table

_reuse, _group, _package = kit_reuse_table.c, group_table.c, package_table.c
_title = sa.func.coalesce(sa.func.nullif(_group.title, ""), _group.name)


@dataclass(frozen=True, slots=True)
class User:
    """An animator that uses a kit."""

    organization: str
    name: str
    title: str
    since: datetime


def note(package_id: str, organization_id: str, author: str) -> None:
    """Note that an animator uses a kit; said again, the first day stays."""
    row = {
        "package_id": package_id,
        "organization_id": organization_id,
        "author": author,
        "moment": datetime.now(UTC),
    }
    model.Session.execute(insert(kit_reuse_table).values(row).on_conflict_do_nothing())


def forget(package_id: str, organization_id: str) -> None:
    """Note that an animator uses a kit no more."""
    model.Session.execute(
        sa.delete(kit_reuse_table).where(
            _reuse.package_id == package_id, _reuse.organization_id == organization_id
        )
    )


def users_of(package_id: str) -> list[User]:
    """The animators that use a kit, the first first; a deleted organization counts no more."""
    query = (
        sa.select(_group.id, _group.name, _title.label("title"), _reuse.moment)
        .join_from(kit_reuse_table, group_table, _group.id == _reuse.organization_id)
        .where(_reuse.package_id == package_id, _group.state == "active")
        .order_by(_reuse.moment, _group.name)
    )
    return [User(row.id, row.name, row.title, row.moment) for row in model.Session.execute(query)]


def counts(package_ids: Iterable[str]) -> dict[str, int]:
    """How many animators use each of these kits; those that nobody uses are left out."""
    query = (
        sa.select(_reuse.package_id, sa.func.count())
        .join_from(kit_reuse_table, group_table, _group.id == _reuse.organization_id)
        .where(_reuse.package_id.in_(list(package_ids)), _group.state == "active")
        .group_by(_reuse.package_id)
    )
    return {row[0]: row[1] for row in model.Session.execute(query)}


def by_animator() -> dict[str, int]:
    """How many public kits each animator uses, by the id of its organization."""
    query = (
        sa.select(_reuse.organization_id, sa.func.count())
        .join_from(kit_reuse_table, package_table, _package.id == _reuse.package_id)
        .where(_package.state == "active", _package.private.is_(False))
        .group_by(_reuse.organization_id)
    )
    return {row[0]: row[1] for row in model.Session.execute(query)}
