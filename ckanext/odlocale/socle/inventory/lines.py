"""A dataset of the portal as a line of a catalogue file. PURE.

Source: the Table Schema ``scdl/catalogue`` 0.1.3 of OpenDataFrance; its lists of values are copied here in
the words of the standard, since a file has them as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.socle.describing import frequencies
from ckanext.odlocale.socle.publishing.proposal import LICENCES
from ckanext.odlocale.socle.publishing.template import Identity

SCHEMA = "scdl/catalogue"

LEVELS = {
    Level.COM: "Communale",
    Level.EPCI: "Intercommunale",
    Level.EPT: "Intercommunale",
    Level.DEP: "Départementale",
    Level.REG: "Régionale",
}
OTHER_LEVEL = "Autre"
FREQUENCIES = {
    "ANNUAL": "Annuelle",
    "ANNUAL_2": "Semestrielle",
    "QUARTERLY": "Trimestrielle",
    "BIMONTHLY": "Bimestrielle",
    "MONTHLY": "Mensuelle ou plusieurs fois par mois",
    "WEEKLY": "Hebdomadaire ou plusieurs fois par semaine",
    "DAILY": "Quotidienne ou plusieurs fois par jour",
    "HOURLY": "Toutes les heures",
    "BIENNIAL": "Biennale",
    "TRIENNIAL": "Triennale",
    "QUINQUENNIAL": "Quinquennale",
    "UPDATE_CONT": "Continuelle",
    "AS_NEEDED": "Ponctuelle",
    "IRREG": "Irrégulière",
    "NEVER": "Ponctuelle",
}
UNKNOWN_FREQUENCY = "Inconnue"
OTHER_LICENCE = "Spécifique ou autre"
_LICENCES = {
    **dict.fromkeys(LICENCES["Licence Ouverte 2.0"], "Licence Ouverte-LO"),
    **dict.fromkeys(LICENCES["ODbL"], "Open Database License-ODBL"),
}
_NO_LICENCE = ("", "notspecified")


class Place(Protocol):
    """The territory that data are about."""

    @property
    def name(self) -> str: ...
    @property
    def level(self) -> Level: ...


def line(
    shown: Mapping[str, Any],
    identity: Identity,
    places: Mapping[str, Place],
    address: str,
    producer: str = "",
) -> dict[str, str]:
    """What the columns of the standard hold for a dataset; what the portal does not know is left empty.

    :param shown: the dataset as ``package_show`` gives it
    :param identity: whose catalogue this is
    :param places: territories by identifier, those that datasets name and the authority's own
    :param address: of the dataset's page
    :param producer: the name of who produced it, where the dataset says so
    """
    dataset = _flat(shown)
    files = dataset.get("resources") or []
    formats = [_text(one.get("format")).lower() for one in files]
    return {
        "COLL_NOM": identity.name,
        "COLL_SIRET": identity.siret or "",
        "ID": str(dataset["id"]),
        "TITRE": _text(dataset.get("title") or dataset.get("name")),
        "DESCRIPTION": _text(dataset.get("notes")),
        "THEME": _theme(dataset),
        "PRODUCTEUR_NOM": producer or identity.name,
        "PRODUCTEUR_SIRET": "" if producer and producer != identity.name else identity.siret or "",
        **_where(dataset, identity, places),
        **_when(dataset),
        "FREQ_MAJ": frequency(_text(dataset.get("frequency"))),
        "MOTS_CLES": ";".join(_text(one["name"]) for one in dataset.get("tags") or ()),
        "LICENCE": licence(str(dataset.get("license_id") or "")),
        "NOMBRE_RESSOURCES": str(len(files)),
        "FORMAT_RESSOURCES": ";".join(dict.fromkeys(filter(None, formats))),
        "URL": address,
    }


def places_of(dataset: Mapping[str, Any]) -> list[str]:
    """The identifiers of the territories that a dataset says it is about."""
    covered = dataset.get("spatial_coverage")
    parts = covered if isinstance(covered, list) else []
    return [str(one["territory"]) for one in parts if isinstance(one, Mapping) and one.get("territory")]


def frequency(text: str) -> str:
    """What the standard calls a frequency, however a dataset tells it."""
    if text in FREQUENCIES.values():
        return text
    code = (frequencies.uri_of(text) or "").removeprefix(frequencies.ROOT)
    return FREQUENCIES.get(code, UNKNOWN_FREQUENCY)


def licence(identifier: str) -> str:
    """What the standard calls a licence of the portal; nothing for a dataset without one."""
    if identifier in _NO_LICENCE:
        return ""
    if identifier.lower().startswith("cc-"):
        return "Creative Commons-CC"
    return _LICENCES.get(identifier, OTHER_LICENCE)


def _flat(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Its extras beside its fields, wherever the site's schema keeps a field."""
    return {**{one["key"]: one["value"] for one in shown.get("extras") or ()}, **shown}


def _theme(dataset: Mapping[str, Any]) -> str:
    groups = [_text(one.get("title") or one.get("name")) for one in dataset.get("groups") or ()]
    return _text(dataset.get("theme")) or ";".join(groups)


def _where(dataset: Mapping[str, Any], identity: Identity, places: Mapping[str, Place]) -> dict[str, str]:
    own = places.get(identity.territory or "")
    named = next((places[one] for one in places_of(dataset) if one in places), None)
    place = named or own
    name = named.name if named else dataset.get("spatial_text") or (own.name if own else "")
    level = LEVELS.get(place.level, OTHER_LEVEL) if place else OTHER_LEVEL
    return {"COUV_SPAT_MAILLE": level, "COUV_SPAT_NOM": _text(name)}


def _when(dataset: Mapping[str, Any]) -> dict[str, str]:
    covered = dataset.get("temporal_coverage")
    periods = [one for one in covered if isinstance(one, Mapping)] if isinstance(covered, list) else []
    starts = [_day(one.get("start")) for one in periods] or [_day(dataset.get("temporal_start"))]
    ends = [_day(one.get("end")) for one in periods] or [_day(dataset.get("temporal_end"))]
    return {
        "COUV_TEMP_DEBUT": min(starts),
        # A period without an end goes on.
        "COUV_TEMP_FIN": max(ends) if all(ends) else "",
        "DATE_PUBL": _day(dataset.get("issued") or dataset.get("metadata_created")),
        "DATE_MAJ": _day(dataset.get("modified") or dataset.get("metadata_modified")),
    }


def _day(text: Any) -> str:
    return str(text or "")[:10]


def _text(value: Any) -> str:
    """On one line: what reads a catalogue may not know of line ends between quotes."""
    return " ".join(str(value or "").split())
