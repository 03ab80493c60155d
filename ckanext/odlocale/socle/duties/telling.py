"""Obligations in words and as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.obligation import LAW, Duty, Obligation, Reason

# Functions, so that the language is that of the reader and Babel finds each sentence.
_DUTIES: dict[str, Callable[[], str]] = {
    Duty.OBLIGED: lambda: tk._("Must publish"),
    Duty.PRESUMED: lambda: tk._("Presumed: must publish"),
    Duty.EXEMPT: lambda: tk._("Need not publish"),
    Duty.UNKNOWN: lambda: tk._("Not known"),
    Duty.NONE: lambda: tk._("No local authority"),
}
_REASONS: dict[Reason, Callable[[], str]] = {
    Reason.NO_AUTHORITY: lambda: tk._("This territory has no local authority of its own."),
    Reason.DECIDED: lambda: tk._("Somebody found it out: see the source."),
    Reason.FEW_PEOPLE: lambda: tk._("It has fewer than 3,500 inhabitants."),
    Reason.FEW_AGENTS: lambda: tk._("It has fewer than 50 agents (full-time equivalents)."),
    Reason.BOTH_REACHED: lambda: tk._("It has 3,500 inhabitants or more, and 50 agents or more."),
    Reason.AGENTS_UNKNOWN: lambda: tk._(
        "It has 3,500 inhabitants or more, and the number of its agents is not known: whoever has fewer "
        "than 50 need not publish."
    ),
    Reason.PEOPLE_UNKNOWN: lambda: tk._("The number of its inhabitants is not known."),
}


def rule() -> str:
    """The rule in a sentence."""
    return tk._(
        "Who has 3,500 inhabitants or more and 50 agents or more (full-time equivalents) must publish its "
        "data ({law})."
    ).format(law=LAW)


def duty_label(duty: str) -> str:
    """What a duty is called, in the reader's language."""
    return _DUTIES.get(duty, lambda: duty)()


def reason_sentence(reason: Reason) -> str:
    """Why it is so, in the reader's language."""
    return _REASONS[reason]()


def document(territory_id: str, one: Obligation) -> dict[str, Any]:
    """An obligation as data."""
    told = one.override
    return {
        "territory": territory_id,
        "duty": one.duty.value,
        "label": duty_label(one.duty),
        "reason": one.reason.value,
        "why": reason_sentence(one.reason),
        "law": LAW,
        "population": one.population,
        "agents": one.agents,
        "override": told
        and {
            "obliged": told.obliged,
            "agents": told.agents,
            "source": told.source,
            "author": told.author,
            "date": told.date.isoformat(),
        },
    }
