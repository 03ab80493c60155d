"""What our two harvesters share: readable errors, nobody else's dataset touched, nothing done twice."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.harvesters import HarvesterBase
from ckanext.harvest.model import HarvestObjectError
from ckanext.odlocale.animator.shared import as_kit
from ckanext.odlocale.harvest import approval, config, index_commits, lanes, locks, newcomers, once, vanished
from ckanext.odlocale.harvest import source_config as configuration
from ckanext.odlocale.harvest.backlog import Backlog
from ckanext.odlocale.harvest.deciding import Deciding
from ckanext.odlocale.harvest.documents import FetchError
from ckanext.odlocale.harvest.facts import CHAIN_FIELD
from ckanext.odlocale.harvest.fetching import Client
from ckanext.odlocale.harvest.gathering import Intake, Stopped, intake, is_gathered
from ckanext.odlocale.harvest.keeping import keep_local, protected_by_site
from ckanext.odlocale.harvest.local_edits import Put
from ckanext.odlocale.harvest.objects import (
    Refused,
    alone_with,
    is_superseded,
    is_unchanged,
    remember,
    was_imported,
)
from ckanext.odlocale.harvest.placing import (
    declared_fields,
    organization_of,
    record,
    write_fields,
)
from ckanext.odlocale.harvest.prepared import Prepared
from ckanext.odlocale.harvest.records import Job, Object, Source
from ckanext.odlocale.harvest.tidy import tidy
from ckanext.odlocale.territory.shared import TERRITORY_FIELD

log = logging.getLogger(__name__)


class OdlocaleHarvester(Deciding, HarvesterBase):
    """Mixed into another package's harvester: replaces its gather stage, completes its import stage.

    Whatever goes wrong becomes an error of the job or of the object: an exception that left a stage would end
    the consumer, and with it every other source.
    """

    force_import = False
    """Set by ckanext-harvest when somebody asks for what is here to be imported once more."""
    _prepared: Prepared | None = None
    _package: str | None = None
    _new = False
    _known_job: str | None = None
    _owed: index_commits.Owed | None = None
    _backlog: Backlog | None = None

    def gather(self, job: Job, intake: Intake) -> None:
        """Give the records of a catalogue to the intake, those read before an error included.

        :raises FetchError: the catalogue cannot be read to its end
        """
        raise NotImplementedError

    def checked_config(self, text: str) -> str:
        """The configuration of a source, once both we and the harvester below accept it.

        :raises ValueError: it cannot be used
        """
        configuration.check(text)
        return self._below().validate_config(text)

    def gather_stage(self, harvest_job: Job) -> list[str]:
        """Called by the gather consumer. Of two that have the same job one waits, and has nothing to do."""
        with locks.held(locks.gathering_of(harvest_job.id)):
            return [] if is_gathered(harvest_job.id) else self._gather_alone(harvest_job)

    def _gather_alone(self, harvest_job: Job) -> list[str]:
        self.forget()
        taken: list[Intake] = []
        try:
            self._refuse_unapproved(harvest_job.source)
            configuration.check(harvest_job.source.config)
            streams = self.backlog().is_gathered_by_consumer(harvest_job.id)
            queue = self.backlog() if streams else None
            prepared = partial(self.prepared_all, harvest_job)
            with lanes.beside(queue), intake(harvest_job, prepared, queue) as one:
                taken.append(one)
                self.gather(harvest_job, one)
        except (FetchError, ValueError) as error:
            self._save_gather_error(str(error), harvest_job)
        except Stopped:
            log.info("the gathering of %s was stopped", harvest_job.source.url)
        except KeyboardInterrupt:
            # ckanext-harvest would delete the objects of this job, those of imported datasets too.
            self._save_gather_error(_interrupted(), harvest_job)
            raise SystemExit(1) from None
        except Exception as error:
            log.exception("gathering %s", harvest_job.source.url)
            model.Session.rollback()
            self._save_gather_error(_unexpected(error), harvest_job)
        return taken[0].ids if taken else []

    def _refuse_unapproved(self, source: Source) -> None:
        """Whatever way its job came: a job of before may still wait when a source has to be approved anew."""
        obstacle = approval.obstacle(source.id)
        if obstacle:
            raise ValueError(obstacle)

    def import_stage(self, harvest_object: Object) -> bool | str | None:
        """Called by the fetch consumer: import one dataset, unless nothing changed or it may not be."""
        if self.force_import:
            self.forget()
        with index_commits.held() as owed:
            done = self._import_alone(harvest_object)
            more = self._import_more(harvest_object) if owed and not self.force_import else 0
        if owed:
            self._owed = self._owed or index_commits.Owed()
            self._owed.more(1 + more, self.backlog().others_wait())
        return done

    def _import_more(self, harvest_object: Object) -> int:
        """Import what waits beside it and is new; a job in which nothing is has its objects one by one."""
        job = str(harvest_object.harvest_job_id)
        if self._known_job == job:
            return 0
        found = newcomers.import_waiting(self, job)
        self._known_job = job if found == 0 else None
        return found or 0

    def import_new(self, newcomer: newcomers.Newcomer) -> bool | str | None:
        """Make the dataset of a record that nobody knows."""
        self._prepared, self._new = newcomer.prepared, True
        try:
            return self.store(newcomer.harvest_object)
        finally:
            self._prepared, self._new = None, False

    def _import_alone(self, harvest_object: Object) -> bool | str | None:
        try:
            with alone_with(harvest_object):
                if vanished.is_deletion(harvest_object):
                    other = partial(once.hand_over, harvest_object)
                    return vanished.delete(harvest_object, self._get_user_name(), other)
                return self._import(harvest_object)
        except Exception as error:  # noqa: BLE001 - logged and told on the object
            self.failed(error, harvest_object)
        finally:
            self._prepared = self._package = None
        return False

    def failed(self, error: Exception, harvest_object: Object) -> None:
        """A dataset could not be imported: its harvest object says why."""
        message = str(error)
        if not isinstance(error, Refused):
            log.error("importing %s", harvest_object.guid, exc_info=error)
            model.Session.rollback()
            message = _unexpected(error)
        self._save_object_error(message, harvest_object, "Import")

    def _import(self, harvest_object: Object) -> bool | str | None:
        if not self.force_import and was_imported(harvest_object):
            return True
        if is_superseded(harvest_object):
            return "unchanged"
        self._prepared = self.prepare(harvest_object)
        record(harvest_object.source.id, self._prepared.decision)
        same = not self.force_import and is_unchanged(harvest_object, self._prepared.place)
        placer = self.placer(harvest_object.source, self.memory(harvest_object.harvest_job_id))
        near = once.Near(placer.policy, placer.directory)
        with once.decided(harvest_object, self._prepared, near) as standing:
            if same or not standing.is_followed:
                standing.keep(harvest_object, self._get_user_name())
                return "unchanged"
            self._package = standing.package
            done = self.store(harvest_object)
            if done is True:
                standing.crown(harvest_object, self._get_user_name())
            return done

    def store(self, harvest_object: Object) -> bool | str | None:
        """Make or update the dataset of a prepared object."""
        return self._below().import_stage(harvest_object)

    def known(self, harvest_object: Object) -> str | None:
        """The id of the dataset that is about to be stored anew; None for one that is made."""
        return None if self._new else self._package or self.existing(harvest_object)

    def backlog(self) -> Backlog:
        """What the queues hold; asked over one connection in the life of this process."""
        self._backlog = self._backlog or Backlog()
        return self._backlog

    def _below(self) -> Any:
        """The harvester of another package that ours is mixed into."""
        return super()

    def client(self, source: Source) -> Client:
        """The one way to read this source."""
        said = configuration.check(source.config)
        headers = {"User-Agent": said.get("user_agent"), "Authorization": said.get("api_key")}
        limits = config.limits()
        limits = replace(limits, pause=configuration.pause(said, limits.pause))
        return Client(limits, {key: str(value) for key, value in headers.items() if value})

    def _save_object_error(self, message: str, harvest_object: Object, stage: str = "Fetch") -> None:
        """Without the Python traceback that ckanext-dcat adds: it is in the log, and this is for people."""
        HarvestObjectError.create(message.partition(" / Traceback")[0], harvest_object, stage)

    def complete(self, package: dict[str, Any], harvest_object: Object) -> dict[str, Any]:
        """The dataset as CKAN will store it, in its organization."""
        if self._prepared is None:
            raise Refused(tk._("This dataset was not prepared. Harvest it again."))
        prepared = self._prepared
        declared = declared_fields()
        complete = {**tidy(package, prepared.identity, declared), **as_kit(package)}
        chain = once.facts_about(harvest_object, prepared).chain
        write_fields(complete, {**prepared.fields, CHAIN_FIELD: " ".join(chain)}, declared)
        complete["owner_org"] = organization_of(prepared.decision.placement)
        put = Put(complete["owner_org"], prepared.fields[TERRITORY_FIELD])
        existing = self.known(harvest_object)
        if existing is not None:
            complete["id"] = existing
            said = configuration.check(harvest_object.source.config)
            protected = [*configuration.protected_fields(said), *protected_by_site()]
            complete, put = keep_local(complete, existing, put, protected)
        remember(harvest_object, prepared.decision.key, prepared.place, put)
        return complete


def _interrupted() -> str:
    return tk._("The gathering was interrupted. What it had found is imported; run the source again.")


def _unexpected(error: Exception) -> str:
    message = tk._("Something unexpected happened ({reason}). The log of the consumer has the details.")
    return message.format(reason=f"{type(error).__name__}: {error}"[:300])
