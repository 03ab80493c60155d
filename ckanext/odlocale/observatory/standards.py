"""Our indicators of the socle commun: how much of what is expected is published, in all and by standard."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory.facts import Duty, Place
from ckanext.odlocale.observatory.indicator import NOTHING, Count, Indicator, Unit
from ckanext.odlocale.socle.shared import Duty as SocleDuty
from ckanext.odlocale.socle.shared import (
    Entry,
    Expected,
    Obligation,
    Reason,
    State,
    expected,
    is_meant,
    language,
    latest_entries,
)

_DUTIES = {
    Duty.OBLIGED: SocleDuty.OBLIGED,
    Duty.PRESUMED: SocleDuty.PRESUMED,
    Duty.FREE: SocleDuty.EXEMPT,
    Duty.UNKNOWN: SocleDuty.UNKNOWN,
}
WITH_A_FILE = frozenset({State.PUBLISHED, State.VALID, State.STALE})
OF_ALL = frozenset({Expected.YES, Expected.PRESUMED})
_OF_ONE = OF_ALL | {Expected.IF_CONCERNED}


@cache
def sets() -> tuple[Entry, ...]:
    """The latest version of every standard; they are in the package."""
    return tuple(latest_entries())


@cache
def _limits() -> tuple[int, ...]:
    """The populations from which on something more is expected."""
    return tuple(sorted({one.about["population"] for one in sets() if one.about["population"]}))


@cache
def _asked_of(level: Level, duty: Duty, population: int | None) -> Mapping[str, Expected]:
    """What is expected of each collectivité of a level, a duty and at least a limit of population.

    There are as many answers as such profiles, some tens, and tens of thousands of collectivités.
    """
    told = Obligation(_DUTIES[duty], Reason.DECIDED, population, level=level)
    return {one.name: expected(one, told) for one in sets() if is_meant(one, level)}


def asked_of(place: Place) -> Mapping[str, Expected]:
    """What is expected of a collectivité, by standard that its level has; of what is none, nothing."""
    if not place.counted:
        return {}
    people = place.population
    reached = None if people is None else max((one for one in _limits() if one <= people), default=0)
    return _asked_of(place.level, place.duty, reached)


def _remaining(place: Place, wanted: Collection[Expected]) -> list[str]:
    """The standards that are so expected and were not declared to be sans objet."""
    return [
        name
        for name, how in asked_of(place).items()
        if how in wanted and place.schemas.get(name) != State.SANS_OBJET
    ]


def _expected_in(*states: State) -> Callable[[Place], Count]:
    """Of the standards that are expected, those in one of these states."""

    def count(place: Place) -> Count:
        names = _remaining(place, OF_ALL)
        return Count(sum(place.schemas.get(name) in states for name in names), len(names))

    return count


def _published_in(*states: State) -> Callable[[Place], Count]:
    """Of the standards that are published, expected or not, those in one of these states."""

    def count(place: Place) -> Count:
        if not (place.counted and place.schemas):
            return NOTHING
        found = [one for one in place.schemas.values() if one in WITH_A_FILE]
        return Count(sum(one in states for one in found), len(found))

    return count


def _declared_empty(place: Place) -> Count:
    """Standards declared to be sans objet, among those that the level has."""
    names = asked_of(place)
    return Count(sum(place.schemas.get(name) == State.SANS_OBJET for name in names), len(names))


def _published(name: str) -> Callable[[Place], Count]:
    """Whether a standard is published, where it is expected or may be concerned."""

    def count(place: Place) -> Count:
        state = place.schemas.get(name)
        if state == State.SANS_OBJET or asked_of(place).get(name) not in _OF_ONE:
            return NOTHING
        return Count(int(state in WITH_A_FILE), 1)

    return count


def name_of(entry: Entry) -> str:
    """The name of the indicator of one standard, like ``socle_deliberations``."""
    return "socle_" + re.sub(r"[^a-z0-9]+", "_", entry.name.rpartition("/")[2].lower())


def _rule() -> str:
    return tk._(
        "A standard is published when a public file follows it: one of the collectivité, or one of a "
        "territory around it with its rows. It is expected of those that the law concerns, or that it is "
        "presumed to concern; those that declared to have nothing to publish are left out."
    )


def _all_files() -> str:
    return tk._(
        "Of all files that follow a standard of the socle, be they expected or not. Conform: judged to be "
        "valid, and as recent as the standard asks. Old: not updated within the period that the standard "
        "gives, and a quarter more."
    )


_EXPECTED = {
    "denominator": lambda: tk._("Standards expected of each collectivité, together"),
    "rule": _rule,
    "unit": Unit.STANDARDS,
}
_FILES = {
    "denominator": lambda: tk._("Standards that each collectivité publishes, together"),
    "rule": _all_files,
    "unit": Unit.STANDARDS,
}

SOCLE = (
    Indicator(
        "socle_published",
        title=lambda: tk._("Socle published"),
        question=lambda: tk._("How much of what is expected is there?"),
        numerator=lambda: tk._("Expected standards that are published"),
        count=_expected_in(*WITH_A_FILE),
        **_EXPECTED,
    ),
    Indicator(
        "socle_announced",
        title=lambda: tk._("Socle announced"),
        question=lambda: tk._("What is to come?"),
        numerator=lambda: tk._("Expected standards that are announced, and not yet published"),
        count=_expected_in(State.ANNOUNCED),
        **_EXPECTED,
    ),
    Indicator(
        "socle_conform",
        title=lambda: tk._("Socle conform"),
        question=lambda: tk._("Do the files follow their standard?"),
        numerator=lambda: tk._("Published standards whose latest file is valid and recent"),
        count=_published_in(State.VALID),
        **_FILES,
    ),
    Indicator(
        "socle_old",
        title=lambda: tk._("Socle out of date"),
        question=lambda: tk._("What has to be updated?"),
        numerator=lambda: tk._("Published standards whose latest file is older than it should be"),
        count=_published_in(State.STALE),
        **_FILES,
    ),
    Indicator(
        "socle_sans_objet",
        title=lambda: tk._("Socle sans objet"),
        question=lambda: tk._("Where is there nothing to publish?"),
        numerator=lambda: tk._("Standards declared to be sans objet"),
        denominator=lambda: tk._("Standards that the level of each collectivité has, together"),
        rule=lambda: tk._(
            "Declared by the collectivité or its animator for a year; it holds until the next one ends."
        ),
        unit=Unit.STANDARDS,
        count=_declared_empty,
    ),
)


def _of(entry: Entry) -> Indicator:
    return Indicator(
        name_of(entry),
        title=lambda: tk._("Socle: {standard}").format(standard=entry.text("title", language())),
        question=lambda: tk._("Who publishes this standard?"),
        numerator=lambda: tk._("Collectivités that publish it"),
        denominator=lambda: tk._("Collectivités of which it is expected, or that may be concerned"),
        rule=lambda: (
            _rule()
            + " "
            + tk._(
                "Where the law asks it only of those that have such data, all collectivités of the level "
                "count, but for those that declared to have none."
            )
        ),
        unit=Unit.AUTHORITIES,
        count=_published(entry.name),
    )


@cache
def standards() -> dict[str, Indicator]:
    """An indicator of each standard, by the name of the standard; they are in the package."""
    return {entry.name: _of(entry) for entry in sets()}
