"""The door of the animator room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.animator.kinds import Kind, Service
from ckanext.odlocale.animator.mandate import OPEN, RUNNING, Delegation, Mandate, State, Status, runs, status
from ckanext.odlocale.animator.perimeter import Perimeter
from ckanext.odlocale.animator.records import Animator, animator, animators, mandates, supporters_of

__all__ = [
    "OPEN",
    "RUNNING",
    "Animator",
    "Delegation",
    "Kind",
    "Mandate",
    "Perimeter",
    "Service",
    "State",
    "Status",
    "animator",
    "animators",
    "mandates",
    "runs",
    "status",
    "supporters_of",
]
