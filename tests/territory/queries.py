"""Counting what a test asks of PostgreSQL and of Solr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def counted() -> Iterator[list[str]]:
    """Lists the SQL statements run inside the block."""
    import sqlalchemy as sa
    from ckan import model

    statements: list[str] = []

    def heard(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    engine = model.meta.engine
    sa.event.listen(engine, "before_cursor_execute", heard)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", heard)


@contextmanager
def counted_searches(monkeypatch: Any) -> Iterator[list[dict[str, Any]]]:
    """Lists the searches that Solr is asked inside the block."""
    import pysolr

    searches: list[dict[str, Any]] = []
    original = pysolr.Solr.search

    def heard(solr: Any, q: str, *args: Any, **parameters: Any) -> Any:
        searches.append({"q": q, **parameters})
        return original(solr, q, *args, **parameters)

    with monkeypatch.context() as patched:
        patched.setattr(pysolr.Solr, "search", heard)
        yield searches
