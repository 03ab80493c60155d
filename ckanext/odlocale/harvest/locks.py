"""Who works on what, said to PostgreSQL: a lock goes with the connection of who held it, killed or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from ckan import model


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


def is_free(name: str) -> bool:
    """True when nobody holds this lock now."""
    key = sa.func.hashtext(name)
    with model.ensure_engine().connect() as connection:
        free = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key)))
        if free:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
    return bool(free)
