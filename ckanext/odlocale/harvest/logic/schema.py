"""What the actions accept."""

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args

Schema = dict[str, Any]
Validator = Any


@validator_args
def source(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """A harvest source."""
    return {"id": [not_empty, unicode_safe]}
