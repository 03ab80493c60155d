"""Towards a target: the pace, the one that is needed, and the day on which it would be reached. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

YEAR = 365.25
# A pace measured over less says more about the season than about the territory.
LEAST_DAYS = 30
# Beyond, a date says no more than "not at this pace".
FARTHEST = date(2100, 1, 1)


class Point(NamedTuple):
    """A number from a day on."""

    day: date
    number: int


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at.

    :param number: of open collectivités
    :param day: by when
    """

    number: int
    day: date


@dataclass(frozen=True, slots=True)
class Trajectory:
    """How a territory moves towards a target.

    :param now: the latest number
    :param pace: openings in a year, over the last year; None when it was watched for less than a month
    :param needed: openings in a year that lead to the target in time; None when its day has passed
    :param projected: the day on which the target is reached at this pace; None when it never is
    """

    now: int
    target: Target
    pace: float | None
    needed: float | None
    projected: date | None

    @property
    def is_reached(self) -> bool:
        """Whether there is nothing left to do."""
        return self.now >= self.target.number

    @property
    def is_enough(self) -> bool | None:
        """Whether the pace leads to the target in time; None when nobody can tell."""
        if self.is_reached:
            return True
        if self.pace is None or self.needed is None:
            return None
        return self.pace >= self.needed


def trajectory(points: Sequence[Point], target: Target, today: date) -> Trajectory | None:
    """Work out the trajectory; None without a point.

    :param points: in the order of days; a number holds until the next
    """
    if not points:
        return None
    now = points[-1].number
    pace = _pace(points, today)
    left = target.number - now
    return Trajectory(now, target, pace, _needed(left, target.day, today), _projected(left, pace, today))


def _pace(points: Sequence[Point], today: date) -> float | None:
    start = max(points[0].day, today - timedelta(days=round(YEAR)))
    watched = (today - start).days
    if watched < LEAST_DAYS:
        return None
    at_start = [point.number for point in points if point.day <= start][-1]
    return (points[-1].number - at_start) / watched * YEAR


def _needed(left: int, day: date, today: date) -> float | None:
    if left <= 0:
        return 0.0
    years = (day - today).days / YEAR
    return left / years if years > 0 else None


def _projected(left: int, pace: float | None, today: date) -> date | None:
    if left <= 0:
        return today
    if not pace or pace < 0:
        return None
    days = left / pace * YEAR
    return today + timedelta(days=round(days)) if days < (FARTHEST - today).days else None
