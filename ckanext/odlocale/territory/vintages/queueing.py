"""Having the datasets of what moved reindexed, even when the queue was down or the import was killed."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.odlocale.territory.reindex import reindex_territories
from ckanext.odlocale.territory.vintages import journal


def queue_waiting() -> int:
    """Queue the datasets of every entry of the journal that still waits for it.

    An entry waits from the transaction that applies it until its datasets are in the queue, so that nothing
    is lost between the two. Queued twice, a dataset is only reindexed twice.

    :returns: how many datasets were queued
    :raises RedisError: the queue cannot be reached; the entries go on waiting
    """
    engine: Any = model.Session.get_bind()
    with engine.connect() as connection:
        waiting = journal.waiting(connection)
    datasets = 0
    for entry, moved in waiting:
        datasets += reindex_territories(moved)
        with engine.begin() as connection:
            journal.queued(connection, [entry])
    return datasets
