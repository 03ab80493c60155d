"""The door of the animator room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.animator.desk import harvest_errors
from ckanext.odlocale.animator.kinds import Kind, Service
from ckanext.odlocale.animator.kits.arriving import as_kit
from ckanext.odlocale.animator.mandate import (
    OPEN,
    RUNNING,
    Delegation,
    Mandate,
    State,
    Status,
    may_publish,
    runs,
    status,
)
from ckanext.odlocale.animator.perimeter import Perimeter
from ckanext.odlocale.animator.records import Animator, animator, animators, mandates, supporters_of
from ckanext.odlocale.animator.seen import Support, ever_signed, offered_on

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
    "Support",
    "animator",
    "animators",
    "as_kit",
    "ever_signed",
    "harvest_errors",
    "mandates",
    "may_publish",
    "offered_on",
    "runs",
    "status",
    "supporters_of",
]
