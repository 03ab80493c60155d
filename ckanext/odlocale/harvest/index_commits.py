"""Commits of the search index during a harvest: few instead of one for each dataset.

What a dataset was indexed with is at Solr all the same, in its log of updates: a commit makes it seen. So a
consumer that is killed leaves nothing unsaid: the next commit of anybody shows it, and the end of a job
commits always, since ckanext-harvest then indexes the source anew.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import ckan.plugins.toolkit as tk
from ckan.lib import search

log = logging.getLogger(__name__)

SETTING = "ckan.search.solr_commit"


@contextmanager
def held() -> Iterator[bool]:
    """Have CKAN index without committing.

    :returns: True when a commit is owed now; not within another hold, on a site that never commits itself, or
        beside other threads, which share the setting
    """
    owed = bool(tk.config.get(SETTING)) and threading.current_thread() is threading.main_thread()
    if not owed:
        yield False
        return
    tk.config[SETTING] = False
    try:
        yield True
    finally:
        tk.config[SETTING] = True


@dataclass(slots=True)
class Owed:
    """What one process indexed and has not committed. It belongs to the harvester of that process.

    The time counts from the first such dataset: a harvest after a pause begins without a commit.

    :param most: datasets after which a commit is due
    :param longest: seconds after which the next dataset brings one
    """

    most: int = 500
    longest: float = 20
    datasets: int = 0
    since: float = field(default_factory=time.monotonic)

    def more(self, number: int, others_wait: bool) -> None:
        """Datasets were indexed.

        :param others_wait: False when nothing is left to harvest, so that all is seen at once
        """
        if not self.datasets:
            self.since = time.monotonic()
        self.datasets += number
        late = time.monotonic() - self.since >= self.longest
        if late or not others_wait or self.datasets >= self.most:
            self.pay()

    def pay(self) -> None:
        """Commit. A failure is no reason to lose a dataset that is stored: the next commit shows it."""
        try:
            search.commit()
        except (search.SearchError, search.SearchIndexError):
            log.exception("committing the index")
            return
        self.datasets = 0
