"""A run of the bench whose measures are fast, and one of them broken."""

from __future__ import annotations

import pytest

from bench import __main__ as bench
from bench.figures import Figure, at_most


@pytest.fixture
def measures(monkeypatch):
    def sound(_rounds):
        yield at_most("sound", 1, "s", 2)

    def broken(_rounds):
        yield at_most("half", 1, "s", 2)
        raise RuntimeError("The server died.")

    monkeypatch.setattr(bench, "MEASURES", {"sound": sound, "broken": broken})


def test_a_measure_that_ends_is_measured(measures):
    assert bench.measured("sound", 1, []) is True


def test_what_a_measure_found_before_it_broke_is_kept(measures):
    found: list[Figure] = []
    bench.measured("broken", 1, found)
    assert [figure.name for figure in found] == ["half"]


def test_a_broken_measure_is_told_with_its_reason(measures, caplog):
    assert bench.measured("broken", 1, []) is False
    assert str(caplog.records[0].exc_info[1]) == "The server died."


def test_a_figure_is_told_at_once(measures, capsys):
    bench.measured("sound", 1, [])
    assert capsys.readouterr().err == "measuring: sound\nsound  1  s  2  met\n"
