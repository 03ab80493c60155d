"""What files fail on, over a whole perimeter: one rule, how many authorities, and the kit that helps."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.animator.desk.published import published_where
from ckanext.odlocale.animator.kits.finding import kits_about
from ckanext.odlocale.animator.kits.helping import Kit, Situation, helpful
from ckanext.odlocale.socle.shared import broken_rules

MOST_RULES = 10


@dataclass(frozen=True, slots=True)
class Failing:
    """A rule that files do not follow.

    :param authorities: how many authorities have such a file
    :param files: how many files
    :param schemas: the sets of these files
    :param kits: those that help with it
    """

    rule: str
    authorities: int
    files: int
    schemas: tuple[str, ...]
    kits: tuple[Kit, ...]


def failing(scope: sa.sql.Select) -> list[Failing]:
    """The rules that most authorities fail on, most first. One query and one search."""
    published, broken = published_where(scope).c, broken_rules()
    query = (
        sa.select(broken.c.rule)
        .add_columns(
            sa.func.count(published.meant.distinct()).label("authorities"),
            sa.func.count(broken.c.resource_id.distinct()).label("files"),
            sa.func.array_agg(broken.c.standard.distinct()).label("schemas"),
        )
        .join_from(published.meant.table, broken, broken.c.package_id == published.package_id)
        .group_by(broken.c.rule)
        .order_by(sa.desc("authorities"), sa.desc("files"), broken.c.rule)
        .limit(MOST_RULES)
    )
    found = model.Session.execute(query).all()
    known = kits_about(rules={row.rule for row in found}) if found else []
    return [
        Failing(row.rule, row.authorities, row.files, tuple(filter(None, row.schemas)), _kits(known, row))
        for row in found
    ]


def _kits(known: list[Kit], row: sa.Row) -> tuple[Kit, ...]:
    situation = Situation(rules=frozenset([row.rule]))
    return tuple(chosen.kit for chosen in helpful(known, situation, most=1))


def authorities_failing(scope: sa.sql.Select, rule: str) -> set[str]:
    """The authorities that have a file that does not follow a rule."""
    published, broken = published_where(scope).c, broken_rules()
    query = (
        sa.select(published.meant.distinct())
        .join_from(published.meant.table, broken, broken.c.package_id == published.package_id)
        .where(broken.c.rule == rule)
    )
    return set(model.Session.execute(query).scalars())
