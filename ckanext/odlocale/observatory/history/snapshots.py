"""Taking the figures of a day, working out those of a past day again, freezing editions.

A snapshot is one transaction: one that is killed leaves nothing, and is run again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.observatory import registry
from ckanext.odlocale.observatory.computing import Key, figures
from ckanext.odlocale.observatory.gathering import continued
from ckanext.odlocale.observatory.history import days, ledger
from ckanext.odlocale.observatory.history import figures as kept
from ckanext.odlocale.observatory.indicator import NOTHING, Count
from ckanext.odlocale.observatory.reading import places_of
from ckanext.odlocale.territory.shared import vintage_in_place

# Two snapshots at once would each undo the other's.
_LOCK = 0x6F646C6F62


class SnapshotError(Exception):
    """The figures cannot be taken."""


class ClockError(SnapshotError):
    """It is earlier than the last day with figures: the clock went back."""

    def __init__(self, day: date, latest: date) -> None:
        super().__init__(f"{day} is before {latest}")
        self.day, self.latest = day, latest


class NoTerritoriesError(SnapshotError):
    """No territory is known: nothing can be counted."""


class EditionError(SnapshotError):
    """The edition exists, or no figures were taken in its year."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a snapshot did.

    :param territories: how many are counted; ``news``: of how many something is new since the day before
    :param figures: how many there are; ``changed``: how many are new since the day before
    :param edition: the edition that was frozen on the way, of the year that has ended
    """

    day: date
    territories: int
    news: int
    figures: int
    changed: int
    edition: str | None
    seconds: float


def today() -> date:
    """The day that it is, by the clock of the server in UTC, as CKAN keeps its dates."""
    return datetime.now(UTC).date()


def take(day: date) -> Taken:
    """Take the figures of a day: look at everything, keep what is new. Twice the same day is as once.

    :raises SnapshotError: nothing was written; the error says why
    """
    started = time.perf_counter()
    _lock()
    latest = days.latest()
    if latest and day < latest:
        raise ClockError(day, latest)
    edition = _edition_of_last_year(latest, day)
    places = continued(places_of(day), ledger.before(day))
    if not places:
        raise NoTerritoriesError
    indicators = registry.indicators()
    news = ledger.keep(day, places, indicators)
    found = figures(places, indicators)
    changed = kept.keep(day, found, indicators)
    days.write(day, vintage_in_place())
    model.Session.commit()
    seconds = time.perf_counter() - started
    return Taken(day, len(places), news, len(found), changed, edition, seconds)


def freeze(year: int) -> tuple[date, int]:
    """Make the last figures of a year an edition, which never changes afterwards.

    :returns: their day, and how many there are
    :raises EditionError: it exists, or there are none
    """
    _lock()
    done = _freeze(year)
    model.Session.commit()
    return done


def differences(day: date) -> dict[Key, tuple[Count, Count]]:
    """The figures of a past day worked out from the ledger again: those that are not what was kept.

    Only by the indicators that were kept by the same rule then: one that is new has no past.

    :returns: for each figure that differs, what is kept and what comes out
    """
    stored = {one.key: one for one in kept.on(day)}
    rules = {(one.key.indicator, one.rule) for one in stored.values()}
    indicators = [one for one in registry.indicators() if (one.name, one.rule_name) in rules]
    names = {one.name for one in indicators}
    again = figures(ledger.known_on(day), indicators)
    before = {key: one.count for key, one in stored.items() if key.indicator in names}
    return {
        key: (before.get(key, NOTHING), again.get(key, NOTHING))
        for key in before.keys() | again.keys()
        if before.get(key, NOTHING) != again.get(key, NOTHING)
    }


def _lock() -> None:
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _edition_of_last_year(latest: date | None, day: date) -> str | None:
    """The first snapshot of a year freezes what the year before ended with."""
    if latest is None or latest.year == day.year or _exists(str(latest.year)):
        return None
    _freeze(latest.year)
    return str(latest.year)


def _exists(edition: str) -> bool:
    return any(row.edition == edition for row in days.editions())


def _freeze(year: int) -> tuple[date, int]:
    day = days.at(date(year, 12, 31))
    if day is None or day.year != year:
        raise EditionError(f"no figures were taken in {year}")
    if _exists(str(year)):
        raise EditionError(f"the edition {year} is frozen already")
    number = kept.freeze(str(year), day)
    days.name_edition(day, str(year))
    return day, number
