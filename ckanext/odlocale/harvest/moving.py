"""Moving datasets that are here: after a decision about their producer, or when it gets a home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table

from ckanext.harvest.model import HarvestObject, HarvestObjectExtra, HarvestSource
from ckanext.harvest.queue import get_harvester
from ckanext.odlocale.harvest import source_config
from ckanext.odlocale.harvest.harvester import OdlocaleHarvester
from ckanext.odlocale.harvest.keeping import put_here
from ckanext.odlocale.harvest.local_edits import Put, edits
from ckanext.odlocale.harvest.model import PUT_EXTRA
from ckanext.odlocale.harvest.objects import Refused, last_put, remember
from ckanext.odlocale.harvest.placing import declared_fields, organization_of, write_fields
from ckanext.odlocale.harvest.records import Object, Source
from ckanext.odlocale.harvest.rollup import Policy
from ckanext.odlocale.territory import shared as territory


@dataclass(frozen=True, slots=True)
class Move:
    """A dataset that belongs in its producer's organization, and is elsewhere.

    :param here: id of the organization it is in
    :param home: id of the organization it belongs in
    """

    dataset: str
    territory: territory.TerritoryId
    here: str | None
    home: str


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


def moves() -> list[Move]:
    """The rolled-up datasets whose producer has an organization by now, unless their source keeps them."""
    field = territory.dataset_field(territory.ROLLED_UP_FIELD)
    package = package_table.c
    query = sa.select(package.name, package.owner_org, field.c.value).join(field, field.c.id == package.id)
    kept = _kept_by_their_source()
    if kept:
        held = sa.select(HarvestObject.package_id).where(
            HarvestObject.harvest_source_id.in_(kept), HarvestObject.current.is_(True)
        )
        query = query.where(package.id.not_in(held.where(HarvestObject.package_id.isnot(None))))
    return list(_found(list(model.Session.execute(query.order_by(package.name)))))


def move(asked: Move) -> None:
    """Move one dataset to its producer's organization. Nobody's rights change but by where it is."""
    _update(asked.dataset, {territory.ROLLED_UP_FIELD: ""}, asked.home)
    package = model.Package.get(asked.dataset)
    moved = Put(asked.home, asked.territory).as_text()
    if package is not None:
        last = sa.select(HarvestObject.id).where(
            HarvestObject.package_id == package.id, HarvestObject.current.is_(True)
        )
        model.Session.query(HarvestObjectExtra).filter(
            HarvestObjectExtra.key == PUT_EXTRA, HarvestObjectExtra.harvest_object_id.in_(last)
        ).update({"value": moved})
        model.Session.commit()


def _found(rows: list[Any]) -> Iterator[Move]:
    today = {value: territory.resolve(value) for value in {row.value for row in rows}}
    homes = territory.organizations_of(record.id for record in today.values() if record)
    for row in rows:
        record = today[row.value]
        home = homes.get(record.id) if record else None
        if record and home and home != row.owner_org:
            yield Move(row.name, record.id, row.owner_org, home)


def _kept_by_their_source() -> list[str]:
    sources = cast("list[Source]", model.Session.query(HarvestSource).all())
    return [source.id for source in sources if _policy(source) is Policy.SOURCE]


def _policy(source: Source) -> Policy:
    try:
        return source_config.policy_of(source).policy
    except ValueError:
        return Policy.ROLL_UP


def _update(dataset: str, fields: dict[str, str], organization: str | None) -> None:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    shown = tk.get_action("package_show")(
        {"user": user, "ignore_auth": True, "use_cache": False, "for_update": True}, {"id": dataset}
    )
    write_fields(shown, fields, declared_fields())
    shown["owner_org"] = organization
    tk.get_action("package_update")({"user": user, "ignore_auth": True}, shown)
