"""`./run` on machines that lack something: a copy of it, on a path that holds only what that machine has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "dirname", "pwd", "cat", "awk", "df", "rm", "cmp", "cp", "printf", "env")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with a shell and the usual tools, and no Python."""
    (tmp_path / "tree" / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "run", tmp_path / "tree" / "run")
    for path in (ROOT / "requirements").glob("*.txt"):
        shutil.copy(path, tmp_path / "tree" / "requirements")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path


def give(machine: Path, program: str, script: str) -> None:
    path = machine / "bin" / program
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def run(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(machine / "tree" / "run"), *arguments],
        env={"PATH": str(machine / "bin"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )


# What a Python is asked: its version, whether that is enough, whether it has venv; then to make one.
OLD = 'case "$2" in *sys.exit*) exit 1 ;; *"sys.version_info[:2]"*) echo 3.9 ;; esac'
WITHOUT_VENV = 'case "$2" in *ensurepip*) exit 1 ;; *"sys.version_info[:2]"*) echo 3.12 ;; esac'
RIGHT = 'case "$2" in *"sys.version_info[:2]"*) echo 3.12 ;; esac; '
MAKES_A_VENV = RIGHT + 'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi; '
WITHOUT_NETWORK = MAKES_A_VENV + 'if [ "$2" = pip ]; then echo "pip: no route to host" >&2; exit 1; fi'


def test_a_machine_without_python_is_told_what_to_install(machine):
    assert "No Python 3.11 or newer with venv was found." in run(machine, "up").stderr


def test_a_python_that_is_too_old_is_named_with_its_version(machine):
    give(machine, "python3", OLD)
    assert "python3 is Python 3.9: too old, 3.11 or newer is needed" in run(machine, "up").stderr


def test_a_python_without_venv_is_named_with_the_package_to_install(machine):
    give(machine, "python3", WITHOUT_VENV)
    assert "apt install python3.12-venv" in run(machine, "up").stderr


def test_too_little_disk_is_said_with_what_is_needed(machine):
    give(machine, "python3", RIGHT)
    give(machine, "df", "echo header; echo /dev/disk 9 9 1024000 1% /")
    assert "1000 MB are free, 2500 MB are needed. Nothing was made." in run(machine, "up").stderr


def test_without_network_the_first_run_says_so(machine):
    give(machine, "python3", WITHOUT_NETWORK)
    shutil.copy(shutil.which("mkdir"), machine / "bin" / "mkdir")
    assert "check the network and the proxy, then run this again" in run(machine, "up").stderr


def test_without_network_the_first_run_leaves_nothing_half_made(machine):
    give(machine, "python3", WITHOUT_NETWORK)
    shutil.copy(shutil.which("mkdir"), machine / "bin" / "mkdir")
    run(machine, "up")
    assert sorted(path.name for path in (machine / "tree").iterdir()) == ["requirements", "run"]


def test_every_fault_ends_with_exit_code_1(machine):
    assert run(machine, "up").returncode == 1


def test_faults_say_nothing_on_standard_output(machine):
    assert run(machine, "ckan", "status").stdout == ""


def test_an_environment_that_was_not_finished_is_made_anew(machine):
    give(machine, "python3", WITHOUT_NETWORK)
    shutil.copy(shutil.which("mkdir"), machine / "bin" / "mkdir")
    (machine / "tree" / ".venv").mkdir()
    (machine / "tree" / ".venv" / "half").touch()
    run(machine, "up")
    assert not (machine / "tree" / ".venv").exists()


def test_a_ckan_that_is_not_supported_is_refused(machine):
    assert "--ckan takes 2.12 (without it, too) or 2.11" in run(machine, "up", "--ckan", "2.9").stderr


def test_the_ckan_to_use_may_be_named_after_other_arguments(machine):
    assert "There is no CKAN 2.9 here" in run(machine, "test", "-k", "x", "--ckan", "2.9").stderr


def test_after_ckan_arguments_belong_to_ckan(machine):
    assert "No Python 3.11" in run(machine, "ckan", "db", "--ckan", "2.9").stderr


def test_a_command_that_does_not_exist_is_answered_with_those_that_do(machine):
    done = run(machine, "serve")
    assert (done.returncode, "./run demo" in done.stderr) == (2, True)
