"""Words for territories that are shown to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level

# Functions, so that the language is that of the reader and Babel finds each sentence.
_ONE: dict[str, Callable[[], str]] = {
    Level.FR: lambda: tk._("Country"),
    Level.REG: lambda: tk._("Région"),
    Level.DEP: lambda: tk._("Département"),
    Level.EPCI: lambda: tk._("EPCI (grouping of communes)"),
    Level.EPT: lambda: tk._("EPT (Greater Paris public body)"),
    Level.COM: lambda: tk._("Commune"),
}
_MANY: dict[str, Callable[[], str]] = {
    Level.FR: lambda: tk._("Countries"),
    Level.REG: lambda: tk._("Régions"),
    Level.DEP: lambda: tk._("Départements"),
    Level.EPCI: lambda: tk._("EPCI (groupings of communes)"),
    Level.EPT: lambda: tk._("EPT (Greater Paris public bodies)"),
    Level.COM: lambda: tk._("Communes"),
}


def level_label(level: str) -> str:
    """What a territory of this level is called; an unknown level stays as it is."""
    return _ONE.get(level, lambda: level)()


def level_label_plural(level: str) -> str:
    """What the territories of this level are called; an unknown level stays as it is."""
    return _MANY.get(level, lambda: level)()


_KINDS: dict[str, Callable[[], str]] = {
    "CC": lambda: tk._("Communauté de communes"),
    "CA": lambda: tk._("Communauté d'agglomération"),
    "CU": lambda: tk._("Communauté urbaine"),
    "METRO": lambda: tk._("Métropole"),
    "MET69": lambda: tk._("Métropole"),
}


def kind_label(kind: str) -> str:
    """The legal kind of a grouping of communes; empty for kinds that say no more than the level."""
    return _KINDS.get(kind, str)()


def situated(territory: Mapping[str, Any]) -> str:
    """What tells a territory apart from others of its name: “Commune, Haute-Savoie”.

    :param territory: with ``level``, ``kind`` and ``situation``, the name of what is around it, or None; with
        ``former`` when it was found by the name of what became part of it
    """
    what = kind_label(territory["kind"]) or level_label(territory["level"])
    return ", ".join(filter(None, (what, territory["situation"], including(territory.get("former")))))


def including(former: str | None) -> str:
    """Why a territory was found that is called otherwise; empty when it is not."""
    return tk._("including {territory}").format(territory=former) if former else ""
