"""A small vintage in the layout of the npm package, written by tests that change one thing in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Records = dict[str, list[dict[str, Any]]]


def records() -> Records:
    """Two régions, two départements, an EPCI inside one, one that straddles both, an EPT, former communes."""
    return {
        "regions": [
            {"code": "84", "nom": "Auvergne-Rhône-Alpes", "chefLieu": "01053", "zone": "metro"},
            {"code": "93", "nom": "Provence-Alpes-Côte d'Azur", "chefLieu": "05061", "zone": "metro"},
        ],
        "departements": [
            {"code": "01", "region": "84", "nom": "Ain", "chefLieu": "01053", "zone": "metro"},
            {"code": "05", "region": "93", "nom": "Hautes-Alpes", "chefLieu": "01053", "zone": "metro"},
        ],
        "epci": [
            _group("200071751", "CA du Bassin de Bourg-en-Bresse", "CA", "01053", "01344"),
            _group("200071371", "CC à cheval", "CC", "01004", "05061"),
        ],
        "ept": [_group("200057867", "EPT de Bourg", "EPT", "01053")],
        "communes": [
            _commune("01004", "Ambérieu-en-Bugey", "01", 14_000),
            {**_commune("01053", "Bourg-en-Bresse", "01", 41_000), "anciensCodes": ["01999", "01015"]},
            _commune("01344", "Saint-Denis-lès-Bourg", "01", 5_000),
            _commune("05061", "Gap", "05", 40_000),
            {**_commune("05062", "Île seule", "05", 100), "siren": None},
            {"code": "01015", "nom": "Arbignieu", "type": "commune-deleguee", "chefLieu": "01053"},
            {"code": "01053", "nom": "Vieux Bourg", "type": "commune-deleguee", "chefLieu": "01053"},
            {"code": "01120", "nom": "Cordieux", "type": "commune-associee", "chefLieu": "01344"},
            {"code": "01201", "nom": "Bourg 1er", "type": "arrondissement-municipal", "commune": "01053"},
        ],
    }


def _commune(code: str, name: str, departement: str, population: int) -> dict[str, Any]:
    return {
        "code": code,
        "nom": name,
        "departement": departement,
        "type": "commune-actuelle",
        "codesPostaux": [f"{code[:2]}000"],
        "population": population,
    }


def _group(siren: str, name: str, kind: str, *members: str) -> dict[str, Any]:
    return {"code": siren, "nom": name, "type": kind, "membres": [{"code": code} for code in members]}


def written(folder: Path, found: Records | None = None, version: str | None = "6.0.0") -> Path:
    """The records in a folder, one on a line as the package has them."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name, rows in (found or records()).items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (data / f"{name}.json").write_text(f"[\n{lines}\n]\n")
    if version:
        (folder / "package.json").write_text(json.dumps({"version": version}))
    return folder
