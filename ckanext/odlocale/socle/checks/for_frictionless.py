"""The same checks for frictionless, which ignores the `custom_checks` of a Table Schema without a word.

ckanext-validation runs frictionless; with this its reports name the same faults as `odlocale validate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Self, cast

import attrs
import frictionless
from frictionless import Checklist, Plugin, Row, errors, system

from .registry import CHECKS, OTHER_NAMES, declared_checks, make_check
from .types import Check, CheckError, Fault

PLUGIN = "odlocale"


@attrs.define(kw_only=True, repr=False)
class FrenchCheck(frictionless.Check):
    """One of our checks in frictionless's clothes; `params` as a schema's `custom_checks` has them."""

    type = "french-check"
    params: dict[str, Any] = attrs.field(factory=dict)
    check: Any = attrs.field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.check = make_check(self.type, self.params)

    @classmethod
    def metadata_import(cls, descriptor: dict[str, Any], **_: Any) -> Self:
        """From {"type": "siret", "column": "COLL_SIRET"}. Raises `CheckError` for wrong parameters."""
        params = dict(descriptor)
        params.pop("type", None)
        return cls(params=params)

    def validate_start(self) -> Iterable[frictionless.Error]:
        labels = getattr(self.resource, "labels", None) or []
        fault = self.check.header_fault(labels)
        if fault is not None:
            yield self.Errors[1](note=_note(self.check, fault))

    def validate_row(self, row: Row) -> Iterable[frictionless.Error]:
        check: Check = self.check
        values = [row.get(column) for column in check.columns]
        if (check.skip_empty and None in values) or check.header_fault(row.field_names):
            return
        fault = check.fault(values)
        if fault is None:
            return
        if check.anchor in row.field_names:
            yield cast(type[errors.CellError], self.Errors[0]).from_row(
                row, note=_note(check, fault), field_name=check.anchor
            )
        else:
            yield errors.RowConstraintError.from_row(row, note=_note(check, fault))


def _note(check: Check, fault: Fault) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in fault.values.items())
    return f"{check.rule} ({fault.key}{'; ' if told else ''}{told})"


@cache
def check_class(name: str) -> type[FrenchCheck]:
    """The frictionless class of one check, under the name the schema used. Raises `CheckError`."""
    kind = CHECKS.get(OTHER_NAMES.get(name, name))
    if kind is None:
        raise CheckError(name)
    told = {"type": kind.rule, "title": kind.rule, "description": kind.__doc__ or "", "template": "{note}"}
    cell_error = type("FrenchCellError", (errors.CellError,), told)
    header_error = type("FrenchHeaderError", (errors.TableError,), told)
    return type(
        "FrenchCheck",
        (FrenchCheck,),
        {"type": name, "Errors": [cell_error, header_error, errors.RowConstraintError]},
    )


class FrenchChecks(Plugin):
    """Answers frictionless when it looks for a check, or for the error of one, by name."""

    def select_error_class(self, type: str | None = None) -> type[frictionless.Error] | None:
        return cast("type[frictionless.Error]", check_class(type).Errors[0]) if type in CHECKS else None

    def select_check_class(self, type: str | None = None) -> type[frictionless.Check] | None:
        return check_class(type) if type and OTHER_NAMES.get(type, type) in CHECKS else None


def register() -> None:
    """Make the checks known to frictionless in this process; doing it again changes nothing."""
    system.register(PLUGIN, FrenchChecks())


def checklist(schema: Mapping[str, Any]) -> Checklist:
    """What frictionless must be given beside a schema so that its checks are run. Raises `CheckError`."""
    asked = [(name, params) for name, params, advice in declared_checks(schema) if not advice]
    return Checklist(checks=[check_class(name)(params=dict(params)) for name, params in asked])
