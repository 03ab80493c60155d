"""Words about animators, offers and mandates, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.desk.wording import agreement_label
from ckanext.odlocale.animator.kinds import Kind, Service
from ckanext.odlocale.animator.mandate import Side

NAMED = 4

_KINDS: Mapping[str, Callable[[], str]] = {
    Kind.REGION: lambda: tk._("Région"),
    Kind.DEPARTEMENT: lambda: tk._("Département"),
    Kind.INTERCOMMUNALITE: lambda: tk._("Métropole or agglomération"),
    Kind.SYNDICAT_MIXTE: lambda: tk._("Syndicat mixte"),
    Kind.ASSOCIATION: lambda: tk._("Association"),
    Kind.GIP: lambda: tk._("GIP (public interest group)"),
    Kind.NATIONAL: lambda: tk._("National body"),
    Kind.OTHER: lambda: tk._("Other structure"),
}
_SERVICES: Mapping[str, Callable[[], str]] = {
    Service.SENSIBILISATION: lambda: tk._("Raising awareness"),
    Service.FORMATION: lambda: tk._("Training courses"),
    Service.HEBERGEMENT: lambda: tk._("Hosting"),
    Service.STIMULATION: lambda: tk._("Stimulating reuse"),
}
_SIDES: Mapping[str, Callable[[], str]] = {
    Side.ANIMATOR: lambda: tk._("the animator"),
    Side.COLLECTIVITE: lambda: tk._("the local authority"),
}
_ACTIONS: Mapping[str, Callable[[], str]] = {
    "asked": lambda: tk._("Agreement asked for"),
    "signed": lambda: tk._("Agreement signed"),
    "refused": lambda: tk._("Agreement refused"),
    "withdrawn": lambda: tk._("Request withdrawn"),
    "ended": lambda: tk._("Agreement ended"),
    "delegated": lambda: tk._("Right to publish given"),
    "revoked": lambda: tk._("Right to publish taken back"),
    "reminded": lambda: tk._("Reminder of the end sent"),
    "dataset-created": lambda: tk._("Dataset created"),
    "dataset-changed": lambda: tk._("Dataset changed"),
    "dataset-deleted": lambda: tk._("Dataset deleted"),
}
_WORDS = {"kind": _KINDS, "service": _SERVICES, "side": _SIDES, "action": _ACTIONS}


def label(what: str, value: str) -> str:
    """What a value is called; an unknown one stays as it is.

    :param what: ``kind``, ``service``, ``side``, ``status`` or ``action``, a line of the journal
    """
    return agreement_label(value) if what == "status" else _WORDS[what].get(value, lambda: value)()


def choices(what: str, values: Iterable[str]) -> list[tuple[str, str]]:
    """Values with what they are called, for a list from which one is chosen.

    :param what: as for :func:`label`
    """
    return [(value, label(what, value)) for value in values]


def perimeter_label(included: Iterable[str], excepted: Iterable[str], names: Mapping[str, str]) -> str:
    """A perimeter in words: its first territories by name, and how many others.

    :param names: of territories, by identifier
    """
    inside, outside = _some(included, names), _some(excepted, names)
    if not inside:
        return tk._("No perimeter given")
    return (
        tk._("{territories}, without {others}").format(territories=inside, others=outside)
        if outside
        else inside
    )


def _some(ids: Iterable[str], names: Mapping[str, str]) -> str:
    found = sorted((names.get(one, one) for one in ids), key=str.lower)
    shown = ", ".join(found[:NAMED])
    more = len(found) - NAMED
    if more <= 0:
        return shown
    rest = tk.ungettext("{territories} and {number} other", "{territories} and {number} others", more)
    return rest.format(territories=shown, number=more)
