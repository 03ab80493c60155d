"""The trajectory towards a target."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.odlocale.observatory.trajectory import Point, Target, trajectory

TODAY = date(2026, 1, 1)
TARGET = Target(200, date(2028, 1, 1))


def test_nothing_was_watched_yet() -> None:
    assert trajectory([], TARGET, TODAY) is None


def test_a_pace_is_that_of_the_last_year() -> None:
    points = [Point(date(2023, 1, 1), 10), Point(date(2024, 12, 1), 60), Point(date(2025, 7, 1), 110)]
    found = trajectory(points, TARGET, TODAY)
    assert found is not None
    assert (round(found.pace or 0), round(found.needed or 0), found.is_enough) == (50, 45, True)
    assert found.projected == date(2027, 10, 20)


def test_a_month_is_too_short_for_a_pace() -> None:
    found = trajectory([Point(date(2025, 12, 20), 10)], TARGET, TODAY)
    assert found is not None
    assert (found.pace, found.projected, found.is_enough) == (None, None, None)


@pytest.mark.parametrize(
    ("numbers", "projected", "enough"),
    [((100, 100), None, False), ((100, 90), None, False), ((100, 200), TODAY, True)],
    ids=["still", "falling", "reached"],
)
def test_what_does_not_move_has_no_day(
    numbers: tuple[int, int], projected: date | None, enough: bool
) -> None:
    points = [Point(date(2025, 1, 1), numbers[0]), Point(date(2025, 6, 1), numbers[1])]
    found = trajectory(points, TARGET, TODAY)
    assert found is not None
    assert (found.projected, found.is_enough) == (projected, enough)


def test_a_target_whose_day_has_passed_needs_no_pace() -> None:
    found = trajectory([Point(date(2025, 1, 1), 10)], Target(200, date(2025, 12, 31)), TODAY)
    assert found is not None
    assert (found.needed, found.is_enough) == (None, None)
