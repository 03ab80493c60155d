"""What a save of a resource costs with us beside ckanext-validation, whose checks wait in the background."""

from __future__ import annotations

import dataclasses
import io
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench import portals
from bench.figures import Figure, at_most, median
from ckanext.odlocale.stack import sites

ALONE = dataclasses.replace(portals.PEER, name="bench-validation", runs=("web",))
RESOURCES = 10
SAVES = 15
# Two medians of the same work differ by that much.
NOISE = 1.05
NAMES = {
    "described": f"saving a resource of {RESOURCES} with another description",
    "uploaded": f"saving a resource of {RESOURCES} with another file",
}


def saving(rounds: int) -> Iterator[Figure]:
    """Alternating saves on a portal with us and on one without, each in a process that saves nothing else."""
    ours, alone = portals.create(portals.PAGES), portals.create(ALONE)
    sites.ckan(ours, "odlocale", "territory", "import")
    pairs = [(portals.inside(ours, "save"), portals.inside(alone, "save")) for _ in range(rounds)]
    for kind, name in NAMES.items():
        with_us, without = (median([pair[side][kind] for pair in pairs]) * 1000 for side in (0, 1))
        yield at_most(f"{name}, to ckanext-validation's", with_us, "ms", NOISE, without)


# Below: inside CKAN.


def save() -> dict[str, float]:
    """Seconds that saves take, of each kind; the median of some."""
    import ckan.plugins as p

    if not p.plugin_loaded("odlocale_socle"):
        _enable_validation()
    resources = _resources()
    kinds: dict[str, Callable[[int], dict[str, Any]]] = {
        "described": lambda number: {"description": f"Séance {number}, {time.time()}"},
        "uploaded": lambda number: {"upload": _file(f"COLL_NOM,DELIB_ID\nAnnecy,{number} {time.time()}\n")},
    }
    return {kind: _median(resources, fields) for kind, fields in kinds.items()}


def _enable_validation() -> None:
    """It does not start on this CKAN without our mending, so it is mended here, and nothing else is ours."""
    import ckan.plugins as p

    from ckanext.odlocale.socle import validation_compat

    validation_compat.start(["odlocale_socle", "validation"])
    from ckanext.validation.model import create_tables

    create_tables()
    p.load("validation")


def _resources() -> list[str]:
    from ckan.plugins import toolkit as tk

    from bench.inside import context, organization

    owner = organization("save", "Ville d'Annecy", "com-74010")
    name = f"save-{time.time_ns()}"
    dataset = tk.get_action("package_create")(context(), {"name": name, "title": name, "owner_org": owner})
    chosen = {"package_id": dataset["id"], "format": "CSV", "socle_schema": "scdl/deliberations"}
    return [
        tk.get_action("resource_create")(context(), {**chosen, "upload": _file("COLL_NOM,DELIB_ID\n")})["id"]
        for _ in range(RESOURCES)
    ]


def _median(resources: list[str], fields: Callable[[int], dict[str, Any]]) -> float:
    from ckan.plugins import toolkit as tk

    from bench.inside import context

    seconds = []
    for number in range(SAVES):
        started = time.perf_counter()
        tk.get_action("resource_patch")(
            context(), {"id": resources[number % len(resources)], **fields(number)}
        )
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def _file(text: str) -> Any:
    from werkzeug.datastructures import FileStorage

    return FileStorage(io.BytesIO(text.encode()), "deliberations.csv", "upload")
