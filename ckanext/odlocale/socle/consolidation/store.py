"""Reading and writing what was consolidated."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.socle.consolidation.looking import Asked, Pair
from ckanext.odlocale.socle.consolidation.model import consolidation_table
from ckanext.odlocale.socle.consolidation.writing import Made

_row = consolidation_table.c


def fingerprints(asked: Asked) -> dict[Pair, str | None]:
    """What each consolidated dataset was made of; None for one that was not finished."""
    query = sa.select(_row.territory_id, _row.schema, _row.fingerprint)
    query = query.where(_row.schema == asked.schema) if asked.schema else query
    query = query.where(_row.territory_id == asked.territory) if asked.territory else query
    return {(row.territory_id, row.schema): row.fingerprint for row in model.Session.execute(query)}


def begin(pair: Pair) -> str:
    """Note, before anything is published, that the dataset of a pair is made again; returns its id."""
    row = {"territory_id": pair[0], "schema": pair[1], "dataset_id": str(uuid.uuid4()), "fingerprint": None}
    statement = insert(consolidation_table).values(row)
    again = statement.on_conflict_do_update(
        index_elements=["territory_id", "schema"], set_={"fingerprint": None}
    )
    found = model.Session.execute(again.returning(_row.dataset_id)).scalar_one()
    model.Session.commit()
    return found


def finish(pair: Pair, fingerprint: str, made: Made) -> None:
    """Note that the dataset of a pair is published whole."""
    told = {"rows": made.rows, "rejected": made.rejected, "sources": made.sources}
    model.Session.execute(
        sa.update(consolidation_table)
        .where(_row.territory_id == pair[0], _row.schema == pair[1])
        .values(fingerprint=fingerprint, made=datetime.now(UTC), **told)
    )
    model.Session.commit()


def dataset_of(pair: Pair) -> str | None:
    """The id of the dataset of a pair."""
    query = sa.select(_row.dataset_id).where(_row.territory_id == pair[0], _row.schema == pair[1])
    return model.Session.execute(query).scalar()


def forget(pair: Pair) -> None:
    """There is nothing left of a pair."""
    model.Session.execute(
        sa.delete(consolidation_table).where(_row.territory_id == pair[0], _row.schema == pair[1])
    )
    model.Session.commit()


def made(territory: str | None = None, schema: str | None = None) -> list[dict[str, Any]]:
    """What is published, public and of use: the dataset of each territory and set. One query."""
    package = model.Package
    query = (
        sa.select(_row.territory_id, _row.schema, package.name, _row.rows, _row.rejected, _row.sources)
        .add_columns(_row.made)
        .join_from(consolidation_table, package, package.id == _row.dataset_id)
        .where(package.state == "active", package.private.is_(False), _row.made.isnot(None))
        .order_by(_row.rows.desc(), _row.territory_id, _row.schema)
    )
    query = query.where(_row.territory_id == territory) if territory else query
    query = query.where(_row.schema == schema) if schema else query
    return [dict(row) for row in model.Session.execute(query).mappings()]


def is_ours(dataset_id: str) -> bool:
    """Whether a dataset is a consolidated one."""
    return bool(model.Session.scalar(sa.select(sa.exists().where(_row.dataset_id == dataset_id))))


def derived() -> sa.sql.Select:
    """A query of the ids of all consolidated datasets."""
    return sa.select(_row.dataset_id)


@contextmanager
def alone(pair: Pair) -> Iterator[None]:
    """Wait until nobody else makes this pair. The lock goes with its process, however that ends."""
    key = sa.func.hashtextextended(" ".join(("odlocale consolidation", *pair)), 0)
    with model.ensure_engine().connect() as made:
        # No transaction is kept open meanwhile.
        connection = made.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
