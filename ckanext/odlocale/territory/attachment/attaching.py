"""Writing the territory of an organization through CKAN's own action, so that its plugins apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.cog.shared import TerritoryId, siren_of
from ckanext.odlocale.territory.attachment.saving import ORIGIN, Origin
from ckanext.odlocale.territory.directory import TerritoryRecord, by_siren
from ckanext.odlocale.territory.extras import SIREN_FIELD, TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.identity import field_of
from ckanext.odlocale.territory.listing import known
from ckanext.odlocale.territory.reindex import count_of_organization


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization as its show action gives it."""

    shown: dict[str, Any]

    @property
    def id(self) -> str:
        """Its CKAN id."""
        return self.shown["id"]

    @property
    def name(self) -> str:
        """Its name in addresses."""
        return self.shown["name"]

    def field(self, key: str) -> str | None:
        """The value of a field, whether a schema declares it or it is a free extra."""
        return field_of(self.shown, key) or None


def load(context: Any, name_or_id: str) -> Organization:
    """Read an organization with the rights of the caller.

    :raises NotFound: there is none, or it was deleted
    """
    wanted = {"id": name_or_id, "include_users": False, "include_groups": False, "include_extras": True}
    try:
        found = Organization(tk.get_action("organization_show")(_fresh(context), wanted))
    except tk.ObjectNotFound as error:
        sentence = tk._("There is no organization “{name}” here.")
        raise tk.ObjectNotFound(sentence.format(name=name_or_id[:100])) from error
    if found.shown["state"] != "active":
        sentence = tk._("The organization “{name}” was deleted. Restore it first.")
        raise tk.ObjectNotFound(sentence.format(name=found.name))
    return found


def chosen(organization: Organization, territory: str | None) -> TerritoryRecord:
    """The territory to attach: the one given, else the one whose authority has the organization's SIREN.

    :raises NotFound: the territory given is unknown
    :raises ValidationError: none is given, and the SIREN does not tell
    """
    if territory:
        return known(territory)
    siren = siren_of(organization.field(SIREN_FIELD))
    record = by_siren(siren) if siren else None
    if record is None:
        sentence = tk._("“{name}” has no SIREN that tells its territory. Give the territory, like com-74042.")
        raise tk.ValidationError({"territory": [sentence.format(name=organization.name)]})
    return record


def attach(
    context: Any, organization: Organization, record: TerritoryRecord, **origin: str | None
) -> dict[str, Any]:
    """Write an organization's territory; its other fields stay as they are.

    :param origin: evidence, batch and claim, as of :class:`Origin`
    """
    previous = organization.field(TERRITORY_FIELD)
    if previous != record.id:
        write(context, organization, Origin(record.id, **origin))
    return {
        "organization": organization.name,
        "territory": record.id,
        "previous": previous,
        "datasets": 0 if previous == record.id else count_of_organization(organization.id),
        "warnings": _warnings(record.id),
    }


def detach(context: Any, organization: Organization, **origin: str | None) -> dict[str, Any]:
    """Take an organization's territory away; its other fields stay as they are.

    :param origin: evidence and batch, as of :class:`Origin`
    """
    previous = organization.field(TERRITORY_FIELD)
    if previous:
        write(context, organization, Origin(None, **origin))
    return {
        "organization": organization.name,
        "territory": None,
        "previous": previous,
        "datasets": count_of_organization(organization.id) if previous else 0,
        "warnings": [],
    }


def write(context: Any, organization: Organization, origin: Origin) -> None:
    """Save an organization with another territory. What its schema says about the other fields holds.

    :raises ValidationError: its SIREN is another territory's, or its schema refuses another of its fields
    """
    change: dict[str, Any] = {"id": organization.id}
    if _declares(organization.shown["type"], TERRITORY_FIELD):
        # A schema may want this field; where none has it, it is put in as the organization is saved.
        change[TERRITORY_FIELD] = origin.territory or ""
    patching: Any = {**_fresh(context), "ignore_auth": True, ORIGIN: origin}
    tk.get_action("organization_patch")(patching, change)


def _warnings(territory_id: TerritoryId) -> list[str]:
    field, group = organization_field(TERRITORY_FIELD), group_table.c
    query = sa.select(group.name).join(field, field.c.id == group.id).where(field.c.value == territory_id)
    return several(territory_id, sorted(model.Session.execute(query).scalars()))


def several(territory_id: str, names: Sequence[str]) -> list[str]:
    """A warning when a territory has more than one organization: right at times, a mistake more often."""
    if len(names) < 2:
        return []
    sentence = tk._(
        "{territory} has {count} organizations: {names}. Detach all but one, or its datasets are shared out."
    )
    return [sentence.format(territory=territory_id, count=len(names), names=", ".join(names))]


def sentence_of(error: Exception) -> str:
    """What an action that failed says, in one line."""
    if isinstance(error, tk.ValidationError):
        return " ".join(str(one) for found in error.error_dict.values() for one in _listed(found))
    return str(getattr(error, "message", None) or error)


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _declares(organization_type: str, field_name: str) -> bool:
    schema_of = getattr(tk.h, "scheming_get_organization_schema", None)
    schema = schema_of(organization_type) if schema_of else None
    return any(field["field_name"] == field_name for field in (schema or {}).get("fields", ()))


def _fresh(context: Any) -> Any:
    return {key: context[key] for key in ("user", "auth_user_obj", "ignore_auth") if key in context}
