"""What becomes of what vanished: kept for a while, held when it is much."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ckanext.odlocale.harvest.vanishing import Mark, Reading, plan, too_many

NOW = datetime(2026, 6, 15)  # noqa: DTZ001 - as CKAN keeps it
WEEK = timedelta(days=7)


def gone(count: int) -> dict[str, str]:
    return {f"g{number:02}": f"p{number:02}" for number in range(count)}


def marked(count: int, days: int, **state) -> list[Mark]:
    return [Mark(guid, package, NOW - timedelta(days=days), **state) for guid, package in gone(count).items()]


@pytest.mark.parametrize(
    ("vanished", "known", "much"),
    [(5, 5, False), (6, 30, False), (6, 29, True), (20, 100, False), (21, 100, True), (0, 0, False)],
)
def test_much_is_more_than_a_fifth_and_more_than_five(vanished, known, much) -> None:
    assert too_many(vanished, known) is much


def test_what_vanishes_is_marked_and_not_deleted() -> None:
    decided = plan(Reading(gone(1), 10), [], NOW, WEEK)
    assert (decided.marks, decided.due) == ((Mark("g00", "p00", NOW),), ())


@pytest.mark.parametrize(("days", "due"), [(0, 0), (6, 0), (7, 1), (400, 1)])
def test_a_mark_is_worked_off_after_the_grace_time(days, due) -> None:
    assert len(plan(Reading(gone(1), 10), marked(1, days), NOW, WEEK).due) == due


def test_what_comes_back_loses_its_mark() -> None:
    decided = plan(Reading({}, 10), marked(2, 30), NOW, WEEK)
    assert (decided.back, decided.marks, decided.due) == (("g00", "g01"), (), ())


def test_much_at_once_waits_for_a_person_however_long() -> None:
    decided = plan(Reading(gone(6), 10), marked(6, 400), NOW, WEEK)
    assert (decided.held, decided.due) == (6, ())


def test_a_source_that_shrinks_a_little_in_every_run_is_held_too() -> None:
    assert plan(Reading(gone(6), 20), marked(3, 2), NOW, WEEK).held == 6


def test_an_empty_source_waits_for_a_person_even_for_one_dataset() -> None:
    assert plan(Reading(gone(1), 1, empty=True), marked(1, 400), NOW, WEEK).held == 1


def test_what_a_person_confirmed_is_deleted_at_its_time_and_holds_nothing_else() -> None:
    confirmed = marked(8, 8, held=False, confirmed=True)
    decided = plan(Reading(gone(9), 20), confirmed, NOW, WEEK)
    assert (decided.held, len(decided.due), len(decided.marks)) == (0, 8, 9)


def test_a_hold_ends_when_most_of_it_is_back() -> None:
    decided = plan(Reading(gone(2), 100), marked(30, 8, held=True), NOW, WEEK)
    assert (decided.held, len(decided.due)) == (0, 2)
