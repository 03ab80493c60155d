"""Strata of population, the legal threshold of 3,500 inhabitants being one of their limits. PURE."""

from __future__ import annotations

from bisect import bisect_right

LIMITS = (3_500, 5_000, 10_000, 20_000, 50_000, 100_000)
"""Where a stratum begins, in inhabitants; the first begins at 0."""

STRATA = tuple(
    f"{low}-{high - 1 if high else ''}" for low, high in zip((0, *LIMITS), (*LIMITS, None), strict=True)
)
"""Their identifiers, smallest first: ``0-3499``, ``3500-4999``, … ``100000-``."""


def stratum_of(population: int | None) -> str | None:
    """The stratum of so many inhabitants; None when nobody knows how many there are."""
    return None if population is None else STRATA[bisect_right(LIMITS, population)]


def bounds_of(stratum: str) -> tuple[int, int | None]:
    """The first and the last number of inhabitants of a stratum; None for no end.

    :param stratum: one of :data:`STRATA`
    """
    low, _, high = stratum.partition("-")
    return int(low), int(high) if high else None
