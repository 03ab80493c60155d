"""What was known on a day, taken together: by who accompanies, who publishes for others, and by standard."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.observatory.history import ledger


class Accompanying(NamedTuple):
    """An animator in a territory.

    :param organization: its id
    :param authorities: how many it accompanies there, and ``open``: how many of them are open
    """

    organization: str
    authorities: int
    open: int


class Holding(NamedTuple):
    """An organization that publishes for others of a territory.

    :param organization: its id
    :param datasets: how many of theirs it holds, and ``authorities``: of how many
    """

    organization: str
    datasets: int
    authorities: int


def by_animator(day: date, scope: str) -> list[Accompanying]:
    """Who accompanies collectivités of a territory on a day, most first. One query."""
    held = ledger.held_on(day, scope, ledger.is_counted("accompanied")).subquery("held").c
    helps = ledger.helps_of(held.facts)
    organization, number = helps.c.value[0].astext, sa.func.count(held.territory.distinct())
    is_open = sa.func.count(held.territory.distinct()).filter(held.is_open)
    query = (
        sa.select(organization, number, is_open)
        .join_from(held.territory.table, helps, ledger.animates(helps, day))
        .group_by(organization)
        .order_by(number.desc(), organization)
    )
    return [Accompanying(*row) for row in model.Session.execute(query)]


def by_holder(day: date, scope: str) -> list[Holding]:
    """Who publishes datasets of collectivités of a territory in their place, most first. One query."""
    held = ledger.held_on(day, scope, ledger.is_counted("rolled_up")).subquery("held").c
    pairs = sa.func.jsonb_each_text(held.facts["held_by"]).table_valued("key", "value", name="pairs").c
    number = sa.func.sum(sa.cast(pairs.value, sa.Integer))
    query = (
        sa.select(pairs.key, number, sa.func.count())
        .join_from(held.territory.table, pairs.key.table, sa.true())
        .group_by(pairs.key)
        .order_by(number.desc(), pairs.key)
    )
    return [Holding(*row) for row in model.Session.execute(query)]


def by_level(day: date, scope: str, *conditions: ledger.Condition) -> dict[str, int]:
    """How many collectivités of each level there are on a day. One query."""
    held = ledger.held_on(day, scope, ledger.is_authority(), *conditions).subquery("held").c
    query = sa.select(held.level, sa.func.count().label("number")).group_by(held.level)
    return {row.level: row.number for row in model.Session.execute(query)}


def by_state(day: date, scope: str, *conditions: ledger.Condition) -> dict[tuple[str, str], int]:
    """How many collectivités have begun a standard, by standard and state, on a day. One query."""
    held = ledger.held_on(day, scope, ledger.is_authority(), *conditions).subquery("held").c
    pairs = sa.func.jsonb_each_text(held.facts["schemas"]).table_valued("key", "value", name="pairs").c
    query = (
        sa.select(pairs.key, pairs.value, sa.func.count())
        .join_from(held.territory.table, pairs.key.table, sa.true())
        .group_by(pairs.key, pairs.value)
    )
    return {(name, state): number for name, state, number in model.Session.execute(query)}
