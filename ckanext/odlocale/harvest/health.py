"""How a source is, and what its errors have in common. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Health(StrEnum):
    """How a source is; the worst first, as lists sort them."""

    WAITING = "waiting"
    REFUSED = "refused"
    FAILED = "failed"
    HELD = "held"
    PARTLY = "partly"
    LATE = "late"
    NEVER = "never"
    RUNNING = "running"
    GOOD = "good"
    OFF = "off"


EVERY = {
    "ALWAYS": timedelta(days=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(days=7),
    "BIWEEKLY": timedelta(days=14),
    "MONTHLY": timedelta(days=31),
}
_NAMED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|https?://\S+|\b[0-9a-f-]{16,}\b|\d+")


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of the last run of a source.

    :param status: ``New``, ``Running`` or ``Finished``
    :param ended: when it did
    :param unread: errors of reading the source
    :param errors: datasets that could not be imported
    :param good: datasets that were imported, or unchanged
    """

    status: str
    ended: datetime | None
    unread: int
    errors: int
    good: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Errors that say the same but for names and numbers.

    :param examples: (what it is about, message) of the first
    """

    count: int
    examples: tuple[tuple[str, str], ...]


def health_of(frequency: str | None, run: Run | None, held: int, now: datetime) -> Health:
    """How a source is.

    :param frequency: as ckanext-harvest calls it; None for a source that is switched off
    :param held: deletions that wait for a person
    """
    if frequency is None:
        return Health.OFF
    if run is None:
        return Health.NEVER
    states = (
        (Health.RUNNING, run.status != "Finished"),
        (Health.FAILED, run.unread > 0 and not run.good),
        (Health.HELD, held > 0),
        (Health.PARTLY, run.unread + run.errors > 0),
        (Health.LATE, _late(frequency, run.ended, now)),
    )
    return next((state for state, is_so in states if is_so), Health.GOOD)


def causes(errors: Iterable[tuple[str, str]], examples: int = 3) -> list[Cause]:
    """Errors grouped by what they say, the most frequent first.

    :param errors: (what it is about, message) of each
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    counts: dict[str, int] = {}
    for about, message in errors:
        cause = " ".join(_NAMED.sub("…", message).split())[:300]
        counts[cause] = counts.get(cause, 0) + 1
        group = groups.setdefault(cause, [])
        if len(group) < examples:
            group.append((about, message))
    found = [Cause(counts[cause], tuple(group)) for cause, group in groups.items()]
    return sorted(found, key=lambda one: -one.count)


def _late(frequency: str, ended: datetime | None, now: datetime) -> bool:
    """True when three runs that were due did not happen."""
    every = EVERY.get(frequency)
    return every is not None and ended is not None and now - ended > 3 * every
