"""What one place adds to each of our indicators. PURE.

Every function takes a :class:`Place` and returns numerator and denominator; their sums over places are the
figures.
"""

from __future__ import annotations

from collections.abc import Callable

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory.facts import Duty, Place, Way
from ckanext.odlocale.observatory.indicator import NOTHING, Count

Test = Callable[[Place], bool]
MUST = (Duty.OBLIGED, Duty.PRESUMED)


def authorities(test: Test, among: Test = lambda _: True) -> Callable[[Place], Count]:
    """Collectivités that pass a test, among those that pass another."""

    def count(place: Place) -> Count:
        if not (place.counted and among(place)):
            return NOTHING
        return Count(int(test(place)), 1)

    return count


def inhabitants(test: Test) -> Callable[[Place], Count]:
    """Inhabitants of communes that pass a test, among all: each counts once, in their commune."""

    def count(place: Place) -> Count:
        if place.level is not Level.COM or not place.population:
            return NOTHING
        return Count(place.population if test(place) else 0, place.population)

    return count


def is_open(place: Place) -> bool:
    """Has published, here or elsewhere."""
    return place.is_open


def must(place: Place) -> bool:
    """Has to publish, or is presumed to."""
    return place.duty in MUST


def need_not(place: Place) -> bool:
    """Is known not to have to publish."""
    return place.duty is Duty.FREE


def opened_by(way: Way) -> Test:
    """Is open in this way, and in none that is more direct."""
    return lambda place: place.way is way


def has_duty(duty: Duty) -> Test:
    """Has exactly this duty."""
    return lambda place: place.duty is duty


def is_covered(place: Place) -> bool:
    """Somebody publishes for its inhabitants."""
    return place.covering is not None


def covered_by(*levels: Level) -> Test:
    """Of those who publish for its inhabitants, the nearest is of one of these levels."""
    return lambda place: place.covering in levels


def datasets(place: Place) -> Count:
    """Datasets that others hold for their producer, among all that it produced."""
    return Count(sum(place.held_by.values()), place.quality.datasets)


def licensed(place: Place) -> Count:
    """Datasets with an open licence."""
    return Count(place.quality.licensed, place.quality.datasets)


def open_format(place: Place) -> Count:
    """Datasets with a file in an open format."""
    return Count(place.quality.open_format, place.quality.datasets)


def described(place: Place) -> Count:
    """Datasets with a description and keywords."""
    return Count(place.quality.described, place.quality.datasets)


def fresh(place: Place) -> Count:
    """Datasets updated in time, among those that say how often they are."""
    return Count(place.quality.fresh, place.quality.dated)


def answering(place: Place) -> Count:
    """Datasets without a dead link, among those with links that were looked at."""
    return Count(place.quality.answering, place.quality.linked)


def visited(place: Place) -> Count:
    """Datasets that somebody looked at, among those whose visits are counted."""
    return Count(place.quality.visited, place.quality.watched)


def score(place: Place) -> Count:
    """Points of quality: one for each part that a dataset has, among those that could be judged."""
    parts = [part(place) for part in (licensed, open_format, described, fresh, answering)]
    return Count(sum(one.numerator for one in parts), sum(one.denominator for one in parts))
