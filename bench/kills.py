"""A harvest whose consumers are killed again and again: does it end as one that nobody disturbs?"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from bench import harvests, portals
from bench.figures import Figure, exactly
from ckanext.odlocale.stack import programs, sites
from ckanext.odlocale.stack.environment import child_environment
from ckanext.odlocale.stack.sites import Running

KILLS = 60
CONSUMERS = ("gather", "fetch", "fetch-2")
REGULAR = 20
"""Seconds between two runs of what a portal runs every few minutes."""
SITE = dataclasses.replace(portals.OURS, name="bench-kills", runs=())

DONE = "SELECT count(*) + count(*) FILTER (WHERE state = 'COMPLETE') FROM harvest_object"
"""Objects gathered, and objects imported."""

State = dict[str, str]


def kills() -> Iterator[Figure]:
    """What a harvest leaves in which consumers are killed, beside what one leaves in which none is."""
    source = harvests.filled_source()
    portal = harvests.prepared(SITE)
    sites.start(source)
    undisturbed, _none = _state_after(portal, source, 0)
    disturbed, killed = _state_after(portal, source, KILLS)
    sites.stop(source)
    differing = [key for key in undisturbed | disturbed if undisturbed.get(key) != disturbed.get(key)]
    for key in differing[:10]:
        print(f"  {key}: {undisturbed.get(key)} / {disturbed.get(key)}", file=sys.stderr)
    name = (
        f"harvest of {harvests.DATASETS:,} with {killed} kill -9 of its consumers: facts unlike those without"
    )
    yield exactly(name, len(differing), "facts", 0)


def _state_after(portal: Running, source: Running, most: int) -> tuple[State, int]:
    """What a harvest of everything leaves, and how many consumers were killed meanwhile."""
    portals.restore(portal)
    asked = portals.inside(portal, "source", source.url, "odlocale_ckan", "region")
    sites.ckan(portal, "harvester", "job", asked)
    job = portals.query(portal, "SELECT id FROM harvest_job")[0][0]
    with _consumers(portal) as running:
        killed = _kill_until_over(portal, running, job, most)
    sites.ckan(portal, "harvester", "run")
    return portals.inside(portal, "harvested"), killed


def _kill_until_over(
    portal: Running, running: dict[str, subprocess.Popen[bytes]], job: str, most: int
) -> int:
    """Kills one consumer after the other, each time some more has been gathered and imported."""
    chance, killed, at, due = random.Random(6), 0, 1, time.monotonic() + REGULAR  # noqa: S311
    until = time.monotonic() + harvests.PATIENCE
    while not portals.query(portal, harvests.OVER, job)[0][0]:
        if time.monotonic() > until:
            raise RuntimeError(f"{portal.site.name}: no end of the harvest after {killed} kills")
        time.sleep(chance.uniform(0, 0.5))
        done = portals.query(portal, DONE)[0][0]
        if killed < most and done >= at:
            name = CONSUMERS[killed % len(CONSUMERS)]
            _kill(running[name])
            running[name] = _started(portal, name)
            killed, at = killed + 1, done + chance.randint(1, 4 * harvests.DATASETS // KILLS)
        if time.monotonic() > due:
            sites.ckan(portal, "harvester", "run")
            due = time.monotonic() + REGULAR
    return killed


@contextmanager
def _consumers(portal: Running) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The consumers of a portal, by name; whoever is one at the end is ended."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    with ExitStack() as ending:
        ending.callback(lambda: [_kill(one) for one in running.values()])
        running.update({name: _started(portal, name) for name in CONSUMERS})
        yield running


def _started(portal: Running, name: str) -> subprocess.Popen[bytes]:
    asked = programs.CONSUMERS[name.partition("-")[0]]
    with (portal.var / "log" / f"{portal.site.key}-{name}.log").open("ab") as log:
        return subprocess.Popen(
            programs.ckan("-c", str(portal.ini), *asked),
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _kill(consumer: subprocess.Popen[bytes]) -> None:
    consumer.kill()
    consumer.wait()


def harvested() -> State:
    """Inside a site: what every dataset says, in the database and in the index, and what is kept about it."""
    import sqlalchemy as sa
    from ckan import model
    from ckan.lib.search.common import make_connection

    make_connection().commit()
    ids = [one for (one,) in model.Session.query(model.Package.id).filter_by(type="dataset")]
    state = {f"{one} in the database": _digest(_kept(one)) for one in ids}
    state |= {f"{one['id']} in the index": _digest(one) for one in _indexed(len(ids) + 1)}
    counted = {what: model.Session.execute(sa.text(query)).all() for what, query in _COUNTED.items()}
    return state | {what: str(rows) for what, rows in counted.items()}


def _kept(dataset: str) -> dict[str, Any]:
    from ckan import model
    from ckan.plugins import toolkit as tk

    model.Session.remove()
    return tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": dataset})


def _indexed(most: int) -> Iterator[dict[str, Any]]:
    from ckan.plugins import toolkit as tk

    for start in range(0, most, 500):
        asked = {"rows": 500, "start": start, "sort": "id asc"}
        yield from tk.get_action("package_search")({"ignore_auth": True}, asked)["results"]


def _digest(shown: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(_lasting(shown), sort_keys=True).encode()).hexdigest()


def _lasting(shown: dict[str, Any]) -> dict[str, Any]:
    """What does not tell when it was written, nor by which run; a tag has another id on each portal."""
    # CKAN guesses the media type of a file when its dataset is updated, and not when it is created.
    resources = [_without(one, (*_MOMENTS, "mimetype")) for one in shown["resources"]]
    extras = [one for one in shown["extras"] if not one["key"].startswith("harvest_")]
    tags = sorted(one["name"] for one in shown["tags"])
    return {**_without(shown, _MOMENTS), "resources": resources, "extras": extras, "tags": tags}


def _without(fields: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key not in names}


_MOMENTS = ("metadata_created", "metadata_modified", "created", "last_modified")
_COUNTED = {
    "objects": """SELECT state, report_status, current, count(*), count(DISTINCT guid),
                    count(DISTINCT package_id)
                  FROM harvest_object GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
    "datasets of nobody": """SELECT count(*) FROM package p WHERE type = 'dataset' AND NOT EXISTS (
                             SELECT FROM harvest_object o WHERE o.package_id = p.id AND o.current)""",
    "routes": "SELECT standing, count(*) FROM odlocale_route GROUP BY 1 ORDER BY 1",
    "jobs": "SELECT status, count(*) FROM harvest_job GROUP BY 1",
    "errors": "SELECT count(*) FROM harvest_object_error",
}
