#!/usr/bin/env python3
"""Make the packaged vintage from npm packages @etalab/decoupage-administratif of several years.

    for version in 1.1.1 2.2.1 3.1.1 4.0.0 5.2.0 6.0.0
    do npm pack @etalab/decoupage-administratif@$version; done
    .venv/bin/python scripts/build_cog.py etalab-decoupage-administratif-*.tgz

The newest is the vintage; the older ones give the names and SIREN of communes that merged since, and the
EPCI that vanished. The same packages give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from functools import reduce
from pathlib import Path

from ckanext.odlocale.cog.compact import write_compact
from ckanext.odlocale.cog.reader import DATA, read_any, read_compact
from ckanext.odlocale.cog.succession import continued
from ckanext.odlocale.cog.vintage import Vintage, VintageError


def main() -> int:
    """Read the packages, write the file, read it again, and say what is in it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", type=Path, nargs="+", help="archives or folders of the npm package")
    parser.add_argument("--year", type=int, help="the vintage of a single package that does not tell it")
    parser.add_argument("--output", type=Path, help="default: the package's data folder")
    arguments = parser.parse_args()
    try:
        vintage = _held([read_any(path, arguments.year) for path in arguments.packages])
        output = arguments.output or DATA / f"cog-{vintage.year}.jsonl.gz"
        write_compact(vintage, output)
        written = read_compact(output)
    except VintageError as error:
        parser.exit(1, f"{error}\n")
    counts = Counter("former" if one.former else one.id.level.value for one in written.territories.values())
    print(f"{output}: {output.stat().st_size} bytes, {dict(counts)}")
    return 0


def _held(vintages: list[Vintage]) -> Vintage:
    """The newest vintage with what the older ones know; what leads nowhere is of no use to a new portal."""
    last = reduce(continued, sorted(vintages, key=lambda vintage: vintage.year))
    kept = {one.id: one for one in last.territories.values() if not one.former or one.successor or one.heirs}
    return Vintage(last.year, kept)


if __name__ == "__main__":
    sys.exit(main())
