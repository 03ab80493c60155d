"""The script that makes the packaged vintage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ckanext.odlocale.cog.shared import TerritoryId, read_compact, read_package
from tests.cog.samples import records, written

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_cog.py"


def run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, SCRIPT, *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_it_makes_a_file_of_the_folder(tmp_path: Path) -> None:
    folder = written(tmp_path / "package")
    run(folder, "--output", tmp_path / "made.gz")
    assert read_compact(tmp_path / "made.gz") == read_package(folder)


def test_it_says_what_is_wrong_with_a_folder(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, "communes.json: this file is missing" in done.stderr) == (1, True)


def test_older_packages_give_what_the_newest_no_longer_knows(tmp_path: Path) -> None:
    older = records()
    older["communes"].append(
        {**older["communes"][2], "code": "01999", "nom": "Vieux Village", "siren": "210100012"}
    )
    packages = [written(tmp_path / "old", older, "5.0.0"), written(tmp_path / "new")]
    run(*packages, "--output", tmp_path / "made.gz")
    found = read_compact(tmp_path / "made.gz").territories[TerritoryId("com-01999")]
    assert (found.name, found.siren, found.successor) == ("Vieux Village", "210100012", "com-01053")
