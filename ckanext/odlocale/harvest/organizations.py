"""Organizations that the policy “create” makes for communes. Nobody becomes a member of them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.munge import munge_title_to_name

from ckanext.odlocale.harvest.objects import Refused
from ckanext.odlocale.territory import shared as territory


def name_for(territory_id: territory.TerritoryId) -> str:
    """The name of the organization that would be made; the same each time, so that two jobs make one."""
    record = territory.records([territory_id])[territory_id]
    return f"{munge_title_to_name(record.name)[:80]}-{record.code.lower()}"


def organization_for(territory_id: territory.TerritoryId) -> str:
    """The id of the territory's organization, made when there is none.

    :raises ckan.logic.ValidationError: the site's organization schema asks for more than a harvest knows
    :raises Refused: the name it would have is taken; the message says what to do
    """
    found = territory.organization_of(territory_id)
    if found is not None:
        return found
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    made = _of_name(name_for(territory_id)) or _make(territory_id, user)
    if territory.territory_of(made) is None:
        attach = tk.get_action("odlocale_territory_attach")
        attach({"user": user, "ignore_auth": True}, {"id": made, "territory": territory_id})
    return made


def _of_name(name: str) -> str | None:
    """The id of the organization that has the name already, as one that another job has just made."""
    found = model.Group.get(name)
    if found is None:
        return None
    if not found.is_organization:
        message = tk._("The organization “{name}” cannot be made: a group has its name. Rename the group.")
        raise Refused(message.format(name=name))
    if found.state != "active":
        message = tk._(
            "The organization “{name}” was deleted. Restore it, or give the source another policy "
            "than “create”."
        )
        raise Refused(message.format(name=name))
    return found.id


def _make(territory_id: territory.TerritoryId, user: str) -> str:
    record = territory.records([territory_id])[territory_id]
    name = name_for(territory_id)
    context: Any = {"user": user, "ignore_auth": True}
    made = tk.get_action("organization_create")(context, {"name": name, "title": record.name})
    _without_members(made["id"], user)
    return made["id"]


def _without_members(organization: str, user: str) -> None:
    """CKAN makes whoever creates an organization its administrator."""
    member = {"id": organization, "object": user, "object_type": "user"}
    tk.get_action("member_delete")({"user": user, "ignore_auth": True}, member)
