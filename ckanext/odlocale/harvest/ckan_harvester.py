"""The harvester of CKAN catalogues: ckanext-harvest's, reading through our client and placing by producer."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.harvesters.ckanharvester import CKANHarvester
from ckanext.harvest.model import HarvestObject
from ckanext.odlocale.harvest.claims_ckan import claims_of
from ckanext.odlocale.harvest.fetching import FetchError
from ckanext.odlocale.harvest.harvester import (
    OdlocaleHarvester,
    Prepared,
    Refused,
    Withdrawn,
    decided,
    refuse_foreign,
)
from ckanext.odlocale.harvest.records import Job, Object
from ckanext.odlocale.harvest.remote_ckan import RemoteCkan, with_organizations
from ckanext.odlocale.harvest.rollup import SourcePolicy
from ckanext.odlocale.harvest.tidy import cleaned, remote_id, title_of
from ckanext.odlocale.territory import shared as territory

CLOCKS_APART = dt.timedelta(hours=1)


class OdlocaleCkanHarvester(OdlocaleHarvester, CKANHarvester):
    """Datasets of a remote CKAN, each given to the territory that produced it."""

    def info(self) -> dict[str, str]:
        """How the form of sources shows it."""
        return {
            "name": "odlocale_ckan",
            "title": tk._("CKAN, by territory"),
            "description": tk._("A CKAN catalogue whose datasets go to the territories that produced them"),
            "form_config_interface": "Text",
        }

    def gather(self, job: Job, ids: list[str]) -> None:
        """Read the datasets that changed since the last good run, or all."""
        self._set_config(job.source.config)
        remote = RemoteCkan(self.client(job), job.source.url)
        since = self._since(job)
        try:
            self._gather(ids, remote, [*self._filters(), *since], job)
        except FetchError:
            if not since:
                raise
            self._gather(ids, remote, [*self._filters()], job)
        if not ids and not since:
            raise FetchError(_empty(job.source.url))

    def prepare(self, harvest_object: Object, policy: SourcePolicy | None = None) -> Prepared:
        """Decide about a dataset; nothing is written.

        :raises Refused: it has no usable id or title, was deleted there, or is not this source's
        """
        package = json.loads(harvest_object.content)
        identity = remote_id(package)
        _refuse_unusable(package, identity)
        existing = self.existing(harvest_object)
        if existing is not None:
            refuse_foreign(existing, harvest_object)
        origin = f"{harvest_object.source.url.rstrip('/')}/dataset/{package.get('name') or identity}"
        claims = claims_of(package, _local_territory(package))
        return decided(harvest_object, claims, origin, str(identity), policy)

    def existing(self, harvest_object: Object) -> str | None:
        """The id of the dataset that has the remote id here (or, which is refused later, as its name)."""
        found = model.Package.get(harvest_object.guid)
        return found.id if found else None

    def validate_config(self, config: str) -> str:
        """Check the configuration of a source.

        :raises ValueError: it cannot be used; shown in the form of the source
        """
        return self.checked_config(config)

    def modify_package_dict(self, package_dict: dict[str, Any], harvest_object: Object) -> dict[str, Any]:
        """Called by ckanext-harvest with the dataset it is about to store."""
        return self.complete(package_dict, harvest_object)

    def _gather(self, ids: list[str], remote: RemoteCkan, filters: list[str], job: Job) -> None:
        guids = {guid for (guid,) in model.Session.query(HarvestObject.guid).filter_by(harvest_job_id=job.id)}
        found = (package for package in remote.datasets(filters) if isinstance(package, dict))
        for package in map(cleaned, with_organizations(found, remote)):
            guid = str(package.get("id") or package.get("name") or "")[:500]
            if guid in guids:
                continue
            guids.add(guid)
            harvest_object = HarvestObject(guid=guid, job=job, content=json.dumps(package, sort_keys=True))
            harvest_object.save()
            ids.append(str(harvest_object.id))

    def _since(self, job: Job) -> list[str]:
        """A filter for what changed since the last run without error; none when the source itself changed."""
        settings = self.config or {}
        last = None if settings.get("force_all") else self.last_error_free_job(job)
        package = model.Package.get(job.source.id)
        touched = package.metadata_modified if package else None
        started: Any = last.gather_started if last else None
        if started is None or touched is None or touched > started:
            return []
        return [f"metadata_modified:[{(started - CLOCKS_APART).isoformat()}Z TO *]"]

    def _filters(self) -> list[str]:
        return [
            *self._filter("organizations_filter", "organization"),
            *self._filter("groups_filter", "groups"),
        ]

    def _filter(self, setting: str, field: str) -> Iterator[str]:
        settings = self.config or {}
        included, excluded = settings.get(f"{setting}_include"), settings.get(f"{setting}_exclude")
        if included:
            yield " OR ".join(f"{field}:{name}" for name in included)
        elif excluded:
            yield from (f"-{field}:{name}" for name in excluded)


def _refuse_unusable(package: dict[str, Any], identity: str | None) -> None:
    if identity is None:
        raise Refused(tk._("This dataset has no usable id. Ask its publisher for one of letters and digits."))
    if not title_of(package):
        raise Refused(tk._("This dataset has neither a title nor a name. Ask its publisher to give it one."))
    state = package.get("state") or "active"
    if state != "active":
        message = tk._("The source says that this dataset is {state}. What was harvested of it is kept.")
        raise Withdrawn(message.format(state=str(state)[:40]))


def _local_territory(package: dict[str, Any]) -> territory.TerritoryId | None:
    """The territory of the organization of this portal that has the very id of the remote one."""
    organization = package.get("organization")
    remote = organization.get("id") if isinstance(organization, dict) else None
    local = model.Session.get(model.Group, remote) if isinstance(remote, str) else None
    return territory.territory_of(local.id) if local and local.is_organization else None


def _empty(url: str) -> str:
    message = tk._(
        "{url} has no datasets. Nothing was changed here; check the address and the filters of the source."
    )
    return message.format(url=url)
