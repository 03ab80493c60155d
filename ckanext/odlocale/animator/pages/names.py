"""What the pages of animators say of territories: one query for all that a page names."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.odlocale.territory.shared import records


def names_of(*perimeters: Iterable[str]) -> dict[str, str]:
    """The names of these territories, former ones too, by identifier. One query."""
    wanted = {one for perimeter in perimeters for one in perimeter}
    return {str(one.id): one.name or one.code for one in records(wanted).values()} if wanted else {}
