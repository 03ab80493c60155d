"""Who speaks for the two sides of a mandate."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

from ckanext.odlocale.animator.mandate import Side
from ckanext.odlocale.territory.shared import lineage, organization_of


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
    if authz.is_sysadmin(user):
        return True
    home = _home(territory)
    return any(_is(user, one, "read") for one in (animator, home) if one)


def _home(territory: str) -> str | None:
    today = next(iter(lineage(territory)), None)
    return organization_of(today) if today else None


def _is(user: str | None, organization: str, permission: str) -> bool:
    return bool(user) and authz.has_user_permission_for_group_or_org(organization, user, permission)


def refused(message: str) -> dict[str, Any]:
    """An authorization that is refused, with the reason."""
    return {"success": False, "msg": message}


def not_your_side() -> str:
    """What to tell somebody who decides for the other side."""
    return tk._("This is for the other side of the mandate to decide: its administrators do.")
