"""Datasets that are made of other datasets: nobody produced them, and they count for no territory.

A room that makes some says which they are.
"""

from __future__ import annotations

import sqlalchemy as sa

_derived: dict[str, sa.sql.Select] = {}


def derived_by(name: str, ids: sa.sql.Select) -> None:
    """Leave these datasets out wherever the datasets of territories are counted.

    :param name: of who makes them; a second query of that name takes the place of the first
    :param ids: a query of their ids
    """
    _derived[name] = ids


def is_original(dataset_id: sa.sql.ColumnElement[str]) -> sa.sql.ColumnElement[bool]:
    """Whether a dataset is none of them."""
    return sa.and_(sa.true(), *(dataset_id.not_in(ids) for ids in _derived.values()))
