"""Asking known portals about a territory: all at once, politely, and for no longer than a person waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import replace
from itertools import islice
from typing import Any

import ckan.plugins.toolkit as tk
from rdflib.namespace import DCAT, RDF

from ckanext.odlocale.harvest import complaints
from ckanext.odlocale.harvest.catalogue_pages import CatalogueReader
from ckanext.odlocale.harvest.claims import Claims
from ckanext.odlocale.harvest.claims_ckan import claims_of as claims_of_ckan
from ckanext.odlocale.harvest.claims_dcat import claims_of as claims_of_dcat
from ckanext.odlocale.harvest.complaints import MEGABYTE
from ckanext.odlocale.harvest.documents import FetchError
from ckanext.odlocale.harvest.fetching import Client, Limits
from ckanext.odlocale.harvest.portal_search import (
    About,
    Kind,
    KnownPortal,
    NotLikeThatError,
    Part,
    What,
    ckan_organizations,
    opendatasoft_publishers,
    read_ckan_organizations,
    read_opendatasoft_publishers,
    read_udata_coverage,
    read_udata_organizations,
    resembles,
    udata_coverage,
    udata_organizations,
)
from ckanext.odlocale.harvest.publisher import name_of
from ckanext.odlocale.harvest.remote_ckan import RemoteCkan

PATIENCE = 12
"""Seconds that a person waits for all portals."""
AT_ONCE = 8
SHOWN = 5
"""Organizations of one CKAN that are asked about one by one."""

Answer = Sequence[Part] | str
"""What a portal may hold of the territory; or why it could not say, for people."""


def ask(portals: Sequence[KnownPortal], about: About, limits: Limits) -> dict[KnownPortal, Answer]:
    """What each portal says; one that fails or takes too long holds up none of the others.

    Nothing of the database is read: it happens in threads.

    :param limits: of the site; a page waits for less
    """
    bounded = replace(
        limits, timeout=min(limits.timeout, 5), total=10, retries=0, size=min(limits.size, 10 * MEGABYTE)
    )
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="odlocale-onboarding")
    asked: dict[KnownPortal, Future[Answer]] = {
        portal: pool.submit(copy_context().run, _answer, portal, about, bounded) for portal in portals
    }
    wait(asked.values(), timeout=PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)
    return {portal: _in_time(portal, future) for portal, future in asked.items()}


def _in_time(portal: KnownPortal, future: Future[Answer]) -> Answer:
    return (
        future.result() if future.done() and not future.cancelled() else complaints.too_slow(portal.address)
    )


def _answer(portal: KnownPortal, about: About, limits: Limits) -> Answer:
    try:
        return tuple(_ASKED[portal.kind](portal, about, Client(limits)))
    except FetchError as error:
        return str(error)
    except NotLikeThatError:
        message = tk._(
            "{address} does not answer like a portal of the kind {kind}. Ask the administrator to correct "
            "ckanext.odlocale.harvest.known_portals."
        )
        return message.format(address=portal.address, kind=portal.kind)


def _udata(portal: KnownPortal, about: About, client: Client) -> Iterator[Part]:
    yield from read_udata_organizations(_json(client, udata_organizations(portal, about)))
    address = udata_coverage(portal, about)
    if address:
        yield from read_udata_coverage(_json(client, address), about)


def _opendatasoft(portal: KnownPortal, about: About, client: Client) -> Iterator[Part]:
    publishers = read_opendatasoft_publishers(_json(client, opendatasoft_publishers(portal)))
    yield from (one for one in publishers if resembles(one.title, about))


def _ckan(portal: KnownPortal, about: About, client: Client) -> Iterator[Part]:
    found = list(read_ckan_organizations(_json(client, ckan_organizations(portal, about)), portal))
    remote = RemoteCkan(client, portal.address)
    for one in islice(found, SHOWN):
        shown = remote.organization(one.filter)
        yield replace(one, claims=claims_of_ckan({"organization": shown})) if shown else one
    yield from found[SHOWN:]


def _dcat(portal: KnownPortal, _about: About, client: Client) -> Iterator[Part]:
    """The first page says who publishes there; the whole of it is what a harvest reads."""
    page = next(CatalogueReader(client, portal.address).pages())
    datasets = set(page.g.subjects(RDF.type, DCAT.Dataset))
    counted: Counter[Claims] = Counter(claims_of_dcat(page.g, one) for one in datasets)
    for claims, number in counted.items():
        yield Part(What.CATALOGUE, "", name_of(claims), claims, number, portal.address, len(datasets))


_ASKED: dict[Kind, Callable[[KnownPortal, About, Client], Iterator[Part]]] = {
    Kind.UDATA: _udata,
    Kind.OPENDATASOFT: _opendatasoft,
    Kind.CKAN: _ckan,
    Kind.DCAT: _dcat,
}


def _json(client: Client, address: str) -> Any:
    return client.get(address, "application/json").json()
