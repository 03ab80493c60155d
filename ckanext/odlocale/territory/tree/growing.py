"""The tree as it is shown: what is open of it, with the numbers of each place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.tree.counting import Counts, Scope, datasets_of
from ckanext.odlocale.territory.tree.places import ROOT, Place, scope_of
from ckanext.odlocale.territory.tree.reading import Node, branches, numbers_below, organizations_in, way


@dataclass(frozen=True, slots=True)
class Tree:
    """What is open of the tree.

    :param way: the places that lead to the one that was asked for, with itself at the end
    :param branches: what hangs below each open place, largest level first, then by name
    """

    way: Sequence[Place]
    branches: Mapping[Place, Sequence[Node]]


def grown(place: Place, caller: Any) -> Tree:
    """The tree from the country down to a place, with all branches on the way open.

    Four queries, and at most two searches, or three below an EPT that straddles départements.

    :param place: of a territory in force
    :param caller: the context of who asks, whose datasets are counted
    """
    towards = way(place)
    opened: dict[Place, Scope] = {ROOT: ()}
    for number, one in enumerate(towards, 1):
        if one.territory.level is not Level.COM:
            opened[one] = scope_of(towards[:number])
    hung = branches(list(opened))
    return Tree(towards, counted({one: (hung[one], scope) for one, scope in opened.items()}, caller))


def branch(place: Place, caller: Any) -> tuple[Sequence[Place], Sequence[Node]]:
    """The way to a place and what hangs directly below it: four queries and one search.

    :param place: of a territory in force
    :param caller: the context of who asks, whose datasets are counted
    """
    towards = way(place)
    last = towards[-1] if towards else ROOT
    hung = branches([last])[last]
    return towards, counted({last: (hung, scope_of(towards))}, caller)[last]


def counted(hung: Mapping[Place, tuple[Sequence[Node], Scope]], caller: Any) -> dict[Place, Sequence[Node]]:
    """The nodes with their numbers: two queries, and a search for each scope.

    :param hung: what hangs below each place, and the scope in which its datasets are counted
    """
    nodes = [node for some, _ in hung.values() for node in some]
    below = numbers_below([node.place for node in nodes if node.opens])
    organizations = organizations_in([node.place for node in nodes])
    datasets = datasets_of(_levels(hung.values()), caller)

    def numbered(node: Node, scope: Scope) -> Node:
        return replace(
            node,
            children=below.get(node.place, {}) if node.opens else {},
            organizations=organizations.get(node.place, 0),
            datasets=_number(datasets, scope, node.id),
        )

    return {place: [numbered(node, scope) for node in some] for place, (some, scope) in hung.items()}


def _levels(hung: Iterable[tuple[Sequence[Node], Scope]]) -> dict[Scope, set[Level]]:
    levels: dict[Scope, set[Level]] = defaultdict(set)
    for nodes, scope in hung:
        levels[scope].update(node.level for node in nodes)
    return levels


def _number(datasets: Mapping[Scope, Counts] | None, scope: Scope, territory: TerritoryId) -> int | None:
    return None if datasets is None else datasets[scope].get(territory, 0)
