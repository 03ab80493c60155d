"""What a perimeter contains."""

from __future__ import annotations

import pytest

from ckanext.odlocale.animator.perimeter import Perimeter
from ckanext.odlocale.cog.shared import TerritoryId

LINEAGE = [TerritoryId(one) for one in ("com-74010", "epci-200066793", "dep-74", "reg-84", "fr")]


@pytest.mark.parametrize(
    ("included", "excepted", "reach"),
    [
        (["com-74010"], [], 0),
        (["dep-74"], [], 2),
        (["fr", "epci-200066793"], [], 1),
        (["dep-01"], [], None),
        ([], [], None),
        (["dep-74"], ["com-74010"], None),
        (["dep-74"], ["epci-200066793"], None),
        (["dep-74"], ["com-74112"], 2),
    ],
)
def test_a_territory_is_covered_from_above_less_the_exceptions(
    included: list[str], excepted: list[str], reach: int | None
) -> None:
    assert Perimeter.of(included, excepted).reach(LINEAGE) == reach
