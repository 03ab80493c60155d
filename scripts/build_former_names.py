#!/usr/bin/env python3
"""Make the list of names of communes that the npm package knows by nothing but their old code.

    .venv/bin/python scripts/build_former_names.py v_mvt_commune_2026.csv etalab-decoupage-administratif-*.tgz

The first is the file of events of communes since 1943 that INSEE publishes with the Code officiel
géographique (Licence Ouverte). Of a code that was used more than once, the last name counts.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from ckanext.odlocale.cog.package import FORMER_NAMES_FILE, read_package
from ckanext.odlocale.cog.vintage import VintageError


def main() -> int:
    """Read the events and the packages, write the list, and say how many names are in it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("events", type=Path, help="INSEE's file of events")
    parser.add_argument("packages", type=Path, nargs="+", help="archives or folders of the npm package")
    arguments = parser.parse_args()
    try:
        wanted = _only_codes(arguments.packages)
    except VintageError as error:
        parser.exit(1, f"{error}\n")
    names = _last_names(arguments.events)
    rows = [(code, names[code]) for code in sorted(wanted & names.keys())]
    with FORMER_NAMES_FILE.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([("code", "nom"), *rows])
    print(f"{FORMER_NAMES_FILE}: {len(rows)} names; {len(wanted) - len(rows)} codes have none")
    return 0


def _only_codes(packages: Iterable[Path]) -> set[str]:
    """The codes that some package gives without a record of their own."""
    vintages = (read_package(path) for path in packages)
    former = (one for vintage in vintages for one in vintage.territories.values() if one.former)
    return {one.id.code for one in former if one.kind == "ancienne-commune"}


def _last_names(events: Path) -> dict[str, str]:
    with events.open(encoding="utf-8-sig", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["DATE_EFF"])
    return {row["COM_AV"]: row["LIBELLE_AV"] for row in rows}


if __name__ == "__main__":
    sys.exit(main())
