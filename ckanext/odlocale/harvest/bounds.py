"""How much one catalogue, and one dataset, may be: a small file can say very much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from rdflib.plugins.stores.memory import Memory

from ckanext.odlocale.harvest.documents import FetchError

DEPTH = 64
"""Levels of JSON: catalogues have ten, and readers after us call themselves for each."""


class BoundedStore(Memory):
    """Where a graph keeps its statements: so many and no more.

    :param url: of the document, for the message
    :param most: statements
    """

    def __init__(self, url: str, most: int) -> None:
        super().__init__()
        self.about, self.most, self.added = url, most, 0

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        """Count, then keep.

        :raises FetchError: it is one too many
        """
        self.added += 1
        if self.added > self.most:
            message = tk._(
                "{url} holds more than {most} statements. Ask its publisher for a catalogue in pages, "
                "or raise ckanext.odlocale.harvest.max_triples."
            )
            raise FetchError(message.format(url=self.about, most=self.most))
        super().add(triple, context, quoted)


def shallow(found: Any, url: str) -> Any:
    """The same JSON, once it is known not to be too deep.

    :raises FetchError: it has more than :data:`DEPTH` levels
    """
    level: list[Any] = [found]
    for _depth in range(DEPTH):
        level = [item for value in level for item in _inside(value)]
        if not level:
            return found
    message = tk._("{url} has more than {depth} levels inside each other. Tell its publisher.")
    raise FetchError(message.format(url=url, depth=DEPTH))


def too_many_distributions(package: Mapping[str, Any], most: int) -> str | None:
    """Why a dataset cannot be imported: CKAN shows, copies and indexes all its distributions at once.

    :param most: of its distributions
    """
    found = package.get("resources")
    count = len(found) if isinstance(found, list) else 0
    if count <= most:
        return None
    message = tk._(
        "This dataset has {count} distributions, more than {most}. Ask its publisher to group them, or raise "
        "ckanext.odlocale.harvest.max_distributions."
    )
    return message.format(count=count, most=most)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
