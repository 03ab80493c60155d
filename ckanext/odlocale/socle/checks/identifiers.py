"""SIREN, SIRET and the other numbers of the French administration."""

from __future__ import annotations

import re

from stdnum.fr import siren, siret

from .types import Check, Fault, Values


class Siret(Check):
    """14 digits whose key is right (La Poste's own rule included)."""

    rule = "siret"

    def fault(self, values: Values) -> Fault | None:
        return None if siret.is_valid(str(values[0])) else _number_fault("siret", str(values[0]), 14)


class Siren(Check):
    """9 digits whose key is right."""

    rule = "siren"

    def fault(self, values: Values) -> Fault | None:
        return None if siren.is_valid(str(values[0])) else _number_fault("siren", str(values[0]), 9)


def _number_fault(rule: str, text: str, length: int) -> Fault:
    if re.fullmatch(r"\d+([.,]\d*)?[eE]\+?\d+|\d+[.,]0+", text.strip()):
        return Fault(f"{rule}-rounded")
    digits = re.sub(r"[\s.]", "", text)
    if not digits.isdigit():
        return Fault(f"{rule}-other", {"length": length})
    if len(digits) != length:
        return Fault(f"{rule}-length", {"length": length, "found": len(digits)})
    return Fault(f"{rule}-key")


class Pattern(Check):
    """A code recognised by its shape."""

    pattern: re.Pattern[str]

    def fault(self, values: Values) -> Fault | None:
        return None if self.pattern.fullmatch(str(values[0])) else Fault(self.rule)


class CommuneCode(Pattern):
    """A commune's INSEE code, Corsica and overseas included."""

    rule = "code-commune-insee"
    pattern = re.compile(r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[4-9])\d{2,3}")

    def fault(self, values: Values) -> Fault | None:
        return super().fault(values) if len(str(values[0])) == 5 else Fault(self.rule)


class PostalCode(Pattern):
    """Five digits that begin as a département, or 00 for the armies."""

    rule = "code-postal"
    pattern = re.compile(r"(?:0[0-9]|[1-8]\d|9[0-58])\d{3}|97[1-8]\d{2}")


class RegionCode(Pattern):
    """A région's INSEE code, of 2016 or later."""

    rule = "code-region"
    pattern = re.compile(r"0[1-6]|11|24|27|28|32|44|52|53|75|76|84|93|94")


class DepartementCode(Pattern):
    """A département's INSEE code."""

    rule = "numero-departement"
    pattern = re.compile(r"0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-46]")


class Rna(Pattern):
    """An association's number in the national register."""

    rule = "code-rna"
    pattern = re.compile(r"W\d{9}")


class Fantoir(Pattern):
    """A street's code in the tax office's file: a letter or digit, then three digits."""

    rule = "code-fantoir"
    pattern = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]?")


class Rnb(Pattern):
    """A building's identifier in the national register: three groups of four, without look-alike letters."""

    rule = "id-rnb"
    pattern = re.compile(r"(?:[1-9A-HJ-NP-TV-Z]{4}-?){2}[1-9A-HJ-NP-TV-Z]{4}")
