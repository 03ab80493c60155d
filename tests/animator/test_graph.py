"""Who supports whom among animators."""

from __future__ import annotations

import pytest

from ckanext.odlocale.animator.graph import SupportCycleError, closure


def test_everybody_is_above_themselves_at_depth_zero() -> None:
    assert closure([], ["region"]) == {("region", "region"): 0}


def test_support_reaches_those_whom_the_supported_support() -> None:
    found = closure([("national", "region"), ("region", "departement")], [])
    assert found["national", "departement"] == 2


def test_one_may_have_several_supporters() -> None:
    found = closure([("region", "syndicat"), ("departement", "syndicat")], [])
    assert {above for above, below in found if below == "syndicat"} == {"region", "departement", "syndicat"}


def test_the_longest_way_is_the_depth() -> None:
    found = closure([("region", "departement"), ("departement", "syndicat"), ("region", "syndicat")], [])
    assert found["region", "syndicat"] == 2


@pytest.mark.parametrize(
    "supports",
    [
        [("a", "a")],
        [("a", "b"), ("b", "a")],
        [("a", "b"), ("b", "c"), ("c", "a"), ("z", "a")],
    ],
)
def test_nobody_ends_up_supporting_themselves(supports: list[tuple[str, str]]) -> None:
    with pytest.raises(SupportCycleError) as error:
        closure(supports, [])
    assert error.value.path[0] == error.value.path[-1]
