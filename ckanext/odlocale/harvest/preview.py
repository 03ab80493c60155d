"""What a harvest would do with each dataset of a catalogue. Everything is decided, nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.model import HarvestSource
from ckanext.harvest.queue import get_harvester
from ckanext.odlocale.harvest import config, once, scdl_harvester
from ckanext.odlocale.harvest.catalogue_pages import CatalogueReader
from ckanext.odlocale.harvest.claim_words import claim_label
from ckanext.odlocale.harvest.claims import Certainty
from ckanext.odlocale.harvest.dcat_harvester import gathered, guid_of, left_out
from ckanext.odlocale.harvest.directory import PortalDirectory
from ckanext.odlocale.harvest.documents import Document, FetchError, refuse_web_page
from ckanext.odlocale.harvest.fetching import Client
from ckanext.odlocale.harvest.found import datasets_in
from ckanext.odlocale.harvest.harvester import OdlocaleHarvester
from ckanext.odlocale.harvest.objects import Refused, Withdrawn, is_unchanged
from ckanext.odlocale.harvest.organizations import name_for
from ckanext.odlocale.harvest.placing import Decision, sentence
from ckanext.odlocale.harvest.rdf import CataloguePage, read_page
from ckanext.odlocale.harvest.remote_ckan import RemoteCkan, with_organizations
from ckanext.odlocale.harvest.rollup import Placement, SourcePolicy
from ckanext.odlocale.harvest.route_words import explained
from ckanext.odlocale.harvest.tidy import cleaned, title_of

HARVESTERS = {"ckan": "odlocale_ckan", "dcat": "odlocale_dcat", "scdl": "odlocale_scdl"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Source:
    """A source as harvest objects know theirs; without id when the portal has none of this address.

    :param filters: what is read of a CKAN
    """

    id: str | None
    url: str
    filters: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What would be a harvest object."""

    source: _Source
    guid: str
    content: str
    title: str
    id: None = None
    harvest_job_id: None = None
    package_id: None = None
    current: None = None
    gathered: None = None
    import_finished: None = None
    extras: tuple[()] = ()

    @property
    def harvest_source_id(self) -> str | None:
        return self.source.id


def preview(
    address: str, kind: str, policy: SourcePolicy, catalogue: str = "", filters: Sequence[str] = ()
) -> Iterator[Row]:
    """Decide about every dataset of a catalogue.

    :param address: of a source or catalogue, or path of a file
    :param kind: ``ckan``, ``dcat`` or ``scdl``
    :param catalogue: where it is read instead, for a source that filters a portal
    :param filters: of the search of a CKAN, for a source that takes a part of it
    :returns: one row per dataset, in the shape of the command's JSON
    :raises FetchError: it cannot be read, or holds no dataset of this kind
    """
    harvester = _harvester(kind)
    harvester.forget()
    source = _source(address, filters)
    found = False
    for candidate in READERS[kind](catalogue or address, source, harvester):
        found = True
        yield candidate if isinstance(candidate, dict) else _row(candidate, harvester, policy)
    if not found:
        message = tk._(
            "{address} holds no dataset that a {kind} harvest would read. Check the address and --type."
        )
        raise FetchError(message.format(address=address, kind=kind))


def _harvester(kind: str) -> OdlocaleHarvester:
    found = get_harvester(HARVESTERS[kind])
    if found is None:
        message = tk._("The plugin {plugin}_harvester is not there. Add it to ckan.plugins.")
        raise FetchError(message.format(plugin=HARVESTERS[kind]))
    return cast("OdlocaleHarvester", found)


def _source(address: str, filters: Sequence[str]) -> _Source:
    known = model.Session.query(HarvestSource).filter_by(url=address, active=True).first()
    return _Source(str(known.id) if known else None, address, filters)


# --- Reading --------------------------------------------------------------------------------------


def _ckan(address: str, source: _Source, _harvester: OdlocaleHarvester) -> Iterator[_Candidate]:
    for package in map(cleaned, _packages(address, source.filters)):
        guid = str(package.get("id") or package.get("name") or "")
        yield _Candidate(source, guid, json.dumps(package, sort_keys=True), title_of(package))


def _packages(address: str, filters: Sequence[str]) -> Iterator[dict[str, Any]]:
    client = Client(config.limits())
    if not _is_address(address):
        yield from datasets_in(_file(address).json())
    elif "/api/" in address:
        yield from datasets_in(client.get(address, "application/json").json())
    else:
        remote = RemoteCkan(client, address)
        yield from with_organizations(
            (one for one in remote.datasets(filters) if isinstance(one, dict)), remote
        )


