"""The script that makes the packaged vintage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ckanext.odlocale.cog.shared import read_compact, read_folder
from tests.cog.samples import written

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_cog.py"


def run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, SCRIPT, *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_it_makes_a_file_of_the_folder(tmp_path: Path) -> None:
    folder = written(tmp_path / "package")
    run(folder, "--output", tmp_path / "made.gz")
    assert read_compact(tmp_path / "made.gz") == read_folder(folder)


def test_it_says_what_is_wrong_with_a_folder(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, "epci.json: this file is missing" in done.stderr) == (1, True)
