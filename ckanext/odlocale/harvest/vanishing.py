"""What becomes of datasets that their source no longer has. PURE.

A source that is ill shows fewer datasets, or none: so nothing is deleted at once, and nothing is deleted
without a person when much is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

SHARE = 0.2
FEW = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A dataset that vanished.

    :param since: when a harvest missed it first
    :param held: its deletion waits for a person
    :param confirmed: a person agreed to its deletion
    """

    guid: str
    package: str
    since: datetime
    held: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source was found to have.

    :param gone: the dataset of each guid that the portal has and the source has not
    :param known: how many datasets the portal has of the source
    :param empty: the source has nothing at all
    """

    gone: Mapping[str, str]
    known: int
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write.

    :param marks: of all that is gone now, as they are to be
    :param back: guids whose mark goes: the source has them again, or they are no longer ours
    :param due: what is to be deleted now
    """

    marks: tuple[Mark, ...] = ()
    back: tuple[str, ...] = ()
    due: tuple[Mark, ...] = ()

    @property
    def held(self) -> int:
        """How many deletions wait for a person."""
        return sum(mark.held and not mark.confirmed for mark in self.marks)


def too_many(vanished: int, known: int) -> bool:
    """True when so much is gone that a person should look.

    :param known: how many datasets the portal has of the source, the vanished ones included
    """
    return vanished > FEW and vanished > SHARE * known


def plan(reading: Reading, marked: Iterable[Mark], now: datetime, grace: timedelta) -> Plan:
    """Decide after a source was read to its end.

    What a person confirmed counts no more; the rest is held together, so that a source that shrinks a little
    in every run is seen too.

    :param marked: the marks of the runs before
    :param grace: how long a dataset is kept
    """
    gone = reading.gone
    before = {mark.guid: mark for mark in marked}
    agreed = {guid for guid in gone if guid in before and before[guid].confirmed}
    held = bool(gone) and (reading.empty or too_many(len(gone) - len(agreed), reading.known))
    marks = tuple(
        Mark(
            guid,
            package,
            before[guid].since if guid in before else now,
            held and guid not in agreed,
            guid in agreed,
        )
        for guid, package in sorted(gone.items())
    )
    due = tuple(mark for mark in marks if not mark.held and mark.since + grace <= now)
    return Plan(marks, tuple(sorted(before.keys() - gone.keys())), due)
