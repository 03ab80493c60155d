"""What the actions accept."""

# ruff: noqa: PLR0913, PLR0917 - CKAN passes validators as arguments: these are lists, not calls.

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args

Schema = dict[str, Any]
Validator = Any


@validator_args
def territory_show(not_missing: Validator, odlocale_territory_id: Validator) -> Schema:
    """A territory."""
    return {"id": [not_missing, odlocale_territory_id]}


@validator_args
def territory_list(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    odlocale_level: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """A page of territories."""
    return {
        "level": [ignore_missing, ignore_empty, odlocale_level],
        "below": [ignore_missing, ignore_empty, odlocale_territory_id],
        "q": [ignore_missing, ignore_empty, unicode_safe],
        "limit": [default(50), natural_number_validator],
        "offset": [default(0), natural_number_validator],
    }


@validator_args
def territory_autocomplete(
    not_missing: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    unicode_safe: Validator,
    natural_number_validator: Validator,
    odlocale_level: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """What somebody has typed so far."""
    return {
        "q": [not_missing, unicode_safe],
        "level": [ignore_missing, ignore_empty, odlocale_level],
        "below": [ignore_missing, ignore_empty, odlocale_territory_id],
        "limit": [default(10), natural_number_validator],
    }


@validator_args
def territory_tree(default: Validator, odlocale_territory_id: Validator) -> Schema:
    """The territory whose children are wanted."""
    return {"id": [default("fr"), odlocale_territory_id]}


@validator_args
def territory_attach(
    not_missing: Validator,
    not_empty: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    unicode_safe: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """An organization and its territory."""
    return {
        "id": [not_missing, not_empty, unicode_safe],
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
    }


@validator_args
def territory_detach(not_missing: Validator, not_empty: Validator, unicode_safe: Validator) -> Schema:
    """An organization."""
    return {"id": [not_missing, not_empty, unicode_safe]}
