"""Territories found by name or code, as the page of the tree shows them: where each is, and its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.labels import including
from ckanext.odlocale.territory.model import closure_table, territory_table
from ckanext.odlocale.territory.page import by_name
from ckanext.odlocale.territory.tree.counting import Scope, datasets_of
from ckanext.odlocale.territory.tree.places import Place
from ckanext.odlocale.territory.tree.reading import organizations_in

RESULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Container:
    """A territory that contains one that was found."""

    id: TerritoryId
    level: Level
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A territory that was found.

    :param around: what contains it, largest first, without the country
    :param including: says by which former territory it was found; empty when by what it is called today
    :param organizations: how many it has with all below it
    :param datasets: the same; None when the search does not answer
    """

    id: TerritoryId
    level: Level
    name: str
    kind: str
    around: Sequence[Container]
    including: str
    organizations: int
    datasets: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found, or the sentence that says why it was not made."""

    territories: Sequence[Found] = ()
    refusal: str = ""


NOTHING = Answer()


def found(text: str, caller: Any) -> Answer:
    """The first territories that a text may mean: the largest level first, then the most people.

    Three queries and at most two searches, whatever is found.

    :param text: what the reader typed
    :param caller: the context of who asks, whose datasets are counted
    """
    context: Any = {**caller}
    try:
        asked = {"q": text, "limit": RESULTS_SHOWN}
        rows = tk.get_action("odlocale_territory_autocomplete")(context, asked)
    except tk.ValidationError as error:
        refusals: Any = error.error_dict["q"]
        return Answer(refusal=" ".join(refusals))
    ids = [TerritoryId(row["id"]) for row in rows]
    around, organizations = _around(ids), organizations_in([Place(one) for one in ids])
    datasets = _datasets(ids, caller)
    return Answer(
        [
            Found(
                one,
                Level(row["level"]),
                row["name"] or row["code"],
                row["kind"],
                around.get(one, ()),
                including(row["former"]),
                organizations.get(Place(one), 0),
                None if datasets is None else datasets.get(one, 0),
            )
            for one, row in zip(ids, rows, strict=True)
        ]
    )


def _around(ids: Collection[TerritoryId]) -> Mapping[TerritoryId, Sequence[Container]]:
    territory, closure = territory_table.c, closure_table.c
    query = (
        sa.select(closure.descendant, territory.id, territory.level, territory.name, territory.code)
        .join_from(closure_table, territory_table, territory.id == closure.ancestor)
        .where(closure.descendant.in_(list(ids)), closure.depth > 0, territory.level != Level.FR)
    )
    containers: dict[TerritoryId, list[Container]] = defaultdict(list)
    for row in model.Session.execute(query):
        one = Container(TerritoryId(row.id), Level(row.level), row.name or row.code)
        containers[TerritoryId(row.descendant)].append(one)
    return {one: sorted(by_name(some), key=lambda each: each.level.rank) for one, some in containers.items()}


def _datasets(ids: Sequence[TerritoryId], caller: Any) -> Mapping[str, int] | None:
    # There are some hundred larger territories, which one search counts; of communes only those found.
    communes = tuple(one for one in ids if one.level is Level.COM)
    wanted: dict[Scope, set[Level]] = {(): {one.level for one in ids} - {Level.COM}}
    if communes:
        wanted[communes] = {Level.COM}
    counts = datasets_of(wanted, caller)
    return (
        None if counts is None else {one: number for some in counts.values() for one, number in some.items()}
    )
