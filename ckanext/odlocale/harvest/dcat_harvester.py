"""The harvester of DCAT catalogues: ckanext-dcat's, reading through our client and placing by producer."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.dcat.harvesters.rdf import DCATRDFHarvester
from ckanext.dcat.interfaces import IDCATRDFHarvester
from ckanext.odlocale.harvest import seen_before, vanished
from ckanext.odlocale.harvest import source_config as configuration
from ckanext.odlocale.harvest.catalogue_pages import CatalogueReader
from ckanext.odlocale.harvest.claims import Agent, Claims
from ckanext.odlocale.harvest.claims_dcat import claims_of
from ckanext.odlocale.harvest.documents import FetchError
from ckanext.odlocale.harvest.gathering import Intake
from ckanext.odlocale.harvest.harvester import OdlocaleHarvester
from ckanext.odlocale.harvest.memory import Memory
from ckanext.odlocale.harvest.objects import Refused, existing_of, refuse_oversized
from ckanext.odlocale.harvest.prepared import Told
from ckanext.odlocale.harvest.rdf import ACCEPT, CataloguePage
from ckanext.odlocale.harvest.records import Job, Object, Source
from ckanext.odlocale.harvest.storing import free_name
from ckanext.odlocale.harvest.tidy import cleaned, title_of

CLAIMS = "odlocale_claims"
"""Key of a gathered dataset: what its graph said about the producer, since the graph is gone at import."""


class OdlocaleDcatHarvester(OdlocaleHarvester, DCATRDFHarvester):
    """Datasets of a DCAT catalogue, each given to the territory that produced it."""

    def info(self) -> dict[str, str]:
        """How the form of sources shows it."""
        return {
            "name": "odlocale_dcat",
            "title": tk._("DCAT, by territory"),
            "description": tk._(
                "A DCAT catalogue (RDF/XML, Turtle, JSON-LD) whose datasets go to their territories"
            ),
            "form_config_interface": "Text",
        }

    def gather(self, job: Job, intake: Intake) -> None:
        """Read all pages, unless each of them is the one that was read last."""
        client, last = self.client(job.source), self.last_error_free_job(job)
        address = configuration.catalogue_address(job.source)
        first = seen_before.read_if_changed(client, address, intake, last, ACCEPT)
        if first is not None:
            self._take(CatalogueReader(client, address, first=first), job, intake)

    def _take(self, reader: CatalogueReader, job: Job, intake: Intake) -> None:
        """Only of a catalogue read to its end without any error, what is missing vanished."""
        reader.syntax = configuration.check(job.source.config).get("rdf_format")
        whole, guids = True, set[str]()
        for page in reader.pages():
            whole = self._gather(self._seen_by_plugins(page, job), guids, intake, job) and whole
        intake.flush()
        if whole:
            intake.hand_on(vanished.settle(job, empty=not guids))
            seen_before.keep(job, reader.seen if guids else [])
        if not guids:
            raise FetchError(_empty(job.source.url))

    def told(self, content: str, guid: str, source: Source, memory: Memory) -> Told:
        """What a record says about its producer and its origin."""
        package = json.loads(content)
        return Told(claims_from(package[CLAIMS]), str(package.get("url") or guid), guid)

    def refuse_unusable(self, package: dict[str, Any]) -> None:
        """Leave out a record without title, or of too many distributions.

        :raises Refused: the message says what to do
        """
        refuse_oversized(package)
        if not title_of(package):
            raise Refused(
                tk._("This dataset has neither a title nor a name. Ask its publisher to give it one.")
            )

    def existing(self, harvest_object: Object) -> str | None:
        """The id of the dataset that has this guid here."""
        return existing_of(harvest_object.guid)

    def _get_existing_dataset(self, guid: str) -> dict[str, Any] | None:
        """As ckanext-dcat asks for it; found by its harvest object: a search in all extras takes long."""
        found = None if self._new else self._package or existing_of(guid)
        if found is None:
            return None
        context: Any = {"ignore_auth": True, "use_cache": False}
        return tk.get_action("package_show")(context, {"id": found})

    def validate_config(self, source_config: str) -> str:
        """Check the configuration of a source.

        :raises ValueError: it cannot be used; shown in the form of the source
        """
        return self.checked_config(source_config)

    def modify_package_dict(
        self, package_dict: dict[str, Any], dcat_dict: dict[str, Any], harvest_object: Object
    ) -> dict[str, Any]:
        """Called by ckanext-dcat with the dataset it is about to store."""
        package_dict.pop(CLAIMS, None)
        complete = self.complete(package_dict, harvest_object)
        complete["name"] = free_name(title_of(package_dict)) or harvest_object.id
        return complete

    def _seen_by_plugins(self, page: CataloguePage, job: Job) -> CataloguePage:
        seen: CataloguePage | None = page
        for plugin in p.PluginImplementations(IDCATRDFHarvester):
            seen, errors = plugin.after_parsing(seen, job)
            for error in errors:
                self._save_gather_error(error, job)
            if not seen:
                raise FetchError(tk._("A plugin of this site stopped the harvest. Its errors are above."))
        return seen or page

    def _gather(self, page: CataloguePage, guids: set[str], intake: Intake, job: Job) -> bool:
        """Take the datasets of a page in; False when a dataset had to be left out."""
        whole = True
        for reference, dataset in page.described():
            guid = None if isinstance(dataset, Exception) else guid_of(self, dataset, job.source.url)
            if isinstance(dataset, Exception) or guid is None or guid in guids:
                self._save_gather_error(left_out(reference, dataset, guid), job)
                whole = whole and guid is not None
                continue
            guids.add(guid)
            intake.add(guid, json.dumps(cleaned(gathered(page, reference, dataset, guid)), sort_keys=True))
        return whole


def guid_of(harvester: Any, dataset: dict[str, Any], source_url: str) -> str | None:
    """What identifies a dataset in all of this portal: “12” does so in its catalogue only."""
    guid = harvester._get_guid({**dataset, "name": dataset.get("name") or title_of(dataset)})
    if not guid:
        return None
    guid = cleaned(str(guid))
    return guid if ":" in guid else f"{source_url.rstrip('/')}#{guid}"


def gathered(page: CataloguePage, reference: Any, dataset: dict[str, Any], guid: str) -> dict[str, Any]:
    """What is kept of a dataset until its import, in an order that does not change from run to run."""
    content = {**dataset, CLAIMS: asdict(claims_of(page.g, reference))}
    content["extras"] = [*dataset.get("extras", []), {"key": "guid", "value": guid}]
    content["resources"] = sorted(
        ({**resource, "distribution_ref": None} for resource in dataset.get("resources", [])),
        key=lambda resource: json.dumps(resource, sort_keys=True),
    )
    content["tags"] = sorted(dataset.get("tags", []), key=lambda tag: str(tag.get("name")))
    return content


def claims_from(told: dict[str, Any]) -> Claims:
    """Claims as they were before they were kept as JSON."""
    names = ("authors", "contacts", "coverage")
    weak: dict[str, Any] = {name: tuple(told[name]) for name in names}
    return Claims(_agent_from(told["publisher"]), _agent_from(told["organization"]), **weak)


def _agent_from(told: dict[str, Any]) -> Agent:
    values: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in told.items()}
    return Agent(**values)


def left_out(reference: Any, dataset: dict[str, Any] | Exception, guid: str | None) -> str:
    """Why a dataset of a page is not harvested."""
    if isinstance(dataset, Exception):
        message = tk._("The dataset {reference} cannot be read ({reason}) and was left out.")
        return message.format(reference=reference, reason=" ".join(str(dataset).split())[:200])
    if guid is None:
        return tk._("A dataset without address, identifier or title was left out.")
    message = tk._(
        "Two datasets have the identifier {guid}: the second was left out. "
        "Ask the publisher to tell them apart."
    )
    return message.format(guid=guid)


def _empty(url: str) -> str:
    message = tk._("{url} has no datasets. Nothing was changed here; check the address of the source.")
    return message.format(url=url)
