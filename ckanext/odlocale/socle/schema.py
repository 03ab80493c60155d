"""A Table Schema, ready to judge with: its fields are frictionless's, its checks are ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import frictionless

from .checks.registry import declared_checks, make_check
from .checks.types import Check


class SchemaError(ValueError):
    """The schema itself is wrong."""


@dataclass(frozen=True)
class TableSchema:
    """`descriptor` is a Table Schema whose fields may also have:

    `advice` (constraints whose breach is a warning), `columnOptional` (the column may be absent although its
    cells are required) or its contrary `columnRequired`, `expected`/`expected_en` (what the cell must look
    like, in words), `title_en`. `trim` says that spaces around a value do not count, `blankLabels` that
    unnamed columns are but a warning.
    """

    descriptor: Mapping[str, Any]

    @cached_property
    def fields(self) -> list[frictionless.Field]:
        """Raises `SchemaError` when frictionless finds the schema invalid."""
        try:
            return list(self._frictionless.fields)
        except frictionless.FrictionlessException as error:
            raise SchemaError(str(error)) from error

    @cached_property
    def _frictionless(self) -> frictionless.Schema:
        known = ("fields", "missingValues", "primaryKey")
        return frictionless.Schema.from_descriptor(
            {key: value for key, value in self.descriptor.items() if key in known and value is not None}
        )

    @cached_property
    def checks(self) -> list[tuple[Check, bool]]:
        """Each check and whether it is only advice. Raises `CheckError` for one that does not exist."""
        declared = declared_checks(self.descriptor)
        return [(make_check(name, params), advice) for name, params, advice in declared]

    @cached_property
    def advice(self) -> dict[str, frictionless.Field]:
        """For each column that has some, a field with only the constraints that are advice."""
        fields = {}
        for field in self.descriptor["fields"]:
            if constraints := field.get("advice"):
                fields[field["name"]] = frictionless.Field.from_descriptor(
                    {"name": field["name"], "type": "string", "constraints": constraints}
                )
        return fields

    @cached_property
    def missing_values(self) -> frozenset[str]:
        return frozenset(self.descriptor.get("missingValues") or [""])

    @property
    def identities(self) -> dict[str, str]:
        """The columns that say whose data a row is, and by what: "siret" or "insee"."""
        return {
            field["name"]: field["identity"] for field in self.descriptor["fields"] if "identity" in field
        }

    @property
    def trim(self) -> bool:
        return bool(self.descriptor.get("trim"))

    @cached_property
    def primary_key(self) -> list[str]:
        return list(self._frictionless.primary_key)

    @cached_property
    def needed(self) -> set[str]:
        """The columns a file must have."""
        optional = {field["name"] for field in self.descriptor["fields"] if field.get("columnOptional")}
        required = {field.name for field in self.fields if field.required} | set(self.primary_key)
        demanded = {field["name"] for field in self.descriptor["fields"] if field.get("columnRequired")}
        return (required | demanded) - optional

    @cached_property
    def by_name(self) -> dict[str, Mapping[str, Any]]:
        """The descriptors of the fields."""
        return {field["name"]: field for field in self.descriptor["fields"]}

    @property
    def names(self) -> list[str]:
        return [field["name"] for field in self.descriptor["fields"]]
