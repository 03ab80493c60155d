"""Reading the queue of producers: a page of it costs the same however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table

from ckanext.odlocale.harvest import aliases
from ckanext.odlocale.harvest.model import IGNORED, PENDING, TERRITORY, publisher_match_table
from ckanext.odlocale.territory import shared as territory

STATES = {"pending": (PENDING,), "decided": (TERRITORY, IGNORED), "all": (PENDING, TERRITORY, IGNORED)}
_match, _package = publisher_match_table.c, package_table.c


@dataclass(frozen=True, slots=True)
class Asked:
    """Which producers somebody wants to see.

    :param state: ``pending``, ``decided`` or ``all``
    :param organizations: ids; only sources of these, None for every source
    :param q: a part of the producer's name or key
    :param limit: of the page, None for all
    """

    state: str = "pending"
    source: str | None = None
    key: str | None = None
    organizations: Sequence[str] | None = None
    q: str = ""
    limit: int | None = None
    offset: int = 0


def count(asked: Asked) -> int:
    """How many producers there are of those asked for."""
    return model.Session.execute(_chosen(sa.select(sa.func.count()), asked)).scalar() or 0


def listed(asked: Asked) -> list[dict[str, Any]]:
    """The producers, those with most datasets first."""
    columns = sa.select(
        publisher_match_table,
        _package.name.label("source_name"),
        sa.func.coalesce(sa.func.nullif(_package.title, ""), _package.name).label("source_title"),
    )
    order = (_match.datasets.desc(), _match.source_id, _match.publisher_key)
    query = _chosen(columns, asked).order_by(*order).limit(asked.limit).offset(asked.offset)
    rows = model.Session.execute(query).all()
    known = _situations(rows)
    others = aliases.of_territories(known)
    return [_shown(row, known, others) for row in rows]


def _chosen(query: sa.Select[Any], asked: Asked) -> sa.Select[Any]:
    query = query.select_from(
        publisher_match_table.outerjoin(package_table, _package.id == _match.source_id)
    ).where(_match.decision.in_(STATES[asked.state]))
    if asked.source is not None:
        query = query.where(_match.source_id == asked.source)
    if asked.key is not None:
        query = query.where(_match.publisher_key == asked.key)
    if asked.organizations is not None:
        query = query.where(_package.owner_org.in_(asked.organizations))
    if asked.q:
        # Not icontains, which the SQLAlchemy of CKAN 2.11 does not have.
        told = [sa.func.lower(column) for column in (_match.publisher_name, _match.publisher_key)]
        query = query.where(sa.or_(*(one.contains(asked.q.lower(), autoescape=True) for one in told)))
    return query


def _situations(rows: Iterable[Any]) -> dict[str, dict[str, Any]]:
    wanted = {one for row in rows for one in (row.territory, *row.candidates) if one}
    return {one["id"]: one for one in territory.situations(sorted(wanted))}


def _shown(row: Any, known: dict[str, dict[str, Any]], others: dict[str, list[str]]) -> dict[str, Any]:
    candidates = list(dict.fromkeys([row.territory, *row.candidates] if row.territory else row.candidates))
    return {
        "source": row.source_name or row.source_id,
        "source_title": row.source_title or row.source_id,
        "key": row.publisher_key,
        "name": row.publisher_name,
        "evidence": row.evidence,
        "decision": row.decision,
        "territory": row.territory,
        "territory_name": known[row.territory]["name"] if row.territory in known else None,
        "candidates": [_candidate(known[one], others) for one in candidates if one in known],
        "author": row.author,
        "created": _when(row.created),
        "decided": _when(row.decided),
        "applied": _when(row.applied),
        "datasets": row.datasets,
    }


def _candidate(found: dict[str, Any], others: dict[str, list[str]]) -> dict[str, Any]:
    told = {key: found[key] for key in ("id", "name", "level", "situation")}
    return {**told, "aliases": others.get(found["id"], [])}


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
