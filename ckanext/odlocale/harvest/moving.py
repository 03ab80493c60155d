"""Putting harvested datasets that are here elsewhere."""

from __future__ import annotations

from dataclasses import replace

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.queue import get_harvester
from ckanext.odlocale.harvest.harvester import OdlocaleHarvester
from ckanext.odlocale.harvest.keeping import put_here
from ckanext.odlocale.harvest.local_edits import Put, edits
from ckanext.odlocale.harvest.objects import Refused, last_put, remember
from ckanext.odlocale.harvest.placing import declared_fields, organization_of, write_fields
from ckanext.odlocale.harvest.records import Object
from ckanext.odlocale.territory import shared as territory


def place_again(harvest_object: Object) -> bool:
    """Decide anew about a harvested dataset, from what was harvested; False when that cannot be done."""
    harvester = get_harvester(harvest_object.source.type)
    if not isinstance(harvester, OdlocaleHarvester):
        return False
    harvester.forget()
    try:
        prepared = harvester.prepare(harvest_object)
    except Refused:
        return False
    package_id = str(harvest_object.package_id)
    organization = organization_of(prepared.decision.placement)
    put = Put(organization, prepared.fields[territory.TERRITORY_FIELD])
    last, here = last_put(package_id), put_here(package_id)
    changed = edits(last, here)
    if changed.organization:
        put = replace(put, organization=last.organization if last else None)
        organization = here.organization
    fields = {} if changed.territory else prepared.fields
    if changed.territory:
        put = replace(put, territory=last.territory if last else "")
    _update(package_id, fields, organization)
    remember(harvest_object, prepared.decision.key, prepared.place, put)
    model.Session.commit()
    return True


def move(dataset: str, organization: str | None, rolled_up: str) -> None:
    """Put one dataset in an organization. Nobody's rights change but by where it is.

    :param rolled_up: its producer, when the organization is another's; empty when it is the producer's
    """
    _update(dataset, {territory.ROLLED_UP_FIELD: rolled_up}, organization)


def _update(dataset: str, fields: dict[str, str], organization: str | None) -> None:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    shown = tk.get_action("package_show")(
        {"user": user, "ignore_auth": True, "use_cache": False, "for_update": True}, {"id": dataset}
    )
    write_fields(shown, fields, declared_fields())
    shown["owner_org"] = organization
    tk.get_action("package_update")({"user": user, "ignore_auth": True}, shown)
