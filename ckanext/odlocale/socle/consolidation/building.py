"""Making consolidated datasets: what changed, one territory and set at a time, so that any may be killed."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.config import consolidation_levels, queue, timeout
from ckanext.odlocale.socle.consolidation import looking, publishing, store, versions
from ckanext.odlocale.socle.consolidation.looking import Asked, Pair
from ckanext.odlocale.socle.consolidation.source import Source, fingerprint
from ckanext.odlocale.socle.consolidation.telling import Subject
from ckanext.odlocale.socle.consolidation.writing import Made, Order, write
from ckanext.odlocale.socle.wording import site_language
from ckanext.odlocale.territory.shared import resolve

log = logging.getLogger(__name__)

# Files that change while they are read are read again, but not for ever.
TRIES = 3


class Result(StrEnum):
    """What became of a territory and set. `empty`: no row is right yet, so that there is no dataset."""

    MADE = "made"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    WITHDRAWN = "withdrawn"
    CHANGING = "changing"


@dataclass(frozen=True, slots=True)
class Built:
    """A territory and set, and what became of it."""

    territory: str
    schema: str
    result: Result
    made: Made


def asked(schema: str | None = None, territory: str | None = None) -> Asked:
    """What to consolidate, at the levels of the portal."""
    return Asked(tuple(consolidation_levels()), schema, territory)


def due(wanted: Asked, *, force: bool = False) -> list[Pair]:
    """The territories and sets whose files changed since, or are gone. Three queries."""
    found, known = looking.sources(wanted), store.fingerprints(wanted)
    changed = [pair for pair, files in found.items() if known.get(pair) != fingerprint(pair[1], files)]
    gone = [pair for pair in known if pair not in found]
    return sorted({*(found if force else changed), *gone})


def consolidate(schema: str | None = None, territory: str | None = None) -> int:
    """The background job: have what changed made, each by a job of its own; returns how many."""
    pairs = due(asked(schema, territory))
    for pair in pairs:
        enqueue(build, list(pair), f"odlocale: consolidate {pair[1]} of {pair[0]}")
    versions.tidy()
    return len(pairs)


def enqueue(job: Any, arguments: list[Any], title: str) -> None:
    """Have a job done in the background."""
    tk.enqueue_job(job, arguments, title=title, queue=queue(), rq_kwargs={"timeout": timeout()})


def build_all(wanted: Asked, *, force: bool = False) -> Iterator[Built | tuple[Pair, str]]:
    """Make what changed now, one after the other; what the portal refuses is told, and the others go on."""
    for pair in due(wanted, force=force):
        try:
            yield build(*pair, force=force)
        except tk.ValidationError as error:
            model.Session.rollback()
            yield pair, "; ".join(f"{key}: {value}" for key, value in error.error_summary.items())
    versions.tidy()


def build(territory: str, schema: str, *, force: bool = False) -> Built:
    """Make the consolidated dataset of a territory and a set, unless it is made of these very files.

    :raises ValidationError: the portal refuses the dataset or a file of it
    """
    pair = (territory, schema)
    with store.alone(pair):
        built, tries = _build(pair, force=force), 1
        while built.result is Result.CHANGING and tries < TRIES:
            built, tries = _build(pair, force=force), tries + 1
        return built


def _build(pair: Pair, *, force: bool) -> Built:
    files = _files(pair)
    wanted = fingerprint(pair[1], files)
    if not files:
        _withdraw(pair)
        return Built(*pair, Result.WITHDRAWN, Made())
    if not force and store.fingerprints(Asked((), pair[1], pair[0])).get(pair) == wanted:
        return Built(*pair, Result.UNCHANGED, Made())
    with tempfile.TemporaryDirectory(prefix="odlocale-") as folder:
        made = write(Path(folder), _order(pair, files))
        # What became private or was deleted while it was read does not get in.
        if fingerprint(pair[1], _files(pair)) != wanted:
            return Built(*pair, Result.CHANGING, made)
        dataset = store.begin(pair)
        if made.rows:
            publishing.publish(dataset, _subject(pair, files, made), Path(folder))
        else:
            publishing.withdraw(dataset)
    store.finish(pair, wanted, made)
    return Built(*pair, Result.MADE if made.rows else Result.EMPTY, made)


def _files(pair: Pair) -> list[Source]:
    # What another process saved meanwhile is asked for, not remembered.
    model.Session.commit()
    return looking.sources(asked(pair[1], pair[0])).get(pair, [])


def _order(pair: Pair, files: list[Source]) -> Order:
    whose = looking.whose_of(pair[0], files)
    return Order(pair[1], files, versions.opener, whose, site_language())


def _subject(pair: Pair, files: list[Source], made: Made) -> Subject:
    record = resolve(pair[0])
    name = record.name if record else pair[0]
    return Subject(find_schema(pair[1]), name, pair[0], files, made, datetime.now(UTC), site_language())


def _withdraw(pair: Pair) -> None:
    dataset = store.dataset_of(pair)
    if dataset is not None:
        publishing.withdraw(dataset)
        store.forget(pair)
