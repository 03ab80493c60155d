"""What the rooms that a portal may do without say of territories: who accompanies them, what is harvested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import ckan.plugins as p

from ckanext.odlocale.observatory.facts import Help, Sources
from ckanext.odlocale.observatory.gathering import Gathered
from ckanext.odlocale.territory.shared import Standing, territories_here


def tell(found: Gathered, territories: Sequence[Standing]) -> None:
    """Add to what was found what the animators and the harvests of the portal say, where it has them."""
    if p.plugin_loaded("odlocale_animator"):
        _animators(found)
    if p.plugin_loaded("odlocale_harvest"):
        _harvests(found, territories)


def _animators(found: Gathered) -> None:
    from ckanext.odlocale.animator.shared import ever_signed, offered_on

    helps: dict[str, list[Help]] = defaultdict(list)
    for one in ever_signed():
        helps[one.territory].append(Help(one.animator, one.since, one.until))
    found.helps, found.offered = helps, offered_on(found.day)


def _harvests(found: Gathered, territories: Sequence[Standing]) -> None:
    from ckanext.odlocale.harvest.shared import harvests_of

    here = territories_here([one.id for one in territories])
    found.sources = {
        one: Sources(len(told.sources), len(told.in_error))
        for one, told in harvests_of(here).items()
        if told.sources
    }


def animator_called(name: str) -> Any:
    """The animator of this name or id, as its room tells it; None when there is none."""
    if not p.plugin_loaded("odlocale_animator"):
        return None
    from ckanext.odlocale.animator.shared import animator

    return animator(name)
