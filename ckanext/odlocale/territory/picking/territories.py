"""Territories in a picker."""

from __future__ import annotations

from dataclasses import replace

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import TerritoryId, normalise_name, strip_kind
from ckanext.odlocale.territory.directory import by_name, resolve
from ckanext.odlocale.territory.labels import situated
from ckanext.odlocale.territory.listing import completions, situations
from ckanext.odlocale.territory.picking.meant import Choice, UnclearError, the_one

MOST_PROPOSED = 5


def chosen(value: str) -> Choice | None:
    """The territory that a form holds, by today's name; None when it is unknown. Two queries at most.

    The value stays: a dataset keeps the code that it was published under.
    """
    record = resolve(value) if value else None
    return replace(_choices([record.id])[0], value=value) if record else None


def meant(written: str) -> TerritoryId:
    """The territory that a person meant: its identifier, its code, or its name when only one has it.

    :raises UnclearError: none, or several
    """
    text = written.strip()
    record = resolve(text)
    if record is not None:
        return record.id
    level, name = strip_kind(text)
    exact = _choices(by_name(normalise_name(text)) or by_name(name, level))
    return TerritoryId(the_one(text, exact, [] if exact else _resembling(text)).value)


def unclear(error: UnclearError) -> str:
    """What to tell the person who wrote it."""
    if error.candidates:
        sentence = tk._(
            "“{value}” may mean several territories. Write the identifier of the right one: {candidates}."
        )
    else:
        sentence = tk._(
            "There is no territory “{value}”. Choose one in the list, or write its name, its INSEE code or "
            "its identifier, like com-74042."
        )
    return sentence.format(value=error.written, candidates=error.candidates)


def _choices(ids: list[TerritoryId]) -> list[Choice]:
    return [
        Choice(one["id"], one["name"] or one["code"], situated(one))
        for one in (situations(ids) if ids else ())
    ]


def _resembling(text: str) -> list[Choice]:
    found = completions(text, None, None, MOST_PROPOSED)
    return [Choice(one["id"], one["name"] or one["code"], situated(one)) for one in found]
