"""When a harvest asks again, so that it is a good guest. PURE."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

TRY_AGAIN = (429, 502, 503, 504)
"""Statuses that pass (RFC 9110, 15.6; RFC 6585, 4)."""


def seconds_asked(retry_after: str, now: datetime) -> float | None:
    """What ``Retry-After`` asks for, in seconds; None when it says nothing that can be read.

    :param retry_after: a number of seconds, or a date of HTTP
    """
    text = retry_after.strip()
    if text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def wait_before(attempt: int, asked: float | None, first: float, longest: float) -> float | None:
    """Seconds before the next attempt, twice as long each time; None when that is more than one waits.

    :param attempt: 0 for the first repetition
    :param asked: what the server asked for; a shorter wait is not polite
    """
    wait = max(first * 2**attempt, asked or 0.0)
    return wait if wait <= longest else None
