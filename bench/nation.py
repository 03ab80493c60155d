"""A portal with an organization for each territory: its first page and its suggestions, ours and peers'.

ckanext-hierarchy does not import on CKAN 2.12, so these are measured on CKAN 2.11, on the same rows and the
same index: first with its plugins, then with ours.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bench import portals
from bench.figures import Figure, at_most, median, times_faster
from bench.places import COMMUNES, DATASETS, ORGANIZATIONS
from ckanext.odlocale.stack import control, sites
from ckanext.odlocale.stack.sites import Running, Site

# While hierarchy's page is made once, ours is made many times.
PAINTS = 15
REGIONS = 18
# Hierarchy shows these organizations of its tree at a time, and CKAN's number of pages.
SHOWN = 20
# As people type them: communes, a grouping, what many names begin with, a code.
TYPED = (
    "ann",
    "annec",
    "annecy",
    "gren",
    "saint-m",
    "saint-martin-d",
    "vill",
    "metz",
    "lyon",
    "cc du",
    "7401",
)
SUGGESTIONS = 10


def tree(rounds: int) -> Iterator[Figure]:
    """The page that a reader opens first: hierarchy's list of organizations, our tree of territories."""
    if not portals.HAS_HIERARCHY:
        yield from _on_the_other_ckan("tree", rounds)
        return
    total = _fill()
    with _served(portals.HIERARCHY) as running:
        peer = [_page(running, "/organization/", b'id="node_', SHOWN) for _ in range(rounds)]
    with _served(portals.NATION) as running:
        ours = [_page(running, "/territoires", b"/territoire/reg-", REGIONS) for _ in range(PAINTS)]
    name = f"first page of the tree, to hierarchy's with {total:,} organizations"
    yield times_faster(name, median(ours), median(peer), 50)


def autocomplete(rounds: int) -> Iterator[Figure]:
    """Suggestions while somebody types, asked in turns; no answer was given before."""
    if not portals.HAS_HIERARCHY:
        yield from _on_the_other_ckan("autocomplete", rounds)
        return
    total = _fill()
    ours, peer = [], []
    with _served(portals.NATION) as running:
        for typed in TYPED * (rounds + 1):
            peer.append(_suggested(running, "organization_autocomplete", typed))
            ours.append(_suggested(running, "odlocale_territory_autocomplete", typed))
    name = f"autocomplete, to CKAN's of {total:,} organizations"
    first = len(TYPED)
    yield at_most(name, median(ours[first:]) * 1000, "ms", 1, median(peer[first:]) * 1000)


def _fill() -> int:
    """All territories, 100,000 datasets, and an organization for each territory; how many of these."""
    running = portals.create(portals.NATION)
    if portals.documents(running) < DATASETS:
        portals.empty(running)
        sites.ckan(running, "odlocale", "territory", "import")
        portals.inside(running, "datasets", str(DATASETS), str(ORGANIZATIONS), str(COMMUNES))
        portals.inside(running, "crowd")
    return portals.query(running, 'SELECT count(*) FROM "group" WHERE is_organization')[0][0]


@contextmanager
def _served(site: Site) -> Iterator[Running]:
    """The portal with the plugins of one side, its pages made once: what is told is no first request."""
    running = portals.create(site)
    sites.start(running)
    for address in ("/", "/about") * 4:
        urllib.request.urlopen(running.url + address, timeout=60).close()
    yield running
    sites.stop(running)


def _page(running: Running, address: str, line: bytes, lines: int) -> float:
    """Seconds until the page is there.

    :param line: what each line of its tree has
    :param lines: how many there must be at least
    """
    started = time.perf_counter()
    with urllib.request.urlopen(running.url + address, timeout=600) as answer:
        page = answer.read()
    taken = time.perf_counter() - started
    if page.count(line) < lines:
        raise RuntimeError(f"{address} shows {page.count(line)} lines of {lines}")
    return taken


def _suggested(running: Running, action: str, typed: str) -> float:
    address = f"{running.url}/api/3/action/{action}?q={quote(typed)}&limit={SUGGESTIONS}"
    started = time.perf_counter()
    with urllib.request.urlopen(address, timeout=60) as answer:
        found = json.load(answer)
    taken = time.perf_counter() - started
    if not found["success"]:
        raise RuntimeError(f"{address} answers {found}")
    return taken


def _on_the_other_ckan(measure: str, rounds: int) -> Iterator[Figure]:
    """The same measure by this very script on CKAN 2.11, whose environment it makes if need be."""
    with control.locked(portals.VAR):
        control.down(portals.VAR)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "bench.json"
        options = ("--only", measure, "--rounds", str(rounds), "--json", str(report))
        subprocess.run(
            [str(portals.ROOT / "run"), "bench", "--ckan", "2.11", *options],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield from (Figure(**figure) for figure in json.loads(report.read_text()))