def _dcat(address: str, source: _Source, harvester: OdlocaleHarvester) -> Iterator[_Candidate | Row]:
    guids: set[str] = set()
    for page in _catalogue(address):
        for reference, dataset in page.described():
            guid = None if isinstance(dataset, Exception) else guid_of(harvester, dataset, source.url)
            if isinstance(dataset, Exception) or guid is None or guid in guids:
                yield _without_decision(str(reference), "", "error", left_out(reference, dataset, guid))
                continue
            guids.add(guid)
            content = json.dumps(cleaned(gathered(page, reference, dataset, guid)), sort_keys=True)
            yield _Candidate(source, guid, content, title_of(dataset))


def _scdl(address: str, source: _Source, _harvester: OdlocaleHarvester) -> Iterator[_Candidate | Row]:
    document = Client(config.limits()).get(address) if _is_address(address) else _file(address)
    guids: set[str] = set()
    for line, guid in scdl_harvester.guids_of(scdl_harvester.read_lines(document), source.url):
        title = line.text("TITRE")
        if guid is None or guid in guids:
            yield _without_decision(guid or "", title, "error", scdl_harvester.left_out(line, guid))
            continue
        guids.add(guid)
        yield _Candidate(source, guid, scdl_harvester.content_of(line, guid), title)


READERS = {"ckan": _ckan, "dcat": _dcat, "scdl": _scdl}


def _catalogue(address: str) -> Iterator[CataloguePage]:
    if _is_address(address):
        return CatalogueReader(Client(config.limits()), address).pages()
    return iter([read_page(_file(address))])


def _file(path: str) -> Document:
    try:
        body = Path(path).read_bytes()
    except OSError as error:
        message = tk._("{path} is neither a file that can be read nor an http address ({reason}).")
        raise FetchError(message.format(path=path, reason=error.strerror)) from error
    if not body.strip():
        raise FetchError(tk._("{path} is empty.").format(path=path))
    refuse_web_page(path, "", body)
    return Document(path, "", None, body)


def _is_address(text: str) -> bool:
    return "://" in text


# --- Showing --------------------------------------------------------------------------------------


def _row(candidate: _Candidate, harvester: OdlocaleHarvester, policy: SourcePolicy) -> Row:
    try:
        prepared = harvester.prepare(candidate, policy)
    except Refused as refused:
        action = "skip" if isinstance(refused, Withdrawn) else "error"
        return _without_decision(candidate.guid, candidate.title, action, str(refused))
    if is_unchanged(candidate, prepared.place):
        action = "unchanged"
    else:
        action = "update" if harvester.existing(candidate) else "create"
    decision = prepared.decision
    standing = once.looked_at(candidate, prepared, once.Near(policy, PortalDirectory(harvester.memory(None))))
    if not standing.is_followed:
        action = "skip"
    elif standing.package and action == "create":
        action = "update"
    return {
        "identifier": candidate.guid,
        "title": candidate.title,
        "publisher": _publisher(decision),
        "placement": _placement(decision.placement),
        "action": action,
        "why": _why(decision) if standing.is_followed else explained(standing.told),
        "producer_key": decision.key,
        "producer_name": decision.name,
        "claims": [sentence(one) for one in decision.evidence],
    }


def _without_decision(identifier: str, title: str, action: str, why: str) -> Row:
    row = {
        "identifier": identifier,
        "title": title,
        "publisher": None,
        "placement": None,
        "action": action,
        "why": why,
    }
    return {**row, "producer_key": None, "producer_name": "", "claims": []}


def _publisher(decision: Decision) -> Row | None:
    found = decision.identification
    if found is None:
        return None
    evidence = [sentence(one) for one in found.evidence]
    return {
        "name": decision.name,
        "territory": found.territory,
        "evidence": evidence,
        "certainty": str(found.certainty),
    }


def _placement(placement: Placement) -> Row:
    if placement.create:
        return {"kind": str(placement.kind), "organization": name_for(placement.create)}
    organization = model.Session.get(model.Group, placement.organization) if placement.organization else None
    return {"kind": str(placement.kind), "organization": organization.name if organization else None}


def _why(decision: Decision) -> str:
    found = decision.identification
    if found is None:
        return tk._("No claim points to one territory: a person decides.")
    if found.certainty is Certainty.DOUBTFUL:
        return tk._("The claims do not prove it, or do not agree: a person decides.")
    told = ", ".join(f"{claim_label(one.claim)} {one.value}" for one in found.evidence)
    why = tk._("Recognised by {evidence}.").format(evidence=told)
    return f"{why} {tk._('Its organization is made.')}" if decision.placement.create else why
