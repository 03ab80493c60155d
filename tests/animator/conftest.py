"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def june() -> Iterator[Any]:
    """The fifteenth of June 2126, on which time goes on: tokens, dated by the real clock, count by then."""
    from freezegun import freeze_time

    with freeze_time("2126-06-15 12:00:00", tick=True) as frozen:
        yield frozen
