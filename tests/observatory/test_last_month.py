"""The month that a figure of visits is about."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.odlocale.observatory.visits import last_month


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        (date(2026, 11, 24), date(2026, 10, 1), date(2026, 11, 1)),
        (date(2027, 1, 1), date(2026, 12, 1), date(2027, 1, 1)),
        (date(2028, 3, 31), date(2028, 2, 1), date(2028, 3, 1)),
    ],
)
def test_the_last_whole_month_ends_where_this_one_begins(day: date, first: date, after: date) -> None:
    assert last_month(day) == (first, after)
