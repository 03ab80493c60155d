"""Where the harvested datasets are now, as anybody may read it from the portal."""

from __future__ import annotations

import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.demo.api import Api, field

KINDS = ("home", "rolled-up", "source")
REGIONS = "vocab_odlocale_reg"
ROWS = 1000
PATIENCE = 60
POLL = 0.5


def count(api: Api, sources: Sequence[str]) -> dict[str, int]:
    """How many datasets of these sources are at home, rolled up, or with their source.

    :param sources: ids
    :raises StackError: the search index does not have them all
    """
    wait_until_indexed(api, sources)
    attached = functools.cache(lambda organization: _is_attached(api, organization))
    found = Counter(kind(dataset, attached) for dataset in _datasets(api, sources))
    return {name: found[name] for name in KINDS}


def wait_until_indexed(api: Api, sources: Sequence[str]) -> None:
    """Wait until the search finds every dataset that was harvested: the index follows the database."""
    expected = sum(api("harvest_source_show_status", id=source)["total_datasets"] for source in sources)
    until = time.monotonic() + PATIENCE
    while (found := _search(api, sources, rows=0)["count"]) != expected:
        if time.monotonic() > until:
            raise StackError(f"La recherche trouve {found} jeux de données sur les {expected} moissonnés.")
        time.sleep(POLL)


def kind(dataset: dict[str, Any], attached: Callable[[str], bool]) -> str:
    """The placement of a dataset: with its producer, with a territory above it, or where it was harvested.

    :param attached: whether the organization of this id is attached to a territory
    """
    if not field(dataset, "odlocale_territory"):
        return "source"
    if not field(dataset, "rolled_up_from"):
        return "home"
    return "rolled-up" if attached(dataset["owner_org"]) else "source"


def _is_attached(api: Api, organization: str) -> bool:
    shown = api("organization_show", id=organization, include_datasets=False, include_users=False)
    return bool(field(shown, "odlocale_territory"))


def below(api: Api, territory: str) -> int:
    """The number of datasets of a territory and of everything below it."""
    return api("package_search", territoire=territory, rows=0)["count"]


def largest_region(api: Api, sources: Sequence[str]) -> str | None:
    """The région with most of the datasets of these sources, None when none is recognised."""
    found = _search(api, sources, rows=0, **{"facet.field": [REGIONS], "facet.limit": 1})
    regions = found["search_facets"][REGIONS]["items"]
    return regions[0]["name"] if regions else None


def _datasets(api: Api, sources: Sequence[str]) -> Iterator[dict[str, Any]]:
    start = 0
    while page := _search(api, sources, rows=ROWS, start=start, sort="id asc")["results"]:
        yield from page
        start += len(page)


def _search(api: Api, sources: Sequence[str], **options: Any) -> Any:
    names = " OR ".join(f'"{source}"' for source in sources)
    return api("package_search", fq=f"harvest_source_id:({names})", include_private=True, **options)
