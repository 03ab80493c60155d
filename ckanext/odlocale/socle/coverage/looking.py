"""The coverage of many territories at once, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.socle.catalogue import Entry, latest_entries
from ckanext.odlocale.socle.coverage.declarations import declared
from ckanext.odlocale.socle.coverage.state import File, Situation, State, is_meant, situation
from ckanext.odlocale.socle.coverage.statements import files_of, files_of_listed
from ckanext.odlocale.socle.duties.store import obligations_of
from ckanext.odlocale.socle.obligation import Duty, Obligation, Reason
from ckanext.odlocale.territory.shared import (
    Level,
    Place,
    Scope,
    TerritoryId,
    TerritoryRecord,
    places,
    territories_here,
    within,
)

Coverage = dict[TerritoryId, dict[str, Situation]]
# The state of a set does not depend on whether it had to be published.
_ANYBODY = Obligation(Duty.UNKNOWN, Reason.PEOPLE_UNKNOWN, None)


def coverage(scope: Scope, entries: Collection[Entry] = (), today: dt.date | None = None) -> Coverage:
    """How far each of these territories has come with each set that its level has. Five queries.

    :param scope: ids, or a query of ids as of ``within("reg-84", [Level.COM])``; unknown ones are left out
    :param entries: only these sets; all of them when there are none
    :param today: the day to judge on (default: today)
    :returns: territory to name of a set to its situation, in the order of territories and of the catalogue
    """
    return coverage_of(places(scope), scope, entries, today)


def coverage_of(
    found: Collection[Place | TerritoryRecord],
    scope: Scope,
    entries: Collection[Entry] = (),
    today: dt.date | None = None,
) -> Coverage:
    """The same for territories that were read already. Four queries."""
    duties, files, told = obligations_of(found, scope), files_by_territory(scope), declared(scope)
    here, day = territories_here([one.id for one in found]), today or dt.datetime.now(dt.UTC).date()
    return {
        place.id: {
            entry.name: situation(
                entry,
                duties[place.id],
                files.get((place.id, entry.name), ()),
                told.get((place.id, entry.name), ()),
                day,
                is_here=place.id in here,
            )
            for entry in entries or latest_entries()
            if is_meant(entry, place.level)
        }
        for place in found
    }


def begun(today: dt.date | None = None) -> dict[str, dict[str, State]]:
    """The state of each set that an authority has begun, of all authorities of the country. Two queries.

    Whoever has neither a file nor a declaration of a set is left out: without any, everything is absent.

    :param today: the day to judge on (default: today)
    """
    everywhere, day = within(Level.FR), today or dt.datetime.now(dt.UTC).date()
    files, told = files_by_territory(everywhere), declared(everywhere)
    entries = {entry.name: entry for entry in latest_entries()}
    found: dict[str, dict[str, State]] = defaultdict(dict)
    for territory, name in {**files, **told}:
        if name in entries and is_meant(entries[name], TerritoryId(territory).level):
            key = territory, name
            one = situation(entries[name], _ANYBODY, files.get(key, ()), told.get(key, ()), day, is_here=True)
            found[territory][name] = one.state
    return found


def files_by_territory(scope: Scope) -> dict[tuple[str, str], list[File]]:
    """The public files that have rows of these territories, by territory and set. One query."""
    found: dict[tuple[str, str], list[File]] = defaultdict(list)
    for row in _rows(scope):
        holder = None if row.owner == row.territory else row.owner
        file = File(row.resource, row.dataset, row.verdict, row.date.date(), holder, row.rows)
        found[row.territory, row.schema].append(file)
    return found


def _rows(scope: Scope) -> Iterable[Any]:
    if isinstance(scope, sa.sql.Select):
        return model.Session.execute(files_of(scope))
    return model.Session.execute(files_of_listed(), {"territories": list(scope)})
