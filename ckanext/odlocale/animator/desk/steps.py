"""How far a local authority is on its way to publishing by itself. PURE."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """The steps of the follow-up, in their order."""

    CONTACTED = "contacted"
    AGREEMENT = "agreement"
    TRAINED = "trained"
    FIRST_DATASET = "first-dataset"
    SOCLE = "socle"
    AUTONOMOUS = "autonomous"


ORDER = tuple(Step)
KNOWN_BY_THE_PORTAL = frozenset({Step.AGREEMENT, Step.FIRST_DATASET, Step.SOCLE})
"""The steps that nobody has to note: the portal sees the mandate, the datasets and the verdicts."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A step that an authority has reached.

    :param on: the day; None when nobody knows it
    :param by_hand: somebody noted it, the portal does not know
    """

    step: Step
    on: dt.date | None
    by_hand: bool


def furthest(reached: Iterable[Reached]) -> Reached | None:
    """The furthest step; of the same step, what the portal knows comes before what was noted by hand."""
    return max(reached, key=lambda one: (ORDER.index(one.step), not one.by_hand), default=None)


def seen(signed: dt.date | None, first_dataset: dt.date | None, valid: dt.date | None) -> list[Reached]:
    """The steps that the portal knows of.

    :param signed: day of the agreement in force
    :param first_dataset: day of the first public dataset
    :param valid: day of the first valid file of the socle
    """
    days = {Step.AGREEMENT: signed, Step.FIRST_DATASET: first_dataset, Step.SOCLE: valid}
    return [Reached(step, day, by_hand=False) for step, day in days.items() if day is not None]
