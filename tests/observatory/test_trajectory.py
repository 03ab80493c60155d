"""The trajectory towards a target."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.odlocale.observatory.trajectory import Point, Target, share, towards, trajectory

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


WHOLE = towards(100, 20.0, TARGET, TODAY)


@pytest.mark.parametrize(
    ("now", "missing", "wanted"),
    [(10, 40, 50), (10, 0, 10), (0, 1, 1), (0, 100, 100)],
    ids=["its share", "nobody is missing", "at least one", "all of it"],
)
def test_what_is_left_is_shared_by_those_that_must_and_have_not(now: int, missing: int, wanted: int) -> None:
    assert share(WHOLE, now, missing, 100) == Target(wanted, TARGET.day)


def test_where_nobody_must_any_more_nothing_is_shared() -> None:
    assert share(WHOLE, 10, 0, 0) is None


def test_a_target_that_is_reached_asks_nothing_of_a_part() -> None:
    assert share(towards(300, 20.0, TARGET, TODAY), 10, 5, 100) == Target(10, TARGET.day)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=20))
def test_the_shares_of_parts_add_up_to_the_target_but_for_rounding_up(parts: list[tuple[int, int]]) -> None:
    now, missing = sum(one for one, _ in parts), sum(one for _, one in parts)
    whole = towards(now, 1.0, Target(now + 77, TARGET.day), TODAY)
    shares = [share(whole, one, lacking, missing) for one, lacking in parts]
    total = sum(one.number for one in shares if one)
    assert 0 <= total - (now + 77) < len(parts)
