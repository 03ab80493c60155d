"""Reading vintages: those in the package, and those an administrator brings."""

from __future__ import annotations

import re
from pathlib import Path

from ckanext.odlocale.cog.compact import read_compact
from ckanext.odlocale.cog.files import is_archive
from ckanext.odlocale.cog.package import read_package
from ckanext.odlocale.cog.vintage import Vintage, VintageError

DATA = Path(__file__).parent / "data"
LATEST = 2026

__all__ = ["LATEST", "packaged_years", "read_any", "read_compact", "read_package", "read_packaged"]


def packaged_years() -> list[int]:
    """The vintages that come with the package, oldest first."""
    names = (re.fullmatch(r"cog-(\d{4})\.jsonl\.gz", path.name) for path in DATA.iterdir())
    return sorted(int(name[1]) for name in names if name)


def read_packaged(year: int = LATEST) -> Vintage:
    """Read a vintage that comes with the package.

    :raises VintageError: this year does not come with it
    """
    if year not in packaged_years():
        known = ", ".join(map(str, packaged_years()))
        raise VintageError(f"The vintage {year} is not packaged (only {known}). Give a file or a folder.")
    return read_compact(DATA / f"cog-{year}.jsonl.gz")


def read_any(path: str | Path, year: int | None = None) -> Vintage:
    """Read a folder or an archive of the npm package, or a file made by ``scripts/build_cog.py``.

    :param year: the vintage of a package that does not tell it
    :raises VintageError: it is none of them, or it is not whole
    """
    path = Path(path)
    return read_package(path, year) if path.is_dir() or is_archive(path) else read_compact(path)
