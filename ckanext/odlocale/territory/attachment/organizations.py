"""Organizations and their territories, a page at a time, with proposals for those without one.

A page takes the same number of queries whatever the number of organizations and of their datasets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.package import package_table

from ckanext.odlocale.cog.shared import TerritoryId, normalise_name, siren_of
from ckanext.odlocale.territory.attachment.gazetteer import Gazetteer, gazetteer
from ckanext.odlocale.territory.attachment.model import State, attachment_table
from ckanext.odlocale.territory.attachment.proposing import Proposal, Subject, beside_others, propose
from ckanext.odlocale.territory.attachment.wording import evidence
from ckanext.odlocale.territory.config import portal_territory
from ckanext.odlocale.territory.extras import SIREN_FIELD, TERRITORY_FIELD, dataset_field, organization_field
from ckanext.odlocale.territory.model import FORMER, territory_table

_group, _territory, _package = group_table.c, territory_table.c, package_table.c

UNATTACHED = "unattached"


def page(typed: str | None, state: str, limit: int, offset: int = 0) -> dict[str, Any]:
    """Organizations, those with most datasets first.

    :param typed: only those whose title or name has these words
    :param state: ``unattached`` for those without a territory of today, ``all`` for all
    :returns: ``count`` of all, and ``results`` as the API lists them
    """
    query = _query(typed, state)
    total = sa.select(sa.func.count()).select_from(query.subquery())
    ordered = query.order_by(sa.desc("datasets"), sa.func.lower(_group.title), _group.name)
    rows = model.Session.execute(ordered.limit(limit).offset(offset)).all()
    return {"count": model.Session.execute(total).scalar_one(), "results": _shown(rows)}


def _query(typed: str | None, state: str) -> sa.sql.Select:
    attached, siren = organization_field(TERRITORY_FIELD), organization_field(SIREN_FIELD)
    claim, datasets = attachment_table.alias("claim"), _counted()
    query = (
        sa.select(_group.id, _group.name, _group.title, _group.type, siren.c.value.label("siren"))
        .add_columns(attached.c.value.label("territory"), _territory.name.label("territory_name"))
        .add_columns(_territory.state, _territory.successor_id, claim.c.territory_id.label("claimed"))
        .add_columns(sa.func.coalesce(datasets.c.datasets, 0).label("datasets"))
        .select_from(group_table)
        .outerjoin(attached, attached.c.id == _group.id)
        .outerjoin(siren, siren.c.id == _group.id)
        .outerjoin(territory_table, _territory.id == attached.c.value)
        .outerjoin(datasets, datasets.c.owner_org == _group.id)
        .outerjoin(claim, sa.and_(claim.c.organization_id == _group.id, claim.c.state == State.CLAIMED))
        .where(_group.is_organization.is_(True), _group.state == "active", *_typed(typed))
    )
    without = sa.or_(_territory.id.is_(None), _territory.state == FORMER)
    return query.where(without) if state == UNATTACHED else query


def _typed(typed: str | None) -> list[Any]:
    """Each word is in the title as written, or in the name, which has no accents."""
    words = (typed or "").split()[:20]
    return [
        sa.or_(
            # Not icontains, which the SQLAlchemy of CKAN 2.11 does not have.
            sa.func.lower(_group.title).contains(word.lower(), autoescape=True),
            _group.name.contains((normalise_name(word) or word).lower(), autoescape=True),
        )
        for word in words
    ]


def _counted() -> sa.sql.Subquery:
    query = sa.select(_package.owner_org, sa.func.count().label("datasets"))
    return query.where(_package.state == "active").group_by(_package.owner_org).subquery("datasets")


def _shown(rows: Collection[Any]) -> list[dict[str, Any]]:
    producers = _producers(row.id for row in rows)
    subjects = {row.id: _subject(row, producers.get(row.id, {})) for row in rows if _is_open(row)}
    places = gazetteer(list(subjects.values()))
    within = portal_territory()
    found = {one: propose(subject, places, within) for one, subject in subjects.items()}
    holders = holding(proposal.territory for proposals in found.values() for proposal in proposals)
    return [_one(row, found.get(row.id, ()), places, holders) for row in rows]


def _is_open(row: Any) -> bool:
    return row.state in (None, FORMER)


def _subject(row: Any, producers: dict[TerritoryId, int]) -> Subject:
    former = TerritoryId(row.territory) if row.state == FORMER else None
    return Subject((row.title or "", row.name), siren_of(row.siren), former, producers)


def _one(
    row: Any, proposals: Iterable[Proposal], places: Gazetteer, holders: dict[str, list[str]]
) -> dict[str, Any]:
    return {
        "id": row.id,
        "organization": row.name,
        "title": row.title or row.name,
        "type": row.type,
        "siren": row.siren,
        "territory": row.territory,
        "territory_name": row.territory_name,
        "state": row.state or ("unknown" if row.territory else None),
        "claimed": row.claimed,
        "datasets": row.datasets,
        "proposals": [_proposal(one, places, holders) for one in proposals],
    }


def _proposal(proposal: Proposal, places: Gazetteer, holders: dict[str, list[str]]) -> dict[str, Any]:
    taken = holders.get(proposal.territory, [])
    certainty = (beside_others(proposal) if taken else proposal).certainty
    return {
        "territory": str(proposal.territory),
        "name": places.name(proposal.territory),
        "level": str(proposal.territory.level),
        "situation": places.situation(proposal.territory),
        "certainty": str(certainty),
        "evidence": evidence(proposal, places),
        "organizations": taken,
    }


def _producers(organization_ids: Iterable[str]) -> dict[str, dict[TerritoryId, int]]:
    """The territories that the datasets of these organizations name, today's, with how many do."""
    named = dataset_field(TERRITORY_FIELD)
    meant = sa.func.coalesce(_territory.successor_id, _territory.id)
    query = (
        sa.select(_package.owner_org, meant.label("territory"), sa.func.count().label("datasets"))
        .join_from(package_table, named, named.c.id == _package.id)
        .join(territory_table, _territory.id == named.c.value)
        .where(_package.owner_org.in_(list(organization_ids)))
        .group_by(_package.owner_org, sa.text("2"))
    )
    found: dict[str, dict[TerritoryId, int]] = defaultdict(dict)
    for row in model.Session.execute(query.order_by(sa.desc("datasets"), sa.text("2"))):
        found[row.owner_org][TerritoryId(row.territory)] = row.datasets
    return found


def holding(territory_ids: Iterable[str]) -> dict[str, list[str]]:
    """The titles of the organizations that are attached to each of these territories."""
    attached, title = (
        organization_field(TERRITORY_FIELD),
        sa.func.coalesce(sa.func.nullif(_group.title, ""), _group.name),
    )
    query = (
        sa.select(attached.c.value, title.label("title"))
        .join_from(attached, group_table, _group.id == attached.c.id)
        .where(attached.c.value.in_(set(territory_ids)))
        .order_by(_group.created, _group.name)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in model.Session.execute(query):
        found[row.value].append(row.title)
    return found
