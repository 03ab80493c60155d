"""The desk of a région's animator against CKAN's own page of datasets, and what mandates cost a search."""

from __future__ import annotations

import dataclasses
import time
import urllib.request
from collections.abc import Iterator

from bench import portals
from bench.figures import Figure, at_most, median
from ckanext.odlocale.stack import sites

DATASETS = 20_000
ORGANIZATIONS = 100
COMMUNES = 500
MANDATES = 1_500
PAGES = 15
SEARCHES = 60

DESK = dataclasses.replace(portals.PAGES, name="bench-desk")


def desk() -> Iterator[Figure]:
    """Alternating requests for page 1, 2, 3… of both, by a member of the animator."""
    running = portals.create(DESK)
    if portals.documents(running) < DATASETS:
        portals.empty(running)
        sites.ckan(running, "odlocale", "territory", "import")
        portals.inside(running, "datasets", str(DATASETS), str(ORGANIZATIONS), str(COMMUNES))
    told = portals.inside(running, "animator", str(MANDATES))
    sites.start(running)
    ours, peer = [], []
    for page in range(1, PAGES + 1):
        peer.append(_seconds(f"{running.url}/dataset/?page={page}", told["token"], b"dataset-item"))
        ours.append(_seconds(f"{running.url}{told['address']}?page={page}", told["token"], b"odlocale-row"))
    sites.stop(running)
    name = f"desk: {told['communes']:,} communes, {MANDATES:,} mandates, {DATASETS:,} datasets, to /dataset/"
    yield at_most(name, median(ours) * 1000, "ms", 1.5, median(peer) * 1000)
    taken = portals.inside(running, "searching", str(SEARCHES))
    name = f"package_search by an editor with {MANDATES:,} mandates, to one without"
    yield at_most(name, median(taken["animator"]) * 1000, "ms", 1.2, median(taken["plain"]) * 1000)


def _seconds(url: str, token: str, line: bytes) -> float:
    request = urllib.request.Request(url, headers={"Authorization": token})
    started = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        page = answer.read()
    taken = time.perf_counter() - started
    if page.count(line) < 20:
        raise RuntimeError(f"{url} shows no page of {line.decode()}")
    return taken
