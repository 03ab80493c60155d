"""A round of visits: as many as fit in the time that is given, the rest the next time."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime

from ckanext.odlocale.observatory.links import store
from ckanext.odlocale.observatory.links.turns import site_of, turns
from ckanext.odlocale.observatory.links.verdict import State, Visit, is_there, state
from ckanext.odlocale.observatory.links.visiting import visit
from ckanext.odlocale.visiting.session import GuardedSession

PAUSE = 1.0
MOST = 20_000
# A site that does not answer is left alone for the rest of a round.
MOST_SILENT = 3


def check(
    seconds: float, pause: float = PAUSE, tell: Callable[[str, State], None] = lambda *_: None
) -> dict[str, int]:
    """Visit the links that are due, politely: one at a time, with a pause between two of one site.

    :param seconds: begin no visit later than this
    :param pause: seconds from the end of a visit to the next one of the same site
    :param tell: is told each link and what is known of it
    :returns: how many are in each state, and how many were ``passed`` since their site is silent
    """
    store.forget()
    found, silent = Counter(dict.fromkeys([*map(str, State), "passed"], 0)), Counter()
    ready: dict[str, float] = defaultdict(float)
    end = time.monotonic() + seconds
    with GuardedSession() as session:
        for url in turns(store.due(datetime.now(UTC), MOST)):
            site = site_of(url)
            if silent[site] >= MOST_SILENT:
                found["passed"] += 1
                continue
            if max(ready[site], time.monotonic()) > end:
                break
            time.sleep(max(0.0, ready[site] - time.monotonic()))
            seen = visit(session, url)
            ready[site] = time.monotonic() + pause
            silent[site] += seen.status is None and not seen.is_refused
            now = _kept(url, seen)
            found[str(now)] += 1
            tell(url, now)
    return dict(found)


def _kept(url: str, seen: Visit) -> State:
    failures = 0 if is_there(seen) else store.failures_of(url) + 1
    now = state(seen, failures)
    store.keep(url, now, seen.status, failures)
    return now
