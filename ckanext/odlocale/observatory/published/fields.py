"""What the columns of the published files are: their types and what they say, as a Table Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

Words = Callable[[], str]

_COLUMNS: Mapping[str, tuple[str, Words]] = {
    "territory": (
        "string",
        lambda: tk._("The territory, like com-74010, epci-200066793, dep-74, reg-84 or fr"),
    ),
    "name": ("string", lambda: tk._("What it is called")),
    "part": (
        "string",
        lambda: tk._("Which of its collectivités: a level, a stratum, a group; empty for all"),
    ),
    "indicator": ("string", lambda: tk._("The name of the indicator")),
    "title": ("string", lambda: tk._("What the indicator is called")),
    "unit": ("string", lambda: tk._("What is counted")),
    "numerator": ("integer", lambda: tk._("How many are counted")),
    "denominator": ("integer", lambda: tk._("Among how many")),
    "rate": ("number", lambda: tk._("The one divided by the other, from 0 to 1; empty for none")),
    "date": ("date", lambda: tk._("The day of the figure; in a history, the first day on which it held")),
    "rule": ("string", lambda: tk._("The rule by which it was counted, and its version")),
    "id": ("string", lambda: tk._("The territory of the collectivité")),
    "level": ("string", lambda: tk._("Its level: com, epci, ept, dep or reg")),
    "siren": ("string", lambda: tk._("The SIREN of the collectivité")),
    "population": ("integer", lambda: tk._("Its municipal population, in inhabitants")),
    "open": ("boolean", lambda: tk._("Whether it has opened data")),
    "since": ("date", lambda: tk._("Since when")),
    "duty": ("string", lambda: tk._("By law: obliged, presumed, free or unknown")),
    "datasets": ("integer", lambda: tk._("How many public datasets of it this portal has")),
    "organization": ("string", lambda: tk._("Its organization on this portal")),
    "helper": ("string", lambda: tk._("The organization of the nearest territory around it")),
    "elsewhere": ("string", lambda: tk._("Where else it is open, by an imported list")),
    "next_step": ("string", lambda: tk._("What comes next")),
    "next_actor": ("string", lambda: tk._("Who does it")),
}


def table_schema(columns: Sequence[str]) -> dict[str, Any]:
    """The Table Schema of a file with these columns; one that is not described here is a text."""
    return {"fields": [_field(name) for name in columns], "missingValues": [""]}


def _field(name: str) -> dict[str, str]:
    if name not in _COLUMNS:
        return {"name": name, "type": "string"}
    kind, said = _COLUMNS[name]
    return {"name": name, "type": kind, "description": said()}
