"""Each check, under both generations of names."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.odlocale.socle.checks.registry import CHECKS, OTHER_NAMES, declared_checks, make_check
from ckanext.odlocale.socle.checks.types import CheckError
from tests.socle.made import SIRET


def fault(name: str, value: Any, **params: Any) -> str | None:
    told = make_check(name, {"column": "C", **params}).fault([value])
    return told and told.key


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("siret", SIRET, None),
        ("siret", "35600000049837", None),
        ("siret", "21290212600012", "siret-key"),
        ("siret", "2129021260001", "siret-length"),
        ("siret", "2,12902E+13", "siret-rounded"),
        ("siret", "21290212600011.0", "siret-rounded"),
        ("siret", "212 902 126 000 11'", "siret-other"),
        ("siren", "212902126", None),
        ("siren", "212902127", "siren-key"),
        ("year-interval-value", "2025/2026", None),
        ("year-interval-value", "2026/2025", "year-interval-order"),
        ("year-interval-value", "2026/2026", "year-interval-order"),
        ("year-interval-value", "2026", "year-interval"),
        ("nomenclature-acte", "Finances locales/Subventions", None),
        ("nomenclature-acte", "LIBERTES PUBLIQUES ET POUVOIRS DE POLICE/Police", None),
        ("nomenclature-acte", "Finances locales", "act-slash"),
        ("nomenclature-acte", "Finances locales / Subventions", "act-space"),
        ("nomenclature-acte", "Finances/Subventions", "act-heading"),
        ("phone-number-value", "02 98 00 00 00", None),
        ("phone-number-value", "115", None),
        ("phone-number-value", "+32 2 555 12 12", None),
        ("phone-number-value", "12", "phone"),
        ("opening-hours-value", "Mo-Fr 08:00-18:00", None),
        ("opening-hours-value", "du lundi au vendredi", "opening-hours"),
        ("french-gps-coordinates", [-4.6, 48.4], None),
        ("french-gps-coordinates", [55.5, -21.1], None),
        ("french-gps-coordinates", [48.4, -4.6], "gps-reversed"),
        ("french-gps-coordinates", [0, 0], "gps"),
        ("code-commune-insee", "2A004", None),
        ("code-commune-insee", "97411", None),
        ("code-commune-insee", "29280 ", "code-commune-insee"),
        ("code-postal", "29280", None),
        ("code-region", "84", None),
        ("numero-departement", "2B", None),
        ("numero-departement", "20", "numero-departement"),
        ("code-rna", "W291000001", None),
        ("id-rnb", "QBAAG16VCJWA", None),
    ],
)
def test_the_value_of_a_cell(name: str, value: Any, expected: str | None) -> None:
    assert fault(name, value) == expected


def test_a_year_alone_is_accepted_where_the_schema_says_so() -> None:
    assert fault("year-interval-value", "2026", **{"allow-year-only": "yes"}) is None


@pytest.mark.parametrize(("old", "new"), OTHER_NAMES.items())
def test_both_generations_of_names_are_one_check(old: str, new: str) -> None:
    assert type(make_check(old, {"column": "C"})) is CHECKS[new]


def compare(op: str, left: Any, right: Any) -> str | None:
    told = make_check("compare-columns-value", {"column": "A", "op": op, "column2": "B"}).fault([left, right])
    return told and told.key


@pytest.mark.parametrize(
    ("op", "left", "right", "expected"),
    [
        (">=", 10, 9, None),
        (">=", "10", "9", None),
        (">", 9, 9, "compare"),
        ("==", "a", "a", None),
        ("<", "2026-01-01", "2026-01-02", None),
        ("<=", "b", "a", "compare"),
        (">", 1, "a", "compare-kinds"),
    ],
)
def test_two_columns_compared(op: str, left: Any, right: Any, expected: str | None) -> None:
    assert compare(op, left, right) == expected


@pytest.mark.parametrize(
    ("values", "expected"), [([3, 1, 2], None), ([3, 1, 1], "sum"), (["x", 1, 1], "sum-kinds")]
)
def test_a_column_that_is_a_sum(values: list[Any], expected: str | None) -> None:
    told = make_check("sum-columns-value", {"column": "A", "columns": ["B", "C"]}).fault(values)
    assert (told and told.key) == expected


@pytest.mark.parametrize(
    ("values", "expected"), [([None, None], None), (["a", "b"], None), (["a", None], "cohesive")]
)
def test_columns_filled_together(values: list[Any], expected: str | None) -> None:
    told = make_check("cohesive-columns-value", {"column": "A", "othercolumns": ["B"]}).fault(values)
    assert (told and told.key) == expected


@pytest.mark.parametrize(
    ("present", "expected"), [({"A", "B"}, None), (set(), None), ({"A"}, "cohesive-header")]
)
def test_columns_filled_together_must_all_be_in_the_header(present: set[str], expected: str | None) -> None:
    told = make_check("cohesive-columns-value", {"column": "A", "othercolumns": ["B"]}).header_fault(present)
    assert (told and told.key) == expected


@pytest.mark.parametrize(("values", "expected"), [([None, "b"], None), ([None, None], "one-of")])
def test_one_of_two_columns_filled(values: list[Any], expected: str | None) -> None:
    told = make_check("one-of-required", {"column1": "A", "column2": "B"}).fault(values)
    assert (told and told.key) == expected


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("invented-check", {"column": "A"}),
        ("siret", {}),
        ("compare-columns-value", {"column": "A", "column2": "B", "op": "!="}),
        ("sum-columns-value", {"column": "A", "columns": "B"}),
    ],
)
def test_an_unknown_or_wrongly_set_check_is_an_error(name: str, params: dict[str, Any]) -> None:
    with pytest.raises(CheckError):
        make_check(name, params)


def test_a_field_may_carry_its_own_check() -> None:
    schema = {
        "fields": [{"name": "A", "customCheck": "siret"}, {"name": "B", "customCheck": {"name": "siren"}}]
    }
    declared = [(name, params["column"]) for name, params, _ in declared_checks(schema)]
    assert declared == [("siret", "A"), ("siren", "B")]
