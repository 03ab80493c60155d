"""The value somebody probably meant: proposed only when the schema would accept it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from json import dumps, loads
from typing import Any

import frictionless

from ckanext.odlocale.socle.checks.texts import folded

DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T].*)?")
YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T].*)?")
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def better_value(field: Mapping[str, Any], value: str | None) -> str | None:
    """The first mending of a value that its field accepts; None when there is none."""
    if not value or value.endswith("…"):
        return None
    accepts = _reader(dumps(dict(field), sort_keys=True))
    for candidate in _candidates(field, value):
        if candidate != value and candidate and not accepts(candidate)[1]:
            return candidate
    return None


@lru_cache(maxsize=512)
def _reader(descriptor: str) -> Any:
    field = loads(descriptor)
    constraints = {**(field.get("constraints") or {}), **(field.get("advice") or {})}
    known = {
        key: field[key] for key in ("name", "type", "format", "trueValues", "falseValues") if key in field
    }
    return frictionless.Field.from_descriptor({**known, "constraints": constraints}).create_cell_reader()


def _candidates(field: Mapping[str, Any], value: str) -> Iterator[str]:
    trimmed = SPACES.sub(" ", value).strip()
    yield trimmed
    if field["type"] in ("date", "datetime"):
        yield from _dates(trimmed)
    if field["type"] in ("number", "integer") or trimmed[:1].isdigit():
        yield from _numbers(trimmed)
    yield from _alike(field, trimmed)


def _dates(text: str) -> Iterator[str]:
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        yield f"{'20' + year if len(year) == 2 else year}-{int(month):02}-{int(day):02}"
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        yield f"{year}-{int(month):02}-{int(day):02}"


def _numbers(text: str) -> Iterator[str]:
    bare = SPACES.sub("", text).strip("€%")
    yield bare
    yield bare.replace(",", ".")
    yield bare.removesuffix(".0").removesuffix(",0")
    yield text.replace("_", "/")


def _alike(field: Mapping[str, Any], text: str) -> Iterator[str]:
    choices = (field.get("constraints") or {}).get("enum") or (field.get("advice") or {}).get("enum") or []
    choices = [*choices, *field.get("trueValues", []), *field.get("falseValues", [])]
    for choice in choices:
        if folded(str(choice)) == folded(text):
            yield str(choice)
