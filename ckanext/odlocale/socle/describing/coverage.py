"""The territory that data are about, as DCAT writes it: an address and a name. PURE."""

from __future__ import annotations

# What INSEE calls each level in its addresses.
KINDS = {
    "com": "commune",
    "epci": "intercommunalite",
    "ept": "intercommunalite",
    "dep": "departement",
    "reg": "region",
}
FRANCE = "http://publications.europa.eu/resource/authority/country/FRA"


def uri_of(level: str, code: str, pattern: str) -> str:
    """The address of a territory for other catalogues.

    :param level: ``com``, ``epci``, ``ept``, ``dep``, ``reg`` or ``fr``
    :param code: INSEE code, or SIREN of a grouping
    :param pattern: with ``{kind}``, ``{level}`` and ``{code}``; empty for none
    """
    if level not in KINDS:
        return FRANCE
    return pattern.replace("{kind}", KINDS[level]).replace("{level}", level).replace("{code}", code)
