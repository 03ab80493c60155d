"""Harvests through the real queue: asks for jobs, which the consumers of the stack do, and follows them."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckanext.odlocale.stack import control
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.demo.api import Api, field

POLL = 1.0
STUCK = 30
SHOWN_ERRORS = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """A harvest source as it is to be.

    :param organization: name of the organization that it belongs to
    :param config: its configuration, as JSON has it
    """

    name: str
    title: str
    url: str
    type: str
    organization: str
    config: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the job of one source: datasets by what was done with them, and what went wrong."""

    source: str
    counts: dict[str, int]
    errors: list[str]

    @property
    def seen(self) -> int:
        """The datasets that were dealt with."""
        return sum(self.counts.values())


def ensure(api: Api, wanted: Wanted) -> str:
    """The id of the source, made or brought up to date.

    :raises StackError: the portal refuses it, in the words of its form
    """
    data = {
        "name": wanted.name,
        "title": wanted.title,
        "url": wanted.url,
        "source_type": wanted.type,
        "owner_org": api("organization_show", id=wanted.organization)["id"],
        "frequency": "MANUAL",
        "config": json.dumps(wanted.config),
    }
    found = api.find("harvest_source_show", id=wanted.name)
    if found is None:
        return api("harvest_source_create", **data)["id"]
    if any(field(found, key) != value for key, value in data.items()):
        api("harvest_source_update", id=found["id"], **data)
    return found["id"]


def run(
    api: Api, sources: dict[str, str], var: Path, patience: float, progress: Callable[[int], None]
) -> list[Report]:
    """Harvest these sources and wait until all are done.

    :param sources: name -> id
    :param var: of the stack, whose consumers do the work
    :param patience: how long nothing may happen, in seconds
    :param progress: called with the number of datasets dealt with
    :raises StackError: a consumer died, nothing happens any more, or a catalogue could not be read at all
    """
    jobs = {name: _job(api, source) for name, source in sources.items()}
    latest, since = None, time.monotonic()
    while True:
        states = {name: api("harvest_job_show", id=job) for name, job in jobs.items()}
        reports = [_report(name, state) for name, state in states.items()]
        progress(sum(report.seen for report in reports))
        running = {name: state for name, state in states.items() if state["status"] != "Finished"}
        if not running:
            return [_accepted(report) for report in reports]
        if states != latest:
            latest, since = states, time.monotonic()
        _watch(var)
        idle = time.monotonic() - since
        if idle > STUCK or all(map(_is_done, running.values())):
            _finish(api, [sources[name] for name in running])
        if idle > patience:
            late = ", ".join(running)
            raise StackError(
                f"Rien ne se passe plus depuis {patience:.0f} s pour : {late}. Journaux : {var / 'log'}"
            )
        time.sleep(POLL)


def _job(api: Api, source: str) -> str:
    """A new job of the source, or the one that an interrupted demo left running."""
    last = api("harvest_source_show_status", id=source).get("last_job")
    if last and last["status"] != "Finished":
        return last["id"]
    return api("harvest_job_create", source_id=source, run=True)["id"]


def _is_done(state: dict[str, Any]) -> bool:
    """Whether every dataset of the job was dealt with: one that was not has no status yet."""
    return bool(state["gather_finished"]) and not (state.get("stats") or {}).get("null")


def _finish(api: Api, sources: Sequence[str]) -> None:
    """Have these jobs marked as finished, which a portal's cron does.

    Only when all are done, or stuck since a consumer was killed: this action also sends again, of any source,
    whatever a consumer has taken and not begun yet; asked every second it has datasets harvested twice.
    """
    for source in sources:
        api("harvest_jobs_run", source_id=source)


def _report(name: str, state: dict[str, Any]) -> Report:
    stats = state.get("stats") or {}
    kinds = {
        "created": "added",
        "updated": "updated",
        "unchanged": "not modified",
        "deleted": "deleted",
        "failed": "errored",
    }
    errors = [*state.get("gather_error_summary", []), *state.get("object_error_summary", [])]
    counts = {ours: stats.get(theirs, 0) for ours, theirs in kinds.items()}
    return Report(name, counts, [error["message"] for error in errors])


def _accepted(report: Report) -> Report:
    if report.errors and report.seen == report.counts["failed"]:
        raise StackError(
            "\n".join([f"La source {report.source} n'a rien donné :", *report.errors[:SHOWN_ERRORS]])
        )
    return report


def _watch(var: Path) -> None:
    now = control.status(var)
    if now is None:
        raise StackError(f"Le superviseur s'est arrêté. Son journal : {var / 'log' / 'supervisor.log'}")
    died = [now.reasons[name] for name, state in now.states.items() if state == "died"]
    if died:
        raise StackError("\n".join(died))
