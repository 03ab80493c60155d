"""The coverage in words and as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.coverage.state import Actor, Expected, Situation, State

# Functions, so that the language is that of the reader and Babel finds each sentence.
_STATES: dict[str, Callable[[], str]] = {
    State.ABSENT: lambda: tk._("Absent"),
    State.ANNOUNCED: lambda: tk._("Announced"),
    State.PUBLISHED: lambda: tk._("Published, not valid"),
    State.VALID: lambda: tk._("Valid"),
    State.STALE: lambda: tk._("Out of date"),
    State.SANS_OBJET: lambda: tk._("Nothing to publish"),
}
_EXPECTED: dict[str, Callable[[], str]] = {
    Expected.YES: lambda: tk._("expected"),
    Expected.PRESUMED: lambda: tk._("presumed to be expected"),
    Expected.IF_CONCERNED: lambda: tk._("expected of whoever has such data"),
    Expected.NO: lambda: tk._("welcome"),
    Expected.UNKNOWN: lambda: tk._("not known whether it is expected"),
}
_WORK: dict[State, Callable[[], str]] = {
    State.ABSENT: lambda: tk._("publish the file, or declare that there is nothing to publish"),
    State.ANNOUNCED: lambda: tk._("publish what was announced"),
    State.PUBLISHED: lambda: tk._("mend the file, or upload it here to have it checked"),
    State.STALE: lambda: tk._("publish the latest data"),
}
_WHO: dict[Actor, Callable[[], str]] = {
    Actor.PUBLISHER: lambda: tk._("Its organization: {work}."),
    Actor.HOLDER: lambda: tk._("Who publishes the shared file: {work}."),
    Actor.ANIMATOR: lambda: tk._("Its animator, since it has no organization here: {work}."),
}


def state_label(state: str) -> str:
    """What a state is called, in the reader's language."""
    return _STATES.get(state, lambda: state)()


def expected_label(expected: str) -> str:
    """What an expectation is called, in the reader's language."""
    return _EXPECTED.get(expected, lambda: expected)()


def to_do(one: Situation) -> str:
    """Who must do what, in a sentence; empty when there is nothing to do."""
    if one.actor is Actor.NOBODY or one.state not in _WORK:
        return ""
    return _WHO[one.actor]().format(work=_WORK[one.state]())


def document(schema: str, one: Situation) -> dict[str, Any]:
    """A situation as data."""
    file, told = one.file, one.declaration
    return {
        "schema": schema,
        "state": one.state.value,
        "label": state_label(one.state),
        "expected": one.expected.value,
        "actor": one.actor.value,
        "to_do": to_do(one),
        "file": file
        and {
            "resource": file.resource,
            "dataset": file.dataset,
            "verdict": file.verdict,
            "date": file.date.isoformat(),
            "holder": file.holder,
            "rows": file.rows,
        },
        "declaration": told and {"kind": told.kind.value, "year": told.year, "author": told.author},
    }
