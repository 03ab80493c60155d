"""How a long step says that it has begun."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[str], object]


def silent(_line: str) -> None:
    """For those who do not want to know."""
