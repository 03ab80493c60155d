"""What contains what."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.odlocale.cog.shared import (
    ClosureRow,
    OverlapRow,
    TerritoryId,
    Vintage,
    ancestors_in,
    closure,
    overlaps,
    read_package,
)
from tests.cog.samples import written


@pytest.fixture
def vintage(tmp_path: Path) -> Vintage:
    return read_package(written(tmp_path / "package"))


def above(vintage: Vintage, territory_id: str) -> list[str]:
    return [str(one) for one in ancestors_in(closure(vintage))[TerritoryId(territory_id)]]


@pytest.mark.parametrize(
    ("territory_id", "ancestors"),
    [
        ("com-01344", ["epci-200071751", "dep-01", "reg-84", "fr"]),
        ("com-01053", ["ept-200057867", "epci-200071751", "dep-01", "reg-84", "fr"]),
        ("epci-200071751", ["dep-01", "reg-84", "fr"]),
        ("epci-200071371", ["fr"]),
        ("com-05061", ["epci-200071371", "dep-05", "reg-93", "fr"]),
        ("com-05062", ["dep-05", "reg-93", "fr"]),
        ("dep-01", ["reg-84", "fr"]),
    ],
)
def test_ancestors_are_nearest_first(vintage: Vintage, territory_id: str, ancestors: list[str]) -> None:
    assert above(vintage, territory_id) == ancestors


def test_depth_one_is_the_parent_relation(vintage: Vintage) -> None:
    parents = [row.ancestor for row in closure(vintage) if row.descendant == "com-01053" and row.depth == 1]
    assert parents == ["ept-200057867"]


def test_a_commune_in_a_straddling_epci_has_two_parents(vintage: Vintage) -> None:
    parents = {row.ancestor for row in closure(vintage) if row.descendant == "com-05061" and row.depth == 1}
    assert parents == {"epci-200071371", "dep-05"}


def test_a_territory_contains_itself_at_depth_zero(vintage: Vintage) -> None:
    assert ClosureRow(TerritoryId("dep-01"), TerritoryId("dep-01"), 0) in closure(vintage)


def test_former_communes_are_in_no_closure(vintage: Vintage) -> None:
    assert "com-01015" not in {row.descendant for row in closure(vintage)}


def test_no_row_comes_twice(vintage: Vintage) -> None:
    pairs = [(row.ancestor, row.descendant) for row in closure(vintage)]
    assert len(pairs) == len(set(pairs))


def test_a_straddling_epci_overlaps_with_what_it_has_in_common(vintage: Vintage) -> None:
    group = TerritoryId("epci-200071371")
    assert overlaps(vintage) == [
        OverlapRow(group, TerritoryId("dep-01"), 1, 14_000),
        OverlapRow(group, TerritoryId("dep-05"), 1, 40_000),
        OverlapRow(group, TerritoryId("reg-84"), 1, 14_000),
        OverlapRow(group, TerritoryId("reg-93"), 1, 40_000),
    ]
