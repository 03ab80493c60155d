"""Counting what a test asks of PostgreSQL and of Solr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any


def counted() -> AbstractContextManager[list[str]]:
    """Lists the SQL statements run inside the block."""
    return _listing(lambda context: True)


def compiled_anew() -> AbstractContextManager[list[str]]:
    """Lists the SQL statements run inside the block that SQLAlchemy compiles each time they are run."""
    return _listing(lambda context: context.cache_hit.name == "NO_CACHE_KEY")


@contextmanager
def _listing(is_wanted: Callable[[Any], bool]) -> Iterator[list[str]]:
    import sqlalchemy as sa
    from ckan import model

    statements: list[str] = []

    def heard(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, *_: Any) -> None:
        if is_wanted(context):
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
