"""Recognising a set, and its version, by the header."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.odlocale.socle.catalogue import Entry, all_entries, find_schema
from tests.socle.made import as_csv, decision, judged, reason, warned

TABLES = [entry for entry in all_entries() if not entry.is_document]


@pytest.mark.parametrize("entry", TABLES, ids=lambda entry: f"{entry.name}@{entry.version}")
def test_every_version_is_recognised_by_its_own_header(tmp_path: Path, entry: Entry) -> None:
    verdict = judged(tmp_path, ",".join(entry.table.names) + "\n", "auto")
    assert verdict.schema is entry


def test_a_header_without_its_optional_columns_is_recognised(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([decision()], labels=list(decision())[:7]), "auto")
    assert verdict.schema is not None
    assert verdict.schema.name == "scdl/deliberations"


def test_an_unknown_header_is_not_recognised(tmp_path: Path) -> None:
    assert reason(judged(tmp_path, "nom,prenom\nA,B\n", "auto")) == "not-recognised"


@pytest.mark.parametrize("title", ["Subventions 2025", "Subventions 2025,,,,"])
def test_a_title_above_the_names_of_the_columns_is_told(tmp_path: Path, title: str) -> None:
    verdict = judged(tmp_path, f"{title}\nnom,siret,date,montant,objet\n", "auto")
    assert verdict.reason == ("title-line", {"labels": "Subventions 2025"})


def test_a_few_columns_that_any_file_may_have_make_no_standard_the_nearest(tmp_path: Path) -> None:
    """Two of the four columns that polling stations need, among columns of something else."""
    needed = sorted(find_schema("MTES-MCT/acceslibre-erp-bureau-de-vote").table.needed)[:2]
    header = ",".join([*needed, *(f"c{number}" for number in range(20))])
    assert reason(judged(tmp_path, header + "\n", "auto")) == "not-recognised"


def test_the_nearest_standard_is_named_when_it_is_near(tmp_path: Path) -> None:
    verdict = judged(tmp_path, "COLL_NOM,COLL_SIRET,DELIB_ID,DELIB_DATE,OBJET\nA,B,C,D,E\n", "auto")
    assert reason(verdict) == "nearly-recognised"
    assert verdict.reason is not None
    assert {key: verdict.reason[1][key] for key in ("nearest", "missing", "needed")} == {
        "nearest": "scdl/deliberations",
        "missing": 3,
        "needed": 7,
    }


def test_a_former_header_is_recognised_and_told_with_what_changed(tmp_path: Path) -> None:
    header = (
        "ATTRIBUANT_NOM,ATTRIBUANT_ID,CONVENTION_DATE,DECISION_REF,BENEFICIAIRE_NOM,BENEFICIAIRE_ID,"
        "SUBVENTION_OBJET,SUBVENTION_MONTANT,SUBVENTION_NATURE,CONDITIONS_VERSEMENT\n"
    )
    verdict = judged(tmp_path, header, "auto")
    assert verdict.schema is not None
    assert verdict.schema.name == "scdl/subventions"
    assert (None, "former-version") in warned(verdict)


def test_an_older_version_is_judged_and_told(tmp_path: Path) -> None:
    header = "commune_insee;commune_nom;voie_nom;numero;long;lat;uid_adresse\n"
    verdict = judged(tmp_path, header + "2A004;Ajaccio;Rue Fesch;1;8.73;41.92;\n", "auto")
    assert verdict.schema is not None
    assert (verdict.schema.version, verdict.valid) == ("1.3.0", True)
    assert (None, "former-version") in warned(verdict)
