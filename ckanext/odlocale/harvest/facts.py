"""What a gathered record says of itself that tells it from all other datasets. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ckanext.odlocale.harvest.tidy import title_of

CHAIN_FIELD = "origin_chain"
"""Extra of a dataset: addresses of the catalogues it went through, the producer's first, by spaces."""
LONGEST_CHAIN = 20
"""Catalogues of a chain that are believed: others than these write it."""
_IDENTIFIERS = ("identifier", "uri", "guid", "dcat_identifier")
_PAGES = ("origin_url", "landing_page", "landingPage", "harvest_remote_url")


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one record.

    :param pages: addresses of pages about it, that of its catalogue included
    :param files: addresses of its distributions
    :param chain: the catalogues it went through, that of its source last
    """

    title: str
    origin: str
    identifiers: tuple[str, ...]
    pages: tuple[str, ...]
    files: tuple[str, ...]
    modified: datetime | None
    chain: tuple[str, ...]


def facts_of(package: Mapping[str, Any], origin: str, catalogue: str) -> Facts:
    """Read a record as it is kept between gathering and import.

    :param package: a dataset in CKAN's form
    :param origin: its page in its catalogue
    :param catalogue: the address of the source
    """
    extras = {
        str(one.get("key")): one.get("value")
        for one in package.get("extras") or []
        if isinstance(one, Mapping)
    }
    said = {**extras, **{key: value for key, value in package.items() if isinstance(value, str)}}
    resources = [one for one in package.get("resources") or [] if isinstance(one, Mapping)]
    before = str(said.get(CHAIN_FIELD) or said.get("origin_catalogue") or "").split()
    identifiers = [said.get("id"), *(said.get(name) for name in _IDENTIFIERS)]
    return Facts(
        title=title_of(package),
        origin=origin,
        identifiers=_texts(identifiers),
        pages=_texts([origin, said.get("url"), *identifiers[1:], *(said.get(name) for name in _PAGES)]),
        files=_texts(one.get("url") for one in resources),
        modified=_moment(said.get("metadata_modified") or said.get("modified")),
        chain=tuple(dict.fromkeys([*before[:LONGEST_CHAIN], catalogue])),
    )


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in values if isinstance(one, str) and one.strip()))


def _moment(text: Any) -> datetime | None:
    """A date, without its zone; None for what is none, and for one that is to come: it would win for ever."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    found = found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    return found if found.year > 1900 and found <= datetime.now(UTC).replace(tzinfo=None) else None
