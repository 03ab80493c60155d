"""What a harvester decides about records: who produced them, and where they belong. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from ckanext.odlocale.harvest import source_config as configuration
from ckanext.odlocale.harvest.directory import PortalDirectory
from ckanext.odlocale.harvest.gathering import Record
from ckanext.odlocale.harvest.memory import Memory
from ckanext.odlocale.harvest.model import decisions_on
from ckanext.odlocale.harvest.objects import refuse_foreign
from ckanext.odlocale.harvest.placing import Decision, Placer, fields_of
from ckanext.odlocale.harvest.prepared import Prepared, Told
from ckanext.odlocale.harvest.publisher import key_of
from ckanext.odlocale.harvest.records import Job, Object, Source
from ckanext.odlocale.harvest.rollup import SourcePolicy


class Deciding:
    """The part of our harvesters that decides; what was looked up for one record serves the next."""

    _memory: Memory | None = None

    def told(self, content: str, guid: str, source: Source, memory: Memory) -> Told:
        """What a record says about its producer and its origin.

        :param content: of its harvest object
        """
        raise NotImplementedError

    def refuse_unusable(self, package: dict[str, Any]) -> None:
        """Leave out a record that can be no dataset of this portal.

        :param package: the content of its harvest object
        :raises Refused: the message says why, and what to do
        """
        raise NotImplementedError

    def prepare(self, harvest_object: Object, policy: SourcePolicy | None = None) -> Prepared:
        """Decide about a dataset; nothing is written.

        :param policy: instead of its source's
        :raises Refused: it is not to be imported
        """
        self.refuse_unusable(json.loads(harvest_object.content))
        existing = self.existing(harvest_object)
        if existing is not None:
            refuse_foreign(existing, harvest_object)
        source, memory = harvest_object.source, self.memory(harvest_object.harvest_job_id)
        told = self.told(harvest_object.content, harvest_object.guid, source, memory)
        return self.decided(harvest_object, told, policy)

    def existing(self, harvest_object: Object) -> str | None:
        """The id of the dataset of this portal that an import would update."""
        raise NotImplementedError

    def memory(self, run: str | None) -> Memory:
        """What was looked up in this run.

        :param run: id of a job; None for a preview
        """
        if self._memory is None or not self._memory.serves(run):
            self._memory = Memory(run)
        return self._memory

    def forget(self) -> None:
        """Look everything up anew from now on: somebody decided, or a run begins."""
        self._memory = None

    def decided(self, harvest_object: Object, told: Told, policy: SourcePolicy | None = None) -> Prepared:
        """Recognise the producer of a dataset and choose its organization.

        :param policy: instead of its source's
        """
        source = harvest_object.source
        placer = self.placer(source, self.memory(harvest_object.harvest_job_id), policy)
        return _prepared(placer.decide(told.claims), told, source)

    def placer(self, source: Any, memory: Memory, policy: SourcePolicy | None = None) -> Placer:
        """Who decides for the datasets of a source."""
        said = policy or memory.recall("policy", lambda: configuration.policy_of(source))
        return Placer(source.id, cast("SourcePolicy", said), PortalDirectory(memory))

    def prepared_all(self, job: Job, records: Iterable[Record]) -> dict[str, Prepared]:
        """Decide about many records, by guid: the decisions of people about them are one query."""
        source, memory = job.source, self.memory(job.id)
        placer = self.placer(source, memory)
        told = {one.guid: self.told(one.content, one.guid, source, memory) for one in records}
        rows = decisions_on(source.id, {key_of(one.claims) for one in told.values()})
        return {
            guid: _prepared(placer.decided(one.claims, rows.get(key_of(one.claims))), one, source)
            for guid, one in told.items()
        }


def _prepared(decision: Decision, told: Told, source: Any) -> Prepared:
    return Prepared(decision, fields_of(decision, told.origin, source.url), told.identity)
