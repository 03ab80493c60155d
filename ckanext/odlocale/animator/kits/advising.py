"""Kits shown beside what they help with, on pages of other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale import advice
from ckanext.odlocale.advice import Advice, Place
from ckanext.odlocale.animator.desk.steps import Step
from ckanext.odlocale.animator.kits.finding import helping_with
from ckanext.odlocale.animator.kits.helping import Chosen, Situation
from ckanext.odlocale.cog.shared import stratum_of
from ckanext.odlocale.socle.shared import rule_label

PLUGIN = "odlocale_animator"


def register() -> None:
    """Have kits shown on a failed verdict, and on a territory without data."""
    advice.register(Place.VERDICT, PLUGIN, on_verdict)
    advice.register(Place.NO_DATA, PLUGIN, without_data)


def on_verdict(facts: Mapping[str, Any]) -> list[Advice]:
    """The kits about the rules that a file does not follow, then about its set."""
    schemas = frozenset(filter(None, [facts.get("schema")]))
    return advised(Situation(schemas=schemas, rules=frozenset(facts.get("rules") or ())))


def without_data(facts: Mapping[str, Any]) -> list[Advice]:
    """The kits that help a territory to begin."""
    return advised(
        Situation(
            level=str(facts.get("level") or ""),
            stratum=stratum_of(facts.get("population")) or "",
            stage=Step.CONTACTED,
        )
    )


def advised(situation: Situation) -> list[Advice]:
    """The kits that help in a situation, as a page shows them. One search; none without the plugin."""
    return [_told(one) for one in helping_with(situation)] if p.plugin_loaded(PLUGIN) else []


def _told(chosen: Chosen) -> Advice:
    address = tk.url_for("kit.read", id=chosen.kit.name)
    rules = ", ".join(rule_label(rule) for rule in sorted(chosen.rules))
    return Advice(chosen.kit.title, address, rules)
