"""Filling the sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..findings import Finding
from ..schema import TableSchema
from . import en, fr
from .expected import expected
from .mending import better_value

SENTENCES = {"fr": fr.SENTENCES, "en": en.SENTENCES}
WORDS = {"fr": fr.WORDS, "en": en.WORDS}
# A correction and an example help where a value was typed.
ABOUT_A_VALUE = frozenset({"required", "type", "pattern", "enum", "minimum", "maximum", "exclusiveMinimum",
                           "exclusiveMaximum", "minLength"})


class Teller:
    """Tells findings about files of one schema in one language."""

    def __init__(self, schema: TableSchema | None, lang: str = "fr") -> None:
        self.schema = schema
        self.sentences = SENTENCES[lang]
        self.words = WORDS[lang]
        self.title = "title" if lang == "fr" else f"title_{lang}"

    def tell(self, finding: Finding) -> str:
        """What was read, what is expected, how to mend it, with an example."""
        field = self._field(finding.column)
        told = self.sentences[finding.key].format_map(_Known({**self._about(field, finding), **_joined(finding.values)}))
        if finding.key not in ABOUT_A_VALUE or field is None:
            return told
        return " ".join([told, *self._help(field, finding)])

    def reason(self, key: str, values: Mapping[str, Any]) -> str:
        """Why a file cannot be judged."""
        return self.sentences[key].format_map(_Known(values))

    def _field(self, column: str | None) -> Mapping[str, Any] | None:
        return self.schema.by_name.get(column) if self.schema and column else None

    def _about(self, field: Mapping[str, Any] | None, finding: Finding) -> dict[str, Any]:
        about: dict[str, Any] = {"column": finding.column, "value": finding.value, "length": len(finding.value or "")}
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
    return {key: ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
            for key, value in values.items()}
