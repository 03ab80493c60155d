"""What the actions accept."""

# ruff: noqa: PLR0913, PLR0917 - CKAN passes validators as arguments: these are lists, not calls.

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args

from ckanext.odlocale.socle.coverage.state import Kind
from ckanext.odlocale.socle.obligation import Duty

Schema = dict[str, Any]
Validator = Any


@validator_args
def verdict_show(
    not_missing: Validator,
    not_empty: Validator,
    odlocale_text: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    one_of: Validator,
) -> Schema:
    """A resource, and the language of the sentences."""
    return {
        "id": [not_missing, not_empty, odlocale_text],
        "lang": [ignore_missing, ignore_empty, one_of(["fr", "en"])],
    }


@validator_args
def check(
    not_missing: Validator,
    not_empty: Validator,
    odlocale_text: Validator,
    default: Validator,
    odlocale_yes_or_no: Validator,
) -> Schema:
    """A resource, and whether to judge the same file again."""
    return {
        "id": [not_missing, not_empty, odlocale_text],
        "force": [default(False), odlocale_yes_or_no],
    }


@validator_args
def validation_run(not_missing: Validator, not_empty: Validator, odlocale_text: Validator) -> Schema:
    """What we read of what ckanext-validation is asked."""
    return {"resource_id": [not_missing, not_empty, odlocale_text]}


@validator_args
def obligation_show(not_missing: Validator, odlocale_territory_id: Validator) -> Schema:
    """A territory."""
    return {"id": [not_missing, odlocale_territory_id]}


@validator_args
def obligation_list(
    default: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_yes_or_no: Validator,
    odlocale_territory_id: Validator,
    odlocale_level: Validator,
    odlocale_count: Validator,
    one_of: Validator,
) -> Schema:
    """A page of territories with their obligation."""
    return {
        "below": [default("fr"), odlocale_territory_id],
        "level": [ignore_missing, ignore_empty, odlocale_level],
        "duty": [ignore_missing, ignore_empty, one_of([duty.value for duty in Duty])],
        "overridden": [default(False), odlocale_yes_or_no],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def obligation_set(
    not_missing: Validator,
    not_empty: Validator,
    ignore_missing: Validator,
    default: Validator,
    unicode_safe: Validator,
    odlocale_yes_or_no: Validator,
    odlocale_territory_id: Validator,
    odlocale_text: Validator,
    odlocale_agents: Validator,
    odlocale_day_so_far: Validator,
) -> Schema:
    """What was found out about an authority."""
    return {
        "id": [not_missing, odlocale_territory_id],
        "obliged": [ignore_missing, odlocale_yes_or_no],
        "agents": [ignore_missing, odlocale_agents],
        "source": [not_missing, not_empty, unicode_safe, odlocale_text],
        "date": [default(""), odlocale_day_so_far],
    }


@validator_args
def coverage(
    default: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_socle_schema: Validator,
    odlocale_territory_id: Validator,
    odlocale_level: Validator,
    odlocale_count: Validator,
) -> Schema:
    """A territory, or a page of those below one."""
    return {
        "id": [ignore_missing, ignore_empty, odlocale_territory_id],
        "below": [default("fr"), odlocale_territory_id],
        "level": [ignore_missing, ignore_empty, odlocale_level],
        "schema": [ignore_missing, ignore_empty, odlocale_socle_schema],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def declaration(not_missing: Validator, not_empty: Validator, one_of: Validator) -> Schema:
    """What an authority declares."""
    return {**declaration_of(), "kind": [not_missing, not_empty, one_of([kind.value for kind in Kind])]}


@validator_args
def declaration_of(
    not_missing: Validator,
    not_empty: Validator,
    odlocale_socle_schema: Validator,
    odlocale_territory_id: Validator,
    odlocale_declared_year: Validator,
) -> Schema:
    """A territory, a set and a year."""
    return {
        "id": [not_missing, odlocale_territory_id],
        "schema": [not_missing, not_empty, odlocale_socle_schema],
        "year": [not_missing, odlocale_declared_year],
    }


@validator_args
def consolidation(
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_socle_schema: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """What to consolidate: a set, a territory."""
    return {
        "schema": [ignore_missing, ignore_empty, odlocale_socle_schema],
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
    }


@validator_args
def consolidation_list(default: Validator, odlocale_count: Validator) -> Schema:
    """A page of what was consolidated."""
    return {**consolidation(), "limit": [default(50), odlocale_count], "offset": [default(0), odlocale_count]}
