"""The packaged form of a vintage."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ckanext.odlocale.cog.compact import read_compact, write_compact
from ckanext.odlocale.cog.shared import Vintage, VintageError, read_package
from tests.cog.samples import written


@pytest.fixture
def vintage(tmp_path: Path) -> Vintage:
    return read_package(written(tmp_path / "package"))


@pytest.fixture
def path(tmp_path: Path, vintage: Vintage) -> Path:
    write_compact(vintage, tmp_path / "cog.jsonl.gz")
    return tmp_path / "cog.jsonl.gz"


def lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def rewritten(path: Path, changed: list[str]) -> Path:
    path.write_bytes(gzip.compress("\n".join(changed).encode()))
    return path


def test_what_is_written_is_read(vintage: Vintage, path: Path) -> None:
    assert read_compact(path) == vintage


def test_the_same_vintage_gives_the_same_bytes(vintage: Vintage, path: Path, tmp_path: Path) -> None:
    backwards = Vintage(vintage.year, dict(reversed(list(vintage.territories.items()))))
    write_compact(backwards, tmp_path / "again.gz")
    assert (tmp_path / "again.gz").read_bytes() == path.read_bytes()


def test_a_file_cut_short_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(VintageError, match="not a complete vintage file"):
        read_compact(path)


def test_a_file_that_lost_lines_is_refused(path: Path) -> None:
    with pytest.raises(VintageError, match="17 territories were announced, 16 are there"):
        read_compact(rewritten(path, lines(path)[:-1]))


@pytest.mark.parametrize("content", [b"", b"not gzip", gzip.compress(b""), gzip.compress(b'{"a": 1}\n')])
def test_something_else_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(VintageError):
        read_compact(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VintageError, match=r"nowhere: there is no such file"):
        read_compact(tmp_path / "nowhere")


def spoiled(path: Path, number: int, line: str) -> Path:
    changed = lines(path)
    changed[number - 1] = line
    return rewritten(path, changed)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[", "line 4"),
        ('["reg-93"', "line 4"),
        ("7", "line 4: not a territory"),
        ('["nowhere","X"]', "line 4: not a territory"),
        ('["fr","Encore",null,null,"pays"]', "line 4: fr is a duplicate of line 2"),
        (
            '["reg-93","PACA",null,null,"region",null,[],["reg-11"]]',
            r"line 4: reg-93 belongs to reg-11.*orphan",
        ),
        ('["reg-93","PACA",null,null,"region"]', r"line 4: reg-93 has no parent of level fr"),
        ('["reg-93","PACA",null,-1,"region",null,[],["fr"]]', "line 4: the population of reg-93"),
        ('["reg-93","PACA",null,1,"region",null,[7],["fr"]]', "line 4: the name, kind, SIREN"),
    ],
)
def test_a_bad_line_is_named(path: Path, line: str, message: str) -> None:
    with pytest.raises(VintageError, match=message):
        read_compact(spoiled(path, 4, line))


def test_a_territory_that_belongs_to_itself_is_named(path: Path) -> None:
    own = '["reg-93","PACA",null,null,"region",null,[],["reg-93"]]'
    with pytest.raises(VintageError, match="line 4: reg-93 → reg-93 is a cycle"):
        read_compact(spoiled(path, 4, own))


def test_a_cycle_is_named_with_its_way(path: Path) -> None:
    cycle = '["reg-93","PACA",null,null,"region",null,[],["dep-05"]]'
    with pytest.raises(VintageError, match="line 4: reg-93 → dep-05 → reg-93 is a cycle"):
        read_compact(spoiled(path, 4, cycle))
