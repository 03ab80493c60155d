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
    start = beginning(points[0].day, today)
    at_start = [point.number for point in points if point.day <= start][-1]
    return towards(points[-1].number, pace(at_start, points[-1].number, (today - start).days), target, today)


def towards(now: int, pace_: float | None, target: Target, today: date) -> Trajectory:
    """The trajectory of who has come so far, at this pace."""
    left = target.number - now
    return Trajectory(now, target, pace_, _needed(left, target.day, today), _projected(left, pace_, today))


def beginning(first: date, today: date) -> date:
    """The day from which a pace is measured: a year ago, or the first day with figures."""
    return max(first, today - timedelta(days=round(YEAR)))


def pace(before: int, now: int, days: int) -> float | None:
    """Openings in a year; None when they were watched for less than a month."""
    return None if days < LEAST_DAYS else (now - before) / days * YEAR


def share(whole: Trajectory, now: int, missing: int, missing_in_all: int) -> Target | None:
    """What a part of a territory has to reach, so that the territory reaches its target.

    What is left to open is shared in proportion to those that the law asks to publish and that have not: the
    parts of a whole together have its target, but for rounding up.

    :param now: how many are open in the part
    :param missing: how many must publish in the part and have not, and ``missing_in_all``: in the territory
    :returns: None when nobody in the territory has to any more: what is left is then anybody's
    """
    if not missing_in_all:
        return None
    left = max(0, whole.target.number - whole.now)
    return Target(now - (-left * missing // missing_in_all), whole.target.day)


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
