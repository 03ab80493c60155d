"""Who supports whom, laid out as trees. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ckanext.odlocale.animator.graph import Support


@dataclass(frozen=True, slots=True)
class Node:
    """An animator in a tree.

    :param id: of its organization
    :param below: those that it supports
    :param again: those that it supports stand elsewhere, where it is shown first
    """

    id: str
    below: Sequence[Node] = ()
    again: bool = False


def forest(known: Sequence[str], supports: Iterable[Support]) -> list[Node]:
    """The animators that none of the others supports, each with those below it, in the order given.

    One with several supporters stands below each, with what it supports itself only the first time: the page
    is never longer than there are animators and supports.

    :param known: those that are shown; a support of another counts for nothing
    """
    order = {one: place for place, one in enumerate(known)}
    below: dict[str, list[str]] = {}
    supported = set()
    for up, down in supports:
        if up in order and down in order:
            below.setdefault(up, []).append(down)
            supported.add(down)
    shown: set[str] = set()

    def node(one: str) -> Node:
        children = sorted(below.get(one, ()), key=order.__getitem__)
        if one in shown and children:
            return Node(one, again=True)
        shown.add(one)
        return Node(one, [node(child) for child in children])

    return [node(one) for one in known if one not in supported]
