"""Checks that hold several columns of a row together."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

from .types import Check, CheckError, Fault, Values, required_text, required_texts


class Cohesive(Check):
    """All of the columns filled, or none."""

    rule = "cohesive-columns-value"
    skip_empty = False

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        super().__init__(name, params)
        self.columns = [self.anchor, *required_texts(name, params, "othercolumns")]

    def header_fault(self, present: Collection[str]) -> Fault | None:
        missing = [column for column in self.columns if column not in present]
        if not missing or len(missing) == len(self.columns):
            return None
        return Fault("cohesive-header", {"columns": self.columns, "missing": missing})

    def fault(self, values: Values) -> Fault | None:
        filled = [value is not None for value in values]
        if all(filled) or not any(filled):
            return None
        empty = [column for column, is_filled in zip(self.columns, filled, strict=True) if not is_filled]
        return Fault("cohesive", {"columns": self.columns, "missing": empty})


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "<=": operator.le,
    "<": operator.lt,
}


class Compare(Check):
    """One column against another: as numbers when both are, else as text (so ISO dates compare rightly)."""

    rule = "compare-columns-value"

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        super().__init__(name, params)
        self.columns = [self.anchor, required_text(name, params, "column2")]
        self.operator = required_text(name, params, "op")
        if self.operator not in OPERATORS:
            raise CheckError(f"{name}: op « {self.operator} »")

    def fault(self, values: Values) -> Fault | None:
        told = {
            "column": self.columns[0],
            "other": self.columns[1],
            "op": self.operator,
            "left": str(values[0]),
            "right": str(values[1]),
        }
        pair = comparable(*values)
        if pair is None:
            return Fault("compare-kinds", told)
        return None if OPERATORS[self.operator](*pair) else Fault("compare", told)


def comparable(left: Any, right: Any) -> tuple[Any, Any] | None:
    """Two numbers, or two texts; None when one is a number and the other is not."""
    numbers = as_number(left), as_number(right)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers
    if type(left) is type(right):
        return str(left), str(right)
    return None


def as_number(value: Any) -> int | float | Decimal | None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


class Sum(Check):
    """One column is the sum of others."""

    rule = "sum-columns-value"

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        super().__init__(name, params)
        self.columns = [self.anchor, *required_texts(name, params, "columns")]

    def fault(self, values: Values) -> Fault | None:
        numbers = [as_number(value) for value in values]
        told = {"column": self.anchor, "columns": self.columns[1:], "found": str(values[0])}
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return Fault("sum-kinds", told)
        total = sum(known[1:])
        return None if total == known[0] else Fault("sum", {**told, "total": str(total)})


class OneOfRequired(Check):
    """At least one of two columns filled."""

    rule = "one-of-required"
    skip_empty = False

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        self.name = name
        self.columns = [required_text(name, params, "column1"), required_text(name, params, "column2")]
        self.anchor = self.columns[0]

    def header_fault(self, present: Collection[str]) -> Fault | None:
        if any(column in present for column in self.columns):
            return None
        return Fault("one-of-header", {"columns": self.columns})

    def fault(self, values: Values) -> Fault | None:
        return None if any(values) else Fault("one-of", {"columns": self.columns})
