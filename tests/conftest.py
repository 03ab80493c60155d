"""What every test module gets. The pure lane gets nothing: no configuration, no server, no CKAN import.

A module that says `pytestmark = pytest.mark.ckan` gets, for each test: the plugins of test.ini loaded, an
empty database, an empty index, an empty Redis. `app` is CKAN's test client. `@pytest.mark.keeps("table", …)`
leaves these tables as the test before left them, for reference data that a fixture of the module loads once.

CKAN is imported inside the fixtures, since the pure lane loads this module too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import freezegun
import pytest

from tests import post
from tests.commands import APART

# A test that stops the clock stopped that of --durations, too.
freezegun.configure(extend_ignore_list=["_pytest.timing"])


@pytest.fixture(autouse=True)
def _ckan_lane(request: pytest.FixtureRequest) -> None:
    """Has each test of the CKAN lane start from nothing."""
    if request.node.get_closest_marker("ckan"):
        request.getfixturevalue("clean_site")


@pytest.fixture(scope="session")
def migrated_database() -> None:
    """A database migrated as `ckan db upgrade` does it, once for as long as no migration on disk changes."""
    import ckan.plugins as p
    import sqlalchemy as sa
    from ckan import model
    from ckan.cli.db import _migrate_plugins, _run_migrations

    p.load_all()
    state = _migrations()
    with model.ensure_engine().begin() as connection:
        # A test asks nothing of the disk that would have to outlive a power cut.
        name = connection.engine.url.database
        connection.execute(sa.text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
        done = connection.execute(sa.text("SELECT obj_description('public'::regnamespace)")).scalar()
        if done != state:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
    if done != state:
        _run_migrations("")
        _migrate_plugins(apply=True)
        with model.ensure_engine().begin() as connection:
            connection.execute(sa.text(f"COMMENT ON SCHEMA public IS '{state}'"))
    model.ensure_engine().dispose()
    model.repo.tables_created_and_initialised = True


def _migrations() -> str:
    """Changes when the plugins or any of our migrations change."""
    import ckan
    from ckan.common import config

    ours = Path(__file__).parents[1] / "ckanext" / "odlocale" / "migration"
    texts = [path.read_text() for path in sorted(ours.rglob("*.py"))]
    return hashlib.sha256(repr((ckan.__version__, config["ckan.plugins"], texts)).encode()).hexdigest()


@pytest.fixture(scope="session")
def quick_passwords() -> None:
    """Passwords that are soon hashed: a world of a dozen users spent more on that than on its database."""
    from passlib.hash import pbkdf2_sha512

    pbkdf2_sha512.default_rounds = pbkdf2_sha512.min_rounds


@pytest.fixture
def clean_site(
    request: pytest.FixtureRequest, migrated_database: None, quick_passwords: None, loaded_plugins: None
) -> None:
    """Empties what the test before wrote: tables, index, Redis. CKAN's factories invent the same words."""
    from faker import Faker

    Faker.seed(request.node.nodeid)
    kept = {table for mark in request.node.iter_markers("keeps") for table in mark.args}
    _empty_tables(kept)
    _empty_index()
    _empty_redis()


@pytest.fixture(scope="session")
def kept_apps() -> list[Any]:
    """The application tests share, while nobody loads other plugins: making one takes its time."""
    return []


@pytest.fixture
def loaded_plugins(request: pytest.FixtureRequest, kept_apps: list[Any]) -> None:
    """The plugins of test.ini, loaded once; anew for a test that changes the configuration."""
    import ckan.plugins as p
    from ckan.common import config

    if _is_special(request):
        kept_apps.clear()
        request.getfixturevalue("with_plugins")
    elif not all(p.plugin_loaded(name) for name in config["ckan.plugins"]):
        kept_apps.clear()
        p.load_all()


def _is_special(request: pytest.FixtureRequest) -> bool:
    marks = ("ckan_config", "with_plugins", "provide_plugin")
    return any(request.node.get_closest_marker(mark) for mark in marks)


@pytest.fixture
def app(request: pytest.FixtureRequest, loaded_plugins: None, kept_apps: list[Any]) -> Any:
    """CKAN's test client, a new one (new cookies) for each test, on the application tests share."""
    from ckan.tests.helpers import CKANTestApp

    if _is_special(request):
        return request.getfixturevalue("make_app")()
    if not kept_apps:
        kept_apps.append(request.getfixturevalue("make_app")().app)
    return CKANTestApp(kept_apps[0])


@pytest.fixture
def cli(ckan_config: Any) -> Any:
    """CKAN's command, run in this process, its two streams apart whichever Click runs it."""
    from ckan.tests.helpers import CKANCliRunner

    return CKANCliRunner(env={"CKAN_INI": ckan_config["__file__"]}, **APART)


@pytest.fixture
def letters(clean_site: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The letters that a mail server took."""
    import ckan.plugins.toolkit as tk

    with post.serving() as (address, taken):
        monkeypatch.setitem(tk.config, "smtp.server", address)
        monkeypatch.setitem(tk.config, "smtp.mail_from", "portail@example.org")
        yield taken


def _empty_tables(kept: set[str]) -> None:
    import sqlalchemy as sa
    from ckan import model

    model.Session.remove()
    with model.ensure_engine().begin() as connection:
        tables = [
            table
            for table in sa.inspect(connection).get_table_names()
            if not table.endswith("alembic_version")
        ]
        asked = " UNION ALL ".join(
            f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in {*tables} - kept
        )
        filled = connection.execute(sa.text(asked)).scalars().all()
        if filled:
            names = ", ".join(f'"{table}"' for table in filled)
            connection.execute(sa.text("SET LOCAL lock_timeout = '20s'"))
            connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


def _empty_index() -> None:
    from ckan.lib.search.common import make_connection

    solr = make_connection()
    if solr.search("*:*", rows=0).hits:
        solr.delete(q="*:*", commit=True)


def _empty_redis() -> None:
    from ckan.lib.redis import connect_to_redis

    connect_to_redis().flushdb()
