"""Which day it is: agreements begin and end by the calendar of the portal's own place."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """The day on the portal's clock."""
    return date.today()  # noqa: DTZ011 - the server's own time zone is meant
