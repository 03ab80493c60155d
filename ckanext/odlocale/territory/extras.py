"""Where CKAN keeps the extra fields of organizations and datasets.

CKAN 2.11 has tables of extras, 2.12 a JSONB column. Everything that queries such a field goes through here.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.meta import metadata
from ckan.model.package import package_table
from sqlalchemy.sql.selectable import Subquery

TERRITORY_FIELD = "odlocale_territory"
"""Organization: the territory it is the authority of. Dataset: its producer's territory, which wins."""
SIREN_FIELD = "siren"
KIND_FIELD = "odlocale_kind"
ROLLED_UP_FIELD = "rolled_up_from"
"""Dataset: the producer's territory, when the dataset sits in another organization than the producer's."""
PRODUCER_NAME_FIELD = "producer_name"
PRODUCER_EVIDENCE_FIELD = "producer_evidence"
ORIGIN_URL_FIELD = "origin_url"
ORIGIN_CATALOGUE_FIELD = "origin_catalogue"

HAS_JSONB = "extras" in group_table.c


def organization_field(key: str) -> Subquery:
    """The values of an organization's extra field, as a selectable with columns ``id`` and ``value``.

    Active organizations with a non-empty value only; conditions on ``value`` use an index for the
    territory field.

    :param key: name of the field
    """
    stored = _stored(group_table, key)
    return stored.where(group_table.c.is_organization.is_(True), group_table.c.state == "active").subquery(
        f"organization_{key}"
    )


def organization_fields(organization_id: str, keys: Collection[str]) -> dict[str, str]:
    """These fields of an organization, whatever its state, as they are in the database; without empty ones.

    CKAN's own objects may hold what this transaction is about to write.
    """
    stored = [_stored(group_table, key).where(group_table.c.id == organization_id) for key in keys]
    found = sa.union_all(
        *(query.add_columns(sa.literal(key).label("key")) for key, query in zip(keys, stored, strict=True))
    )
    return {row.key: row.value for row in model.Session.execute(found)}


def dataset_field(key: str) -> Subquery:
    """The values of a dataset's extra field, as a selectable with columns ``id`` and ``value``.

    Datasets that are not deleted only.

    :param key: name of the field
    """
    return _stored(package_table, key).where(package_table.c.state != "deleted").subquery(f"dataset_{key}")


def datasets_with(key: str) -> tuple[sa.sql.FromClause, sa.sql.ColumnElement[str]]:
    """All datasets, and beside each the value of an extra field, null without one: they are read once.

    :param key: name of the field
    :returns: what to select from, which has the columns of the table of datasets, and the value
    """
    if HAS_JSONB:
        return package_table, sa.func.nullif(package_table.c.extras[key].astext, "")
    extra, owner = _extra_table(package_table)
    its = sa.and_(owner == package_table.c.id, extra.c.key == key, extra.c.state == "active")
    return package_table.outerjoin(extra, its), sa.func.nullif(extra.c.value, "")


def committed_dataset_field(dataset_id: str, key: str) -> str | None:
    """A dataset's extra field as it was before this transaction; None when it had none."""
    with model.ensure_engine().connect() as elsewhere:
        query = _stored(package_table, key).where(package_table.c.id == dataset_id)
        row = elsewhere.execute(query).first()
    return row.value if row else None


def _stored(table: sa.Table, key: str) -> sa.sql.Select:
    if HAS_JSONB:
        value = table.c.extras[key].astext
        return sa.select(table.c.id, value.label("value")).where(value.isnot(None), value != "")
    extra, owner = _extra_table(table)
    return (
        sa.select(table.c.id, extra.c.value)
        .join_from(table, extra, owner == table.c.id)
        .where(extra.c.key == key, extra.c.state == "active", extra.c.value != "")
    )


def _extra_table(table: sa.Table) -> tuple[sa.Table, sa.Column[str]]:
    """The table of extras of CKAN 2.11, which 2.12 does not have, and its reference to the owner."""
    extra = metadata.tables[f"{table.name}_extra"]
    return extra, extra.c[f"{table.name}_id"]


def _index(table: sa.Table, key: str) -> sa.Index:
    name = f"idx_odlocale_{table.name}_{key}"
    if HAS_JSONB:
        value = table.c.extras[key].astext
        return sa.Index(name, value, postgresql_where=value.isnot(None))
    extra, owner = _extra_table(table)
    return sa.Index(name, extra.c.value, owner, postgresql_where=extra.c.key == key)


# Letters without accents, and spaces for what stands between words.
_ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ-''’.,/()_"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyy         "
ORGANIZATION_WORDS = sa.func.to_tsvector(
    sa.text("'simple'::regconfig"),
    sa.func.translate(
        sa.func.lower(
            sa.func.coalesce(group_table.c.title, sa.text("''")) + sa.text("' '") + group_table.c.name
        ),
        sa.literal_column(f"'{_ACCENTED}'"),
        sa.literal_column(f"'{_PLAIN}'"),
    ),
)
"""The words of an organization's title and name, as ``normalise_name`` writes them."""

# Declared on CKAN's own tables: a new database gets them with the tables, and `ckan db check` knows them.
INDEXES = (
    _index(group_table, TERRITORY_FIELD),
    _index(package_table, TERRITORY_FIELD),
    sa.Index("idx_odlocale_group_words", ORGANIZATION_WORDS, postgresql_using="gin", _table=group_table),
)


def create_indexes(connection: sa.engine.Connection) -> None:
    """Create the indexes on CKAN's tables that are not there; CKAN's upgrade to 2.12 drops those of 2.11."""
    for index in INDEXES:
        if not _is_there(connection, index):
            index.create(connection)


def drop_indexes(connection: sa.engine.Connection) -> None:
    """Drop the indexes on CKAN's tables."""
    for index in INDEXES:
        if _is_there(connection, index):
            index.drop(connection)


def missing_indexes(connection: sa.engine.Connection) -> list[str]:
    """The names of the indexes on CKAN's tables that are not there."""
    return [str(index.name) for index in INDEXES if not _is_there(connection, index)]


def _is_there(connection: sa.engine.Connection, index: sa.Index) -> bool:
    # The SQLAlchemy of CKAN 2.11 does not see indexes of expressions.
    return connection.execute(sa.select(sa.func.to_regclass(str(index.name)))).scalar() is not None
