"""Copies of datasets by the thousand, as rows and as documents of the index.

A few datasets are made by CKAN's own package_create, and what CKAN's indexer sends to Solr for them is
recorded; the others are copies of these rows and documents with other ids, names and titles. So rows and
documents have the shape CKAN gives them, and 100,000 datasets take minutes instead of hours.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

BATCH = 1000

Document = dict[str, Any]


@contextmanager
def recorded() -> Iterator[list[Document]]:
    """Collects what CKAN's indexer sends to Solr, instead of sending it."""
    import pysolr

    sent: list[Document] = []
    original = pysolr.Solr.add
    pysolr.Solr.add = lambda _self, docs, **_options: sent.extend(docs)
    try:
        yield sent
    finally:
        pysolr.Solr.add = original


def named(original: Document, number: int) -> tuple[str, str, str]:
    """Id, name and title of a copy."""
    copy = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{original['id']} {number}"))
    return copy, f"{original['name']}-{number}", f"{original['title']} ({number})"


def copy_document(original: Document, identifier: str, name: str, title: str) -> Document:
    """The document of a copy: everywhere the copy's ids, name and title instead of the original's."""
    from ckan.common import config

    quoted = (json.dumps(original["title"])[1:-1], json.dumps(title)[1:-1])
    resources = [resource["id"] for resource in json.loads(original["validated_data_dict"])["resources"]]
    others = [(original["title"], title), quoted, (f'"{original["name"]}"', f'"{name}"')]
    others += [(resource, row_id(resource, identifier)) for resource in resources]

    def renamed(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        for old, new in [(original["id"], identifier), *others]:
            value = value.replace(old, new)
        return value

    document = {key: renamed(value) for key, value in original.items()}
    document |= {"name": name, "title": title}
    index_id = f"{identifier}{config['ckan.site_id']}".encode()
    return document | {"index_id": hashlib.md5(index_id).hexdigest()}  # noqa: S324 - as CKAN makes it


def row_id(original: str, copy: str) -> str:
    """The id of a row that belongs to a copy, as `copy_rows` has PostgreSQL make it."""
    return hashlib.md5(f"{original}{copy}".encode()).hexdigest()  # noqa: S324 - an id, no secret


def copy_rows(copies: list[tuple[str, str, str, str]]) -> None:
    """Copies the rows of datasets, resources, tags, and extras where these have a table (CKAN 2.11)."""
    import sqlalchemy as sa
    from ckan import model

    engine = model.ensure_engine()
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TEMPORARY TABLE copy (old text, new text, name text, title text)"))
        for batch in batches(copies):
            rows = [dict(zip(("old", "new", "name", "title"), row, strict=True)) for row in batch]
            connection.execute(sa.text("INSERT INTO copy VALUES (:old, :new, :name, :title)"), rows)
        told = "jsonb_build_object('id', c.new, 'name', c.name, 'title', c.title)"
        connection.execute(sa.text(_copying("package", "id", told)))
        tables = sa.inspect(connection).get_table_names()
        for table in {"resource", "package_extra", "package_tag"} & {*tables}:
            told = "jsonb_build_object('id', md5(r.id || c.new), 'package_id', c.new)"
            connection.execute(sa.text(_copying(table, "package_id", told)))
        connection.execute(sa.text("DROP TABLE copy"))


def _copying(table: str, key: str, told: str) -> str:
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(r, {told})).* "
        f"FROM {table} r JOIN copy c ON c.old = r.{key}"
    )


def send(originals: list[Document], copies: Iterator[Document]) -> None:
    """Sends the documents to Solr, and commits once."""
    from ckan.lib.search.common import make_connection

    solr = make_connection()
    solr.add(originals, commit=False)
    for batch in batches(copies):
        solr.add(batch, commit=False)
    solr.commit()


def batches(items: Any) -> Iterator[list[Any]]:
    """Lists of at most BATCH items."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
