"""The Base Adresse Locale by the rules of the national validator, which its published schemas are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.socle.made import as_csv, found, judged, warned

ADDRESS = {
    "id_ban_commune": "0246e48c-f33d-433a-8984-034219be842e",
    "id_ban_toponyme": "8a3bab10-f329-4ce3-9c7d-280d91a8053a",
    "id_ban_adresse": "3c87abe4-887b-46ee-9192-5c1b35a06625",
    "commune_insee": "2A004",
    "commune_nom": "Ajaccio",
    "toponyme": "Rue Fesch",
    "numero": "12",
    "suffixe": "bis",
    "position": "entrée",
    "x": "1176514.12",
    "y": "6113041.5",
    "long": "8.736",
    "lat": "41.922",
    "source": "Commune d'Ajaccio",
    "date_der_maj": "2026-04-02",
    "certification_commune": "1",
}


def errors(folder: Path, **changed: str) -> list[tuple[int | None, str | None, str]]:
    return found(judged(folder, as_csv([{**ADDRESS, **changed}], ";"), "bal"))


def test_a_corsican_address_is_valid(tmp_path: Path) -> None:
    assert errors(tmp_path) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"numero": "007"}, [(2, "numero", "constraint-error")]),
        ({"long": "8,736"}, [(2, "long", "constraint-error")]),
        ({"long": "41.922", "lat": "8.736"}, [(2, "long", "bal-position")]),
        ({"long": "", "lat": ""}, [(2, "long", "bal-position")]),
        ({"numero": "99999", "long": "", "lat": "", "id_ban_adresse": ""}, []),
        ({"id_ban_adresse": ""}, [(2, "id_ban_commune", "bal-identifiants")]),
        ({"toponyme": "Ru"}, [(2, "toponyme", "constraint-error")]),
        ({"commune_insee": "20004", "commune_nom": ""}, [(2, "commune_insee", "constraint-error")]),
        ({"date_der_maj": "02/04/2026"}, [(2, "date_der_maj", "type-error")]),
        ({"numero": " 12 "}, []),
        ({"certification_commune": "", "position": "", "source": ""}, []),
    ],
)
def test_what_is_an_error_and_what_is_not(
    tmp_path: Path, changed: dict[str, str], expected: list[tuple[int, str, str]]
) -> None:
    assert errors(tmp_path, **changed) == expected


def test_what_is_only_advice_is_a_warning(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([{**ADDRESS, "source": "", "position": "porche"}], ";"), "bal")
    advice = [one for one in warned(verdict) if one[1] == "constraint-error"]
    assert advice == [("position", "constraint-error"), ("source", "constraint-error")]


def test_the_key_must_carry_the_number_of_its_row(tmp_path: Path) -> None:
    row = {
        "cle_interop": "2a004_0123_00013",
        "commune_insee": "2A004",
        "voie_nom": "Rue Fesch",
        "numero": "12",
    }
    verdict = judged(tmp_path, as_csv([{**row, "long": "8.736", "lat": "41.922"}], ";"), "bal@1.4")
    assert found(verdict) == [(2, "cle_interop", "bal-cle-interop")]
