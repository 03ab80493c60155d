"""The sets of the socle commun, their versions, and where their schemas are.

Everything is in the package: nothing is fetched to judge a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from .schema import TableSchema

FOLDER = files("ckanext.odlocale.socle") / "schemas"
DEFAULT_ENCODINGS = ("UTF-8", "UTF-8 BOM")


class UnknownSchemaError(LookupError):
    """No set, or no version of it, goes by this name."""


@dataclass(frozen=True)
class Entry:
    """One version of one set.

    `about` is its record in `catalogue.json`: titles, purpose, legal basis, who must publish, level,
    population, licence, naming rule, tags, frequency (French under the plain key, English under `key_en`).
    """

    name: str
    version: str
    about: Mapping[str, Any]

    @cached_property
    def descriptor(self) -> Mapping[str, Any]:
        """The Table Schema or JSON Schema, as published in the package."""
        return _load(f"{self.name.replace('/', '--')}@{self.version}.json")

    @cached_property
    def table(self) -> TableSchema:
        return TableSchema(self.descriptor)

    @property
    def is_document(self) -> bool:
        """Whether the standard is a JSON Schema rather than a Table Schema."""
        return self.about["kind"] == "json-schema"

    @property
    def is_latest(self) -> bool:
        return self.version == self.about["versions"][0]

    @property
    def separator(self) -> str:
        return self.about.get("separator", ",")

    @property
    def encodings(self) -> Iterable[str]:
        return self.about.get("encodings", DEFAULT_ENCODINGS)

    def text(self, key: str, lang: str = "fr") -> str:
        """A text of the catalogue in French or English."""
        return str(self.about.get(key if lang == "fr" else f"{key}_{lang}") or self.about.get(key) or "")

    def changes(self, lang: str = "fr") -> str:
        """What changed after this version; empty for the latest one."""
        told = self.about.get("changes", {}).get(self.version, {})
        return str(told.get(lang) or told.get("fr") or "")


def latest_entries() -> list[Entry]:
    """The latest version of every set, in the order of the catalogue."""
    return [_entry(name, about["versions"][0]) for name, about in _catalogue().items()]


def all_entries() -> list[Entry]:
    """Every version of every set."""
    return [_entry(name, version) for name, about in _catalogue().items() for version in about["versions"]]


def find_schema(text: str) -> Entry:
    """The entry called `name` or `name@version`; the latest version when none is said.

    A set also answers to its aliases ("deliberations"), a version to its form with or without "v".
    Raises `UnknownSchemaError`.
    """
    name, _, version = text.strip().partition("@")
    about_name = _aliases().get(name.lower())
    if about_name is None:
        raise UnknownSchemaError(text)
    versions = _catalogue()[about_name]["versions"]
    if not version:
        return _entry(about_name, versions[0])
    for known in versions:
        if version.removeprefix("v") in (known, known.removeprefix("v"), known.rpartition(".")[0]):
            return _entry(about_name, known)
    raise UnknownSchemaError(text)


def former_headers() -> Iterable[tuple[Entry, Mapping[str, Any]]]:
    """Headers of versions too old to be judged, which are recognised and named."""
    for name, about in _catalogue().items():
        for former in about.get("former", []):
            yield _entry(name, about["versions"][0]), former


@cache
def _entry(name: str, version: str) -> Entry:
    return Entry(name, version, _catalogue()[name])


@cache
def _catalogue() -> dict[str, Mapping[str, Any]]:
    return _load("catalogue.json")


@cache
def _aliases() -> dict[str, str]:
    return {
        alias.lower(): name for name, about in _catalogue().items() for alias in (name, *about["aliases"])
    }


def _load(filename: str) -> Any:
    return json.loads((FOLDER / filename).read_text(encoding="utf-8"))
