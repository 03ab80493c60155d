"""Files of JSON records whose every error can be located."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckanext.odlocale.cog.files import PackageFiles
from ckanext.odlocale.cog.ids import TerritoryId, TerritoryIdError
from ckanext.odlocale.cog.vintage import Territory, VintageError


class Source:
    """The text of a file that holds a JSON list of objects, and the records in it."""

    def __init__(self, files: PackageFiles, name: str) -> None:
        """Read the file.

        :raises VintageError: it is missing, cut short, or no list of objects
        """
        self.path = files.path_of(name)
        if name not in files.contents:
            raise VintageError(f"{self.path}: this file is missing.")
        try:
            self.text = files.contents[name].decode()
            self.records: list[dict[str, Any]] = json.loads(self.text)
        except UnicodeDecodeError as error:
            raise VintageError(f"{self.path}: not UTF-8 text at byte {error.start}.") from None
        except json.JSONDecodeError as error:
            raise VintageError(
                f"{self.path}, line {error.lineno}: {error.msg}. Is the file complete? Fetch it again."
            ) from None
        if not isinstance(self.records, list) or not all(isinstance(one, dict) for one in self.records):
            raise VintageError(f"{self.path}, line 1: a list of records was expected.")

    def where(self, index: int) -> str:
        """The place of a record, for a message: the line is looked for only when there is an error."""
        decoder, position = json.JSONDecoder(), self.text.index("[") + 1
        for _ in range(index):
            position = decoder.raw_decode(self.text, self._start(position))[1]
        line = self.text.count("\n", 0, self._start(position)) + 1
        return f"{self.path}, line {line} (record {index + 1})"

    def _start(self, position: int) -> int:
        while self.text[position] in " \t\r\n,":
            position += 1
        return position


class Collector:
    """Territories being read, each with the place it came from."""

    def __init__(self) -> None:
        self.territories: dict[TerritoryId, Territory] = {}
        self._places: dict[TerritoryId, tuple[Source, int]] = {}

    def add(self, territory: Territory, source: Source, index: int) -> None:
        """Keep a territory.

        :raises VintageError: there is one with this identifier already
        """
        if territory.id in self.territories:
            raise VintageError(
                f"{source.where(index)}: {territory.id} is a duplicate of {self.where(territory.id)}."
            )
        self.territories[territory.id] = territory
        self._places[territory.id] = (source, index)

    def where(self, territory_id: TerritoryId) -> str:
        """The place that a territory came from, for a message."""
        source, index = self._places[territory_id]
        return source.where(index)


def text_of(record: Mapping[str, Any], key: str, source: Source, index: int) -> str:
    """A text that a record must have.

    :raises VintageError: it is missing or no text
    """
    value = record.get(key) if isinstance(record, Mapping) else None
    if not isinstance(value, str):
        raise VintageError(f"{source.where(index)}: “{key}” is missing or is not a text.")
    return value


def texts_of(record: Mapping[str, Any], key: str, source: Source, index: int) -> tuple[str, ...]:
    """The texts that a record may have; none when it has no such key.

    :raises VintageError: there is something else under the key
    """
    values = record.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise VintageError(f"{source.where(index)}: “{key}” is not a list of texts.")
    return tuple(values)


def id_of(level: str, code: str, source: Source, index: int) -> TerritoryId:
    """The identifier of a code found in a record.

    :raises VintageError: no territory of this level can have such a code
    """
    try:
        return TerritoryId.build(level, code)
    except (TerritoryIdError, TypeError):
        raise VintageError(f"{source.where(index)}: “{code}” is not a code of level {level}.") from None
