"""The harvester of SCDL catalogue files: one line, one dataset."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.harvest.harvesters import HarvesterBase
from ckanext.harvest.interfaces import IHarvester
from ckanext.odlocale.harvest import scdl, seen_before, vanished
from ckanext.odlocale.harvest import source_config as configuration
from ckanext.odlocale.harvest.dcat_harvester import CLAIMS, claims_from
from ckanext.odlocale.harvest.documents import Document, FetchError
from ckanext.odlocale.harvest.gathering import Intake
from ckanext.odlocale.harvest.harvester import OdlocaleHarvester
from ckanext.odlocale.harvest.memory import Memory
from ckanext.odlocale.harvest.objects import Refused, existing_of, refuse_oversized
from ckanext.odlocale.harvest.prepared import Told
from ckanext.odlocale.harvest.records import Job, Object, Source
from ckanext.odlocale.harvest.storing import store
from ckanext.odlocale.harvest.tidy import cleaned, title_of
from ckanext.odlocale.tables.source import open_table
from ckanext.odlocale.tables.types import UnreadableError

ACCEPT = "text/csv, text/tab-separated-values, application/vnd.oasis.opendocument.spreadsheet, */*;q=0.5"


class OdlocaleScdlHarvester(OdlocaleHarvester, HarvesterBase):
    """Datasets of a catalogue file of the SCDL, each given to the territory that produced it."""

    p.implements(IHarvester)

    def info(self) -> dict[str, str]:
        """How the form of sources shows it."""
        return {
            "name": "odlocale_scdl",
            "title": tk._("SCDL catalogue, by territory"),
            "description": tk._("A catalogue file of the SCDL (CSV) whose datasets go to their territories"),
            "form_config_interface": "Text",
        }

    def gather(self, job: Job, intake: Intake) -> None:
        """Read the file, unless it is the one read last. What a file read whole does not have vanished."""
        last = self.last_error_free_job(job)
        client, address = self.client(job.source), job.source.url
        document = seen_before.read_if_changed(client, address, intake, last, ACCEPT)
        if document is not None:
            self._take(document, job, intake)

    def _take(self, document: Document, job: Job, intake: Intake) -> None:
        whole, guids = True, set[str]()
        for line, guid in guids_of(read_lines(document), job.source.url):
            if guid is None or guid in guids:
                self._save_gather_error(left_out(line, guid), job)
                whole = whole and guid is not None
                continue
            guids.add(guid)
            intake.add(guid, content_of(line, guid))
        intake.flush()
        if whole:
            intake.hand_on(vanished.settle(job, empty=not guids))
        if not guids:
            message = tk._(
                "{url} has no datasets. Nothing was changed here; check the address of the source."
            )
            raise FetchError(message.format(url=job.source.url))
        if whole:
            seen_before.keep(job, [(job.source.url, document.seen)])

    def fetch_stage(self, harvest_object: Object) -> bool:
        """Nothing is left to fetch."""
        return True

    def told(self, content: str, guid: str, source: Source, memory: Memory) -> Told:
        """What a record says about its producer and its origin."""
        package = json.loads(content)
        return Told(claims_from(package[CLAIMS]), str(package.get("url") or source.url), guid)

    def refuse_unusable(self, package: dict[str, Any]) -> None:
        """Leave out a record without title, or of too many distributions.

        :raises Refused: the message says what to do
        """
        refuse_oversized(package)
        if not title_of(package):
            raise Refused(tk._("This dataset has no title. Ask its publisher to fill the column TITRE."))

    def existing(self, harvest_object: Object) -> str | None:
        """The id of the dataset that has this guid here."""
        return existing_of(harvest_object.guid)

    def validate_config(self, config: str) -> str:
        """Check the configuration of a source.

        :raises ValueError: it cannot be used; shown in the form of the source
        """
        configuration.check(config)
        return config

    def store(self, harvest_object: Object) -> bool | str | None:
        """Make or update the dataset."""
        package = json.loads(harvest_object.content)
        package.pop(CLAIMS, None)
        complete = self.complete(package, harvest_object)
        known = self.known(harvest_object)
        complete["id"] = known or str(uuid.uuid5(uuid.NAMESPACE_URL, harvest_object.guid))
        return store(complete, harvest_object, self._get_user_name(), known)


def read_lines(document: Document) -> list[scdl.Line]:
    """The lines of a catalogue file, whatever its encoding, separator or kind of table.

    All or none: a quotation mark that is never closed makes one dataset of the rest of the file.

    :raises FetchError: it is no such file
    """
    with tempfile.TemporaryDirectory(prefix="odlocale-") as folder:
        path = Path(folder) / f"catalogue{Path(document.url.partition('?')[0]).suffix[:6]}"
        path.write_bytes(document.body)
        try:
            table = open_table(path, scdl.COLUMNS)
            if lacking := scdl.missing(table.labels):
                raise FetchError(_no_catalogue(document.url, lacking))
            return list(scdl.lines(table))
        except UnreadableError as error:
            message = tk._(
                "{url} is no table that can be read ({reason}). Ask its publisher for a CSV file in UTF-8."
            )
            raise FetchError(message.format(url=document.url, reason=error.key)) from error


def guids_of(lines: Iterable[scdl.Line], url: str) -> Iterator[tuple[scdl.Line, str | None]]:
    """Each line with what identifies it in all of this portal."""
    for line in lines:
        found = scdl.identifier(line)
        yield line, f"{url}#{cleaned(found)}"[:500] if found else None


def content_of(line: scdl.Line, guid: str) -> str:
    """What is kept of a line until its import."""
    package = scdl.package(line)
    package["extras"] = [*package["extras"], {"key": "guid", "value": guid}]
    return json.dumps(cleaned({**package, CLAIMS: asdict(scdl.claims_of(line))}), sort_keys=True)


def left_out(line: scdl.Line, guid: str | None) -> str:
    """Why a line is not harvested."""
    if guid is None:
        message = tk._("Line {number} has neither an identifier (ID) nor an address (URL): it was left out.")
        return message.format(number=line.number)
    message = tk._("Line {number} has the identifier {guid} of another line: it was left out.")
    return message.format(number=line.number, guid=guid)


def _no_catalogue(url: str, lacking: list[str]) -> str:
    message = tk._(
        "{url} is no SCDL catalogue: it lacks the columns {columns}. Check the address, or have the file "
        "follow scdl/catalogue."
    )
    return message.format(url=url, columns=", ".join(lacking))
