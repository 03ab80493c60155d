"""What the fields of a kit may hold. PURE, but for the reader's language of the labels."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.desk.steps import Step
from ckanext.odlocale.animator.desk.wording import step_label, stratum_label
from ckanext.odlocale.cog.shared import STRATA, Level
from ckanext.odlocale.socle.shared import language, latest_entries, rule_label, rules
from ckanext.odlocale.territory.shared import level_label_plural

KIND, STAGE, RANK = "kit_kind", "kit_stage", "kit_order"
SCHEMAS, LEVELS, STRATUMS, RULES = "kit_schemas", "kit_levels", "kit_strata", "kit_rules"
MANY = (SCHEMAS, LEVELS, STRATUMS, RULES)
"""The fields with several values; an empty one means: for all of them."""

LANGUAGE = "kit_language"
KINDS = ("methodologique", "pedagogique", "technique")
LANGUAGES = ("fr", "en", "br", "co", "oc", "eu", "ca", "gsw", "gcf", "rcf")
LEVELS_HELPED = (Level.COM, Level.EPCI, Level.EPT, Level.DEP, Level.REG)

Labels = dict[str, str]


def choices_of(field: str) -> Labels:
    """The values that a field may hold, with their labels in the reader's language, in their order."""
    return _CHOICES[field]()


def known_values(field: str) -> list[str]:
    """The values that a field may hold, in their order. No labels: there may be no reader."""
    return _KNOWN[field]()


def label_of(field: str, value: str) -> str:
    """The label of a value; a value that this portal does not know stays as it is."""
    return choices_of(field).get(value, value) if field in _CHOICES else value


def values_of(value: Any) -> list[str]:
    """Several values, as a form, the API, another portal or the database has them.

    :param value: a list; JSON of a list; or words between spaces or commas
    """
    if isinstance(value, str):
        value = _listed(value)
    return list(dict.fromkeys(str(one).strip() for one in value or () if str(one).strip()))


def _listed(text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        try:
            return [one for one in json.loads(text) if isinstance(one, str)]
        except ValueError:
            return [text]
    return text.replace(",", " ").split()


def kind_label(kind: str) -> str:
    """What a kind of kit is called."""
    labels = {
        "methodologique": tk._("Method"),
        "pedagogique": tk._("Training"),
        "technique": tk._("Technique"),
    }
    return labels.get(kind, kind)


def _languages() -> Labels:
    names = {
        "fr": tk._("French"),
        "en": tk._("English"),
        "br": tk._("Breton"),
        "co": tk._("Corsican"),
        "oc": tk._("Occitan"),
        "eu": tk._("Basque"),
        "ca": tk._("Catalan"),
        "gsw": tk._("Alsatian"),
        "gcf": tk._("Antillean Creole"),
        "rcf": tk._("Réunion Creole"),
    }
    return {code: names[code] for code in LANGUAGES}


_KNOWN: Mapping[str, Callable[[], list[str]]] = {
    KIND: lambda: list(KINDS),
    STAGE: lambda: [step.value for step in Step],
    SCHEMAS: lambda: [entry.name for entry in latest_entries()],
    LEVELS: lambda: [level.value for level in LEVELS_HELPED],
    STRATUMS: lambda: list(STRATA),
    RULES: rules,
    LANGUAGE: lambda: list(LANGUAGES),
}
_CHOICES: Mapping[str, Callable[[], Labels]] = {
    KIND: lambda: {kind: kind_label(kind) for kind in KINDS},
    STAGE: lambda: {step.value: step_label(step) for step in Step},
    SCHEMAS: lambda: {entry.name: entry.text("title", language()) for entry in latest_entries()},
    LEVELS: lambda: {level.value: level_label_plural(level) for level in LEVELS_HELPED},
    STRATUMS: lambda: {stratum: stratum_label(stratum) for stratum in STRATA},
    RULES: lambda: {rule: rule_label(rule) for rule in rules()},
    LANGUAGE: _languages,
}
