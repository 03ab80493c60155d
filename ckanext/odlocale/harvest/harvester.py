"""What our two harvesters share: readable errors, nobody else's dataset touched, nothing done twice."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.harvest.harvesters import HarvesterBase
from ckanext.harvest.model import HarvestObject, HarvestObjectError, HarvestObjectExtra
from ckanext.odlocale.harvest import config
from ckanext.odlocale.harvest import source_config as configuration
from ckanext.odlocale.harvest.claims import Claims
from ckanext.odlocale.harvest.fetching import Client, FetchError
from ckanext.odlocale.harvest.model import PLACE_EXTRA, PUBLISHER_EXTRA
from ckanext.odlocale.harvest.placing import (
    Decision,
    Placer,
    declared_fields,
    fields_of,
    organization_of,
    record,
    write_fields,
)
from ckanext.odlocale.harvest.records import Job, Object
from ckanext.odlocale.harvest.rollup import SourcePolicy
from ckanext.odlocale.harvest.tidy import tidy

log = logging.getLogger(__name__)


class Refused(Exception):  # noqa: N818
    """A dataset is not imported; the message says why and what to do."""


class Withdrawn(Refused):
    """A dataset that its source no longer offers."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dataset on its way in.

    :param identity: what no dataset of another source has: its id, or the guid of its harvest object
    """

    decision: Decision
    fields: dict[str, str]
    identity: str

    @property
    def place(self) -> str:
        """Changes when the dataset has to be placed anew."""
        placement = self.decision.placement
        return json.dumps([placement.kind, placement.organization, *self.fields.values()], ensure_ascii=False)


class OdlocaleHarvester(HarvesterBase):
    """Mixed into another package's harvester: replaces its gather stage, completes its import stage.

    Whatever goes wrong becomes an error of the job or of the object: an exception that left a stage would end
    the consumer, and with it every other source.
    """

    force_import = False
    """Set by ckanext-harvest when somebody asks for what is here to be imported once more."""
    _prepared: Prepared | None = None

    def gather(self, job: Job, ids: list[str]) -> None:
        """Make harvest objects and add their ids, those made before an error included.

        :raises FetchError: the catalogue cannot be read to its end
        """
        raise NotImplementedError

    def prepare(self, harvest_object: Object, policy: SourcePolicy | None = None) -> Prepared:
        """Decide about a dataset; nothing is written.

        :param policy: instead of its source's
        :raises Refused: it is not to be imported
        """
        raise NotImplementedError

    def existing(self, harvest_object: Object) -> str | None:
        """The id of the dataset of this portal that an import would update."""
        raise NotImplementedError

    def checked_config(self, text: str) -> str:
        """The configuration of a source, once both we and the harvester below accept it.

        :raises ValueError: it cannot be used
        """
        configuration.check(text)
        return self._below().validate_config(text)

    def gather_stage(self, harvest_job: Job) -> list[str]:
        """Called by the gather consumer."""
        ids: list[str] = []
        try:
            configuration.check(harvest_job.source.config)
            self.gather(harvest_job, ids)
        except (FetchError, ValueError) as error:
            self._save_gather_error(str(error), harvest_job)
        except Exception as error:
            log.exception("gathering %s", harvest_job.source.url)
            model.Session.rollback()
            self._save_gather_error(_unexpected(error), harvest_job)
        return ids

    def import_stage(self, harvest_object: Object) -> bool | str | None:
        """Called by the fetch consumer: import one dataset, unless nothing changed or it may not be."""
        if any(extra.key == "status" and extra.value == "delete" for extra in harvest_object.extras):
            return self._below().import_stage(harvest_object)
        try:
            with alone_with(harvest_object):
                return self._import(harvest_object)
        except Refused as refused:
            self._save_object_error(str(refused), harvest_object, "Import")
        except Exception as error:
            log.exception("importing %s", harvest_object.guid)
            model.Session.rollback()
            self._save_object_error(_unexpected(error), harvest_object, "Import")
        finally:
            self._prepared = None
        return False

    def _import(self, harvest_object: Object) -> bool | str | None:
        if not self.force_import and was_imported(harvest_object):
            return True
        self._prepared = self.prepare(harvest_object)
        record(harvest_object.source.id, self._prepared.decision)
        if not self.force_import and is_unchanged(harvest_object, self._prepared):
            model.Session.commit()
            return "unchanged"
        return self._below().import_stage(harvest_object)

    def _below(self) -> Any:
        """The harvester of another package that ours is mixed into."""
        return super()

    def client(self, job: Job) -> Client:
        """The one way to read this source."""
        said = configuration.check(job.source.config)
        headers = {"User-Agent": said.get("user_agent"), "Authorization": said.get("api_key")}
        return Client(config.limits(), {key: str(value) for key, value in headers.items() if value})

    def _save_object_error(self, message: str, harvest_object: Object, stage: str = "Fetch") -> None:
        """Without the Python traceback that ckanext-dcat adds: it is in the log, and this is for people."""
        HarvestObjectError.create(message.partition(" / Traceback")[0], harvest_object, stage)

    def complete(self, package: dict[str, Any], harvest_object: Object) -> dict[str, Any]:
        """The dataset as CKAN will store it, in its organization."""
        if self._prepared is None:
            raise Refused(tk._("This dataset was not prepared. Harvest it again."))
        prepared = self._prepared
        declared = declared_fields()
        complete = tidy(package, prepared.identity, declared)
        write_fields(complete, prepared.fields, declared)
        complete["owner_org"] = organization_of(prepared.decision.placement)
        remember(harvest_object, prepared.decision.key, prepared.place)
        return complete


def decided(
    harvest_object: Object,
    claims: Claims,
    origin_url: str,
    identity: str,
    policy: SourcePolicy | None = None,
) -> Prepared:
    """Recognise the producer of a dataset and choose its organization, by its source's policy or another."""
    source = harvest_object.source
    decision = Placer(source.id, policy or configuration.policy_of(source)).decide(claims)
    return Prepared(decision, fields_of(decision, origin_url, source.url), identity)


