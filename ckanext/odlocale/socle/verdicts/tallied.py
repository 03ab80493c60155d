"""Verdicts by dataset, for queries that are about thousands of them. Nothing is run here."""

from __future__ import annotations

import sqlalchemy as sa
from ckan.model.resource import resource_table

from ckanext.odlocale.socle.verdicts.kept import Outcome
from ckanext.odlocale.socle.verdicts.model import verdict_table

_row, _resource = verdict_table.c, resource_table.c


def files_by_dataset() -> sa.sql.Subquery:
    """The judged files of each dataset whose standard somebody chose.

    :returns: columns ``package_id``, ``valid`` and ``invalid`` (how many), ``since_valid`` (when the first of
        the valid ones was judged)
    """
    valid, invalid = _row.verdict == Outcome.VALID.value, _row.verdict == Outcome.INVALID.value
    return (
        _judged(_resource.package_id)
        .add_columns(
            sa.func.count().filter(valid).label("valid"),
            sa.func.count().filter(invalid).label("invalid"),
            sa.func.min(_row.judged).filter(valid).label("since_valid"),
        )
        .where(sa.or_(valid, invalid))
        .group_by(_resource.package_id)
        .subquery("files")
    )


def broken_rules() -> sa.sql.Subquery:
    """The rules that the invalid files of each dataset do not follow.

    :returns: columns ``package_id``, ``resource_id``, ``standard`` (name of the set) and ``rule``, a line for
        each rule of each file
    """
    rule = sa.func.jsonb_object_keys(_row.error_counts).label("rule")
    return (
        _judged(_resource.package_id, _row.resource_id, _row.name.label("standard"), rule)
        .where(_row.verdict == Outcome.INVALID.value)
        .subquery("broken")
    )


def _judged(*columns: sa.ColumnElement) -> sa.sql.Select:
    return (
        sa.select(*columns)
        .join_from(verdict_table, resource_table, _resource.id == _row.resource_id)
        .where(_resource.state == "active", _row.proposed.is_(False))
    )
