"""What the answers for everybody begin with: the territory, what is asked of it, the datasets."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory import datasets, surroundings
from ckanext.odlocale.territory.directory import TerritoryRecord
from ckanext.odlocale.territory.page import Asked, Scope, asked_of

_SCOPES = (Scope.OWN, Scope.BELOW, Scope.ABOVE)
_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A territory, and what an address asks of it.

    :param number: the page's, from 1; 1 also for what is no number
    """

    record: TerritoryRecord
    above: list[TerritoryId]
    asked: Asked
    number: int


def wanted(text: str) -> Wanted | None:
    """What this request is about; None when there is no such territory.

    :raises NotAuthorized: the portal does not show its territories to everybody
    """
    tk.check_access("odlocale_territory_show", datasets.anonymous(), {"id": text})
    record, ancestry = surroundings.situation_of(text)
    if record is None:
        return None
    asked = asked_of(list(tk.request.args.items(multi=True)), (), _SCOPES)
    return Wanted(record, ancestry.ids, asked, _page_number(tk.request.args.get("page", "")))


def _page_number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(number, 1), _MOST_PAGES)


def today(endpoint: str, record: TerritoryRecord) -> str:
    """The address under which a former territory's answer is found today, with all that was asked."""
    query = tk.request.query_string.decode("utf-8", "replace")
    return tk.url_for(endpoint, territory_id=record.id) + (f"?{query}" if query else "")
