"""Who approves harvest sources: the portal's administrators, and animators that publish for an authority."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model

from ckanext.odlocale.animator.shared import mandates, may_publish
from ckanext.odlocale.territory import shared as territory


def decides(context: Any, organization: str | None) -> bool:
    """True for who approves the sources of an organization.

    :param organization: id; None for none, whose sources only administrators of the portal approve
    """
    user = str(context.get("user") or "")
    if context.get("ignore_auth") or authz.is_sysadmin(user):
        return True
    own = territory.territory_of(organization) if organization else None
    return own is not None and bool(_entrusted(user, [own]))


def organizations(user: str) -> sa.sql.Select | None:
    """A query of the organizations whose sources an administrator of an animator approves; None: no one's."""
    entrusted = _entrusted(user, None)
    if not entrusted:
        return None
    field = territory.organization_field(territory.TERRITORY_FIELD)
    return sa.select(field.c.id).where(field.c.value.in_(entrusted))


def _entrusted(user: str, territories: Sequence[str] | None) -> list[str]:
    """The territories that let an animator publish for them which this user administers."""
    known = model.User.get(user) if user else None
    if known is None:
        return []
    asked = {"permission": "membership"}
    own = [one["id"] for one in tk.get_action("organization_list_for_user")({"user": user}, asked)]
    given = mandates(own, territories) if own else []
    today = datetime.now(UTC).date()
    return [str(one.territory) for one in given if may_publish(one, known.id, today)]
