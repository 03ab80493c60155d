"""The test lanes and the linters, run in the source tree."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from ckanext.odlocale.stack import control, sites
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.environment import child_environment
from ckanext.odlocale.stack.paths import source_tree
from ckanext.odlocale.stack.sites import Site

NO_TESTS = 5
PURE = ("-m", "not ckan", "-p", "no:ckan", "-p", "no:ckan_fixtures")
CKAN = ("-m", "ckan", "--ckan-ini", "test.ini")


def test(arguments: Sequence[str]) -> int:
    """Runs the pure lane, then the CKAN lane, each with these pytest arguments.

    :returns: 0 when both pass; a lane in which these arguments select nothing passes, both lanes empty do not
    """
    codes = [_pure(arguments)]
    if codes[0] in {0, 1, NO_TESTS}:
        codes.append(_ckan(arguments))
    failed = [code for code in codes if code not in {0, NO_TESTS}]
    return failed[0] if failed else min(codes)


def _pure(arguments: Sequence[str]) -> int:
    return _pytest((*PURE, *arguments), child_environment())


def _ckan(arguments: Sequence[str]) -> int:
    site = sites.reserve(Site("test", replaceable=True))
    # Two runs at once would empty each other's tables.
    with control.locked(site.var, f"lock-{site.site.key}"):
        code = _pytest((*CKAN, *arguments), child_environment() | site.variables | _assets(site))
    print("The servers run on, for the next time. To stop them: ./run down", file=sys.stderr)  # noqa: T201
    return code


def _assets(site: sites.Running) -> dict[str, str]:
    # For test.ini: without it, CKAN joins scripts and styles below /tmp, where two runs delete each other's.
    return {"CKAN_WEBASSETS_PATH": str(site.folder / "webassets")}


def _pytest(arguments: Sequence[str], environment: dict[str, str]) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=tree(), env=environment, check=False
    ).returncode


def lint() -> int:
    """Runs every linter, and all of them even when one complains; 0 when none does."""
    commands = (
        ("ruff", "format", "--check", "."),
        ("ruff", "check", "."),
        ("basedpyright",),
    )
    return max(
        [
            subprocess.run([_program(name), *rest], cwd=tree(), check=False).returncode
            for name, *rest in commands
        ]
    )


def bench(arguments: Sequence[str]) -> int:
    """Runs bench/ of the source tree, from the folder of the person, so that --json names a file there."""
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(
        command, env=child_environment() | {"PYTHONPATH": str(tree())}, check=False
    ).returncode


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def tree() -> Path:
    """The source tree.

    :raises StackError: this is an installed package, without tests
    """
    found = source_tree()
    if found is None:
        raise StackError(
            "Tests and linters are run in a clone of the repository, not in an installed package."
        )
    return found