def _unexpected(error: Exception) -> str:
    message = tk._("Something unexpected happened ({reason}). The log of the consumer has the details.")
    return message.format(reason=f"{type(error).__name__}: {error}"[:300])


def remember(harvest_object: Object, key: str, place: str) -> None:
    """Keep who produced a dataset and where it was put, on its harvest object."""
    for name, value in ((PUBLISHER_EXTRA, key), (PLACE_EXTRA, place)):
        existing = next((extra for extra in harvest_object.extras if extra.key == name), None)
        if existing is None:
            harvest_object.extras.append(HarvestObjectExtra(key=name, value=value))
        else:
            existing.value = value


@contextmanager
def alone_with(harvest_object: Object) -> Iterator[None]:
    """Keep other consumers from importing this dataset meanwhile: messages may be sent twice."""
    key = sa.func.hashtext(harvest_object.guid)
    with model.ensure_engine().connect() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))


def was_imported(harvest_object: Object) -> bool:
    """True when this very message was worked off, here or by another consumer."""
    model.Session.refresh(harvest_object)
    return bool(harvest_object.current and harvest_object.import_finished)


def is_unchanged(harvest_object: Object, prepared: Prepared) -> bool:
    """True when the source says what it said last time, and the dataset is where it belongs."""
    last = (
        model.Session.query(HarvestObject)
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .filter(HarvestObject.guid == harvest_object.guid, HarvestObject.current.is_(True))
        .filter(HarvestObject.harvest_source_id == harvest_object.harvest_source_id)
        .filter(model.Package.state == "active", HarvestObject.id != harvest_object.id)
        .first()
    )
    if last is None or str(last.content) != harvest_object.content:
        return False
    return prepared.place in [extra.value for extra in last.extras if extra.key == PLACE_EXTRA]


def refuse_foreign(package_id: str, harvest_object: Object) -> None:
    """Leave alone a dataset that this source did not bring.

    :param package_id: id of the dataset that would be overwritten
    :raises Refused: it was made here, or comes from another source
    """
    sources = (
        model.Session.query(HarvestObject.harvest_source_id)
        .filter(HarvestObject.package_id == package_id)
        .distinct()
    )
    known = {source_id for (source_id,) in sources}
    if harvest_object.harvest_source_id in known:
        return
    package = model.Package.get(package_id)
    name = package.name if package else package_id
    if known:
        message = tk._(
            "The dataset “{name}” already comes from another source. Choose which source brings it."
        )
    else:
        message = tk._("The dataset “{name}” of this portal has the same identifier. It was left as it is.")
    raise Refused(message.format(name=name))
