"""What becomes of the territories that a newer vintage does not have, or knows less about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ckanext.odlocale.cog.closure import GROUPS
from ckanext.odlocale.cog.ids import TerritoryId
from ckanext.odlocale.cog.vintage import Territory, Vintage

Territories = Mapping[TerritoryId, Territory]
# For each group that was, how many of its communes are in which group of its level today, or in none.
Groups = Mapping[TerritoryId, Counter[TerritoryId | None]]


def continued(old: Vintage, new: Vintage) -> Vintage:
    """The new vintage with everything that was ever known: nothing of the old one is lost.

    What only the old one has is kept as former. Former communes keep the name and SIREN that the old one
    knows and the new one does not.
    """
    territories = {known: _remembered(one, old.territories) for known, one in new.territories.items()}
    return Vintage(new.year, territories | carried_over(old, new))


def _remembered(territory: Territory, old: Territories) -> Territory:
    before = old.get(territory.id) if territory.former else None
    if before is None or (territory.name and territory.siren):
        return territory
    name, siren = territory.name or before.name, territory.siren or before.siren
    if (name, siren) == (territory.name, territory.siren):
        return territory
    return replace(territory, name=name, siren=siren)


def carried_over(old: Vintage, new: Vintage) -> dict[TerritoryId, Territory]:
    """The territories that only the old vintage has, as former ones that lead to a successor if one is known.

    An EPCI or EPT whose communes are all in one and the same group today is succeeded by it. One whose
    communes were shared out to several has these as heirs, the one with most of its communes first.
    """
    missing = {
        known: territory for known, territory in old.territories.items() if known not in new.territories
    }
    groups = groups_today(old, new)
    return {
        known: _former(territory, missing, groups, new.territories) for known, territory in missing.items()
    }


def _former(territory: Territory, missing: Territories, groups: Groups, today: Territories) -> Territory:
    successor = _successor(territory, missing, groups, today)
    heirs = () if successor else tuple(dict.fromkeys(_heirs(territory, missing, groups, today)))
    if len(heirs) == 1 and len(territory.heirs) > 1:
        # It was shared out, and what it was shared out to is one again.
        successor, heirs = heirs[0], ()
    return replace(territory, former=True, parents=(), successor=successor, heirs=heirs)


def groups_today(old: Vintage, new: Vintage) -> Groups:
    """For every group of the old vintage, the groups of its level that its communes are in in the new one."""
    found: dict[TerritoryId, Counter[TerritoryId | None]] = {}
    for territory in old.current():
        for group in territory.parents:
            if group.level in GROUPS:
                today = _in_force(territory.id, new.territories)
                parents = today.parents if today else ()
                same = next((parent for parent in parents if parent.level is group.level), None)
                found.setdefault(group, Counter())[same] += 1
    return found


def _in_force(known: TerritoryId, territories: Territories) -> Territory | None:
    territory = territories.get(known)
    return territories.get(territory.successor) if territory and territory.successor else territory


def _successor(
    territory: Territory, missing: Territories, groups: Groups, today: Territories
) -> TerritoryId | None:
    """Follow successors, of which several may have vanished at once, to one that is in force."""
    seen = {territory.id}
    next_one = _next(territory, groups)
    while next_one is not None and next_one in missing and next_one not in seen:
        seen.add(next_one)
        next_one = _next(missing[next_one], groups)
    last = _in_force(next_one, today) if next_one else None
    return last.id if last and not last.former else None


def _next(territory: Territory, groups: Groups) -> TerritoryId | None:
    today = groups.get(territory.id, Counter())
    if territory.former or len(today) != 1:
        return territory.successor
    return next(iter(today))


def _heirs(
    territory: Territory, missing: Territories, groups: Groups, today: Territories
) -> Iterator[TerritoryId]:
    for heir in _shared_out_to(territory, groups):
        found = _in_force(heir, today)
        if found and not found.former:
            yield found.id
        elif heir in missing and heir != territory.id:
            successor = _successor(missing[heir], missing, groups, today)
            further = _shared_out_to(missing[heir], groups)
            yield from (successor,) if successor else (one for one in further if one in today)


def _shared_out_to(territory: Territory, groups: Groups) -> Iterable[TerritoryId]:
    """The heirs of a territory, one step away."""
    if territory.former:
        return (territory.successor,) if territory.successor else territory.heirs
    shares = groups.get(territory.id, Counter())
    ordered = sorted((-count, group) for group, count in shares.items() if group)
    return [group for _, group in ordered]
