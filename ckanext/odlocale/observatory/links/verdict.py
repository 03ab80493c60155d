"""What an answer, or none, says of a link. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# There, though not for us: asks who we are, or wants us to come back later.
_THERE = frozenset({401, 402, 403, 405, 406, 407, 408, 416, 429, 451, 503})
_GONE = frozenset({404, 410})
# How many visits in a row must find a link gone, or its site silent, before it is called dead: sites are
# moved and mended, and a night's silence says nothing.
ENOUGH_GONE, ENOUGH_SILENT = 2, 4


class State(StrEnum):
    """What is known of a link."""

    ALIVE = "alive"
    UNSURE = "unsure"
    """It did not answer lately, and may again."""
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit found.

    :param status: of HTTP; None without an answer
    :param is_refused: the link leads where this portal does not go, or is no address
    """

    status: int | None = None
    is_refused: bool = False


def is_there(visit: Visit) -> bool:
    """Whether something answered for the link."""
    status = visit.status
    return status is not None and (200 <= status < 400 or status in _THERE)


def state(visit: Visit, failures: int) -> State:
    """What is known after a visit.

    :param failures: how many visits in a row found nothing, with this one
    """
    if is_there(visit):
        return State.ALIVE
    enough = ENOUGH_GONE if visit.status in _GONE or visit.is_refused else ENOUGH_SILENT
    return State.DEAD if failures >= enough else State.UNSURE
