"""The observatory of a portal of a national size: its snapshot, its figures, its pages, its history."""

from __future__ import annotations

import dataclasses
import json
import time
import urllib.request
from collections.abc import Iterator

from bench import portals
from bench.figures import Figure, at_most, median
from ckanext.odlocale.stack import sites
from ckanext.odlocale.stack.sites import Running

DATASETS = 100_000
OPEN = 5_000
MANDATES = 1_500
YEARS = 3
PAGES = 15
# Of a page of datasets 20 are shown; of the lists of the observatory 50.
SITE = dataclasses.replace(
    portals.PAGES, name="bench-observatory", plugins=(*portals.PAGES.plugins, "stats"), replaceable=False
)


def observatory(rounds: int) -> Iterator[Figure]:
    """All of it on one portal, beside CKAN's own pages and what one would write with `package_search`."""
    running = _filled()
    yield from _snapshots(running)
    yield from _history(running)
    yield from _figures(running, rounds)
    sites.start(running)
    yield from _pages(running)
    sites.stop(running)


def _filled() -> Running:
    """36,000 territories, 5,000 open organizations, 100,000 datasets, 1,500 mandates, 3 years of history."""
    running = portals.create(SITE)
    if portals.documents(running) < DATASETS:
        portals.empty(running)
        sites.ckan(running, "odlocale", "territory", "import")
        portals.inside(running, "datasets", str(DATASETS), "100", "500")
        portals.inside(running, "spread", str(OPEN))
        portals.inside(running, "animator", str(MANDATES))
        portals.inside(running, "past", str(365 * YEARS))
    return running


def _snapshots(running: Running) -> Iterator[Figure]:
    first, again = (portals.inside(running, "snapshot") for _ in range(2))
    yield at_most("snapshot of the whole country", first["seconds"], "s", 60)
    yield at_most("the same again, on the same day", again["seconds"], "s", 60)
    yield at_most("most memory of the process that takes it", first["megabytes"], "MB", 500)


def _history(running: Running) -> Iterator[Figure]:
    """What three years of nights take on disk, as ten would."""
    size = "pg_total_relation_size('odlocale_observed') + pg_total_relation_size('odlocale_snapshot')"
    ((found,),) = portals.query(running, f"SELECT {size}")
    yield at_most("history on disk, as of ten years", float(found) / 2**20 / YEARS * 10, "MB", 5_000)


def _figures(running: Running, rounds: int) -> Iterator[Figure]:
    found = portals.inside(running, "indicators", str(rounds))
    yield at_most("all indicators of a région", median(found["ours"]), "s", 0.3)
    name = "all indicators of a région, to one of them through package_search"
    yield at_most(name, median(found["ours"]), "s", 1, found["naive"])


def _pages(running: Running) -> Iterator[Figure]:
    asked = {
        "page of the whole country": ("/observatoire", b"odlocale-figure"),
        "page of a région": ("/observatoire/reg-84", b"odlocale-figure"),
        "page of a département": ("/observatoire/dep-74", b"odlocale-figure"),
        "list of all communes that are not open": (
            "/observatoire/fr/collectivites?indicateur=open&cote=non&page={page}",
            b"<tr>",
        ),
    }
    peer, stats, ours = [], [], {name: [] for name in asked}
    for page in range(1, PAGES + 1):
        peer.append(_seconds(f"{running.url}/dataset/?page={page}", b"dataset-item"))
        stats.append(_seconds(f"{running.url}/stats", b"</html>"))
        for name, (address, line) in asked.items():
            ours[name].append(_seconds(running.url + address.format(page=page), line))
    for name, found in ours.items():
        yield at_most(f"{name}, to CKAN's /dataset/", median(found) * 1000, "ms", 1.5, median(peer) * 1000)
    name = "page of the whole country, to CKAN's /stats"
    yield at_most(name, median(ours["page of the whole country"]) * 1000, "ms", 1, median(stats) * 1000)


def _seconds(url: str, line: bytes) -> float:
    started = time.perf_counter()
    with urllib.request.urlopen(url, timeout=120) as answer:
        page = answer.read()
    taken = time.perf_counter() - started
    if line not in page:
        raise RuntimeError(f"{url} does not show {json.dumps(line.decode())}")
    return taken
