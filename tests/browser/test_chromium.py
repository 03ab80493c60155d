"""Which Chromium the browser tests take."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.chromium import program


@pytest.fixture(autouse=True)
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)


def installed(path: Path) -> str:
    path.write_text("")
    path.chmod(0o755)
    return str(path)


def test_a_machine_may_have_none() -> None:
    assert program() is None


def test_the_one_of_the_system_is_taken(tmp_path: Path) -> None:
    system = installed(tmp_path / "chromium")
    assert program() == system


def test_the_one_that_is_named_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path / "chromium")
    monkeypatch.setenv("CHROMIUM", installed(tmp_path / "mine"))
    assert program() == str(tmp_path / "mine")
