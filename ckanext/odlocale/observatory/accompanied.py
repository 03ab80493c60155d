"""Our indicators of who helps: animators and their mandates, and what is harvested."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory import counting
from ckanext.odlocale.observatory.facts import Place
from ckanext.odlocale.observatory.indicator import NOTHING, Count, Indicator, Unit


def _is_accompanied_today(place: Place) -> bool:
    return bool(place.helpers)


def _was_helped(place: Place) -> bool:
    return place.helped is not None


def _opened_before(place: Place) -> bool:
    return place.since is not None and place.helped is not None and place.since < place.helped


def _opened_after(place: Place) -> bool:
    return place.since is not None and place.helped is not None and place.since >= place.helped


def _is_left_alone(place: Place) -> bool:
    return not place.offered and not place.helpers


def _sources(place: Place) -> Count:
    return Count(place.sources.failing, place.sources.number) if place.counted else NOTHING


def _mandates() -> str:
    return tk._(
        "Accompanied: a signed mandate of an animator is in force on the day of the figures. A collectivité "
        "that several animators accompany counts once here, and once with each of them."
    )


def _caution() -> str:
    return tk._(
        "Opened before: its first day as an open collectivité is before the first day of its first mandate; "
        "since: on that day or later. Which came first says nothing about the cause: animators choose whom "
        "they accompany, and those who want to open look for one."
    )


ACCOMPANIED = (
    Indicator(
        "accompanied",
        title=lambda: tk._("Accompanied"),
        question=lambda: tk._("Whom does an animator help?"),
        numerator=lambda: tk._("Collectivités that an animator accompanies"),
        denominator=lambda: tk._("Collectivités: communes, EPCI, EPT, départements and régions"),
        rule=_mandates,
        unit=Unit.AUTHORITIES,
        count=counting.authorities(_is_accompanied_today),
    ),
    Indicator(
        "accompanied_new",
        title=lambda: tk._("Newly open with an animator"),
        question=lambda: tk._("Of those that open, how many are helped?"),
        numerator=lambda: tk._("Those that an animator accompanied on the day they opened"),
        denominator=lambda: tk._("Collectivités that opened in the last 365 days"),
        rule=lambda: (
            _mandates()
            + " "
            + tk._(
                "The OpenDataLocale programme aims at 80 %. On a platform that an imported list knows, the "
                "day of the opening is that of the list when it tells no other."
            )
        ),
        unit=Unit.AUTHORITIES,
        count=counting.authorities(lambda place: place.is_accompanied, among=lambda place: place.is_new),
    ),
    Indicator(
        "opened_before",
        title=lambda: tk._("Open before they were accompanied"),
        question=lambda: tk._("Who did not wait for an animator?"),
        numerator=lambda: tk._("Those that opened before their first mandate began"),
        denominator=lambda: tk._("Collectivités that have a mandate, or had one"),
        rule=_caution,
        unit=Unit.AUTHORITIES,
        count=counting.authorities(_opened_before, among=_was_helped),
    ),
    Indicator(
        "opened_since",
        title=lambda: tk._("Open since they are accompanied"),
        question=lambda: tk._("Who opened after an animator began to help?"),
        numerator=lambda: tk._("Those that opened on the first day of their first mandate, or later"),
        denominator=lambda: tk._("Collectivités that have a mandate, or had one"),
        rule=_caution,
        unit=Unit.AUTHORITIES,
        count=counting.authorities(_opened_after, among=_was_helped),
    ),
    Indicator(
        "white_zone",
        title=lambda: tk._("Without anybody to help"),
        question=lambda: tk._("Where does nobody offer help?"),
        numerator=lambda: tk._(
            "Collectivités to which nobody offers any service, and that nobody accompanies"
        ),
        denominator=lambda: tk._("Collectivités: communes, EPCI, EPT, départements and régions"),
        rule=lambda: tk._(
            "A white zone: no animator of this portal offers a service there today, whichever of the four "
            "(sensibilisation, formation, hébergement, stimulation)."
        ),
        unit=Unit.AUTHORITIES,
        count=counting.authorities(_is_left_alone),
    ),
    Indicator(
        "sources_in_error",
        title=lambda: tk._("Harvest sources in error"),
        question=lambda: tk._("Whose catalogue does not come through?"),
        numerator=lambda: tk._("Sources whose last run failed, wholly or in part, or waits for a person"),
        denominator=lambda: tk._("Harvest sources of the organizations of the collectivités"),
        rule=lambda: tk._(
            "Each source counts once, with the collectivité whose organization it belongs to. A source that "
            "never ran is in no error."
        ),
        unit=Unit.SOURCES,
        count=_sources,
    ),
)
