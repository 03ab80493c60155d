"""Who did well lately: newly opened authorities, first valid sets, animators whose own publish. PURE."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ckanext.odlocale.animator.desk.attention import Publication
from ckanext.odlocale.animator.mandate import Mandate, runs
from ckanext.odlocale.cog.shared import stratum_of
from ckanext.odlocale.territory.shared import Place

LATELY = dt.timedelta(days=365)
MOST = 20


@dataclass(frozen=True, slots=True)
class Achieved:
    """An authority, and the day of what it did."""

    place: Place
    on: dt.date
    datasets: int


@dataclass(frozen=True, slots=True)
class Helped:
    """What the authorities of an animator have done.

    :param supported: authorities with an agreement in force
    :param publishing: those of them with a dataset
    :param valid: those of them with a valid file of the socle and no invalid one
    """

    animator: str
    supported: int
    publishing: int
    valid: int


def opened(published: Mapping[str, Publication], places: Iterable[Place], day: dt.date) -> list[Achieved]:
    """The authorities whose first dataset came in the last year, the latest first."""
    found = ((one, published[one.id]) for one in places if one.id in published)
    return _latest(
        (Achieved(place, told.first, told.datasets) for place, told in found if told.first is not None), day
    )


def validated(published: Mapping[str, Publication], places: Iterable[Place], day: dt.date) -> list[Achieved]:
    """The authorities whose first valid set came in the last year, and that have no invalid file now."""
    found = ((one, published[one.id]) for one in places if one.id in published)
    return _latest(
        (
            Achieved(place, told.since_valid, told.valid)
            for place, told in found
            if told.since_valid is not None and not told.invalid
        ),
        day,
    )


def _latest(achieved: Iterable[Achieved], day: dt.date) -> list[Achieved]:
    recent = [one for one in achieved if day - one.on <= LATELY]
    return sorted(recent, key=lambda one: (-one.on.toordinal(), one.place.name))[:MOST]


def best_followed(
    mandates: Iterable[Mandate], published: Mapping[str, Publication], among: Collection[str], day: dt.date
) -> list[Helped]:
    """The animators of which most authorities publish, most first; those of whom none does are left out.

    :param among: the authorities that count
    """
    supported: dict[str, set[str]] = {}
    for one in mandates:
        if runs(one, day) and one.territory in among:
            supported.setdefault(one.animator, set()).add(one.territory)
    found = [helped(animator, territories, published) for animator, territories in supported.items()]
    ranked = sorted(found, key=lambda one: (-one.publishing, -one.valid, one.supported, one.animator))
    return [one for one in ranked if one.publishing][:MOST]


def helped(animator: str, territories: Collection[str], published: Mapping[str, Publication]) -> Helped:
    """What these authorities, which an animator helps, have done."""
    theirs = [published[one] for one in territories if one in published]
    valid = sum(1 for one in theirs if one.valid and not one.invalid)
    return Helped(animator, len(territories), len(theirs), valid)


def of_stratum(places: Iterable[Place], stratum: str) -> list[Place]:
    """Those of a stratum of population; all of them for an empty text."""
    return [one for one in places if not stratum or stratum_of(one.population) == stratum]
