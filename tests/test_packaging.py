"""The wheel, installed into an environment of its own: what a portal gets from `pip install`.

CKAN and its suite are seen through a path file, not installed anew, so that this takes seconds and no
network. A path file does not run the path files it leads to: the editable installation of this tree stays out
of sight.
"""

from __future__ import annotations

import email
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")

# Run in the clean environment: a CKAN with every plugin of test.ini, and where it all came from.
LOADED = """
import json, sys
from importlib.metadata import entry_points
import ckan.plugins as p
from ckan.cli import load_config
from ckan.cli.db import _resolve_alembic_config
from ckan.common import config_declaration
from ckan.config.middleware import make_app
from werkzeug.test import Client
app = make_app(load_config(sys.argv[1]))
ours = [entry for entry in entry_points(group="ckan.plugins") if entry.value.startswith("ckanext.odlocale")]
json.dump({
    "modules": {entry.name: sys.modules[entry.load().__module__].__file__ for entry in ours},
    "loaded": [entry.name for entry in ours if p.plugin_loaded(entry.name)],
    "settings": sorted(str(key) for key in config_declaration.iter_options() if "odlocale" in str(key)),
    "migrations": {entry.name: _resolve_alembic_config(entry.name) for entry in ours},
    "page": Client(app).get("/dataset/").status_code,
}, sys.stdout)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built from a copy, since building leaves folders behind."""
    copy = tmp_path_factory.mktemp("tree")
    for name in SOURCES:
        shutil.copy(ROOT / name, copy)
    shutil.copytree(
        ROOT / "ckanext" / "odlocale",
        copy / "ckanext" / "odlocale",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(copy / "dist")]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds this wheel, and sees the CKAN of ours."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False, symlinks=True)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "suite.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture(scope="module")
def loaded(clean: Path, migrated_database: None) -> dict[str, Any]:
    """What a CKAN in the clean environment says it loaded."""
    done = subprocess.run(
        [str(clean / "bin" / "python"), "-c", LOADED, str(ROOT / "test.ini")],
        cwd=clean,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def in_tree() -> set[str]:
    files = (path for path in (ROOT / "ckanext" / "odlocale").rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}


def metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    packed = zipfile.ZipFile(wheel).namelist()
    assert in_tree() - {*packed} == set()


def test_nothing_but_the_package_is_in_the_wheel(wheel):
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed - in_tree() == set()


def test_the_licence_is_in_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/LICENSE"))
        assert "GNU AFFERO GENERAL PUBLIC LICENSE" in archive.read(name).decode()


def test_the_wheel_names_its_licence(wheel):
    assert metadata(wheel)["License-Expression"] == "AGPL-3.0-or-later"


@pytest.mark.ckan
def test_every_plugin_comes_from_the_wheel(loaded, clean):
    assert [module for module in loaded["modules"].values() if not module.startswith(str(clean))] == []


@pytest.mark.ckan
def test_every_plugin_is_loaded(loaded):
    assert sorted(loaded["loaded"]) == sorted(loaded["modules"])


@pytest.mark.ckan
def test_the_plugins_are_those_the_readme_of_the_package_promises(loaded):
    assert sorted(loaded["loaded"]) == [
        "odlocale_animator",
        "odlocale_ckan_harvester",
        "odlocale_dcat_harvester",
        "odlocale_harvest",
        "odlocale_observatory",
        "odlocale_scdl_harvester",
        "odlocale_socle",
        "odlocale_territory",
    ]


@pytest.mark.ckan
def test_the_settings_are_declared(loaded):
    assert "ckanext.odlocale.territory.vintage" in loaded["settings"]


@pytest.mark.ckan
def test_the_migrations_of_each_plugin_with_tables_come_with_it(loaded):
    found = {name for name, path in loaded["migrations"].items() if Path(path).exists()}
    assert {"odlocale_territory", "odlocale_harvest"} <= found


@pytest.mark.ckan
def test_a_page_is_served(loaded):
    assert loaded["page"] == 200
