"""Publishing for another: what CKAN asks before it writes a dataset, and the journal of what was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import authz, model

from ckanext.odlocale.animator import agreements
from ckanext.odlocale.animator.delegation import (
    allows,
    by_mandate,
    mandates_for,
    organizations_for,
    without_organization,
)
from ckanext.odlocale.animator.mandate import Mandate


def may_create(user: str | None, dataset: Mapping[str, Any]) -> bool:
    """Whether a mandate lets somebody create this dataset; without an organization, any dataset at all."""
    user_id = _id_of(user)
    if not dataset.get("owner_org"):
        return bool(mandates_for(user_id))
    organization = _organization(dataset["owner_org"])
    found = by_mandate(user_id, organization)
    return any(allows(one, dataset.get("resources") or ()) for one in found)


def may_change(user: str | None, package: Any, asked: Mapping[str, Any]) -> bool:
    """Whether a mandate lets somebody change this dataset, delete it, or add files to it.

    It stays where it is: what a collectivité lent its name to is not carried away.

    :param asked: what is to be written, as far as it is known
    """
    if "owner_org" in asked and _organization(asked["owner_org"]) != package.owner_org:
        return False
    written = asked.get("resources") or ()
    return any(
        _is_about(one, package, _id_of(user)) and allows(one, written)
        for one in by_mandate(_id_of(user), package.owner_org)
    )


def _is_about(mandate: Mandate, package: Any, user_id: str | None) -> bool:
    """Whether a dataset is one of those that a mandate names; an empty one is its author's."""
    resources = [one.extras or {} for one in package.resources]
    if mandate.delegation and mandate.delegation.schemas and not resources:
        return package.creator_user_id == user_id
    return allows(mandate, resources)


def may_move_to(user: str | None, organization: str, is_new: bool) -> bool:
    """Whether a mandate lets somebody put a dataset in an organization.

    :param is_new: it is being created, and its files were looked at; otherwise only a mandate about all
        datasets lets it come
    """
    found = by_mandate(_id_of(user), organization)
    return any(is_new or not (one.delegation and one.delegation.schemas) for one in found)


def may_name(user: str | None, organization: str | None, territory: str) -> bool:
    """Whether a mandate lets a dataset of the animator name a territory that has no organization here."""
    return any(one.animator == organization for one in without_organization(_id_of(user), territory))


def organizations_granted(user: str | None) -> list[str]:
    """The ids of the organizations in which somebody publishes by a mandate."""
    return organizations_for(_id_of(user))


def record(context: Mapping[str, Any], dataset_id: str, action: str) -> None:
    """Leave a line in the journal of the mandate by which a dataset was written, if it was by one.

    In the transaction of the dataset: neither is kept without the other.
    """
    user, package = context.get("user"), model.Package.get(dataset_id)
    if package is None or not user or _may_anyway(user, package.owner_org):
        return
    found = by_mandate(_id_of(user), package.owner_org)
    if found:
        detail = {"dataset": package.name, "title": package.title}
        agreements.write(found[0].id, _id_of(user), action, **detail)


def _may_anyway(user: str, organization: str | None) -> bool:
    return (
        authz.is_sysadmin(user)
        or not organization
        or authz.has_user_permission_for_group_or_org(organization, user, "update_dataset")
    )


def _organization(name: Any) -> str | None:
    found = model.Group.get(name) if isinstance(name, str) and name else None
    return found.id if found and found.is_organization and found.state == "active" else None


def _id_of(user: str | None) -> str | None:
    found = model.User.get(user) if user else None
    return found.id if found and found.state == "active" else None
