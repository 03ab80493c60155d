"""The table of publisher matches: producers that wait for a person, and what persons decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.meta import metadata
from sqlalchemy.dialects.postgresql import JSONB, insert

from ckanext.harvest.model import HarvestObject, HarvestObjectExtra
from ckanext.odlocale.territory import shared as territory

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
    sa.Column("candidates", JSONB, nullable=False),
    sa.Column("datasets", sa.Integer, nullable=False),
    sa.Column("applied", sa.DateTime),
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


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known of a producer that waits for a decision.

    :param suggested: the territory that the evidence points to without proving it
    :param candidates: all territories that a claim may mean
    """

    name: str
    evidence: list[str]
    suggested: str | None
    candidates: list[str]


def wait_for_decision(source_id: str, key: str, doubt: Doubt) -> None:
    """Put a producer in the review queue; one that is there gets its latest evidence, a decision stays."""
    row = {
        "source_id": source_id,
        "publisher_key": key,
        "publisher_name": doubt.name,
        "evidence": doubt.evidence,
        "decision": PENDING,
        "territory": doubt.suggested,
        "candidates": doubt.candidates,
        "datasets": 1,
        "created": _now(),
    }
    latest = {name: row[name] for name in ("publisher_name", "evidence", "territory", "candidates")}
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


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a person.

    :param decision: ``territory``, ``ignored`` or ``pending`` (which undoes)
    :param name: of the producer, for one that has no row yet
    """

    decision: str
    territory: str | None
    author: str
    name: str = ""


def decide(source_id: str, key: str, decided: Decided) -> None:
    """Record a decision; one about a producer that was recognised makes its row."""
    change: dict[str, Any] = {
        "decision": decided.decision,
        "territory": decided.territory,
        "author": decided.author,
        "decided": None if decided.decision == PENDING else _now(),
        "applied": None,
    }
    new = {
        "source_id": source_id,
        "publisher_key": key,
        "publisher_name": decided.name,
        "evidence": [],
        "candidates": [],
        "datasets": 0,
        "created": _now(),
    }
    statement = insert(publisher_match_table).values({**new, **change})
    model.Session.execute(
        statement.on_conflict_do_update(index_elements=["source_id", "publisher_key"], set_=change)
    )


def applied(source_id: str, key: str) -> None:
    """The datasets of a producer are where its decision says."""
    change = sa.update(publisher_match_table).where(
        _match.source_id == source_id, _match.publisher_key == key
    )
    model.Session.execute(change.values(applied=_now()))


def recount(source_id: str) -> None:
    """Count the datasets of every producer of a source that has a row, in one statement."""
    counted = _counted(source_id)
    number = sa.select(counted.c.datasets).where(counted.c.key == _match.publisher_key).scalar_subquery()
    change = sa.update(publisher_match_table).where(_match.source_id == source_id)
    model.Session.execute(change.values(datasets=sa.func.coalesce(number, 0)))


def objects_of(source_id: str, key: str) -> list[HarvestObject]:
    """The current harvest objects of a producer of a source."""
    query = (
        sa.select(HarvestObject)
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .where(HarvestObject.harvest_source_id == source_id, *_current(key))
    )
    return list(model.Session.execute(query.order_by(HarvestObject.guid)).scalars())


def name_of(source_id: str, key: str) -> str:
    """The name of a producer that was recognised, as one of its datasets has it; else its key."""
    field = territory.dataset_field(territory.PRODUCER_NAME_FIELD)
    query = (
        sa.select(field.c.value)
        .join(HarvestObject, HarvestObject.package_id == field.c.id)
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .where(HarvestObject.harvest_source_id == source_id, HarvestObject.current.is_(True))
        .where(HarvestObjectExtra.key == PUBLISHER_EXTRA, HarvestObjectExtra.value == key)
    )
    return model.Session.execute(query.limit(1)).scalar() or key


def producer_of(package_id: str) -> Any:
    """The ``source``, its ``name`` and the producer's ``key`` of a harvested dataset; None for any other."""
    query = (
        sa.select(
            HarvestObject.harvest_source_id.label("source"),
            model.Package.name,
            HarvestObjectExtra.value.label("key"),
        )
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .join(model.Package, model.Package.id == HarvestObject.harvest_source_id)
        .where(HarvestObject.package_id == package_id, HarvestObject.current.is_(True))
        .where(HarvestObjectExtra.key == PUBLISHER_EXTRA)
    )
    return model.Session.execute(query.limit(1)).first()


def _counted(source_id: str) -> sa.sql.Subquery:
    return (
        sa.select(
            HarvestObjectExtra.value.label("key"),
            sa.func.count(HarvestObject.package_id.distinct()).label("datasets"),
        )
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .where(HarvestObject.harvest_source_id == source_id, *_current())
        .group_by(HarvestObjectExtra.value)
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
