"""Words of the follow-up, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.desk.attention import Need, Who
from ckanext.odlocale.animator.desk.steps import Step
from ckanext.odlocale.animator.mandate import Status
from ckanext.odlocale.cog.shared import bounds_of
from ckanext.odlocale.socle.shared import duty_label
from ckanext.odlocale.territory.shared import level_label

_STEPS: Mapping[str, Callable[[], str]] = {
    Step.CONTACTED: lambda: tk._("Contacted"),
    Step.AGREEMENT: lambda: tk._("Agreement signed"),
    Step.TRAINED: lambda: tk._("Trained"),
    Step.FIRST_DATASET: lambda: tk._("First dataset"),
    Step.SOCLE: lambda: tk._("Valid set of the socle"),
    Step.AUTONOMOUS: lambda: tk._("Autonomous"),
}


def step_label(step: str) -> str:
    """What a step is called; an unknown one stays as it is."""
    return _STEPS.get(step, lambda: step)()


def stratum_label(stratum: str) -> str:
    """What a stratum of population is called."""
    low, high = bounds_of(stratum)
    number = tk.h.localised_number
    if high is None:
        return tk._("{low} inhabitants and more").format(low=number(low))
    if not low:
        return tk._("fewer than {high} inhabitants").format(high=number(high + 1))
    return tk._("{low} to {high} inhabitants").format(low=number(low), high=number(high))


_NEEDS: Mapping[str, Callable[[], str]] = {
    Need.ANSWER: lambda: tk._("Asks for an agreement: answer"),
    Need.EXPIRING: lambda: tk._("Agreement about to expire"),
    Need.INVALID: lambda: tk._("Invalid files"),
    Need.HARVEST: lambda: tk._("Harvest fails"),
    Need.STALLED: lambda: tk._("Agreement, but nothing published"),
    Need.OBLIGED: lambda: tk._("Must publish, not contacted yet"),
    Need.STALE: lambda: tk._("No change for a year"),
    Need.SILENT: lambda: tk._("Contacted, no news for three months"),
    Need.WAITING: lambda: tk._("Agreement proposed, no answer yet"),
    Need.CONTACT: lambda: tk._("Not contacted yet"),
    Need.NOTHING: lambda: tk._("Nothing to do"),
}
_WHO: Mapping[str, Callable[[], str]] = {
    Who.ANIMATOR: lambda: tk._("You"),
    Who.COLLECTIVITE: lambda: tk._("The local authority"),
    Who.NOBODY: lambda: tk._("Nobody"),
}
_STATUSES: Mapping[str, Callable[[], str]] = {
    Status.ASKED: lambda: tk._("Asked"),
    Status.COMING: lambda: tk._("Not begun yet"),
    Status.SIGNED: lambda: tk._("Signed"),
    Status.EXPIRING: lambda: tk._("About to expire"),
    Status.ENDED: lambda: tk._("Ended"),
    Status.REFUSED: lambda: tk._("Refused"),
    Status.WITHDRAWN: lambda: tk._("Withdrawn"),
}


def need_label(need: str) -> str:
    """What a need is called; an unknown one stays as it is."""
    return _NEEDS.get(need, lambda: need)()


def who_label(who: str) -> str:
    """Who must act, as the animator reads it."""
    return _WHO.get(who, lambda: who)()


def agreement_label(status: str) -> str:
    """What the status of an agreement is called."""
    return _STATUSES.get(status, lambda: status)()


def filter_label(name: str, value: str) -> str:
    """What a value of a filter of the desk is called."""
    if value == "none":
        return tk._("None")
    labels: Mapping[str, Callable[[str], str]] = {
        "besoin": need_label,
        "qui": who_label,
        "etape": step_label,
        "mandat": agreement_label,
        "obligation": duty_label,
        "niveau": level_label,
        "population": stratum_label,
    }
    return labels[name](value) if value else tk._("Not known")


def filter_title(name: str) -> str:
    """What a filter of the desk is called."""
    titles = {
        "besoin": tk._("What is needed"),
        "qui": tk._("Who must act"),
        "etape": tk._("Step"),
        "mandat": tk._("Agreement"),
        "obligation": tk._("Obligation"),
        "niveau": tk._("Level"),
        "population": tk._("Population"),
    }
    return titles[name]
