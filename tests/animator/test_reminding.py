"""Reminders before a mandate ends: which is due, who gets it, and that nobody gets it twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ckanext.odlocale.animator.reminding.due import due

DAYS = (90, 30, 7)
END = date(2026, 12, 31)


def before(days: int) -> date:
    return END - timedelta(days=days)


@pytest.mark.parametrize(
    ("until", "reminded", "day", "expected"),
    [
        (END, None, before(91), None),
        (END, None, before(90), 90),
        (END, None, before(60), 90),
        (END, before(90), before(89), None),
        (END, before(60), before(31), None),
        (END, before(90), before(30), 30),
        (END, None, before(29), 30),
        (END, before(30), before(7), 7),
        (END, before(7), before(0), None),
        (END, None, before(0), 7),
        (END, None, before(-1), None),
        (None, None, before(7), None),
    ],
)
def test_the_latest_threshold_that_nobody_was_reminded_of_is_due(
    until: date | None, reminded: date | None, day: date, expected: int | None
) -> None:
    assert due(until, reminded, DAYS, day) == expected


def test_without_thresholds_nothing_is_due() -> None:
    assert due(END, None, (), END) is None


def test_each_threshold_is_reminded_of_once_whatever_days_it_is_run_on() -> None:
    for every in (1, 2, 5):
        reminded, sent = None, []
        for days in range(120, -1, -every):
            if due(END, reminded, DAYS, before(days)) is not None:
                reminded = before(days)
                sent.append(days)
        assert len(sent) == len(DAYS), every
