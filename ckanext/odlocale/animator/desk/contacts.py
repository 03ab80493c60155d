"""Who can be reached at an authority: the administrators of its organization."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table, member_table
from ckan.model.user import user_table

_group, _member, _user = group_table.c, member_table.c, user_table.c


@dataclass(frozen=True, slots=True)
class Contact:
    """An administrator of an organization."""

    user: str
    name: str
    email: str


def contacts(organizations: Collection[str]) -> dict[str, list[Contact]]:
    """The administrators with an address of these organizations, by the organization's name. One query."""
    query = (
        sa.select(_group.name.label("organization"), _user.id, _user.name, _user.fullname, _user.email)
        .join_from(group_table, member_table, _member.group_id == _group.id)
        .join(user_table, _user.id == _member.table_id)
        .where(_member.table_name == "user", _member.state == "active", _member.capacity == "admin")
        .where(_user.state == "active", sa.func.coalesce(_user.email, "") != "")
        .where(_group.name.in_([one for one in organizations if one]))
        .order_by(_group.name, _user.name)
    )
    found: dict[str, list[Contact]] = {}
    for row in model.Session.execute(query):
        found.setdefault(row.organization, []).append(Contact(row.id, row.fullname or row.name, row.email))
    return found
