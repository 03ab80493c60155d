"""The territory facet of a search that was made, with the names of what there is to choose."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.clauses import PARAMETER
from ckanext.odlocale.territory.drilldown import (
    Value,
    choices,
    chosen_place,
    place_below,
    territories_of,
)
from ckanext.odlocale.territory.model import closure_table, territory_table
from ckanext.odlocale.territory.tree.places import Place
from ckanext.odlocale.territory.tree.reading import way


def drilled(counts: Mapping[str, int], asked: Mapping[str, TerritoryId], total: int) -> dict[str, Any]:
    """The facet of the search parameter ``territoire``. One query, and one more when one is asked for.

    :param counts: the number of datasets of each territory one level below
    :param asked: the territories that the search was limited to, by what was written
    :param total: how many datasets were found
    :returns: as CKAN gives its facets, with ``way`` (what is chosen and what contains it, largest first) and
        ``choices`` (what may be chosen next) beside ``items``; the ``territories`` of each are what a search
        has to ask for
    """
    chosen = chosen_place(set(asked.values()))
    towards = way(chosen) if chosen else []
    known = _known({*counts, *asked.values(), *(one.territory for one in towards)})
    values = [Value(TerritoryId(one), count, known[one][1]) for one, count in counts.items() if one in known]
    names = {one: name for one, (name, _) in known.items()}
    below = [_choice(towards, value, names) for value in choices(values)]
    limits = [
        {"name": written, "display_name": names.get(one) or one, "count": total}
        for written, one in asked.items()
    ]
    return {
        "title": PARAMETER,
        "items": [*limits, *({key: one[key] for key in ("name", "display_name", "count")} for one in below)],
        "way": [_step(place, names) for place in towards],
        "choices": below,
    }


def _choice(towards: Sequence[Place], value: Value, names: Mapping[str, str]) -> dict[str, Any]:
    return {**_step(place_below(towards, value), names), "name": value.id, "count": value.count}


def _step(place: Place, names: Mapping[str, str]) -> dict[str, Any]:
    one = place.territory
    return {
        "name": one,
        "display_name": names.get(one) or one.code,
        "level": str(one.level),
        "part": place.within is not None,
        "territories": territories_of(place),
    }


def _known(ids: Collection[str]) -> dict[str, tuple[str, frozenset[str]]]:
    """Name and containers of these territories; of the containers only those that are among them."""
    wanted, around = list(ids), closure_table.alias()
    containers = sa.select(around.c.ancestor).where(
        around.c.descendant == territory_table.c.id, around.c.depth > 0, around.c.ancestor.in_(wanted)
    )
    query = sa.select(
        territory_table.c.id,
        territory_table.c.name,
        territory_table.c.code,
        sa.func.array(containers.scalar_subquery(), type_=sa.ARRAY(sa.Text)).label("containers"),
    ).where(territory_table.c.id.in_(wanted))
    rows = model.Session.execute(query) if wanted else ()
    return {row.id: (row.name or row.code, frozenset(row.containers)) for row in rows}
