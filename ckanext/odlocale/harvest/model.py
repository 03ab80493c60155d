"""The table of publisher matches: producers that wait for a person, and what persons decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.meta import metadata
from sqlalchemy.dialects.postgresql import JSONB, insert

from ckanext.harvest.model import HarvestObject, HarvestObjectExtra

PENDING = "pending"
TERRITORY = "territory"
IGNORED = "ignored"
PUBLISHER_EXTRA = "odlocale_publisher"
"""Extra of a harvest object: the key of the dataset's producer in its source."""
PLACE_EXTRA = "odlocale_place"
"""Extra of a harvest object: where its dataset was to be put, by which evidence."""
PUT_EXTRA = "odlocale_put"
"""Extra of a harvest object: the organization and the territory that a harvest last gave its dataset."""

publisher_match_table = sa.Table(
    "odlocale_publisher_match",
    metadata,
    sa.Column("source_id", sa.Text, primary_key=True),
    sa.Column("publisher_key", sa.Text, primary_key=True),
    sa.Column("publisher_name", sa.Text, nullable=False),
    sa.Column("evidence", JSONB, nullable=False),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("territory", sa.Text),
    sa.Column("organization", sa.Text),
    sa.Column("author", sa.Text),
    sa.Column("created", sa.DateTime, nullable=False),
    sa.Column("decided", sa.DateTime),
)
_match = publisher_match_table.c


def decision_on(source_id: str, key: str) -> Any:
    """The row of a producer of a source, None when nobody asked or decided yet."""
    return model.Session.execute(_rows(source_id, key)).first()


def decisions_on(source_id: str, keys: Iterable[str]) -> dict[str, Any]:
    """The rows of these producers of a source, by key."""
    query = sa.select(publisher_match_table).where(
        _match.source_id == source_id, _match.publisher_key.in_(list(keys))
    )
    return {row.publisher_key: row for row in model.Session.execute(query)}


def wait_for_decision(
    source_id: str, key: str, name: str, evidence: list[str], suggested: str | None
) -> None:
    """Put a producer in the review queue; one that is there gets its latest evidence, a decision stays.

    :param suggested: the territory that the evidence points to without proving it
    """
    row = {
        "source_id": source_id,
        "publisher_key": key,
        "publisher_name": name,
        "evidence": evidence,
        "decision": PENDING,
        "territory": suggested,
        "created": _now(),
    }
    latest = {name: row[name] for name in ("publisher_name", "evidence", "territory")}
    statement = insert(publisher_match_table).values(row)
    model.Session.execute(
        statement.on_conflict_do_update(
            index_elements=["source_id", "publisher_key"], set_=latest, where=_match.decision == PENDING
        )
    )


def recognised_since(source_id: str, key: str) -> None:
    """Take a producer that no longer needs a decision out of the queue."""
    statement = sa.delete(publisher_match_table).where(
        _match.source_id == source_id, _match.publisher_key == key, _match.decision == PENDING
    )
    model.Session.execute(statement)


def decide(source_id: str, key: str, decision: str, territory: str | None, author: str) -> None:
    """Record a decision of a person; one about a producer that was recognised makes its row.

    :param decision: ``territory``, ``ignored`` or ``pending`` (which undoes)
    """
    decided = None if decision == PENDING else _now()
    change = {"decision": decision, "territory": territory, "author": author, "decided": decided}
    new = {
        "source_id": source_id,
        "publisher_key": key,
        "publisher_name": "",
        "evidence": [],
        "created": _now(),
    }
    statement = insert(publisher_match_table).values({**new, **change})
    model.Session.execute(
        statement.on_conflict_do_update(index_elements=["source_id", "publisher_key"], set_=change)
    )


def matches(source_id: str | None = None, decision: str | None = None) -> list[Any]:
    """The rows of a source, or of all, each with the number of ``datasets`` this producer has here now."""
    counted = _counted()
    on = sa.and_(counted.c.source_id == _match.source_id, counted.c.key == _match.publisher_key)
    datasets = sa.func.coalesce(counted.c.datasets, 0).label("datasets")
    query = sa.select(publisher_match_table, datasets).select_from(
        publisher_match_table.outerjoin(counted, on)
    )
    if source_id is not None:
        query = query.where(_match.source_id == source_id)
    if decision is not None:
        query = query.where(_match.decision == decision)
    order = (sa.desc("datasets"), _match.source_id, _match.publisher_key)
    return list(model.Session.execute(query.order_by(*order)).all())


def objects_of(source_id: str, key: str) -> list[HarvestObject]:
    """The current harvest objects of a producer of a source."""
    query = (
        sa.select(HarvestObject)
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .where(HarvestObject.harvest_source_id == source_id, *_current(key))
    )
    return list(model.Session.execute(query.order_by(HarvestObject.guid)).scalars())


def _counted() -> sa.sql.Subquery:
    return (
        sa.select(
            HarvestObject.harvest_source_id.label("source_id"),
            HarvestObjectExtra.value.label("key"),
            sa.func.count(HarvestObject.package_id.distinct()).label("datasets"),
        )
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .where(*_current())
        .group_by(HarvestObject.harvest_source_id, HarvestObjectExtra.value)
        .subquery("counted")
    )


def _current(key: str | None = None) -> list[sa.ColumnElement[bool]]:
    conditions = [
        HarvestObject.current.is_(True),
        HarvestObjectExtra.key == PUBLISHER_EXTRA,
        model.Package.state == "active",
    ]
    return conditions if key is None else [*conditions, HarvestObjectExtra.value == key]


def _rows(source_id: str, key: str) -> sa.Select[Any]:
    return sa.select(publisher_match_table).where(_match.source_id == source_id, _match.publisher_key == key)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
