"""What is derived, against what it derives from: closure, overlaps, search words and the search index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from ckan.lib import search

from ckanext.odlocale.cog.shared import Vintage, VintageError, closure, overlaps, verify
from ckanext.odlocale.territory.extras import create_indexes, missing_indexes
from ckanext.odlocale.territory.model import closure_table, overlap_table, territory_table
from ckanext.odlocale.territory.projection import Stale, stale
from ckanext.odlocale.territory.reindex import reindex_datasets
from ckanext.odlocale.territory.vintages import journal
from ckanext.odlocale.territory.vintages.importer import Progress, derive, locked
from ckanext.odlocale.territory.vintages.planning import differences
from ckanext.odlocale.territory.vintages.store import (
    Facts,
    Row,
    search_columns,
    stored_facts,
    vintage_of,
    write_territories,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something derived that is not as it should be.

    :param part: ``territory``, ``closure``, ``overlap``, ``words``, ``database``, ``queue`` or ``index``
    :param subject: the territory, dataset, database index or entry of the journal concerned
    :param message: what differs, in a sentence
    """

    part: str
    subject: str
    message: str


@dataclass(frozen=True, slots=True)
class Mended:
    """What a rebuild wrote: territories with other ancestors or words, and datasets reindexed or removed."""

    territories: int
    datasets: int


def check(progress: Progress = lambda line: None) -> Iterator[Difference]:
    """Everything that differs; nothing is written."""
    connection = model.Session.connection()
    facts = stored_facts(connection)
    held = vintage_of(facts)
    yield from _territory_differences(held)
    progress(f"{len(facts)} territories compared")
    yield from _rows(connection, closure_table, closure(held), _of_closure)
    yield from _rows(connection, overlap_table, overlaps(held), _of_overlap)
    progress("closure and overlaps compared")
    for wrong in _wrong_words(connection, facts):
        yield Difference("words", wrong.id, f"{wrong.id} is not found by its name “{wrong.name}”")
    for name in missing_indexes(connection):
        yield Difference("database", name, f"the database index {name} is missing")
    for entry, moved in journal.waiting(connection):
        message = f"the datasets of {len(moved)} territories that entry {entry} changed were never queued"
        yield Difference("queue", str(entry), message)
    for one in stale():
        yield Difference("index", one.dataset, _of_index(one))
    progress("search index compared")


def _territory_differences(held: Vintage) -> Iterator[Difference]:
    try:
        verify(held.territories, lambda known: known)
    except VintageError as error:
        yield Difference("territory", str(error).partition(":")[0], f"{error} Import the vintage again.")


def _rows(
    connection: sa.engine.Connection,
    table: sa.Table,
    wanted: Sequence[Row],
    told: Callable[[Row, bool], Difference],
) -> Iterator[Difference]:
    rows = differences(connection, table, wanted)
    yield from (told(row, False) for row in rows.gone)
    yield from (told(row, True) for row in rows.come)


def _of_closure(row: Row, missing: bool) -> Difference:
    ancestor, descendant, depth = row
    verb = "is missing above" if missing else "should not be above"
    return Difference("closure", descendant, f"{ancestor} {verb} {descendant} at depth {depth}")


def _of_overlap(row: Row, missing: bool) -> Difference:
    territory, other, communes, people = row
    what = f"the overlap of {territory} and {other} ({communes} communes, {people} people)"
    return Difference("overlap", territory, f"{what} {'is missing' if missing else 'should not be there'}")


def _of_index(one: Stale) -> str:
    if one.found is None:
        return f"dataset {one.dataset} is not in the search index"
    if one.expected is None:
        return f"dataset {one.dataset} is in the search index and is deleted"
    fields = sorted(
        field for field in {*one.expected, *one.found} if one.expected.get(field) != one.found.get(field)
    )
    wrong = (
        f"{field} has {_listed(one.found.get(field))} instead of {_listed(one.expected.get(field))}"
        for field in fields
    )
    return f"dataset {one.dataset}: {'; '.join(wrong)}"


def _listed(values: frozenset[str] | None) -> str:
    return ", ".join(sorted(values)) if values else "nothing"


def _wrong_words(connection: sa.engine.Connection, facts: dict[str, Facts]) -> list[Facts]:
    columns = territory_table.c
    rows = connection.execute(sa.select(columns.id, columns.search_name, columns.search_text))
    return [facts[row[0]] for row in rows if (row[1], row[2]) != search_columns(facts[row[0]])]


def rebuild(progress: Progress = lambda line: None) -> Mended:
    """Mend what :func:`check` finds, writing only what differs.

    :raises ImportRunningError: an import or another rebuild is running
    """
    with locked() as connection:
        facts = stored_facts(connection)
        changed = derive(connection, vintage_of(facts), progress)
        wrong = _wrong_words(connection, facts)
        write_territories(connection, wrong)
        progress(f"search words: {len(wrong)} territories corrected")
        create_indexes(connection)
        waiting = [entry for entry, _ in journal.waiting(connection)]
    datasets = _mend_index(list(stale()), progress)
    # What waited for the queue is mended with everything else; only now, should this be killed on the way.
    journal.queued(model.Session.connection(), waiting)
    model.Session.commit()
    return Mended(len(changed | {facts.id for facts in wrong}), datasets)


def _mend_index(found: Sequence[Stale], progress: Progress) -> int:
    package_index = search.index_for("Package")
    for one in found:
        if one.expected is None:
            package_index.remove_dict({"id": one.dataset})
    reindex_datasets([one.dataset for one in found if one.expected is not None])
    progress(f"search index: {len(found)} datasets corrected")
    return len(found)
