"""`python -m bench [--json FILE] [--rounds N] [--datasets N] [--only NAME]`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    attaching,
    desk,
    figures,
    harvests,
    kills,
    nation,
    observatory,
    places,
    portals,
    review,
    saving,
    verdicts,
)
from bench.figures import Figure
from ckanext.odlocale.stack import control

ROUNDS = 3

MEASURES: dict[str, Callable[[int], Iterator[Figure]]] = {
    "import": places.import_france,
    "page": lambda _rounds: places.region_page(),
    "attach": lambda _rounds: attaching.attaching(),
    "desk": lambda _rounds: desk.desk(),
    "observatory": observatory.observatory,
    "tree": nation.tree,
    "autocomplete": nation.autocomplete,
    "harvest": harvests.harvests,
    "review": review.review,
    "validation": verdicts.validation,
    "save": saving.saving,
    "gather": lambda _rounds: harvests.gather_memory(),
    "kills": lambda _rounds: kills.kills(),
}


def main() -> None:
    """Measures everything on servers of its own, stops them, and tells; exits 1 when a measure failed."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of each measure; the median counts")
    parser.add_argument("--only", choices=MEASURES, action="append", help="leave out the others")
    parser.add_argument("--datasets", type=int, default=harvests.DATASETS, help="of each harvest")
    options = parser.parse_args()
    harvests.DATASETS = options.datasets
    found: list[Figure] = []
    try:
        failed = [name for name in options.only or MEASURES if not measured(name, options.rounds, found)]
    finally:
        with control.locked(portals.VAR):
            control.down(portals.VAR)
        print(figures.as_text(found))
        if options.json:
            figures.write(found, options.json)
    if failed:
        sys.exit(f"Not measured, for the reasons told above: {', '.join(failed)}.")


def measured(name: str, rounds: int, found: list[Figure]) -> bool:
    """Whether it could be measured. What it found until then is kept, and told at once: all takes long."""
    print(f"measuring: {name}", file=sys.stderr)
    try:
        for figure in MEASURES[name](rounds):
            found.append(figure)
            print(figures.as_line(figure), file=sys.stderr)
    except Exception:
        logging.exception("%s could not be measured", name)
        return False
    return True


if __name__ == "__main__":
    main()
