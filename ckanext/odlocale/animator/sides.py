"""Who speaks for the two sides of a mandate."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.model.group import member_table

from ckanext.odlocale.animator.mandate import Side
from ckanext.odlocale.territory.shared import organizations_of, records

Pair = tuple[str, str]
"""The id of an animator's organization, and a territory as a mandate was written."""

_member = member_table.c


def decides(user: str | None, animator: str, territory: str) -> set[Side]:
    """The sides for which somebody decides: as administrator of the organization, or of the portal.

    :param animator: id of the animator's organization
    :param territory: as the mandate was written: a commune that has since merged is spoken for by its
        successor's organization
    """
    if authz.is_sysadmin(user):
        return {*Side}
    found = {Side.ANIMATOR} if _is(user, animator, "admin") else set()
    home = _home(territory)
    return found | {Side.COLLECTIVITE} if home and _is(user, home, "admin") else found


def reads(user: str | None, animator: str, territory: str) -> bool:
    """Whether somebody reads all of a mandate: any member of one of the two organizations."""
    return bool(read_by(user, [(animator, territory)]))


def read_by(user: str | None, pairs: Iterable[Pair]) -> set[Pair]:
    """Those of these animators and territories of whose mandates somebody reads all.

    So many queries, however many pairs there are; CKAN's own question is about one organization at a time.
    """
    wanted = set(pairs)
    if authz.is_sysadmin(user):
        return wanted
    own = _organizations_of(user)
    home_of = homes({territory for _, territory in wanted}) if own else {}
    return {one for one in wanted if one[0] in own or home_of.get(one[1]) in own}


def _organizations_of(user: str | None) -> set[str]:
    """The ids of the organizations of which somebody is a member, by CKAN's parent links too."""
    person = model.User.get(user) if user else None
    if person is None or person.state != "active":
        return set()
    query = sa.select(_member.group_id, _member.capacity).where(
        _member.table_name == "user", _member.table_id == person.id, _member.state == "active"
    )
    roles = list(model.Session.execute(query))
    passed_on: Any = authz.check_config_permission("roles_that_cascade_to_sub_groups") or ()
    above = [model.Group.get(row.group_id) for row in roles if row.capacity in passed_on]
    below = {child[0] for one in above if one for child in one.get_children_group_hierarchy(type=one.type)}
    reading = authz.get_roles_with_permission("read")
    return below | {row.group_id for row in roles if row.capacity in reading}


def homes(territories: Collection[str]) -> dict[str, str]:
    """The organization of each of these territories, of a former one that of its successor. Two queries."""
    today = {str(one.id): one.successor or one.id for one in records(territories).values()}
    found = organizations_of(set(today.values()))
    return {written: found[meant] for written, meant in today.items() if meant in found}


def _home(territory: str) -> str | None:
    return homes([territory]).get(territory)


def _is(user: str | None, organization: str, permission: str) -> bool:
    return bool(user) and authz.has_user_permission_for_group_or_org(organization, user, permission)


def refused(message: str) -> dict[str, Any]:
    """An authorization that is refused, with the reason."""
    return {"success": False, "msg": message}


def not_your_side() -> str:
    """What to tell somebody who decides for the other side."""
    return tk._("This is for the other side of the mandate to decide: its administrators do.")
