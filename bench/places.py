"""All of France into PostgreSQL, and the page of a région against CKAN's own page of datasets."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator

from bench import portals
from bench.figures import Figure, at_most, median
from ckanext.odlocale.stack import sites
from ckanext.odlocale.stack.sites import Running

DATASETS = 100_000
ORGANIZATIONS = 100
COMMUNES = 500
PAGES = 15
TABLES = "odlocale_territory, odlocale_territory_closure, odlocale_overlap"


def import_france(rounds: int) -> Iterator[Figure]:
    """The import as its command times it: vintage read and written, closure and overlaps derived."""
    running = portals.create(portals.PAGES)
    first, again = [], []
    for _ in range(rounds):
        portals.query(running, f"TRUNCATE {TABLES} CASCADE")
        first.append(_import(running))
        again.append(_import(running))
    yield at_most("import of all France", median(first), "s", 5)
    yield at_most("import again, unchanged", median(again), "s", 2)


def _import(running: Running) -> float:
    return json.loads(sites.ckan(running, "odlocale", "territory", "import", "--json"))["seconds"]


def region_page() -> Iterator[Figure]:
    """Alternating requests for page 1, 2, 3… of both, so that no answer is one that was given before."""
    running = filled()
    sites.start(running)
    ours, peer = [], []
    for page in range(1, PAGES + 1):
        peer.append(_seconds(f"{running.url}/dataset/?page={page}"))
        ours.append(_seconds(f"{running.url}/territoire/reg-84?page={page}"))
    sites.stop(running)
    name = f"page of a région, {DATASETS:,} datasets below, to CKAN's /dataset/"
    yield at_most(name, median(ours) * 1000, "ms", 1.3, median(peer) * 1000)


def filled() -> Running:
    """The portal with all territories and 100,000 datasets; its processes do not run."""
    running = portals.create(portals.PAGES)
    if portals.documents(running) < DATASETS:
        portals.empty(running)
        sites.ckan(running, "odlocale", "territory", "import")
        portals.inside(running, "datasets", str(DATASETS), str(ORGANIZATIONS), str(COMMUNES))
    return running


def _seconds(url: str) -> float:
    started = time.perf_counter()
    with urllib.request.urlopen(url, timeout=60) as answer:
        page = answer.read()
    taken = time.perf_counter() - started
    if page.count(b"dataset-item") < 20:
        raise RuntimeError(f"{url} shows no page of datasets")
    return taken
