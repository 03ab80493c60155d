"""The queue of producers that nobody recognised: a page of it, however many wait."""

from __future__ import annotations

import dataclasses
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

from bench import portals
from bench.figures import Figure, at_most, median
from ckanext.odlocale.stack import sites

SHOWN = 25
"""Producers of one page: with fewer, it would be a smaller page."""
MANY = 10_000
PAGE = "/moissonnage/producteurs"
REVIEW = dataclasses.replace(portals.PAGES, name="bench-review")


def review(rounds: int) -> Iterator[Figure]:
    """The first page with many producers, against the one where all that wait are on it."""
    running = portals.create(REVIEW)
    portals.empty(running)
    few, many = (_seconds(running, count, rounds) for count in (SHOWN, MANY))
    name = f"review queue page: {MANY:,} producers, to a page of {SHOWN} that are all"
    yield at_most(name, many * 1000, "ms", 1.2, few * 1000)


def _seconds(running: Any, count: int, rounds: int) -> float:
    token = portals.inside(running, "producers", str(count))
    sites.start(running)
    times = [_asked(f"{running.url}{PAGE}", token) for _ in range(5 * rounds + 1)]
    sites.stop(running)
    # The first request of a process loads the templates.
    return median(times[1:])


def _asked(url: str, token: str) -> float:
    request = urllib.request.Request(url, headers={"Authorization": token})
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        page = answer.read().decode()
    taken = time.perf_counter() - started
    if page.count("Producteur numéro") < SHOWN:
        raise RuntimeError(f"{url} shows no page of producers")
    return taken


def producers(number: str) -> str:
    """Inside the site: so many producers wait, and nobody else.

    :returns: the token of an administrator
    """
    import sqlalchemy as sa
    from ckan import model
    from ckan.plugins import toolkit as tk

    from bench.inside import context, organization, source
    from ckanext.odlocale.harvest.model import publisher_match_table
    from ckanext.odlocale.harvest.vanished import now

    kept = model.Package.by_name("source")
    owner = organization("bench", "Bench", "")
    source_id = kept.id if kept else source("http://127.0.0.1:1", "odlocale_ckan", owner)
    common = {"source_id": source_id, "decision": "pending", "territory": None, "created": now()}
    told = {"evidence": ["name: Régie"], "candidates": []}
    rows = [
        {
            **common,
            **told,
            "publisher_key": f"k{one}",
            "publisher_name": f"Producteur numéro {one}",
            "datasets": one,
        }
        for one in range(int(number))
    ]
    model.Session.execute(sa.delete(publisher_match_table))
    model.Session.execute(sa.insert(publisher_match_table), rows)
    model.Session.commit()
    user = str(context()["user"])
    made = tk.get_action("api_token_create")(context(), {"user": user, "name": str(now())})
    return made["token"]
