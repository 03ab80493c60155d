"""The judges of the bench, on a small file."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.verdicts import judged, write

ROWS = 3000


def test_a_file_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = (write(tmp_path / name, ROWS).read_bytes() for name in ("a.csv", "b.csv"))
    assert (first == second, first.count(b"\n")) == (True, ROWS + 1)


def test_we_find_what_frictionless_finds_and_what_the_checks_find(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ROWS)
    ours, plain = (judged(sys.executable, judge, path).found for judge in ("ours", "frictionless"))
    of_the_checks = {"siret", "nomenclature-acte"}
    assert plain <= ours
    assert {rule for _, _, rule in ours - plain} & of_the_checks
