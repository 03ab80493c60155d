"""Who supports whom, laid out as trees."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ckanext.odlocale.animator.forest import forest


def shape(nodes: Any) -> Any:
    return [(node.id + ("…" if node.again else ""), shape(node.below)) for node in nodes]


def test_each_stands_below_its_supporter_in_the_order_given() -> None:
    assert shape(forest(["c", "b", "a"], [("a", "b"), ("a", "c")])) == [("a", [("c", []), ("b", [])])]


def test_one_with_two_supporters_stands_below_both_and_is_shown_in_full_once() -> None:
    supports = [("a", "c"), ("b", "c"), ("c", "d")]
    assert shape(forest(["a", "b", "c", "d"], supports)) == [
        ("a", [("c", [("d", [])])]),
        ("b", [("c…", [])]),
    ]


def test_a_support_of_somebody_who_is_not_shown_counts_for_nothing() -> None:
    assert shape(forest(["b"], [("a", "b"), ("b", "c")])) == [("b", [])]


@given(st.sets(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=200))
def test_the_page_is_never_longer_than_there_are_animators_and_supports(pairs: set[tuple[int, int]]) -> None:
    known = [str(one) for one in range(31)]
    supports = {(str(one), str(other)) for one, other in pairs if one < other}

    def size(nodes: Any) -> int:
        return sum(1 + size(node.below) for node in nodes)

    found = forest(known, supports)
    assert size(found) <= len(known) + len(supports)
    assert {node.id for node in found} == set(known) - {down for _, down in supports}
