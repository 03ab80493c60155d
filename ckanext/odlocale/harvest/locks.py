"""Who works on what, said to PostgreSQL: a lock goes with the connection of who held it, killed or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import ARRAY


def gathering_of(job_id: str) -> str:
    """The name of the lock of who gathers a job; that of who imports a dataset is its guid."""
    return f"gathering {job_id}"


@contextmanager
def held(name: str) -> Iterator[None]:
    """Wait until nobody else holds this lock, and hold it."""
    key = sa.func.hashtext(name)
    with model.ensure_engine().connect() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))


@contextmanager
def tried(names: Iterable[str], space: int | None = None) -> Iterator[set[str]]:
    """Hold those of these locks that nobody else holds now, without waiting for any.

    :param space: the names of a space are apart from those of another, and from those of none
    :returns: the names of the locks that are held
    """
    name = sa.func.unnest(sa.cast(sorted(names), ARRAY(sa.Text))).column_valued("name")
    key = sa.func.hashtext(name)
    free = sa.func.pg_try_advisory_lock(*([key] if space is None else [space, key]))
    with model.ensure_engine().connect() as connection:
        rows = connection.execute(sa.select(name, free.label("free"))).all()
        try:
            yield {row.name for row in rows if row.free}
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock_all()))


def is_free(name: str) -> bool:
    """True when nobody holds this lock now."""
    key = sa.func.hashtext(name)
    with model.ensure_engine().connect() as connection:
        free = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key)))
        if free:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
    return bool(free)
