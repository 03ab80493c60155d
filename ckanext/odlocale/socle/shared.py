"""The door of the socle room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.socle.catalogue import Entry, UnknownSchemaError, find_schema, latest_entries
from ckanext.odlocale.socle.coverage.looking import Coverage, begun, coverage
from ckanext.odlocale.socle.coverage.state import (
    Actor,
    Declaration,
    Expected,
    File,
    Situation,
    State,
    expected,
    is_meant,
)
from ckanext.odlocale.socle.coverage.telling import expected_label, state_label
from ckanext.odlocale.socle.duties.store import found_out, obligations, overrides
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
    Reason,
    obligation,
)
from ckanext.odlocale.socle.publishing.declared import dataset_fields
from ckanext.odlocale.socle.publishing.proposal import licence_called
from ckanext.odlocale.socle.publishing.template import Column, columns_of
from ckanext.odlocale.socle.publishing.who import published_by
from ckanext.odlocale.socle.spreadsheets import harmless
from ckanext.odlocale.socle.verdicts.choice import SCHEMA_FIELD
from ckanext.odlocale.socle.verdicts.tallied import broken_rules, files_by_dataset
from ckanext.odlocale.socle.wording import language, rule_label, rules

__all__ = [
    "AUTHORITIES",
    "COUNTED",
    "LAW",
    "LEAST_AGENTS",
    "LEAST_POPULATION",
    "Actor",
    "Column",
    "Coverage",
    "Declaration",
    "Duty",
    "Entry",
    "Expected",
    "File",
    "Obligation",
    "Override",
    "Reason",
    "Situation",
    "State",
    "UnknownSchemaError",
    "begun",
    "broken_rules",
    "columns_of",
    "coverage",
    "SCHEMA_FIELD",
    "dataset_fields",
    "duty_label",
    "expected",
    "expected_label",
    "files_by_dataset",
    "find_schema",
    "found_out",
    "harmless",
    "is_meant",
    "language",
    "latest_entries",
    "licence_called",
    "obligation",
    "obligations",
    "overrides",
    "published_by",
    "reason_sentence",
    "rule",
    "rule_label",
    "rules",
    "state_label",
]
