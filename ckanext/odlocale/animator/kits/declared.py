"""The fields of a kit, declared once: in the schema that portals with ckanext-scheming use as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import ckan.plugins.toolkit as tk
import yaml

TYPE = "kit"
"""The type of dataset that a kit is."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that CKAN's own datasets do not have.

    :param label: by language
    :param help: a sentence about it, by language; empty for none
    :param validators: as ckanext-scheming writes them
    """

    name: str
    label: Mapping[str, str]
    help: Mapping[str, str]
    validators: str
    output_validators: str
    required: bool
    placeholder: str


@cache
def fields() -> tuple[Field, ...]:
    """The fields of kits, in the order of their form."""
    text = (files("ckanext.odlocale.animator.kits") / "schema.yaml").read_text(encoding="utf-8")
    declared = yaml.safe_load(text)["dataset_fields"]
    return tuple(_field(one) for one in declared if one["field_name"].startswith(f"{TYPE}_"))


def _field(declared: Mapping[str, Any]) -> Field:
    return Field(
        name=declared["field_name"],
        label=declared["label"],
        help=declared.get("help_text", {}),
        validators=declared["validators"],
        output_validators=declared.get("output_validators", ""),
        required=bool(declared.get("required")),
        placeholder=declared.get("form_placeholder", ""),
    )


def is_declared_by_scheming() -> bool:
    """Whether ckanext-scheming has a schema for kits: the type is then its own, and we add nothing."""
    try:
        return tk.get_action("scheming_dataset_schema_show")({}, {"type": TYPE}) is not None
    except (KeyError, tk.ObjectNotFound):
        return False
