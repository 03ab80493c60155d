"""What the pages of animators say of territories: one query for all that a page names."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.odlocale.territory.shared import Level, places, records, within


def names_of(*perimeters: Iterable[str]) -> dict[str, str]:
    """The names of these territories, former ones too, by identifier. One query."""
    wanted = {one for perimeter in perimeters for one in perimeter}
    return {str(one.id): one.name or one.code for one in records(wanted).values()} if wanted else {}


def places_of(*levels: Level) -> list[tuple[str, str]]:
    """The territories of some levels with their names, the largest level first, to choose from. One query."""
    found = places(within("fr", levels))
    return [(one.id, one.name) for one in sorted(found, key=lambda one: (one.level.rank, one.name))]
