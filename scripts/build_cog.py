#!/usr/bin/env python3
"""Make the packaged vintage from an unpacked npm package @etalab/decoupage-administratif.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    .venv/bin/python scripts/build_cog.py package

The same package gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from ckanext.odlocale.cog.compact import write_compact
from ckanext.odlocale.cog.reader import DATA, read_compact, read_folder
from ckanext.odlocale.cog.vintage import VintageError


def main() -> int:
    """Read the folder, write the file, read it again, and say what is in it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the unpacked npm package")
    parser.add_argument("--year", type=int, help="the vintage, when the package does not tell it")
    parser.add_argument("--output", type=Path, help="default: the package's data folder")
    arguments = parser.parse_args()
    try:
        vintage = read_folder(arguments.folder, arguments.year)
        output = arguments.output or DATA / f"cog-{vintage.year}.jsonl.gz"
        write_compact(vintage, output)
        written = read_compact(output)
    except VintageError as error:
        parser.exit(1, f"{error}\n")
    counts = Counter("former" if one.former else one.id.level.value for one in written.territories.values())
    print(f"{output}: {output.stat().st_size} bytes, {dict(counts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
