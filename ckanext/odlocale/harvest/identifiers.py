"""Official identifiers of territories and authorities inside what catalogues write.

Only what names its own kind is read: an address of INSEE, a GeoID, ``SIREN 217400423``. A bare ``01`` is
both a département and a région, and a bare ``74000`` may be a postal code, so they are never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError, siren_of

_LEVELS = {
    "commune": Level.COM,
    "town": Level.COM,
    "com": Level.COM,
    "insee": Level.COM,
    "epci": Level.EPCI,
    "intercommunalite": Level.EPCI,
    "ept": Level.EPT,
    "departement": Level.DEP,
    "county": Level.DEP,
    "dep": Level.DEP,
    "region": Level.REG,
    "reg": Level.REG,
}
_WORDS = "|".join(_LEVELS)
_ADDRESS = re.compile(rf"^https?://(?:rdf|id)\.insee\.fr/geo/(?:\d{{4}}/)?({_WORDS})/(\w+)/?$", re.IGNORECASE)
_GEOID = re.compile(rf"(?:^|[/#])fr[:/]({_WORDS})[:/](\w+?)(?:@[\w-]+)?/?$", re.IGNORECASE)
_LABELLED = re.compile(rf"^(?:code )?({_WORDS})\s*[:=# -]\s*(\w+)$", re.IGNORECASE)
_COUNTRY = re.compile(
    r"^(?:country:fr|https?://publications\.europa\.eu/resource/authority/country/FRA)$", re.I
)
_BARE_COMMUNE = re.compile(r"^(?:\d{2}|2[AB])\d{3}$")
_NUMBER = re.compile(r"(?<!\d)(?:\d{14}|\d{9})(?!\d)")
_SPACED_NUMBER = re.compile(r"\bsire[nt]\b\W{0,5}((?:\d[ .\u00a0]?){8,13}\d)(?!\d)", re.IGNORECASE)


def typed_code(text: str) -> TerritoryId | None:
    """The territory that an identifier names, when it says its level itself.

    :param text: ``com-74042``, ``fr:commune:74042``, ``INSEE 74042``, an address of INSEE…
    :returns: None for anything else, such as a bare code or an address with an opaque identifier
    """
    text = text.strip()
    if _COUNTRY.match(text):
        return TerritoryId(Level.FR)
    for pattern in (_ADDRESS, _GEOID, _LABELLED):
        if found := pattern.search(text):
            return code_of_level(_LEVELS[found[1].lower()], found[2])
    return _parsed(text)


def code_of_level(level: str, code: str) -> TerritoryId | None:
    """The identifier of a code whose level is known, None when no territory of this level can have it."""
    try:
        return TerritoryId.build(level, code.strip().upper())
    except TerritoryIdError:
        return None


def coverage_code(text: str) -> TerritoryId | None:
    """As :func:`typed_code`, and five bare characters are a commune: a coverage is never proof on its own."""
    if _BARE_COMMUNE.match(text.strip().upper()):
        return code_of_level(Level.COM, text)
    return typed_code(text)


def authority_numbers(text: str) -> list[str]:
    """The valid SIREN and SIRET in an identifier or address, nine or fourteen digits, in their order."""
    written = [text, *_NUMBER.findall(text), *_SPACED_NUMBER.findall(text)]
    compact = ("".join(filter(str.isdigit, number)) for number in written if siren_of(number))
    return list(dict.fromkeys(compact))


def distinct(texts: Iterable[object]) -> tuple[str, ...]:
    """The non-empty texts among these values, trimmed, each once, in their order."""
    trimmed = (text.strip() for text in texts if isinstance(text, str))
    return tuple(dict.fromkeys(text for text in trimmed if text))


def _parsed(text: str) -> TerritoryId | None:
    try:
        return TerritoryId.parse(text)
    except TerritoryIdError:
        return None
