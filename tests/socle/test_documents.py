"""Standards that are a JSON Schema: public contracts, cycle facilities."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from ckanext.odlocale.socle import documents
from ckanext.odlocale.socle.judging import judge_file
from ckanext.odlocale.socle.verdict import Verdict
from tests.socle.made import found, written

CONCESSION: dict[str, Any] = {
    "id": "2026-C1",
    "autoriteConcedante": {"id": "21290212600011"},
    "nature": "Concession de service",
    "objet": "Camping municipal",
    "procedure": "Procédure négociée ouverte",
    "dureeMois": 60,
    "dateSignature": "2026-01-15",
    "datePublicationDonnees": "2026-02-01",
    "dateDebutExecution": "2026-03-01",
    "valeurGlobale": 120000.5,
    "montantSubventionPublique": 0,
    "concessionnaires": [{"concessionnaire": {"typeIdentifiant": "SIRET", "id": "21290212600011"}}],
    "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
    "considerationsEnvironnementales": {"considerationEnvironnementale": ["Clause environnementale"]},
}
WAY = {
    "type": "Feature",
    "geometry": {"type": "LineString", "coordinates": [[-4.6, 48.4], [-4.5, 48.4]]},
    "properties": {
        "id_local": "1",
        "code_com_d": "29212",
        "code_com_g": "29212",
        "ame_d": "VOIE VERTE",
        "ame_g": "AUCUN",
    },
}


def concessions(folder: Path, *records: dict[str, Any], schema: str = "marches-publics") -> Verdict:
    content = json.dumps({"marches": {"contrat-concession": list(records)}}, ensure_ascii=False)
    return judge_file(written(folder, content, "file.json"), schema)


def test_a_right_concession_is_valid(tmp_path: Path) -> None:
    verdict = concessions(tmp_path, CONCESSION)
    assert (verdict.valid, verdict.rows) == (True, 1)


def test_a_wrong_record_is_told_with_its_place(tmp_path: Path) -> None:
    wrong = copy.deepcopy(CONCESSION)
    del wrong["objet"]
    wrong["concessionnaires"][0]["concessionnaire"]["typeIdentifiant"] = "SIREN"
    wrong["dureeMois"] = "60"
    wrong["inconnu"] = 1
    assert set(found(concessions(tmp_path, CONCESSION, wrong))) == {
        (2, "objet", "missing-field"),
        (2, "concessionnaires[0].concessionnaire.typeIdentifiant", "constraint-error"),
        (2, "dureeMois", "type-error"),
        (2, None, "unknown-field"),
    }


def test_a_file_wrong_from_end_to_end_is_counted_without_being_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_EXPLAINED", 5)
    verdict = concessions(tmp_path, *[{"id": "1"}] * 4)
    assert verdict.errors.counts == {"missing-field": 13, "wrong-record": 3}


def test_contracts_are_recognised(tmp_path: Path) -> None:
    verdict = concessions(tmp_path, CONCESSION, schema="auto")
    assert verdict.schema is not None
    assert verdict.schema.name == "139bercy/format-commande-publique"


def test_the_form_of_2019_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"marches": [{"id": "1"}]}), "file.json")
    assert found(judge_file(path, "auto")) == [(None, None, "former-version")]


def test_a_document_without_records_is_invalid(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"marches": {"marche": []}}), "file.json")
    assert found(judge_file(path, "decp")) == [(None, None, "missing-field")]


def test_a_table_where_a_document_is_wanted_cannot_be_judged(tmp_path: Path) -> None:
    verdict = judge_file(written(tmp_path, "a,b\n1,2\n"), "decp")
    assert verdict.reason == ("document-wanted", {"title": "Marchés publics et concessions (DECP)"})


def ways(folder: Path, *features: dict[str, Any]) -> Verdict:
    content = json.dumps({"type": "FeatureCollection", "features": list(features)})
    return judge_file(written(folder, content, "file.geojson"), "auto")


def test_cycle_facilities_are_recognised_and_judged(tmp_path: Path) -> None:
    point = {**WAY, "geometry": {"type": "Point", "coordinates": [0, 0]}}
    verdict = ways(tmp_path, WAY, point)
    assert found(verdict) == [(2, "geometry.type", "constraint-error")]


def test_both_spellings_of_a_facility_the_standard_spells_in_two_ways_are_accepted(tmp_path: Path) -> None:
    values = [
        "AMENAGEMENT MIXTE PIETON VELO HORS VOIE VERTE",
        "AMENAGEMENT MIXTES PIETON VELO HORS VOIE VERTE",
    ]
    features = [{**WAY, "properties": {**WAY["properties"], "ame_g": value}} for value in values]  # type: ignore[dict-item]
    assert ways(tmp_path, *features).valid is True
