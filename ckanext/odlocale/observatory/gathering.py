"""From what the tables say of territories to what is known of each authority. PURE."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.computing import covering
from ckanext.odlocale.observatory.facts import Duty, Help, Place, Quality, Sources, Way

Value = TypeVar("Value")


class Standing(Protocol):
    """What is needed of a territory in force."""

    @property
    def id(self) -> TerritoryId: ...
    @property
    def kind(self) -> str: ...
    @property
    def siren(self) -> str | None: ...
    @property
    def population(self) -> int | None: ...
    @property
    def containers(self) -> tuple[TerritoryId, ...]: ...


@dataclass(slots=True)
class Gathered:
    """What was found on a day, each by territory id."""

    day: date
    elsewhere: Mapping[str, date] = field(default_factory=dict)
    opened: dict[str, dict[Way, date]] = field(default_factory=dict)
    quality: dict[str, Quality] = field(default_factory=dict)
    held_by: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    duty: Mapping[str, Duty] = field(default_factory=dict)
    schemas: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    helps: Mapping[str, Sequence[Help]] = field(default_factory=dict)
    offered: Collection[str] = frozenset()
    sources: Mapping[str, Sources] = field(default_factory=dict)


def places(standing: Sequence[Standing], found: Gathered) -> list[Place]:
    """Every territory with what is known of it.

    One authority may run two territories (Paris, Corse, Martinique): what is known of either is known of
    both, and the first of them counts as the collectivité.
    """
    runs = authorities(standing)
    opened = {one.id: _opened(runs[one.id], found) for one in standing}
    open_ones = {territory for territory, ways in opened.items() if ways}
    return [
        Place(
            id=one.id,
            kind=one.kind,
            population=one.population,
            containers=one.containers,
            counted=runs[one.id][0] == one.id and one.id.level is not Level.FR and is_run(one),
            opened=opened[one.id],
            duty=_first(runs[one.id], found.duty, Duty.UNKNOWN),
            quality=found.quality.get(one.id, Quality()),
            held_by=found.held_by.get(one.id, {}),
            covering=covering(one.id.level, one.id in open_ones, one.containers, open_ones),
            schemas=_first(runs[one.id], found.schemas, {}),
            helps=_helps(runs[one.id], found),
            offered=any(territory in found.offered for territory in runs[one.id]),
            sources=_first(runs[one.id], found.sources, Sources()),
            day=found.day,
        )
        for one in standing
    ]


def is_run(one: Standing) -> bool:
    """Whether an authority runs it: a commune always has one, others have a SIREN when they do."""
    return one.id.level is Level.COM or one.siren is not None


def authorities(standing: Iterable[Standing]) -> dict[TerritoryId, list[TerritoryId]]:
    """For each territory those that its authority runs: the commune first, then the widest, then by id."""
    by_siren: dict[str, list[TerritoryId]] = defaultdict(list)
    for one in standing:
        by_siren[one.siren or one.id].append(one.id)
    return {territory: sorted(runs, key=_precedence) for runs in by_siren.values() for territory in runs}


def _precedence(territory: TerritoryId) -> tuple[bool, int, str]:
    return territory.level is not Level.COM, territory.level.rank, territory


def _opened(runs: Iterable[TerritoryId], found: Gathered) -> dict[Way, date]:
    ways: dict[Way, date] = {}
    for way, first in _ways(runs, found):
        ways[way] = min(first, ways.get(way, first))
    return ways


def _ways(runs: Iterable[TerritoryId], found: Gathered) -> Iterator[tuple[Way, date]]:
    for territory in runs:
        yield from found.opened.get(territory, {}).items()
        if territory in found.elsewhere:
            yield Way.ELSEWHERE, found.elsewhere[territory]


def _helps(runs: Iterable[str], found: Gathered) -> tuple[Help, ...]:
    """Mandates that will begin later are not told: what is known of a day is no prophecy."""
    helps = (one for territory in runs for one in found.helps.get(territory, ()) if one.since <= found.day)
    return tuple(sorted(helps, key=lambda one: (one.since, one.animator)))


def _first(runs: Iterable[str], known: Mapping[str, Value], otherwise: Value) -> Value:
    return next((known[one] for one in runs if one in known), otherwise)


def continued(today: Iterable[Place], before: Mapping[str, Place]) -> list[Place]:
    """Today's places, where what was open yesterday and still is keeps its first day.

    The first dataset of somebody may be deleted while others stay: that is no later opening.
    """
    return [_continued(place, before.get(place.id)) for place in today]


def _continued(place: Place, before: Place | None) -> Place:
    if before is None:
        return place
    ways = {way: min(first, before.opened.get(way, first)) for way, first in place.opened.items()}
    if ways == place.opened:
        return place
    return dataclasses.replace(place, opened=ways)
