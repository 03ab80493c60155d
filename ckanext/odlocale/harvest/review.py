"""Decisions of people about producers that no claim proves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.model import HarvestSource
from ckanext.odlocale.harvest import model as matches
from ckanext.odlocale.harvest.moving import place_again
from ckanext.odlocale.harvest.records import Source
from ckanext.odlocale.territory import shared as territory

Progress = Callable[[int, int], None]
Decided = tuple[str, str | None]
"""A decision, and its territory."""


class ReviewError(ValueError):
    """A decision cannot be taken; the message says why."""


def source_named(name: str) -> Source:
    """A harvest source by its name or id.

    :raises ReviewError: there is none
    """
    package = model.Package.get(name)
    source = HarvestSource.get(package.id) if package else None
    if source is None:
        message = tk._("There is no harvest source “{name}”. Write the name that is in its address.")
        raise ReviewError(message.format(name=name))
    return cast("Source", source)


def listed(source: Source | None = None, every: bool = False) -> list[dict[str, Any]]:
    """The producers that wait for a decision, those with most datasets first.

    :param source: only this source's
    :param every: also those decided
    """
    rows = matches.matches(source.id if source else None, None if every else matches.PENDING)
    names = {source_id: _name(source_id) for source_id in {row.source_id for row in rows}}
    return [_shown(row, names[row.source_id]) for row in rows]


def assign(source: Source, key: str, territory_id: str, author: str, progress: Progress) -> int:
    """Say which territory a producer is, and move all its datasets there.

    :param progress: called with the number of datasets done, and of all
    :returns: how many datasets were moved
    :raises ReviewError: there is no such producer or territory
    """
    record = territory.resolve(territory_id)
    if record is None:
        message = tk._("There is no territory “{territory}”. Write an identifier like com-74042.")
        raise ReviewError(message.format(territory=territory_id))
    return _decide(source, key, (matches.TERRITORY, record.id), author, progress)


def ignore(source: Source, key: str, author: str, progress: Progress) -> int:
    """Say that a producer is no territory's: its datasets stay with the source and nobody is asked again."""
    return _decide(source, key, (matches.IGNORED, None), author, progress)


def undo(source: Source, key: str, author: str, progress: Progress) -> int:
    """Take a decision back: the claims count again."""
    return _decide(source, key, (matches.PENDING, None), author, progress)


def _decide(source: Source, key: str, decided: Decided, author: str, progress: Progress) -> int:
    objects = matches.objects_of(source.id, key)
    if not objects and matches.decision_on(source.id, key) is None:
        message = tk._(
            "The source has no producer “{key}”. “ckan odlocale harvest review” lists those that wait."
        )
        raise ReviewError(message.format(key=key))
    matches.decide(source.id, key, *decided, author)
    model.Session.commit()
    moved = 0
    for done, harvest_object in enumerate(objects, start=1):
        moved += place_again(harvest_object)
        progress(done, len(objects))
    return moved


def _shown(row: Any, source: str) -> dict[str, Any]:
    return {
        "source": source,
        "key": row.publisher_key,
        "name": row.publisher_name,
        "evidence": row.evidence,
        "decision": row.decision,
        "territory": row.territory,
        "author": row.author,
        "created": _when(row.created),
        "decided": _when(row.decided),
        "datasets": row.datasets,
    }


def _name(source_id: str) -> str:
    package = model.Package.get(source_id)
    return str(package.name if package else source_id)


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
