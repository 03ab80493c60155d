"""What a check is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

Values = Sequence[Any]


class CheckError(ValueError):
    """A schema asks for a check that does not exist, or gives it what it does not understand."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: `key` names the sentence in `messages`, `values` fill it."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Check:
    """One rule on one or several columns of a row.

    `columns`: the columns read, in the order `fault` receives their values (None when empty, unreadable or
    absent). `anchor`: the column shown as faulty. `skip_empty`: not asked when one of the values is missing.
    """

    rule: ClassVar[str]
    skip_empty: ClassVar[bool] = True

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        self.name = name
        self.columns: list[str] = [required_text(name, params, "column")]
        self.anchor = self.columns[0]

    def header_fault(self, present: Collection[str]) -> Fault | None:
        """What is wrong when some of the columns are not in the file; the check then judges no row."""
        return None

    def fault(self, values: Values) -> Fault | None:
        """What is wrong in a row."""
        raise NotImplementedError


def required_text(name: str, params: Mapping[str, Any], key: str) -> str:
    """A parameter that must be a text. Raises `CheckError`."""
    value = params.get(key)
    if not isinstance(value, str) or not value:
        raise CheckError(f"{name}: « {key} »")
    return value


def required_texts(name: str, params: Mapping[str, Any], key: str) -> list[str]:
    """A parameter that must be a list of texts. Raises `CheckError`."""
    values = params.get(key)
    if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
        raise CheckError(f"{name}: « {key} »")
    return values
