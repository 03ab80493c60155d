"""Checks on the text of one cell: years, headings of acts, phone numbers, opening hours, coordinates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import opening_hours
import phonenumbers

from .types import Check, Fault, Values

INTERVAL = re.compile(r"(\d{4})/(\d{4})")
YEAR = re.compile(r"\d{4}")


class YearInterval(Check):
    """AAAA/AAAA in rising order; AAAA alone where `allow-year-only` says so."""

    rule = "year-interval-value"

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        super().__init__(name, params)
        self.year_only = params.get("allow-year-only") in ("yes", "true", True)

    def fault(self, values: Values) -> Fault | None:
        text = str(values[0])
        interval = INTERVAL.fullmatch(text)
        if interval is None:
            if self.year_only and YEAR.fullmatch(text):
                return None
            return Fault("year-interval-year" if self.year_only else "year-interval")
        first, last = interval.groups()
        return None if first < last else Fault("year-interval-order", {"first": first, "last": last})


def folded(text: str) -> str:
    """Lower case, without accents."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


HEADINGS = (
    "Commande publique",
    "Urbanisme",
    "Domaine et patrimoine",
    "Fonction publique",
    "Institutions et vie politique",
    "Libertés publiques et pouvoirs de police",
    "Finances locales",
    "Domaines de compétences par thèmes",
    "Autres domaines de compétences",
)
FOLDED_HEADINGS = frozenset(map(folded, HEADINGS))


class ActHeading(Check):
    """A heading of the ACTES nomenclature, a slash without spaces, then the matter."""

    rule = "nomenclature-acte"

    def fault(self, values: Values) -> Fault | None:
        text = str(values[0])
        heading, slash, _ = text.partition("/")
        if not slash:
            return Fault("act-slash")
        if "/ " in text:
            return Fault("act-space")
        if folded(heading) in FOLDED_HEADINGS:
            return None
        return Fault(
            "act-space" if folded(heading.rstrip()) in FOLDED_HEADINGS else "act-heading",
            {"heading": heading},
        )


class Phone(Check):
    """A French number (short ones too), or any number with its country prefix."""

    rule = "phone-number-value"

    def fault(self, values: Values) -> Fault | None:
        text = str(values[0])
        return None if _is_phone(text, "FR") or _is_phone(text, None) else Fault("phone")


def _is_phone(text: str, country: str | None) -> bool:
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(number):
        return True
    return country is not None and phonenumbers.is_valid_short_number(number)


class OpeningHours(Check):
    """Opening hours written as OpenStreetMap does."""

    rule = "opening-hours-value"

    def fault(self, values: Values) -> Fault | None:
        return None if opening_hours.validate(str(values[0])) else Fault("opening-hours")


# Rectangles around the parts of France whose départements a file can speak of: west, south, east, north.
FRENCH_BOXES = {
    "Guadeloupe": (-61.81, 15.83, -61.00, 16.52),
    "Martinique": (-61.23, 14.38, -60.80, 14.88),
    "Guyane": (-54.61, 2.11, -51.61, 5.75),
    "La Réunion": (55.21, -21.39, 55.84, -20.87),
    "Mayotte": (45.01, -13.01, 45.30, -12.63),
    "France métropolitaine": (-5.15, 41.33, 9.57, 51.09),
}


def in_france(longitude: float, latitude: float) -> bool:
    """Whether a point is inside one of the rectangles around France."""
    return any(
        west <= longitude <= east and south <= latitude <= north
        for west, south, east, north in FRENCH_BOXES.values()
    )


class FrenchPoint(Check):
    """Coordinates in France; says so when longitude and latitude are swapped."""

    rule = "french-gps-coordinates"

    def fault(self, values: Values) -> Fault | None:
        point = _point(values[0])
        if point is None:
            return Fault("gps")
        if in_france(*point):
            return None
        return Fault("gps-reversed" if in_france(point[1], point[0]) else "gps")


def _point(value: Any) -> tuple[float, float] | None:
    if isinstance(value, str):
        value = value.strip("[] ").split(",")
    try:
        longitude, latitude = (float(part) for part in value)
    except (TypeError, ValueError):
        return None
    return longitude, latitude
