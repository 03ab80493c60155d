"""Keeping what people changed in a harvested dataset, when a harvest is about to store it anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.harvest.local_edits import Put, edits, with_protected
from ckanext.odlocale.harvest.objects import last_put
from ckanext.odlocale.harvest.placing import FIELDS, declared_fields, write_fields
from ckanext.odlocale.territory import shared as territory

OF_PRODUCER = [field for field in FIELDS if not field.startswith("origin_")]


def protected_by_site() -> list[str]:
    """The fields that a setting of ckanext-harvest protects in all sources."""
    return tk.aslist(tk.config.get("ckan.harvest.not_overwrite_fields"))


def keep_local(
    package: dict[str, Any], existing: str, put: Put, protected: Collection[str]
) -> tuple[dict[str, Any], Put]:
    """The harvested dataset with what people changed here.

    :param package: as the harvest would store it
    :param existing: id of the dataset it is stored to
    :param put: where the harvest would put it
    :param protected: fields that are left as they are here
    :returns: the dataset, and what to keep as where a harvest last put it
    """
    last = last_put(existing)
    changed = edits(last, put_here(existing))
    if not (protected or changed.organization or changed.territory):
        return package, put
    shown = tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": existing})
    kept = with_protected(package, shown, protected)
    fields = {extra["key"]: extra["value"] for extra in shown.get("extras") or []} | shown
    if changed.organization:
        kept["owner_org"] = shown["owner_org"]
    # On whose behalf it is published goes with the organization.
    names = OF_PRODUCER if changed.territory else [territory.ROLLED_UP_FIELD] * changed.organization
    write_fields(kept, {name: str(fields.get(name) or "") for name in names}, declared_fields())
    before = last or put
    organization = before.organization if changed.organization else put.organization
    return kept, Put(organization, before.territory if changed.territory else put.territory)


def put_here(package_id: str) -> Put:
    """Where a dataset is now."""
    field = territory.dataset_field(territory.TERRITORY_FIELD)
    package = model.Package.get(package_id)
    value = model.Session.query(field.c.value).filter(field.c.id == package_id).scalar()
    return Put(package.owner_org if package else None, str(value or ""))
