"""What an authority needs, who must act, and what comes first. PURE."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ckanext.odlocale.animator.desk.steps import Reached, Step, furthest, seen
from ckanext.odlocale.animator.mandate import Status
from ckanext.odlocale.cog.shared import stratum_of

STALLED_AFTER = dt.timedelta(days=90)
"""An agreement without a dataset, or a contact without an answer, is looked at after so long."""
STALE_AFTER = dt.timedelta(days=365)
"""Data that nobody has touched for a year is looked at: most sets of the socle are yearly."""


class Need(StrEnum):
    """Why somebody must act for an authority, the most pressing first."""

    ANSWER = "answer"
    EXPIRING = "expiring"
    INVALID = "invalid"
    HARVEST = "harvest"
    STALLED = "stalled"
    OBLIGED = "obliged"
    STALE = "stale"
    SILENT = "silent"
    WAITING = "waiting"
    CONTACT = "contact"
    NOTHING = "nothing"


class Who(StrEnum):
    """Who must act next."""

    ANIMATOR = "animator"
    COLLECTIVITE = "collectivite"
    NOBODY = "nobody"


PRESSING = {need: place for place, need in enumerate(Need)}


@dataclass(frozen=True, slots=True)
class Publication:
    """What the portal has of an authority: public datasets, and the files of the socle among them.

    :param first: day of the first dataset
    :param last: day of the last change
    :param since_valid: day of the first of the valid files
    """

    datasets: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    valid: int = 0
    invalid: int = 0
    since_valid: dt.date | None = None


NOTHING_PUBLISHED = Publication()


@dataclass(frozen=True, slots=True)
class Agreement:
    """The mandate of an authority with the animator, as it stands today.

    :param asked_by_collectivite: it waits for the animator's answer
    :param may_publish: the animator may publish in the name of the authority
    """

    id: str
    status: Status
    signed: dt.date | None
    until: dt.date | None
    asked_by_collectivite: bool
    may_publish: bool


class Facts(NamedTuple):
    """Everything that the desk knows of an authority, of which a région has thousands.

    :param organization: name of its organization here; empty when it has none
    :param duty: of :class:`ckanext.odlocale.socle.shared.Duty`
    :param counts: whether it must publish, be it presumed
    :param noted: the latest step noted by hand
    :param touched: day of the last note or step by hand
    """

    id: str
    level: str
    name: str
    population: int | None
    organization: str
    organization_title: str
    duty: str
    counts: bool
    agreement: Agreement | None
    publication: Publication
    noted: Reached | None
    touched: dt.date | None
    harvest_errors: int


class Row(NamedTuple):
    """An authority on the desk: what is known, and what follows from it.

    :param step: the furthest that it has reached; None when nobody has spoken with it yet
    """

    facts: Facts
    step: Reached | None
    need: Need
    who: Who
    stratum: str | None

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts rows: most pressing first, then most inhabitants, then by name."""
        return PRESSING[self.need], -(self.facts.population or 0), self.facts.name


def row_of(facts: Facts, day: dt.date) -> Row:
    """The row of an authority on a day."""
    step, need = step_of(facts), need_of(facts, day)
    return Row(facts, step, need, who_acts(facts, need), stratum_of(facts.population))


def step_of(facts: Facts) -> Reached | None:
    """The furthest step: what somebody noted, or what the portal sees."""
    agreement, published = facts.agreement, facts.publication
    if agreement is None and not published.datasets:
        return facts.noted
    in_force = agreement is not None and agreement.status in (Status.SIGNED, Status.EXPIRING)
    signed = agreement.signed if agreement is not None and in_force else None
    reached = seen(signed, published.first, published.since_valid if not published.invalid else None)
    return furthest([*reached, *([facts.noted] if facts.noted else [])])


def need_of(facts: Facts, day: dt.date) -> Need:
    """The most pressing reason to act."""
    return _of_agreement(facts, day) or _of_data(facts, day) or _of_contact(facts, day)


def _of_agreement(facts: Facts, day: dt.date) -> Need | None:
    agreement = facts.agreement
    if agreement is None:
        return None
    if agreement.status is Status.ASKED and agreement.asked_by_collectivite:
        return Need.ANSWER
    return Need.EXPIRING if agreement.status is Status.EXPIRING else None


def _of_data(facts: Facts, day: dt.date) -> Need | None:
    published = facts.publication
    if published.invalid:
        return Need.INVALID
    if facts.harvest_errors:
        return Need.HARVEST
    if not published.datasets:
        return None
    stale = published.last is not None and day - published.last > STALE_AFTER
    return Need.STALE if stale else None


def _of_contact(facts: Facts, day: dt.date) -> Need:
    if facts.publication.datasets:
        return Need.NOTHING
    agreement = facts.agreement
    if agreement is not None and agreement.status is Status.SIGNED:
        return Need.STALLED if _is_long_ago(agreement.signed, facts.touched, day) else Need.NOTHING
    if agreement is not None and agreement.status is Status.ASKED:
        return Need.WAITING
    if facts.noted is not None:
        return Need.SILENT if _is_long_ago(facts.noted.on, facts.touched, day) else Need.NOTHING
    return Need.OBLIGED if facts.counts else Need.CONTACT


def _is_long_ago(begun: dt.date | None, touched: dt.date | None, day: dt.date) -> bool:
    """Whether nothing was heard for too long since something began."""
    last = max(filter(None, (begun, touched)), default=None)
    return last is None or day - last > STALLED_AFTER


_WHO: Mapping[Need, Who] = {
    Need.WAITING: Who.COLLECTIVITE,
    Need.INVALID: Who.COLLECTIVITE,
    Need.STALE: Who.COLLECTIVITE,
    Need.NOTHING: Who.NOBODY,
}


def who_acts(facts: Facts, need: Need) -> Who:
    """Who must act next; the animator in the place of an authority that lets it publish."""
    who = _WHO.get(need, Who.ANIMATOR)
    published_for = facts.agreement is not None and facts.agreement.may_publish
    return Who.ANIMATOR if who is Who.COLLECTIVITE and published_for and need is not Need.WAITING else who


NEXT: Mapping[Step | None, Step] = {
    None: Step.CONTACTED,
    Step.CONTACTED: Step.AGREEMENT,
    Step.AGREEMENT: Step.TRAINED,
    Step.TRAINED: Step.FIRST_DATASET,
    Step.FIRST_DATASET: Step.SOCLE,
    Step.SOCLE: Step.AUTONOMOUS,
}
"""The step to help with, after the one that was reached."""
