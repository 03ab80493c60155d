"""Every check under every name it goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from . import addresses, columns, identifiers, texts
from .types import Check, CheckError

CHECKS: dict[str, type[Check]] = {
    "siret": identifiers.Siret,
    "siren": identifiers.Siren,
    "code-commune-insee": identifiers.CommuneCode,
    "code-postal": identifiers.PostalCode,
    "code-region": identifiers.RegionCode,
    "numero-departement": identifiers.DepartementCode,
    "code-rna": identifiers.Rna,
    "code-fantoir": identifiers.Fantoir,
    "id-rnb": identifiers.Rnb,
    "nomenclature-acte": texts.ActHeading,
    "year-interval-value": texts.YearInterval,
    "phone-number-value": texts.Phone,
    "opening-hours-value": texts.OpeningHours,
    "french-gps-coordinates": texts.FrenchPoint,
    "cohesive-columns-value": columns.Cohesive,
    "compare-columns-value": columns.Compare,
    "sum-columns-value": columns.Sum,
    "one-of-required": columns.OneOfRequired,
    "bal-position": addresses.AddressPosition,
    "bal-cle-interop": addresses.AddressKey,
    "bal-identifiants": addresses.AddressIds,
}
# The same check under its name of the other generation: published schemas use both.
OTHER_NAMES: dict[str, str] = {
    "french-siret-value": "siret",
    "french-siren-value": "siren",
    "nomenclature-actes-value": "nomenclature-acte",
    "coordonnees-gps-francaises": "french-gps-coordinates",
    "nomenclature-actes": "nomenclature-acte",
}


def make_check(name: str, params: Mapping[str, Any]) -> Check:
    """The check a schema asks for. Raises `CheckError` when there is none, or its parameters are wrong."""
    kind = CHECKS.get(OTHER_NAMES.get(name, name))
    if kind is None:
        raise CheckError(name)
    return kind(name, params)


def declared_checks(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """The name and parameters of each check a schema asks for, and whether it is only advice.

    They are in `custom_checks`, or in a field's `customCheck`. Raises `CheckError` for one without a name.
    """
    for declared in schema.get("custom_checks") or []:
        if not isinstance(declared, Mapping) or "name" not in declared:
            raise CheckError(str(declared))
        yield declared["name"], declared.get("params") or {}, declared.get("severity") == "warning"
    for field in schema.get("fields", []):
        if own := field.get("customCheck"):
            params = {} if isinstance(own, str) else own
            yield params.get("name", own), {**params, "column": field["name"]}, False
