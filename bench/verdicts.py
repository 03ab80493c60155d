"""Verdicts on a large délibérations file, beside Validata's and those of plain frictionless.

Validata 0.13.0 needs Python 3.12, and another frictionless (with 5.21 it crashes on wrong headers) and
chardet (with 7 it fails on cp1252) than CKAN: it gets an environment of its own, made once in `.cache`. Where
`python3.12` is not the name of one, PYTHON312 says where it is.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import figures
from bench.figures import Figure
from bench.portals import ROOT

ROWS, MANY_ROWS = 100_000, 1_000_000
SCHEMA = ROOT / "ckanext/odlocale/socle/schemas/scdl--deliberations@2.1.5.json"
ENVIRONMENT = ROOT / ".cache" / "validata-0.13.0"
PACKAGES = ("validata-table==0.13.0", "frictionless==5.18.1", "chardet==5.2.0")
ROW = {
    "COLL_NOM": "Commune de Plouzané",
    "COLL_SIRET": "21290212600011",
    "DELIB_ID": "2026-041",
    "DELIB_DATE": "2026-03-26",
    "DELIB_MATIERE_CODE": "7.5",
    "DELIB_MATIERE_NOM": "Finances locales/Subventions",
    "DELIB_OBJET": "Subvention au club de lecture",
    "BUDGET_ANNEE": "2026",
    "BUDGET_NOM": "Budget principal",
    "PREF_ID": "PREF029",
    "PREF_DATE": "2026-03-30",
    "VOTE_EFFECTIF": "29",
    "VOTE_REEL": "27",
    "VOTE_POUR": "24",
    "VOTE_CONTRE": "2",
    "VOTE_ABSTENTION": "1",
    "DELIB_URL": "https://www.exemple.fr/deliberations/41.pdf",
}
# One row in two hundred, as in a file that somebody exported and touched up.
MISTAKES = (
    {"COLL_SIRET": "21290212600012"},
    {"DELIB_DATE": "12/03/2026"},
    {"DELIB_MATIERE_CODE": "75"},
    {"DELIB_MATIERE_NOM": "Finances locales / Subventions"},
    {"BUDGET_ANNEE": "2026/2025"},
    {"BUDGET_NOM": ""},
    {"PREF_DATE": "2001-01-01"},
    {"VOTE_POUR": "99"},
    {"VOTE_CONTRE": ""},
    {"COLL_NOM": ""},
)
ONE_WRONG_IN = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge took and found: seconds and megabytes of its whole process."""

    seconds: float
    megabytes: float
    found: frozenset[tuple[object, ...]]


def validation(rounds: int) -> Iterator[Figure]:
    """Seconds against both peers, the same findings, and flat memory."""
    with tempfile.TemporaryDirectory(prefix="odlocale-bench-") as folder:
        path = write(Path(folder) / "deliberations.csv", ROWS)
        mine = [judged(sys.executable, "ours", path) for _ in range(rounds)]
        plain = [judged(sys.executable, "frictionless", path) for _ in range(rounds)]
        seconds = figures.median([one.seconds for one in mine])
        yield figures.times_faster(
            "verdict, 100,000 rows: frictionless without the checks", seconds,
            figures.median([one.seconds for one in plain]), 2,
        )  # fmt: skip
        yield from _against_validata(path, mine[0], seconds)
        many = judged(sys.executable, "ours", write(Path(folder) / "many.csv", MANY_ROWS))
        # Ten times the rows and ten times the findings that this bench asks for.
        yield figures.at_most(
            "memory, 1,000,000 rows to 100,000", many.megabytes, "MB", 1.2, mine[0].megabytes
        )


def _against_validata(path: Path, mine: Judged, seconds: float) -> Iterator[Figure]:
    python = _environment()
    if python is None:
        print("No Python 3.12 here: the lines of Validata 0.13.0 are left out.", file=sys.stderr)
        return
    theirs = judged(str(python), "validata", path)
    yield figures.times_faster("verdict, 100,000 rows: Validata 0.13.0", seconds, theirs.seconds, 10)
    yield figures.exactly(
        "findings that only one of us and Validata has", len(mine.found ^ theirs.found), "", 0
    )


def write(path: Path, rows: int) -> Path:
    """A file of this many rows, the same each time."""
    draw = random.Random(rows)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(ROW))
        writer.writeheader()
        for number in range(rows):
            wrong = draw.choice(MISTAKES) if draw.randrange(ONE_WRONG_IN) == 0 else {}
            writer.writerow({**ROW, "DELIB_ID": f"2026-{number:07}", **wrong})
    return path


def judged(python: str, judge: str, path: Path) -> Judged:
    """What a judge of bench/judges.py takes and finds, in a process of its own."""
    found = path.with_suffix(f".{judge}.json")
    command = [python, str(Path(__file__).with_name("judges.py")), judge, str(path), str(SCHEMA), str(found)]
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": _path(python)})
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    if status:
        raise RuntimeError(f"{judge} failed on {path}")
    places = frozenset(tuple(one) for one in json.loads(found.read_text()))
    return Judged(seconds, usage.ru_maxrss / 1024, places)


def _path(python: str) -> str:
    return str(ROOT) if python == sys.executable else ""


def _environment() -> Path | None:
    """The Python of Validata's environment, made now if need be; None without a Python 3.12."""
    python = ENVIRONMENT / "bin" / "python"
    if (ENVIRONMENT / "complete").exists():
        return python
    base = shutil.which(os.environ.get("PYTHON312", "python3.12"))
    if base is None or subprocess.run([base, "-c", ""], check=False, capture_output=True).returncode:
        return None
    subprocess.run([base, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True, stdout=sys.stderr)
    (ENVIRONMENT / "complete").touch()
    return python
