"""Harvests of a real second CKAN, by ckanext-harvest's own CKAN harvester and by ours, in turns.

Ours has two fetch consumers, as docs/harvest.md advises; the peer has the one that its documentation starts.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench import portals
from bench.figures import Figure, at_least, at_most, median, times_faster
from bench.generated import serving
from ckanext.odlocale.stack import services, sites
from ckanext.odlocale.stack.sites import Running

DATASETS = 2_000
ORGANIZATIONS = 50
PATIENCE = 1800
OURS = dataclasses.replace(portals.OURS, runs=(*portals.CONSUMERS, "fetch-2"))
GATHERING = dataclasses.replace(portals.OURS, runs=("gather",))
FEW, MANY = 1_000, 50_000

SPAN = """
    SELECT extract(epoch FROM
               greatest(max(o.import_finished), max(j.gather_finished)) - max(j.gather_started)),
           count(o.id) FILTER (WHERE o.state = 'COMPLETE'), count(o.id) FILTER (WHERE o.state <> 'COMPLETE')
    FROM harvest_job j LEFT JOIN harvest_object o ON o.harvest_job_id = j.id WHERE j.id = %s
"""
# Gathered, and no object left to import.
OVER = """
    SELECT j.gather_finished IS NOT NULL AND NOT EXISTS (
        SELECT FROM harvest_object o
        WHERE o.harvest_job_id = j.id AND o.state NOT IN ('COMPLETE', 'ERROR'))
    FROM harvest_job j WHERE j.id = %s
"""


@dataclass(frozen=True, slots=True)
class Round:
    """One harvest of everything, and two of a source where nothing changed, in seconds.

    :param again: the source is asked what has changed since
    :param compared: the source is asked for everything, and every dataset compared
    :param memory: the most that the gather and a fetch consumer held, in MB
    """

    first: float
    again: float
    compared: float
    memory: float


def harvests(rounds: int) -> Iterator[Figure]:
    """Alternating rounds, each on a portal without datasets; the source serves on the same cores."""
    source = filled_source()
    ours, peer = (prepared(site) for site in (OURS, portals.PEER))
    sites.start(source)
    done: dict[str, list[Round]] = {"ours": [], "peer": []}
    for _ in range(rounds):
        for name, portal, kind in (("peer", peer, "ckan"), ("ours", ours, "odlocale_ckan")):
            done[name].append(_round(portal, source, kind))
            print(f"  {name}: {done[name][-1]}", file=sys.stderr)
    sites.stop(source)
    yield from _figures(done["ours"], done["peer"])


def _figures(ours: list[Round], peer: list[Round]) -> Iterator[Figure]:
    first, peer_first = _seconds(ours, "first"), _seconds(peer, "first")
    name = f"first harvest of {DATASETS:,} datasets, two consumers to the peer's one"
    yield at_least(name, DATASETS / first, DATASETS / peer_first, "datasets/s", 4)
    name = "harvest again, unchanged, to our first"
    yield times_faster(f"{name}: asks what changed", _seconds(ours, "again"), first, 100)
    yield times_faster(f"{name}: compares everything", _seconds(ours, "compared"), first, 100)


def gather_memory() -> Iterator[Figure]:
    """The most that a gather consumer holds, on a source of few records and on one of many."""
    portal = prepared(GATHERING)
    few, many = (_gathered(portal, count) for count in (FEW, MANY))
    yield at_most(f"memory of gathering {MANY:,} records, to {FEW:,}", many, "MB", 1.1, few)


def _gathered(portal: Running, count: int) -> float:
    """MB at the peak of gathering that many records, none of which is imported."""
    sites.stop(portal)
    portals.restore(portal)
    sites.start(portal)
    with serving(count) as url:
        asked = portals.inside(portal, "source", url, "odlocale_ckan", "region")
        sites.ckan(portal, "harvester", "job", asked)
        gathered = "SELECT count(*) = 1 FROM harvest_job WHERE gather_finished IS NOT NULL"
        _wait(portal, gathered)
    kept = portals.query(portal, "SELECT count(*) FROM harvest_object")[0][0]
    if kept != count:
        raise RuntimeError(f"{portal.site.name}: {kept} records gathered of {count}")
    pid = services.recorded(portal.var)[f"{portal.site.key}-gather"].pid
    return _peak(pid) / 1024


def _wait(portal: Running, over: str, *values: object) -> None:
    until = time.monotonic() + PATIENCE
    while not portals.query(portal, over, *values)[0][0]:
        if time.monotonic() > until:
            raise RuntimeError(
                f"{portal.site.name}: no end of the harvest after {PATIENCE} s; logs: {portal.var}/log"
            )
        time.sleep(0.5)


def _seconds(rounds: list[Round], what: str) -> float:
    return median([getattr(each, what) for each in rounds])


def filled_source() -> Running:
    """The CKAN that is harvested, stopped."""
    source = portals.create(portals.SOURCE)
    if portals.documents(source) != DATASETS:
        portals.empty(source)
        portals.inside(source, "datasets", str(DATASETS), str(ORGANIZATIONS), str(ORGANIZATIONS))
    return source


def prepared(site: sites.Site) -> Running:
    """A portal of the région, without datasets, kept so that each round starts from it."""
    running = portals.create(site)
    sites.stop(running)
    portals.empty(running)
    if "odlocale_territory" in site.plugins:
        sites.ckan(running, "odlocale", "territory", "import")
    portals.inside(running, "organization", "region", "Région Auvergne-Rhône-Alpes", "reg-84")
    portals.keep_as_template(running)
    return running


def _round(portal: Running, source: Running, kind: str) -> Round:
    sites.stop(portal)
    portals.restore(portal)
    sites.start(portal)
    asked = portals.inside(portal, "source", source.url, kind, "region")
    first = _harvest(portal, asked, DATASETS)
    memory = _memory(portal)
    again = _harvest(portal, asked, 0)
    portals.query(portal, "UPDATE harvest_source SET config = %s", json.dumps({"force_all": True}))
    compared = _harvest(portal, asked, DATASETS)
    sites.stop(portal)
    return Round(first, again, compared, memory)


def _harvest(portal: Running, source: str, expected: int) -> float:
    """Seconds from the start of the gathering to the end of the last import, by the harvester's own clock.

    :param expected: how many datasets it must have dealt with
    """
    sites.ckan(portal, "harvester", "job", source)
    job = portals.query(portal, "SELECT id FROM harvest_job ORDER BY created DESC LIMIT 1")[0][0]
    _wait(portal, OVER, job)
    # Marks the job as finished. Not before: it would have waiting objects sent a second time.
    sites.ckan(portal, "harvester", "run")
    seconds, complete, other = portals.query(portal, SPAN, job)[0]
    if (complete, other) != (expected, 0):
        raise RuntimeError(
            f"{portal.site.name}: {complete} datasets harvested and {other} not, of {expected}"
        )
    return float(seconds)


def _memory(portal: Running) -> float:
    """The most that the gather consumer and the first fetch consumer held at any time, in MB."""
    marks = services.recorded(portal.var)
    peaks = [_peak(marks[f"{portal.site.key}-{kind}"].pid) for kind in ("gather", "fetch")]
    return sum(peaks) / 1024


def _peak(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:  # noqa: PTH123
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
