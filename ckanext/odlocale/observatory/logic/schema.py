"""What the actions accept."""

# ruff: noqa: PLR0913, PLR0917 - CKAN passes validators as arguments: these are lists, not calls.

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args

from ckanext.odlocale.socle.shared import State

Schema = dict[str, Any]
Validator = Any


@validator_args
def indicator_list(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    odlocale_territory_id: Validator,
    odlocale_day: Validator,
    odlocale_part: Validator,
    unicode_safe: Validator,
) -> Schema:
    """The figures of a territory on a day."""
    return {
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
        "animator": [ignore_missing, ignore_empty, unicode_safe],
        "date": [ignore_missing, ignore_empty, odlocale_day],
        "edition": [ignore_missing, ignore_empty, unicode_safe],
        "part": [default(""), odlocale_part],
    }


@validator_args
def indicator_show(
    not_empty: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_territory_id: Validator,
    odlocale_day: Validator,
    odlocale_indicator: Validator,
    unicode_safe: Validator,
) -> Schema:
    """One indicator of a territory."""
    return {
        "id": [not_empty, odlocale_indicator],
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
        "animator": [ignore_missing, ignore_empty, unicode_safe],
        "date": [ignore_missing, ignore_empty, odlocale_day],
    }


@validator_args
def collectivite_list(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    unicode_safe: Validator,
    odlocale_territory_id: Validator,
    odlocale_day: Validator,
    odlocale_indicator: Validator,
    odlocale_part: Validator,
    odlocale_side: Validator,
    odlocale_count: Validator,
) -> Schema:
    """The collectivités behind a figure."""
    return {
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
        "animator": [ignore_missing, ignore_empty, unicode_safe],
        "date": [ignore_missing, ignore_empty, odlocale_day],
        "indicator": [default("open"), odlocale_indicator],
        "part": [default(""), odlocale_part],
        "side": [default("tous"), odlocale_side],
        "q": [default(""), unicode_safe],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def coverage_list(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    unicode_safe: Validator,
    odlocale_territory_id: Validator,
    odlocale_day: Validator,
    odlocale_level: Validator,
    odlocale_yes_or_no: Validator,
    odlocale_count: Validator,
    odlocale_socle_schema: Validator,
    one_of: Validator,
) -> Schema:
    """The standards of the collectivités of a territory."""
    return {
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
        "animator": [ignore_missing, ignore_empty, unicode_safe],
        "date": [ignore_missing, ignore_empty, odlocale_day],
        "level": [ignore_missing, ignore_empty, odlocale_level],
        "owing": [default(False), odlocale_yes_or_no],
        "schema": [ignore_missing, ignore_empty, odlocale_socle_schema],
        "state": [ignore_missing, ignore_empty, one_of([state.value for state in State])],
        "q": [default(""), unicode_safe],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def trajectory_list(
    ignore_missing: Validator, ignore_empty: Validator, odlocale_territory_id: Validator
) -> Schema:
    """The trajectory of a territory."""
    return {"territory": [ignore_missing, ignore_empty, odlocale_territory_id]}


@validator_args
def opening_import(
    not_empty: Validator,
    not_missing: Validator,
    default: Validator,
    unicode_safe: Validator,
    odlocale_day: Validator,
    odlocale_yes_or_no: Validator,
) -> Schema:
    """A list of known openings."""
    return {
        "upload": [not_missing],
        "source": [not_empty, unicode_safe],
        "date": [not_empty, odlocale_day],
        "dry_run": [default(False), odlocale_yes_or_no],
    }


@validator_args
def snapshot(ignore_missing: Validator, ignore_empty: Validator, odlocale_day: Validator) -> Schema:
    """The day of a snapshot."""
    return {"date": [ignore_missing, ignore_empty, odlocale_day]}


@validator_args
def digest_update(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    unicode_safe: Validator,
    odlocale_territory_id: Validator,
    odlocale_yes_or_no: Validator,
) -> Schema:
    """Whether somebody wants a monthly letter."""
    return {
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
        "animator": [ignore_missing, ignore_empty, unicode_safe],
        "wanted": [default(True), odlocale_yes_or_no],
    }
