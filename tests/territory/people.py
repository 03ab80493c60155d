"""People of a test portal, by what they are there."""

from __future__ import annotations

from typing import Any


def member(organization: dict[str, Any] | None, capacity: str) -> str:
    """The name of a new user with this capacity in an organization; of a stranger without one."""
    from ckan.tests.factories import User
    from ckan.tests.helpers import call_action

    name = User()["name"]
    if organization is not None:
        call_action("organization_member_create", id=organization["id"], username=name, role=capacity)
    return name


def sysadmin() -> str:
    """The name of a new system administrator."""
    from ckan.tests.factories import Sysadmin

    return Sysadmin()["name"]


def act(name: str, user: str | None, /, **data: Any) -> Any:
    """Call an action as somebody, with their rights; as nobody for None."""
    import ckan.plugins.toolkit as tk

    return tk.get_action(name)({"user": user or ""}, data)


def token(user: str) -> dict[str, str]:
    """The header with which a user asks for a page."""
    from ckan.tests.helpers import call_action

    made = call_action("api_token_create", {"user": user, "ignore_auth": True}, user=user, name="test")
    return {"Authorization": made["token"]}
