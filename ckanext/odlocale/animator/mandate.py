"""What a mandate is worth on a given day. Decides, and looks nothing up.

A mandate is an agreement of an animator and a collectivité (a territory). What people did with it is kept
(asked, signed, refused, withdrawn, ended); whether it runs, is about to expire or is over follows from the
date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.cog.shared import TerritoryId


class State(StrEnum):
    """What was decided about a mandate."""

    ASKED = "asked"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Side(StrEnum):
    """The two sides of a mandate."""

    ANIMATOR = "animator"
    COLLECTIVITE = "collectivite"


class Status(StrEnum):
    """What a mandate is on a given day."""

    ASKED = "asked"
    COMING = "coming"
    SIGNED = "signed"
    EXPIRING = "expiring"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


RUNNING = frozenset({Status.SIGNED, Status.EXPIRING})
"""In force: what the agreement says holds on that day."""

OPEN = frozenset({Status.ASKED, Status.COMING, *RUNNING})
"""Not over: another one about the same would overlap."""


@dataclass(frozen=True, slots=True)
class Delegation:
    """The right to publish that a collectivité gives with a mandate.

    :param schemas: names of standards of the socle; none for all datasets
    :param members: ids of users; none for all editors and administrators of the animator
    :param since: first day; None for as long as the mandate
    :param until: last day; None for as long as the mandate
    :param revoked: somebody took it back
    """

    schemas: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate as it is kept.

    :param animator: id of the animator's organization
    :param territory: the collectivité; of a merged commune, the identifier it had
    :param since: first day
    :param until: last day; None when no end was agreed
    """

    id: str
    animator: str
    territory: TerritoryId
    state: State
    since: date
    until: date | None = None
    services: frozenset[Service] = frozenset()
    asked_by: Side = Side.ANIMATOR
    signed: date | None = None
    reference: str = ""
    document_url: str = ""
    delegation: Delegation | None = None


def status(mandate: Mandate, day: date, warn_days: int) -> Status:
    """What a mandate is on a day.

    :param warn_days: for how many days before its last one it counts as expiring
    """
    if mandate.state is not State.SIGNED:
        return Status(mandate.state)
    if mandate.until is not None and day > mandate.until:
        return Status.ENDED
    if day < mandate.since:
        return Status.COMING
    if mandate.until is not None and day >= mandate.until - timedelta(days=warn_days):
        return Status.EXPIRING
    return Status.SIGNED


def runs(mandate: Mandate, day: date) -> bool:
    """Whether a mandate is in force on a day."""
    return status(mandate, day, 0) in RUNNING


def may_publish(mandate: Mandate, user_id: str, day: date) -> bool:
    """Whether the mandate lets this member of the animator publish on that day, whatever the dataset.

    Who is an editor of the animator is for the caller to know: a delegation only names, or does not.
    """
    given = mandate.delegation
    if given is None or given.revoked or not runs(mandate, day):
        return False
    begun = given.since is None or day >= given.since
    over = given.until is not None and day > given.until
    return begun and not over and (not given.members or user_id in given.members)


def overlaps(one: Mandate, other: Mandate) -> bool:
    """Whether two mandates of the same two sides would be in force on a same day for a same service."""
    same = one.animator == other.animator and one.territory == other.territory
    apart = (one.until is not None and one.until < other.since) or (
        other.until is not None and other.until < one.since
    )
    return same and not apart and bool(one.services & other.services or not (one.services and other.services))
