"""The door of the socle room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.socle.coverage.looking import Coverage, coverage
from ckanext.odlocale.socle.coverage.state import Actor, Declaration, Expected, File, Situation, State
from ckanext.odlocale.socle.duties.store import obligations, overrides
from ckanext.odlocale.socle.duties.telling import duty_label, reason_sentence, rule
from ckanext.odlocale.socle.obligation import (
    AUTHORITIES,
    COUNTED,
    LAW,
    LEAST_AGENTS,
    LEAST_POPULATION,
    Duty,
    Obligation,
    Override,
    obligation,
)

__all__ = [
    "AUTHORITIES",
    "COUNTED",
    "LAW",
    "LEAST_AGENTS",
    "LEAST_POPULATION",
    "Actor",
    "Coverage",
    "Declaration",
    "Duty",
    "Expected",
    "File",
    "Obligation",
    "Override",
    "Situation",
    "State",
    "coverage",
    "duty_label",
    "obligation",
    "obligations",
    "overrides",
    "reason_sentence",
    "rule",
]
