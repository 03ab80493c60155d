"""What each kind of portal is asked about a territory, and what its answer says of it. Values only.

udata: ``/api/1/organizations/?q=`` finds the organizations whose name has all the words, and
``/api/1/datasets/?geozone=`` counts the datasets that declare to cover a zone (udata,
``core/organization/api.py``, ``core/dataset/api.py``). Opendatasoft: ``catalog/facets?facet=publisher``
counts the datasets of every publisher (Explore API 2.1). CKAN: ``package_search`` counts the datasets of
the organizations whose name has the words (CKAN API, 3). Each answers with one short page.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode, urlsplit

from ckanext.odlocale.cog.shared import TerritoryId, normalise_name, strip_kind
from ckanext.odlocale.harvest.catalogues import has_zone, zone
from ckanext.odlocale.harvest.claims import Agent, Claims
from ckanext.odlocale.harvest.identifiers import authority_numbers

MOST = 20
"""Organizations of one portal that are looked at."""
_SLUG = re.compile(r"[^a-z0-9]+")
_WORD = re.compile(r"[^\s'’]+")


class Kind(StrEnum):
    """What a known portal runs on, or that it is one DCAT catalogue."""

    UDATA = "udata"
    OPENDATASOFT = "opendatasoft"
    CKAN = "ckan"
    DCAT = "dcat"


class What(StrEnum):
    """What of a portal would be harvested."""

    ORGANIZATION = "organization"
    COVERAGE = "coverage"
    CATALOGUE = "catalogue"


@dataclass(frozen=True, slots=True)
class KnownPortal:
    """A portal that may hold something of a territory.

    :param address: of its home page, without a slash at the end; of the catalogue for ``dcat``
    """

    kind: Kind
    address: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.address}"


@dataclass(frozen=True, slots=True)
class About:
    """The territory that is asked about, by its official name."""

    id: TerritoryId
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a portal that may be the territory's.

    :param filter: what the portal's own filter calls it; empty for what needs none
    :param claims: what the portal says about who that is
    :param datasets: how many it has, None where the portal does not say
    :param read: how many datasets were read to know that, None where the portal counts all of its own
    """

    what: What
    filter: str
    title: str
    claims: Claims
    datasets: int | None
    page: str = ""
    read: int | None = None


class NotLikeThatError(ValueError):
    """An answer has not the shape that portals of this kind give."""


def known_portal(text: str) -> KnownPortal:
    """Read ``kind:address``.

    :raises ValueError: it is not written like that
    """
    kind, _colon, address = text.strip().partition(":")
    parts = urlsplit(address)
    if kind not in list(Kind) or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(text)
    return KnownPortal(Kind(kind), address.rstrip("/"))


def words_of(name: str) -> str:
    """The end of a name that says which territory: who writes “CC” or “Le” here writes it otherwise there."""
    rest = strip_kind(name)[1]
    ends = (name[word.start() :] for word in reversed(list(_WORD.finditer(name))))
    return next((end for end in ends if normalise_name(end) == rest), rest)


def resembles(name: str, about: About) -> bool:
    """True for a name that has all the words of the territory's, in their order."""
    return f" {normalise_name(words_of(about.name))} " in f" {normalise_name(name)} "


# --- udata ----------------------------------------------------------------------------------------


def udata_organizations(portal: KnownPortal, about: About) -> str:
    """Where a udata lists the organizations of that name."""
    return (
        f"{portal.address}/api/1/organizations/?{urlencode({'q': words_of(about.name), 'page_size': MOST})}"
    )


def read_udata_organizations(answer: Any) -> Iterator[Part]:
    """Organizations that have datasets.

    :raises NotLikeThatError: this is no page of organizations
    """
    for one in _listed(answer, "data"):
        said = one.get("metrics")
        datasets = _number(said.get("datasets")) if isinstance(said, Mapping) else None
        slug = _text(one.get("slug")) or _text(one.get("id"))
        if slug and not one.get("deleted") and datasets != 0:
            name = _text(one.get("name")) or slug
            agent = Agent((name,), tuple(authority_numbers(_text(one.get("business_number_id")))))
            yield Part(What.ORGANIZATION, slug, name, Claims(agent), datasets, _text(one.get("page")))


