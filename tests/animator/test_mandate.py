"""What a mandate is worth on a given day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.mandate import Delegation, Mandate, State, may_publish, overlaps, runs, status
from ckanext.odlocale.cog.shared import TerritoryId

ANNECY = TerritoryId("com-74010")
MANDATE = Mandate("1", "region", ANNECY, State.SIGNED, since=date(2026, 1, 1), until=date(2026, 12, 31))
DAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 31), "coming"),
        (date(2026, 1, 1), "signed"),
        (date(2026, 10, 1), "signed"),
        (date(2026, 10, 2), "expiring"),
        (date(2026, 12, 31), "expiring"),
        (date(2027, 1, 1), "ended"),
    ],
)
def test_a_signed_mandate_follows_its_dates(day: date, expected: str) -> None:
    assert status(MANDATE, day, 90) == expected


@pytest.mark.parametrize("state", ["asked", "refused", "withdrawn", "ended"])
def test_what_people_decided_wins_over_the_dates(state: str) -> None:
    assert status(replace(MANDATE, state=State(state)), DAY, 90) == state


def test_a_mandate_without_an_end_never_expires() -> None:
    assert status(replace(MANDATE, until=None), date(2099, 1, 1), 90) == "signed"


@pytest.mark.parametrize(
    ("changes", "day", "expected"),
    [
        ({}, DAY, True),
        ({"until": DAY}, DAY, True),
        ({"state": State.ASKED}, DAY, False),
        ({"state": State.REFUSED}, DAY, False),
        ({}, date(2025, 12, 31), False),
        ({}, date(2027, 1, 1), False),
    ],
)
def test_only_a_signed_mandate_of_that_day_runs(changes: dict[str, Any], day: date, expected: bool) -> None:
    assert runs(replace(MANDATE, **changes), day) is expected


@pytest.mark.parametrize(
    ("delegation", "expected"),
    [
        (None, False),
        (Delegation(), True),
        (Delegation(revoked=True), False),
        (Delegation(members=frozenset({"somebody"})), True),
        (Delegation(members=frozenset({"other"})), False),
        (Delegation(since=DAY, until=DAY), True),
        (Delegation(since=date(2026, 6, 16)), False),
        (Delegation(until=date(2026, 6, 14)), False),
    ],
)
def test_publishing_is_for_whom_it_was_given_and_as_long_as_it_was(
    delegation: Delegation | None, expected: bool
) -> None:
    assert may_publish(replace(MANDATE, delegation=delegation), "somebody", DAY) is expected


@pytest.mark.parametrize("state", [State.ASKED, State.REFUSED, State.WITHDRAWN, State.ENDED])
def test_nobody_publishes_by_a_mandate_that_is_not_signed(state: State) -> None:
    assert may_publish(replace(MANDATE, state=state, delegation=Delegation()), "somebody", DAY) is False


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"animator": "departement"}, False),
        ({"territory": TerritoryId("com-74112")}, False),
        ({"since": date(2027, 1, 1), "until": None}, False),
        ({"since": date(2026, 12, 31), "until": None}, True),
        ({"since": date(2025, 1, 1), "until": date(2025, 12, 31)}, False),
        ({"services": frozenset({Service.FORMATION})}, True),
    ],
)
def test_two_mandates_overlap_on_the_same_days_of_the_same_sides(
    changes: dict[str, Any], expected: bool
) -> None:
    assert overlaps(MANDATE, replace(MANDATE, **changes)) is expected


def test_mandates_about_different_services_do_not_overlap() -> None:
    training = replace(MANDATE, services=frozenset({Service.FORMATION}))
    hosting = replace(MANDATE, services=frozenset({Service.HEBERGEMENT}))
    assert overlaps(training, hosting) is False
