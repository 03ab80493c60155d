"""When a harvest asks again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ckanext.odlocale.harvest.manners import seconds_asked, wait_before

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", None),
        ("soon", None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("9" * 400, 999999999.0),
    ],
)
def test_what_retry_after_asks_is_read(header, seconds) -> None:
    assert seconds_asked(header, NOW) == seconds


@pytest.mark.parametrize(
    ("attempt", "asked", "wait"),
    [
        (0, None, 1),
        (1, None, 2),
        (2, None, 4),
        (0, 30, 30),
        (3, 5, 8),
        (0, 121, None),
        (7, None, None),
    ],
)
def test_a_wait_grows_and_respects_what_the_server_asks(attempt, asked, wait) -> None:
    assert wait_before(attempt, asked, first=1, longest=120) == wait