def udata_coverage(portal: KnownPortal, about: About) -> str | None:
    """Where a udata counts the datasets that cover the territory; None for one of no level that it knows."""
    if not has_zone(about.id):
        return None
    return f"{portal.address}/api/1/datasets/?{urlencode({'geozone': zone(about.id), 'page_size': 1})}"


def read_udata_coverage(answer: Any, about: About) -> Iterator[Part]:
    """The datasets that cover the territory, when there are some.

    :raises NotLikeThatError: this is no page of datasets
    """
    _listed(answer, "data")
    total = _number(answer.get("total"))
    if total:
        claims = Claims(coverage=(zone(about.id),))
        yield Part(What.COVERAGE, about.id, about.name, claims, total)


# --- Opendatasoft ---------------------------------------------------------------------------------


def opendatasoft_publishers(portal: KnownPortal) -> str:
    """Where an Opendatasoft portal counts the datasets of its publishers."""
    return f"{portal.address}/api/explore/v2.1/catalog/facets?facet=publisher"


def read_opendatasoft_publishers(answer: Any) -> Iterator[Part]:
    """All publishers.

    :raises NotLikeThatError: these are no facets
    """
    for facet in _listed(answer, "facets"):
        if facet.get("name") == "publisher":
            for one in _listed(facet, "facets"):
                name = _text(one.get("value")) or _text(one.get("name"))
                if name:
                    claims = Claims(Agent((name,)))
                    yield Part(What.ORGANIZATION, name, name, claims, _number(one.get("count")))


# --- CKAN -----------------------------------------------------------------------------------------


def ckan_organizations(portal: KnownPortal, about: About) -> str:
    """Where a CKAN counts the datasets of the organizations whose name in addresses has the words."""
    asked = {
        "rows": 0,
        "fq": f"organization:*{_slug(words_of(about.name))}*",
        "facet.field": json.dumps(["organization"]),
        "facet.limit": MOST,
    }
    return f"{portal.address}/api/3/action/package_search?{urlencode(asked)}"


def read_ckan_organizations(answer: Any, portal: KnownPortal) -> Iterator[Part]:
    """Organizations that have datasets; who each is is asked for by its name.

    :raises NotLikeThatError: this is no answer of a CKAN
    """
    result = answer.get("result") if isinstance(answer, Mapping) else None
    facets = result.get("search_facets") if isinstance(result, Mapping) else None
    if not isinstance(facets, Mapping):
        raise NotLikeThatError
    for one in _listed(facets.get("organization"), "items")[:MOST]:
        name = _text(one.get("name"))
        if name:
            title = _text(one.get("display_name")) or name
            page = f"{portal.address}/organization/{name}"
            claims = Claims(organization=Agent((title,)))
            yield Part(What.ORGANIZATION, name, title, claims, _number(one.get("count")), page)


def is_ckan_name(text: str) -> bool:
    """True for what may be the name of an organization in a filter of a CKAN."""
    return re.fullmatch(r"[\w-]{1,100}", text) is not None


def _slug(text: str) -> str:
    """A name as CKAN makes it one of addresses."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return _SLUG.sub("-", "".join(one for one in folded if not unicodedata.combining(one))).strip("-")


# --- Hostile answers ------------------------------------------------------------------------------


def _listed(answer: Any, key: str) -> list[Mapping[str, Any]]:
    found = answer.get(key) if isinstance(answer, Mapping) else None
    if not isinstance(found, list):
        raise NotLikeThatError
    return [one for one in found if isinstance(one, Mapping)]


def _text(value: Any) -> str:
    return value.replace("\x00", "").strip()[:500] if isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
