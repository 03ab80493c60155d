"""The search index against the truth: which datasets are indexed under another lineage than theirs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.search.common import make_connection
from ckan.model.package import package_table
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.directory import above_all_heirs, nearness
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, dataset_field, organization_field
from ckanext.odlocale.territory.model import closure_table, territory_table
from ckanext.odlocale.territory.published import published_codes
from ckanext.odlocale.territory.terms import ALL_FIELDS, PUBLISHED_FIELD, terms

PAGE = 1000

Terms = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Stale:
    """A dataset that the index has wrong.

    :param expected: the terms it should have; None for a dataset that is deleted
    :param found: the terms it has; None for a dataset that is not in the index
    """

    dataset: str
    expected: Terms | None
    found: Terms | None


def stale(organization_id: str | None = None) -> Iterator[Stale]:
    """The datasets whose territory terms in the index are not what datasets, organizations and closure say.

    :param organization_id: only the datasets of this organization
    """
    producers, published = _producers(organization_id), published_codes(organization_id)
    lineages = {None: frozenset_terms([])} | {
        producer: frozenset_terms(lineage) for producer, lineage in _lineages(set(producers.values())).items()
    }
    for dataset, found in _indexed(organization_id):
        known = dataset in producers
        expected = _with(published.get(dataset), lineages[producers.pop(dataset)]) if known else None
        if expected != found:
            yield Stale(dataset, expected, found)
    for dataset, producer in producers.items():
        yield Stale(dataset, _with(published.get(dataset), lineages[producer]), None)


def _with(published: str | None, terms: Terms) -> Terms:
    """The terms with the former territory under which a dataset was published."""
    return {**terms, PUBLISHED_FIELD: frozenset([published])} if published and terms else terms


def frozenset_terms(lineage: list[TerritoryId]) -> Terms:
    """The terms of a lineage, in no order."""
    return {field: frozenset(values) for field, values in terms(lineage).items()}


def _producers(organization_id: str | None) -> dict[str, str | None]:
    """The territory that each dataset counts for, by dataset."""
    package, territory = package_table, territory_table.c
    own, inherited = dataset_field(TERRITORY_FIELD), organization_field(TERRITORY_FIELD)
    query = (
        sa.select(package.c.id, sa.func.coalesce(territory.successor_id, territory.id))
        .select_from(
            package.outerjoin(own, own.c.id == package.c.id)
            .outerjoin(inherited, inherited.c.id == package.c.owner_org)
            .outerjoin(territory_table, territory.id == sa.func.coalesce(own.c.value, inherited.c.value))
        )
        .where(package.c.state != "deleted")
    )
    if organization_id:
        query = query.where(package.c.owner_org == organization_id)
    return dict(tuple(row) for row in model.Session.execute(query))


def _lineages(producers: Iterable[str | None]) -> dict[str, list[TerritoryId]]:
    wanted = sorted(producer for producer in producers if producer)
    closure = closure_table.c
    query = (
        sa.select(closure.descendant, closure.ancestor)
        .where(closure.descendant == sa.any_(sa.literal(wanted, ARRAY(sa.Text))))
        .order_by(closure.descendant, closure.depth, nearness(closure.ancestor))
    )
    shared = above_all_heirs()
    of_heirs = sa.select(shared).where(shared.c.descendant == sa.any_(sa.literal(wanted, ARRAY(sa.Text))))
    lineages: dict[str, list[TerritoryId]] = {}
    for descendant, ancestor in model.Session.execute(query):
        lineages.setdefault(descendant, []).append(TerritoryId(ancestor))
    # What left the COG without a single successor stands alone, below what contains all its heirs.
    for descendant, ancestor, _ in model.Session.execute(of_heirs):
        lineages.setdefault(descendant, [TerritoryId(descendant)]).append(TerritoryId(ancestor))
    return {producer: lineages.get(producer, [TerritoryId(producer)]) for producer in wanted}


def _indexed(organization_id: str | None) -> Iterator[tuple[str, Terms]]:
    """The territory terms of every dataset in the index, a page at a time."""
    solr, cursor, following = make_connection(), None, "*"
    filters = [f'+site_id:"{tk.config["ckan.site_id"]}"', "+entity_type:package"]
    if organization_id:
        filters.append(f'+owner_org:"{organization_id}"')
    fields = ",".join(("id", *ALL_FIELDS))
    while cursor != following:
        cursor = following
        page = solr.search("*:*", fq=filters, fl=fields, sort="index_id asc", rows=PAGE, cursorMark=cursor)
        yield from ((document["id"], _terms_of(document)) for document in page.docs)
        following = page.nextCursorMark


def _terms_of(document: Mapping[str, Any]) -> Terms:
    return {field: frozenset(document[field]) for field in _present(document)}


def _present(document: Mapping[str, Any]) -> Collection[str]:
    return [field for field in ALL_FIELDS if document.get(field)]
