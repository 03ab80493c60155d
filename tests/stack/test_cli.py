"""The `odlocale` command as a person runs it, on a stack of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ckanext.odlocale.stack import control, services

pytestmark = pytest.mark.ckan

ODLOCALE = (sys.executable, "-m", "ckanext.odlocale.stack.cli")


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cli")
    yield folder
    control.down(folder)


def environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CKAN_")}
    return kept | {"ODLOCALE_VAR": str(var)}


def odlocale(var: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ODLOCALE, *arguments], env=environment(var), capture_output=True, text=True, check=False
    )


def test_the_output_of_ckans_command_is_all_that_is_printed(var):
    assert odlocale(var, "ckan", "harvester", "jobs").stdout == "There are 0 harvest jobs\n\n"


def test_the_exit_code_is_that_of_ckans_command(var):
    assert odlocale(var, "ckan", "no-such-command").returncode == 2


def test_help_after_ckan_is_ckans_help(var):
    assert odlocale(var, "ckan", "harvester", "--help").stdout.startswith("Usage: ckan harvester")


def test_ctrl_c_stops_everything(var):
    attached = subprocess.Popen(
        [*ODLOCALE, "up", "--attach"], env=environment(var), stderr=subprocess.PIPE, text=True
    )
    told = next(line for line in attached.stderr if "answers" in line)
    marks = [control.status(var).mark, *services.recorded(var).values()]
    attached.send_signal(signal.SIGINT)
    attached.wait(timeout=90)
    assert ("CKAN answers at http://127.0.0.1:" in told, [mark.alive() for mark in marks]) == (
        True,
        [False] * 8,
    )


def test_down_says_when_there_was_nothing_to_stop(var):
    assert odlocale(var, "down").stderr == "Nothing was running.\n"
