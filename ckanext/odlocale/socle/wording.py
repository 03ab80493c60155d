"""Words of the socle in the reader's language."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.lib.i18n import get_lang
from flask import has_request_context

from ckanext.odlocale.socle.checks.registry import CHECKS
from ckanext.odlocale.socle.verdicts.kept import Outcome


def language() -> str:
    """The language of the catalogue and of the messages: French for French readers, else English.

    Outside a request, the reader is whoever the portal speaks to.
    """
    return _known(str(get_lang())) if has_request_context() else site_language()


def site_language() -> str:
    """The same for what is written once for all readers."""
    return _known(str(tk.config.get("ckan.locale_default")))


def _known(locale: str) -> str:
    return "fr" if locale.startswith("fr") else "en"


def outcome_label(outcome: str) -> str:
    """What a verdict is called."""
    labels = {
        Outcome.VALID: tk._("Valid"),
        Outcome.INVALID: tk._("Invalid"),
        Outcome.UNCHECKED: tk._("Not checked"),
        Outcome.ERROR: tk._("Cannot be checked"),
    }
    return labels[Outcome(outcome)] if outcome in set(Outcome) else outcome


def rule_label(rule: str) -> str:
    """What a rule is about, in a few words; the name of a rule that has none."""
    return _rule_labels().get(rule, rule)


def rules() -> list[str]:
    """The names of all rules: of the form of files first, then of what is in them."""
    return list(dict.fromkeys([*_rule_labels(), *CHECKS]))


def _rule_labels() -> dict[str, str]:
    return {
        "missing-label": tk._("A column is missing"),
        "blank-label": tk._("A column has no name"),
        "duplicate-label": tk._("A column is there twice"),
        "extra-label": tk._("A column is not in the standard"),
        "disordered-labels": tk._("The columns are in another order"),
        "blank-header": tk._("The first line is empty"),
        "constraint-error": tk._("A cell does not hold what is expected"),
        "type-error": tk._("A cell is not of the right kind (date, number…)"),
        "missing-cell": tk._("A line is too short"),
        "extra-cell": tk._("A line is too long"),
        "blank-row": tk._("A line is empty"),
        "primary-key": tk._("An identifier is empty or there twice"),
        "unique-error": tk._("A value is there twice"),
        "former-version": tk._("The file follows an older version"),
        "encoding": tk._("The file is not in UTF-8"),
        "separator": tk._("The separator is not the standard's"),
        "damaged-characters": tk._("Characters were lost"),
        "no-rows": tk._("There is no line of data"),
        "owner": tk._("The data are of somebody else than the publisher"),
        "siret": tk._("A SIRET is wrong"),
        "siren": tk._("A SIREN is wrong"),
        "missing-field": tk._("A field is missing"),
        "unknown-field": tk._("A field is not in the standard"),
    }
