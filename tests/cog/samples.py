"""A small vintage in the layout of the npm package, written by tests that change one thing in it."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

Records = dict[str, list[dict[str, Any]]]

VERSIONS = {2021: "1.1.1", 2022: "2.2.1", 2023: "3.1.1", 2024: "4.0.0", 2025: "5.2.0", 2026: "6.0.0"}


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


def layout(year: int) -> Records:
    """The records as the package of a year lays them out; with a commune overseas."""
    found = records()
    found["communes"].append({**_commune("97501", "Miquelon-Langlade", "975", 600), "zone": "com"})
    found["regions"].append({"code": "975", "nom": "Saint-Pierre-et-Miquelon", "zone": "com"})
    found["departements"].append(
        {"code": "975", "region": "975", "nom": "Saint-Pierre-et-Miquelon", "zone": "com"}
    )
    if year < 2023:
        del found["ept"]
    if year == 2021:
        _as_in_2021(found)
    if year == 2025:  # the EPT still lists a commune that is part of another of its members
        found["ept"] = [_group("200057867", "EPT de Bourg", "EPT", "01053", "01015")]
    return found


def _as_in_2021(found: Records) -> None:
    """Only members have a SIREN; overseas collectivités are named in the records of their communes."""
    for table in ("regions", "departements"):
        found[table] = [
            {key: value for key, value in one.items() if key != "zone"}
            for one in found[table]
            if one["zone"] != "com"
        ]
    for group in found["epci"]:
        group["membres"] = [
            {"code": one["code"], "siren": f"21{one['code']}000"[:9]} for one in group["membres"]
        ]
    overseas = found["communes"][-1]
    del overseas["departement"], overseas["zone"]
    overseas["collectiviteOutremer"] = {"code": "975", "nom": "Saint-Pierre-et-Miquelon"}


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


def archived(folder: Path) -> Path:
    """The folder as the archive that npm gives."""
    path = folder.with_suffix(".tgz")
    with tarfile.open(path, "w:gz") as archive:
        archive.add(folder, "package")
    return path
