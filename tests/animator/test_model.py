"""The tables of animators are what the migration makes."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.ckan

TABLES = (
    "odlocale_animator",
    "odlocale_animator_support",
    "odlocale_animator_closure",
    "odlocale_offer",
    "odlocale_mandate",
    "odlocale_mandate_journal",
    "odlocale_follow_up",
)


@pytest.mark.parametrize("name", TABLES)
def test_the_migration_makes_the_columns_of_the_model(name: str) -> None:
    import sqlalchemy as sa
    from ckan import model

    table: Any = model.meta.metadata.tables[name]
    connection = model.Session.connection()
    dialect = connection.dialect
    found = sa.inspect(connection).get_columns(name)
    assert {(one["name"], one["type"].compile(dialect), one["nullable"]) for one in found} == {
        (column.name, column.type.compile(dialect), column.nullable) for column in table.columns
    }


@pytest.mark.parametrize("name", TABLES)
def test_the_migration_makes_the_indexes_of_the_model(name: str) -> None:
    import sqlalchemy as sa
    from ckan import model

    table: Any = model.meta.metadata.tables[name]
    found = sa.inspect(model.Session.connection()).get_indexes(name)
    assert {one["name"] for one in found} == {index.name for index in table.indexes}
