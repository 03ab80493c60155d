"""The tables: as the migration makes them, and as the code thinks they are."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.ckan

TABLES = (
    "odlocale_territory",
    "odlocale_territory_closure",
    "odlocale_overlap",
    "odlocale_attachment",
    "odlocale_vintage",
)


@pytest.fixture(autouse=True, scope="module")
def _tables_declared() -> None:
    import ckanext.odlocale.territory.attachment.model
    import ckanext.odlocale.territory.vintages.model  # noqa: F401


def inspector() -> Any:
    import sqlalchemy as sa
    from ckan import model

    return sa.inspect(model.meta.engine)


@pytest.mark.parametrize("table", TABLES)
def test_the_migration_makes_the_columns_of_the_model(table: str) -> None:
    from ckan.model.meta import metadata

    made = {(one["name"], one["nullable"]) for one in inspector().get_columns(table)}
    assert made == {(one.name, one.nullable) for one in metadata.tables[table].c}


@pytest.mark.parametrize("table", TABLES)
def test_the_migration_makes_the_indexes_of_the_model(table: str) -> None:
    import sqlalchemy as sa
    from ckan import model
    from ckan.model.meta import metadata

    query = sa.text("SELECT indexname FROM pg_indexes WHERE tablename = :table")
    made = set(model.Session.execute(query, {"table": table}).scalars()) - {f"{table}_pkey"}
    assert made == {index.name for index in metadata.tables[table].indexes}


def test_the_territory_of_organizations_and_datasets_is_indexed() -> None:
    from ckan import model

    from ckanext.odlocale.territory.extras import missing_indexes

    assert missing_indexes(model.Session.connection()) == []


def test_indexes_that_are_gone_are_told_and_made_again() -> None:
    from ckan import model

    from ckanext.odlocale.territory.extras import create_indexes, drop_indexes, missing_indexes

    with model.meta.engine.begin() as connection:
        drop_indexes(connection)
        gone = missing_indexes(connection)
        create_indexes(connection)
        assert (len(gone), missing_indexes(connection)) == (3, [])


def test_the_migration_goes_down_and_up_again() -> None:
    from ckan import model
    from ckan.cli.db import _repo_for_plugin

    model.Session.remove()
    with _repo_for_plugin("odlocale_territory") as repo:
        repo.downgrade_db("base")
        gone = not set(TABLES) & set(inspector().get_table_names())
        repo.upgrade_db("head")
    assert (gone, set(TABLES) <= set(inspector().get_table_names())) == (True, True)
