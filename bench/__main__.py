"""`python -m bench [--json FILE] [--rounds N] [--only NAME]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import attaching, desk, figures, harvests, nation, places, portals, verdicts
from bench.figures import Figure
from ckanext.odlocale.stack import control

ROUNDS = 3

MEASURES: dict[str, Callable[[int], Iterator[Figure]]] = {
    "import": places.import_france,
    "page": lambda _rounds: places.region_page(),
    "attach": lambda _rounds: attaching.attaching(),
    "desk": lambda _rounds: desk.desk(),
    "tree": nation.tree,
    "autocomplete": nation.autocomplete,
    "harvest": harvests.harvests,
    "validation": verdicts.validation,
    "gather": lambda _rounds: harvests.gather_memory(),
}


def main() -> None:
    """Measures everything on servers of its own, stops them, and tells."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of each measure; the median counts")
    parser.add_argument("--only", choices=MEASURES, action="append", help="leave out the others")
    options = parser.parse_args()
    found: list[Figure] = []
    try:
        for name in options.only or MEASURES:
            print(f"measuring: {name}", file=sys.stderr)
            found += MEASURES[name](options.rounds)
    finally:
        with control.locked(portals.VAR):
            control.down(portals.VAR)
    print(figures.as_text(found))
    if options.json:
        figures.write(found, options.json)


if __name__ == "__main__":
    main()
