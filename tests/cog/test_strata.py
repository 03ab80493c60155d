"""Strata of population."""

from __future__ import annotations

import pytest

from ckanext.odlocale.cog.shared import LIMITS, STRATA, bounds_of, stratum_of
from ckanext.odlocale.observatory import parts


@pytest.mark.parametrize(
    ("population", "stratum"),
    [(None, None), (0, "0-3499"), (3_499, "0-3499"), (3_500, "3500-4999"), (100_000, "100000-")],
)
def test_the_threshold_of_the_law_is_a_limit_of_strata(population: int | None, stratum: str | None) -> None:
    assert stratum_of(population) == stratum


def test_strata_follow_each_other_without_a_gap() -> None:
    bounds = [bounds_of(one) for one in STRATA]
    assert [low for low, _ in bounds[1:]] == [(high or 0) + 1 for _, high in bounds[:-1]]


def test_the_observatory_tells_communes_apart_by_the_same_limits() -> None:
    assert [one.least for one in parts.STRATA] == [0, *LIMITS]
