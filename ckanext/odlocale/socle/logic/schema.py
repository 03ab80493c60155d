"""What the actions accept."""

# ruff: noqa: PLR0913, PLR0917 - CKAN passes validators as arguments: these are lists, not calls.

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args

Schema = dict[str, Any]
Validator = Any


@validator_args
def verdict_show(
    not_missing: Validator,
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    one_of: Validator,
) -> Schema:
    """A resource, and the language of the sentences."""
    return {
        "id": [not_missing, not_empty, unicode_safe],
        "lang": [ignore_missing, ignore_empty, one_of(["fr", "en"])],
    }


@validator_args
def check(
    not_missing: Validator,
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
) -> Schema:
    """A resource, and whether to judge the same file again."""
    return {
        "id": [not_missing, not_empty, unicode_safe],
        "force": [default(False), boolean_validator],
    }
