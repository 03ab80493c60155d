"""Who decides about an organization's territory: the portal's administrators, and those of the one above.

The supervising organization is that of the nearest territory around that has one, other than the
organization itself: nobody confirms their own claim.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.model.group import group_table

from ckanext.odlocale.territory.directory import nearness
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.model import closure_table, territory_table

Column = sa.sql.ColumnElement[str]


def supervisors(organization_id: Column, territory_id: Column) -> sa.sql.Select:
    """The organization that decides about a claim: one row, or none when only the portal's administrators do.

    :param organization_id: whose claim it is
    :param territory_id: what it claims; of a merged commune, its successor counts
    :returns: a query for id, name, title and type, which a lateral join can use
    """
    above, group = closure_table.alias("above"), group_table.alias("supervising")
    field, held = organization_field(TERRITORY_FIELD), territory_table.alias("held")
    claimed = territory_table.alias("claimed")
    meant = sa.func.coalesce(claimed.c.successor_id, claimed.c.id)
    title = sa.func.coalesce(sa.func.nullif(group.c.title, ""), group.c.name).label("title")
    # Two joins rather than a coalesce: both ways to the holder of a territory have an index.
    holds = sa.or_(held.c.id == above.c.ancestor, held.c.successor_id == above.c.ancestor)
    return (
        sa.select(group.c.id, group.c.name, title, group.c.type)
        .join_from(claimed, above, above.c.descendant == meant)
        .join(held, holds)
        .join(field, field.c.value == held.c.id)
        .join(group, group.c.id == field.c.id)
        .where(claimed.c.id == territory_id, above.c.depth > 0, group.c.id != organization_id)
        .order_by(above.c.depth, nearness(above.c.ancestor), held.c.successor_id.isnot(None))
        .order_by(group.c.created, group.c.id)
        .limit(1)
    )


def supervisor(organization_id: str, territory_id: str) -> Any:
    """The row of :func:`supervisors` for one claim, or None."""
    return model.Session.execute(
        supervisors(sa.literal(organization_id, sa.Text), sa.literal(territory_id, sa.Text))
    ).first()


def may_decide(user_id: str | None, organization_id: str, territory_id: str) -> bool:
    """Whether somebody may say that this organization is the authority of this territory.

    :param user_id: id of the user, None for nobody
    """
    user = model.User.get(user_id) if user_id else None
    if user is None or user.state != model.State.ACTIVE:
        return False
    if user.sysadmin:
        return True
    above = supervisor(organization_id, territory_id)
    return above is not None and authz.has_user_permission_for_group_or_org(above.id, user.name, "admin")


def supervised_by(context: Any) -> list[str] | None:
    """The organizations whose administrator the caller is; None for who decides about all.

    :returns: ids
    """
    if context.get("ignore_auth") or authz.is_sysadmin(context.get("user")):
        return None
    user: Any = {"user": context.get("user"), "auth_user_obj": context.get("auth_user_obj")}
    mine = tk.get_action("organization_list_for_user")(user, {"permission": "admin"})
    return [organization["id"] for organization in mine]
