"""Filling the sentences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ckanext.odlocale.socle.findings import Finding
from ckanext.odlocale.socle.schema import TableSchema

from .expected import expected
from .mending import better_value

# A correction and an example help where a value was typed.
ABOUT_A_VALUE = frozenset(
    {
        "required",
        "type",
        "pattern",
        "enum",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
    }
)


class Teller:
    """Tells findings about files of one schema in one language."""

    def __init__(self, schema: TableSchema | None, lang: str = "fr") -> None:
        self.schema = schema
        told = _load(lang)
        self.sentences, self.words = told["sentences"], told["words"]
        self.title = "title" if lang == "fr" else f"title_{lang}"

    def tell(self, finding: Finding) -> str:
        """What was read, what is expected, how to mend it, with an example."""
        field = self._field(finding.column)
        values = {**self._about(field, finding), **_joined(finding.values)}
        told = self.sentences[finding.key].format_map(_Known(values))
        if finding.key not in ABOUT_A_VALUE or field is None:
            return told
        return " ".join([told, *self._help(field, finding)])

    def reason(self, key: str, values: Mapping[str, Any]) -> str:
        """Why a file cannot be judged."""
        return self.sentences[key].format_map(_Known(values))

    def _field(self, column: str | None) -> Mapping[str, Any] | None:
        return self.schema.by_name.get(column) if self.schema and column else None

    def _about(self, field: Mapping[str, Any] | None, finding: Finding) -> dict[str, Any]:
        length = len(finding.value or "")
        about: dict[str, Any] = {"column": finding.column, "value": finding.value, "length": length}
        if field is not None:
            about["expected"] = expected(field, self.words, self.title)
            about["title"] = field.get(self.title) or field.get("title") or ""
        if "op" in finding.values:
            about["op_words"] = self.words[finding.values["op"]]
        return about

    def _help(self, field: Mapping[str, Any], finding: Finding) -> list[str]:
        better = better_value(field, finding.value)
        if better is not None:
            return [self.sentences["write"].format(better=better)]
        if field.get("example"):
            return [self.sentences["example"].format(example=field["example"])]
        return []


class _Known(dict[str, Any]):
    """A sentence may have a place that nothing fills."""

    def __missing__(self, key: str) -> str:
        return ""


def _joined(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for key, value in values.items()
    }


def words_of(lang: str) -> dict[str, str]:
    """The words that say what a cell must hold."""
    return _load(lang)["words"]


@cache
def _load(lang: str) -> dict[str, dict[str, str]]:
    told = files("ckanext.odlocale.socle.messages") / f"{lang}.json"
    return json.loads(told.read_text(encoding="utf-8"))
