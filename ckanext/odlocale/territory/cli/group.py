"""``ckan odlocale territory``: data on standard output, everything else on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ckanext.odlocale.command import Command, Refused, Unfound, act, answer, odlocale, say, with_json
from ckanext.odlocale.territory.vintages import importer

__all__ = ["Command", "Refused", "Unfound", "act", "answer", "refusals", "say", "territory", "with_json"]


@odlocale.group(short_help="Territories of France: import, look at, check.")
def territory() -> None:
    """Territories of France."""


@contextmanager
def refusals() -> Iterator[None]:
    try:
        yield
    except importer.ImportRunningError as error:
        raise Refused(
            "Another import or rebuild is running. Wait until it has ended, then try again."
        ) from error
