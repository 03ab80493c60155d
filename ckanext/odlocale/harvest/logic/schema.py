"""What the actions accept."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic.schema import validator_args

Schema = dict[str, Any]
Validator = Any


@validator_args
def source(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """A harvest source."""
    return {"id": [not_empty, unicode_safe]}


@validator_args
def producers(
    ignore_empty: Validator,
    unicode_safe: Validator,
    default: Any,
    one_of: Any,
    natural_number_validator: Validator,
) -> Schema:
    """A page of producers."""
    return {
        "state": [default("pending"), one_of(["pending", "decided", "all"])],
        "source": [ignore_empty, unicode_safe],
        "key": [ignore_empty, unicode_safe],
        "q": [ignore_empty, unicode_safe],
        "limit": [default(25), natural_number_validator],
        "offset": [default(0), natural_number_validator],
    }


@validator_args
def sources(default: Any, natural_number_validator: Validator) -> Schema:
    """A page of sources."""
    return {
        "limit": [default(50), natural_number_validator],
        "offset": [default(0), natural_number_validator],
    }


@validator_args
def approval(not_empty: Validator, ignore_empty: Validator, unicode_safe: Validator, one_of: Any) -> Schema:
    """What is decided about a source that waits."""
    return {
        "id": [not_empty, unicode_safe],
        "decision": [not_empty, one_of(["approved", "refused"])],
        "reason": [ignore_empty, unicode_safe],
        "asked": [ignore_empty, unicode_safe],
    }


def onboarding(**more: list[Validator]) -> Schema:
    """A territory whose data somebody looks for."""
    needed: list[Any] = [tk.get_validator("not_empty"), tk.get_validator("unicode_safe")]
    return {"territory": [*needed, tk.get_validator("odlocale_territory_meant")], **more}


def portal_part() -> Schema:
    """A part of a known portal that may be a territory's."""
    needed: list[Any] = [tk.get_validator("not_empty"), tk.get_validator("unicode_safe")]
    maybe: list[Any] = [tk.get_validator("ignore_missing"), tk.get_validator("unicode_safe")]
    return onboarding(portal=needed, what=needed, filter=maybe, owner_org=maybe)


@validator_args
def rehome(ignore_missing: Validator, list_of_strings: Validator) -> Schema:
    """Which proposals to carry out."""
    return {"keys": [ignore_missing, list_of_strings]}


@validator_args
def batch(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """What was moved together."""
    return {"batch": [not_empty, unicode_safe]}


def decision() -> Schema:
    """What a person says about a producer."""
    text: list[Any] = [tk.get_validator("not_empty"), tk.get_validator("unicode_safe")]
    one_of: Any = tk.get_validator("one_of")
    default: Any = tk.get_validator("default")
    maybe: list[Any] = [default(False), tk.get_validator("odlocale_yes_or_no")]
    return {
        "source": text,
        "key": text,
        "decision": [*text, one_of(["territory", "ignored", "pending"])],
        "territory": [
            tk.get_validator("ignore_empty"),
            tk.get_validator("unicode_safe"),
            tk.get_validator("odlocale_territory_meant"),
        ],
        "alias": maybe,
        "create_organization": maybe,
    }
