"""The harvester of CKAN catalogues: ckanext-harvest's options, our reading, placing and storing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.harvesters.ckanharvester import CKANHarvester
from ckanext.odlocale.harvest import source_config as configuration
from ckanext.odlocale.harvest import vanished
from ckanext.odlocale.harvest.ckan_options import filters_of, local_group, names_for, with_options
from ckanext.odlocale.harvest.claims_ckan import claims_of
from ckanext.odlocale.harvest.directory import PortalDirectory
from ckanext.odlocale.harvest.documents import FetchError
from ckanext.odlocale.harvest.gathering import Intake
from ckanext.odlocale.harvest.harvester import OdlocaleHarvester
from ckanext.odlocale.harvest.memory import Memory
from ckanext.odlocale.harvest.objects import Refused, Withdrawn, refuse_oversized
from ckanext.odlocale.harvest.prepared import Told
from ckanext.odlocale.harvest.records import Job, Object, Source
from ckanext.odlocale.harvest.remote_ckan import RemoteCkan, with_organizations
from ckanext.odlocale.harvest.storing import store
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

    def gather(self, job: Job, intake: Intake) -> None:
        """Read the datasets that changed since the last good run, or all."""
        self._set_config(job.source.config)
        remote = RemoteCkan(self.client(job.source), job.source.url)
        since, filters = self._since(job), filters_of(self.config or {})
        try:
            _take(intake, remote, [*filters, *since])
        except FetchError:
            if not since:
                raise
            since = []
            _take(intake, remote, filters)
        intake.flush()
        if since:
            listed = set(map(cleaned, remote.ids(filters)))
            self.settle(job, intake, listed.__contains__, not listed)
        else:
            self.settle(job, intake, None, not intake.count)

    def settle(
        self, job: Job, intake: Intake, still_there: Callable[[str], bool] | None, empty: bool
    ) -> None:
        """Mark and delete what vanished from a source that was read to its end.

        :raises FetchError: it has nothing at all
        """
        intake.hand_on(vanished.settle(job, still_there, empty))
        if empty:
            raise FetchError(_empty(job.source.url))

    def told(self, content: str, guid: str, source: Source, memory: Memory) -> Told:
        """What a record says about its producer and its origin."""
        package = json.loads(content)
        identity = remote_id(package)
        origin = f"{source.url.rstrip('/')}/dataset/{package.get('name') or identity}"
        return Told(claims_of(package, _local_territory(package, memory)), origin, str(identity))

    def refuse_unusable(self, package: dict[str, Any]) -> None:
        """Leave out a record without usable id or title, or that was deleted there.

        :raises Refused: the message says what to do
        """
        _refuse_unusable(package)

    def existing(self, harvest_object: Object) -> str | None:
        """The id of the dataset that has the remote id here (or, which is refused later, as its name)."""
        found = model.Package.get(harvest_object.guid)
        return found.id if found else None

    def validate_config(self, config: str) -> str:
        """Check the configuration of a source.

        :raises ValueError: it cannot be used; shown in the form of the source
        """
        return self.checked_config(config)

    def store(self, harvest_object: Object) -> bool | str | None:
        """Make or update the dataset: what ckanext-harvest does, without showing the source each time."""
        source = harvest_object.source
        options = configuration.check(source.config)
        package = json.loads(harvest_object.content)
        remote = RemoteCkan(self.client(source), source.url)
        groups = partial(local_group, options=options, remote=remote)
        names = names_for(harvest_object, harvest_object.guid)
        complete = self.complete(with_options(package, options, groups, names), harvest_object)
        if options.get("clean_tags"):
            complete["tags"] = self._clean_tags(complete["tags"])
        return store(complete, harvest_object, self._get_user_name(), self.known(harvest_object))

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


def _take(intake: Intake, remote: RemoteCkan, filters: list[str]) -> None:
    """Read what the filters leave. The remote portal's own harvest sources are no datasets."""
    found = (
        one for one in remote.datasets(filters) if isinstance(one, dict) and one.get("type") != "harvest"
    )
    for package in map(cleaned, with_organizations(found, remote)):
        guid = str(package.get("id") or package.get("name") or "")[:500]
        intake.add(guid, json.dumps(package, sort_keys=True))


def _refuse_unusable(package: dict[str, Any]) -> None:
    refuse_oversized(package)
    if remote_id(package) is None:
        raise Refused(tk._("This dataset has no usable id. Ask its publisher for one of letters and digits."))
    if not title_of(package):
        raise Refused(tk._("This dataset has neither a title nor a name. Ask its publisher to give it one."))
    state = package.get("state") or "active"
    if state != "active":
        message = tk._("The source says that this dataset is {state}. What was harvested of it is kept.")
        raise Withdrawn(message.format(state=str(state)[:40]))


def _local_territory(package: dict[str, Any], memory: Memory) -> territory.TerritoryId | None:
    """The territory of the organization of this portal that has the very id of the remote one."""
    organization = package.get("organization")
    remote = organization.get("id") if isinstance(organization, dict) else None
    if not isinstance(remote, str):
        return None
    return PortalDirectory(memory).territory_of(remote)


def _empty(url: str) -> str:
    message = tk._(
        "{url} has no datasets. Nothing was changed here; check the address and the filters of the source."
    )
    return message.format(url=url)
