"""What the actions of the desk, of kits and of good practices accept."""

# ruff: noqa: PLR0913, PLR0917 - CKAN passes validators as arguments: these are lists, not calls.

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args

from ckanext.odlocale.animator.desk.filters import FILTERS
from ckanext.odlocale.animator.desk.steps import Step

Schema = dict[str, Any]
Validator = Any

LONGEST_NOTE = 5_000
LONGEST_SUBJECT = 200
LONGEST_BODY = 10_000


@validator_args
def organization(not_missing: Validator, not_empty: Validator, unicode_safe: Validator) -> Schema:
    """An organization."""
    return {"id": [not_missing, not_empty, unicode_safe]}


@validator_args
def follow_up_list(
    not_missing: Validator,
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_empty: Validator,
    natural_number_validator: Validator,
    default: Validator,
) -> Schema:
    """An animator, filters, and which part of the list."""
    filters = {name: [ignore_empty, unicode_safe] for name in ("q", *FILTERS)}
    return {
        "id": [not_missing, not_empty, unicode_safe],
        **filters,
        "offset": [default(0), natural_number_validator],
        "limit": [default(50), natural_number_validator],
    }


@validator_args
def follow_up_note(
    not_missing: Validator,
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_empty: Validator,
    one_of: Validator,
    odlocale_desk_territories: Validator,
    odlocale_desk_text: Validator,
) -> Schema:
    """Authorities, with a step or a note about them."""
    return {
        "id": [not_missing, not_empty, unicode_safe],
        "territories": [not_missing, not_empty, odlocale_desk_territories],
        "step": [ignore_empty, one_of([step.value for step in Step])],
        "note": [ignore_empty, odlocale_desk_text(LONGEST_NOTE)],
    }


@validator_args
def follow_up_message(
    not_missing: Validator,
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    odlocale_yes_or_no: Validator,
    odlocale_desk_territories: Validator,
    odlocale_desk_text: Validator,
) -> Schema:
    """Authorities, a subject and a text, and whether to send them or only to look at them."""
    return {
        "id": [not_missing, not_empty, unicode_safe],
        "territories": [not_missing, not_empty, odlocale_desk_territories],
        "subject": [not_missing, not_empty, odlocale_desk_text(LONGEST_SUBJECT)],
        "body": [not_missing, not_empty, odlocale_desk_text(LONGEST_BODY)],
        "send": [default(False), odlocale_yes_or_no],
    }


@validator_args
def discretion(
    not_missing: Validator, not_empty: Validator, unicode_safe: Validator, odlocale_yes_or_no: Validator
) -> Schema:
    """An organization, and whether the page of good practices leaves its authority out."""
    return {"id": [not_missing, not_empty, unicode_safe], "discreet": [not_missing, odlocale_yes_or_no]}


@validator_args
def practice_list(ignore_empty: Validator, unicode_safe: Validator) -> Schema:
    """A région and a stratum, or none."""
    return {"region": [ignore_empty, unicode_safe], "stratum": [ignore_empty, unicode_safe]}


@validator_args
def kit_list(ignore_empty: Validator, unicode_safe: Validator) -> Schema:
    """What kits are to help with: everything is optional."""
    names = ("schema", "rule", "level", "stratum", "stage")
    return {name: [ignore_empty, unicode_safe] for name in names}


@validator_args
def kit_reuse(
    not_missing: Validator,
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    odlocale_yes_or_no: Validator,
) -> Schema:
    """A kit, an animator, and whether it uses the kit."""
    return {
        "id": [not_missing, not_empty, unicode_safe],
        "organization": [not_missing, not_empty, unicode_safe],
        "used": [default(True), odlocale_yes_or_no],
    }
