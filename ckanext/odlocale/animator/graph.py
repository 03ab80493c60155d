"""Who supports whom among animators: a graph without cycles, in which one may have several supporters."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

Support = tuple[str, str]
"""Supporter, supported."""


class SupportCycleError(ValueError):
    """Somebody would end up supporting themselves.

    :ivar path: the organizations on the way round, the first one again at the end
    """

    def __init__(self, path: list[str]) -> None:
        self.path = path
        super().__init__(" → ".join(path))


def closure(supports: Iterable[Support], nodes: Iterable[str]) -> dict[Support, int]:
    """Every (ancestor, descendant) with the length of the longest way between them, 0 from one to itself.

    :param nodes: all animators, those that nobody supports too
    :raises SupportCycleError: there is a cycle
    """
    above: dict[str, set[str]] = {node: set() for node in nodes}
    for supporter, supported in supports:
        above.setdefault(supporter, set())
        above.setdefault(supported, set()).add(supporter)
    found: dict[Support, int] = {}
    for node in _ordered(above):
        found[node, node] = 0
        for supporter in above[node]:
            for (ancestor, descendant), depth in list(found.items()):
                if descendant == supporter:
                    found[ancestor, node] = max(found.get((ancestor, node), 0), depth + 1)
    return found


def _ordered(above: dict[str, set[str]]) -> list[str]:
    try:
        return list(TopologicalSorter(above).static_order())
    except CycleError as error:
        raise SupportCycleError(list(error.args[1])) from error
