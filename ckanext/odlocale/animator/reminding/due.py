"""Which reminder of the end of a mandate is due on a day. PURE."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta


def due(until: date | None, reminded: date | None, thresholds: Collection[int], day: date) -> int | None:
    """How many days before the end the reminder that is due was to be sent; None when none is.

    Of several that were missed, only the latest: nobody gets three letters on one day.

    :param until: the last day of the mandate
    :param reminded: when the last reminder was sent
    :param thresholds: how many days before the end there is a reminder
    """
    if until is None or day > until:
        return None
    passed = [days for days in thresholds if day >= until - timedelta(days=days)]
    if not passed:
        return None
    latest = min(passed)
    return latest if reminded is None or reminded < until - timedelta(days=latest) else None
