"""Writing the territory of an organization through CKAN's own action, so that its plugins apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.cog.shared import TerritoryId, siren_of
from ckanext.odlocale.territory.directory import TerritoryRecord, by_siren
from ckanext.odlocale.territory.extras import HAS_JSONB, SIREN_FIELD, TERRITORY_FIELD, organization_field
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
        extras = {extra["key"]: extra["value"] for extra in self.shown.get("extras") or ()}
        return self.shown.get(key) or extras.get(key) or None


def load(context: Any, name_or_id: str) -> Organization:
    """Read an organization with the rights of the caller.

    :raises NotFound: there is none
    """
    wanted = {"id": name_or_id, "include_users": False, "include_groups": False, "include_extras": True}
    try:
        return Organization(tk.get_action("organization_show")(_fresh(context), wanted))
    except tk.ObjectNotFound as error:
        sentence = tk._("There is no organization “{name}” here.")
        raise tk.ObjectNotFound(sentence.format(name=name_or_id)) from error


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


def attach(context: Any, organization: Organization, record: TerritoryRecord) -> dict[str, Any]:
    """Write an organization's territory; its other fields stay as they are."""
    previous = organization.field(TERRITORY_FIELD)
    if previous != record.id:
        write(context, organization, {TERRITORY_FIELD: record.id})
    return {
        "organization": organization.name,
        "territory": record.id,
        "previous": previous,
        "datasets": 0 if previous == record.id else count_of_organization(organization.id),
        "warnings": _warnings(record.id),
    }


def detach(context: Any, organization: Organization) -> dict[str, Any]:
    """Take an organization's territory away, and a SIREN that would bring it back at once."""
    previous = organization.field(TERRITORY_FIELD)
    siren = siren_of(organization.field(SIREN_FIELD))
    removed = [TERRITORY_FIELD, *([SIREN_FIELD] if siren and by_siren(siren) else [])]
    if previous:
        write(context, organization, dict.fromkeys(removed, ""))
    return {
        "organization": organization.name,
        "territory": None,
        "previous": previous,
        "removed": removed if previous else [],
        "datasets": count_of_organization(organization.id) if previous else 0,
        "warnings": [],
    }


def _warnings(territory_id: TerritoryId) -> list[str]:
    field, group = organization_field(TERRITORY_FIELD), group_table.c
    query = sa.select(group.name).join(field, field.c.id == group.id).where(field.c.value == territory_id)
    names = sorted(model.Session.execute(query).scalars())
    if len(names) < 2:
        return []
    sentence = tk._(
        "{territory} has {count} organizations: {names}. Detach all but one, or its datasets are shared out."
    )
    return [sentence.format(territory=territory_id, count=len(names), names=", ".join(names))]


def write(context: Any, organization: Organization, values: dict[str, str]) -> None:
    """Patch fields of an organization, as schema fields where its schema has them, else as free extras.

    :param values: an empty value takes the field away
    """
    declared = _declared_fields(organization.shown["type"])
    change: dict[str, Any] = {key: value for key, value in values.items() if key in declared}
    free = {key: value for key, value in values.items() if key not in declared}
    if free:
        kept = [extra for extra in organization.shown.get("extras") or () if extra["key"] not in free]
        change["extras"] = [*kept, *filter(None, map(_extra, free.items()))]
    patching: Any = {**_fresh(context), "ignore_auth": True}
    tk.get_action("organization_patch")(patching, {"id": organization.id, **change})


def _extra(field: tuple[str, str]) -> dict[str, Any] | None:
    key, value = field
    if value:
        return {"key": key, "value": value}
    # CKAN 2.11 takes an empty list of extras for no change, so what goes has to be named; 2.12 would keep it.
    return None if HAS_JSONB else {"key": key, "value": "", "deleted": True}


def _declared_fields(organization_type: str) -> set[str]:
    schema_of = getattr(tk.h, "scheming_get_organization_schema", None)
    schema = schema_of(organization_type) if schema_of else None
    return {field["field_name"] for field in (schema or {}).get("fields", ())}


def _fresh(context: Any) -> Any:
    return {key: context[key] for key in ("user", "auth_user_obj", "ignore_auth") if key in context}
