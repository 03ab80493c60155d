"""How far an authority has come with a set of the socle, and who must act. PURE."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.obligation import LEAST_POPULATION, Duty, Obligation


class State(StrEnum):
    """What there is of a set. `stale`: its latest file is older than the set's frequency allows."""

    ABSENT = "absent"
    ANNOUNCED = "announced"
    PUBLISHED = "published"
    VALID = "valid"
    STALE = "stale"
    SANS_OBJET = "sans-objet"


class Kind(StrEnum):
    """What an authority declares. `sans-objet`: there was nothing to publish that year."""

    ANNOUNCED = "announced"
    SANS_OBJET = "sans-objet"


class Expected(StrEnum):
    """What is expected of an authority. `if-concerned`: whoever has such data must publish them."""

    YES = "yes"
    PRESUMED = "presumed"
    IF_CONCERNED = "if-concerned"
    NO = "no"
    UNKNOWN = "unknown"


class Actor(StrEnum):
    """Who must act. `holder`: another authority, whose file has the rows of this one."""

    NOBODY = "nobody"
    PUBLISHER = "publisher"
    HOLDER = "holder"
    ANIMATOR = "animator"


# Days after which the latest file is old: the period of the set, and about a quarter more to prepare it.
# What is kept up as things happen is looked at once a year; what changes by the minute is a service.
DAYS: Mapping[str, int | None] = {
    "realtime": None,
    "monthly": 45,
    "quarterly": 115,
    "continuous": 456,
    "annual": 456,
}
# A declaration about a year holds until the end of the next one, in which that year's data would appear.
YEARS_SANS_OBJET = 1


@dataclass(frozen=True, slots=True)
class File:
    """A public file that has rows of the authority.

    :param verdict: ``valid``, ``invalid``, ``error`` or ``unchecked``
    :param date: of the file itself, not of its description
    :param holder: the territory that publishes it, or None when that is the authority itself
    :param rows: rows of this authority, None when the whole file is its own
    """

    resource: str
    dataset: str
    verdict: str
    date: dt.date
    holder: str | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an authority declared about a set and a year, and who wrote it."""

    kind: Kind
    year: int
    author: str | None


@dataclass(frozen=True, slots=True)
class Situation:
    """The state of a set at an authority.

    :param file: the file that decided, if any
    :param declaration: the one that decided, or that lapsed
    """

    state: State
    expected: Expected
    actor: Actor
    file: File | None = None
    declaration: Declaration | None = None


def is_meant(entry: Entry, level: Level) -> bool:
    """Whether authorities of this level have such data at all."""
    return level.value in entry.about["levels"]


def expected(entry: Entry, one: Obligation) -> Expected:
    """What is expected of an authority, by the population that the set applies to.

    :param one: its obligation to publish
    """
    least = entry.about["population"]
    if least is None:
        return Expected.IF_CONCERNED
    if least == LEAST_POPULATION:
        return _BY_DUTY[one.duty]
    if one.level in _WHATEVER_ITS_SIZE:
        return Expected.YES
    if one.population is None:
        return Expected.UNKNOWN
    return Expected.YES if one.population >= least else Expected.NO


# Article 37 of the law of 6 August 2019 names départements and régions before it speaks of inhabitants.
_WHATEVER_ITS_SIZE = frozenset({Level.DEP, Level.REG})
_BY_DUTY = {
    Duty.OBLIGED: Expected.YES,
    Duty.PRESUMED: Expected.PRESUMED,
    Duty.EXEMPT: Expected.NO,
    Duty.UNKNOWN: Expected.UNKNOWN,
    Duty.NONE: Expected.NO,
}


def situation(  # noqa: PLR0913 (all that decides)
    entry: Entry,
    one: Obligation,
    files: Iterable[File],
    declared: Iterable[Declaration],
    today: dt.date,
    *,
    is_here: bool,
) -> Situation:
    """Decide the state of a set at an authority.

    A file says more than a declaration, a file of today more than an old one, a valid one more than another.

    :param files: those that have rows of this authority
    :param declared: what it declared about this set
    :param is_here: it has an organization on this portal, which can act
    """
    wanted = expected(entry, one)
    best = max(files, key=lambda file: (*_rank(entry, file, today), file.date), default=None)
    declaration = max(declared, key=lambda said: said.year, default=None)
    if best is not None:
        state = _state_of(entry, best, today)
        return Situation(state, wanted, _who(state, wanted, best, is_here=is_here), best, declaration)
    state = _declared(declaration, today)
    return Situation(state, wanted, _who(state, wanted, None, is_here=is_here), None, declaration)


def is_old(entry: Entry, date: dt.date, today: dt.date) -> bool:
    """Whether a file of this date is older than the set's frequency allows."""
    days = DAYS[entry.about["frequency"]]
    return days is not None and (today - date).days > days


def _rank(entry: Entry, file: File, today: dt.date) -> tuple[bool, bool]:
    return not is_old(entry, file.date, today), file.verdict == "valid"


def _state_of(entry: Entry, file: File, today: dt.date) -> State:
    if is_old(entry, file.date, today):
        return State.STALE
    return State.VALID if file.verdict == "valid" else State.PUBLISHED


def _declared(declaration: Declaration | None, today: dt.date) -> State:
    if declaration is None:
        return State.ABSENT
    if declaration.kind is Kind.SANS_OBJET:
        holds = declaration.year >= today.year - YEARS_SANS_OBJET
        return State.SANS_OBJET if holds else State.ABSENT
    return State.ANNOUNCED if declaration.year >= today.year else State.ABSENT


def _who(state: State, wanted: Expected, file: File | None, *, is_here: bool) -> Actor:
    if state in {State.VALID, State.SANS_OBJET} or (state is State.ABSENT and wanted is Expected.NO):
        return Actor.NOBODY
    if file is not None and file.holder is not None:
        return Actor.HOLDER
    return Actor.PUBLISHER if is_here else Actor.ANIMATOR
