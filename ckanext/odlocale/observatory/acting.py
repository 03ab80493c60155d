"""Who has to do something next so that a collectivité is open, and what. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ckanext.odlocale.observatory.facts import Duty, Place, Way


class Step(StrEnum):
    """What comes next."""

    NOTHING = "nothing"
    """It publishes by itself."""
    TAKE_OVER = "take_over"
    """The collectivité: another publishes for it; it may have an organization of its own."""
    HARVEST = "harvest"
    """The portal: it is open on another platform, whose datasets could be here."""
    OPEN = "open"
    """The collectivité: the law asks it to."""
    COUNT_AGENTS = "count_agents"
    """The collectivité: it says how many agents it has, and opens when there are 50."""
    OFFER = "offer"
    """Whoever helps around it: it need not open, and may."""


class Actor(StrEnum):
    """Who does it."""

    NOBODY = "nobody"
    COLLECTIVITE = "collectivite"
    PORTAL = "portal"
    HELPER = "helper"


@dataclass(frozen=True, slots=True)
class Next:
    """A step, and who takes it."""

    step: Step
    actor: Actor


_BY_WAY = {
    Way.OWN: Next(Step.NOTHING, Actor.NOBODY),
    Way.ROLLED_UP: Next(Step.TAKE_OVER, Actor.COLLECTIVITE),
    Way.ELSEWHERE: Next(Step.HARVEST, Actor.PORTAL),
}
_BY_DUTY = {
    Duty.OBLIGED: Next(Step.OPEN, Actor.COLLECTIVITE),
    Duty.PRESUMED: Next(Step.COUNT_AGENTS, Actor.COLLECTIVITE),
    Duty.FREE: Next(Step.OFFER, Actor.HELPER),
    Duty.UNKNOWN: Next(Step.OFFER, Actor.HELPER),
}


def next_of(place: Place) -> Next:
    """What comes next for a collectivité."""
    return _BY_WAY[place.way] if place.way else _BY_DUTY[place.duty]
