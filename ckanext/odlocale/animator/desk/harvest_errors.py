"""How many harvested datasets of an authority fail. The harvest room, which knows, registers who counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

Counting = Callable[[], Mapping[str, int]]
"""The errors of the last harvests, by territory: so many queries, however many territories have some."""

_counting: dict[str, Counting] = {}


def register(name: str, counting: Counting) -> None:
    """Have a function asked for the errors of authorities.

    :param name: of who registers; a second one of that name takes the place of the first
    """
    _counting[name] = counting


def counted() -> Mapping[str, int]:
    """The harvest errors of all territories that have some."""
    total: Counter[str] = Counter()
    for counting in _counting.values():
        total.update(counting())
    return total
