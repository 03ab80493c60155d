"""Files to consolidate, and what is made of them, without CKAN."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ckanext.odlocale.socle.consolidation.source import Kept, Source, Version
from ckanext.odlocale.socle.consolidation.whose import Whose
from ckanext.odlocale.socle.consolidation.writing import REJECTS, ROWS, SOURCES, Made, Order, write

DELIBERATIONS = "scdl/deliberations"
EPCI, ANNECY, EPAGNY, SEYSSEL = "epci-200066793", "com-74010", "com-74112", "com-74269"
# Their SIREN, and a right SIRET of each.
KNOWN = {"200066793": EPCI, "200063402": ANNECY, "200059400": EPAGNY, "217402692": SEYSSEL}
BELOW = {EPCI: frozenset({ANNECY, EPAGNY})}
OF_ANNECY, OF_EPAGNY, OF_EPCI, OF_SEYSSEL = (
    "20006340200016",
    "20005940000016",
    "20006679300015",
    "21740269200016",
)


def source(name: str = "a", owner: str = ANNECY, **changed: Any) -> Source:
    """A file that was found valid, of the dataset of this name."""
    told = {"verdict": "valid", "version": "2.1.5", "hash": name, "licence": "lov2", **changed}
    return Source(resource=f"r-{name}", dataset=name, owner=owner, **told)


def kept(name: str = "earlier") -> Kept:
    """An earlier version that was valid."""
    return Kept(name, "2.1.5", name)


@dataclass
class Written:
    """What was written, read again."""

    made: Made
    rows: list[dict[str, str]]
    rejects: list[dict[str, str]]
    sources: list[dict[str, str]]
    texts: dict[str, str] = field(default_factory=dict)


def consolidated(
    folder: Path,
    files: dict[str, str],
    *sources: Source,
    inside: tuple[str, ...] = (EPCI, ANNECY, EPAGNY),
    schema: str = DELIBERATIONS,
    lang: str = "fr",
) -> Written:
    """What becomes of these sources.

    :param files: the content of a file by the hash of its version
    """

    @contextmanager
    def opener(one: Source, version: Version) -> Iterator[Path]:
        name = one.kept.hash if version is Version.KEPT and one.kept else one.hash
        if name not in files:
            raise FileNotFoundError(2, "gone")
        path = folder / f"{name}.csv"
        path.write_text(files[str(name)], encoding="utf-8")
        yield path

    def whose(one: Source) -> Whose:
        known = lambda wanted: {key: KNOWN[key] for key in wanted if key in KNOWN}  # noqa: E731
        return Whose(one.owner, BELOW.get(one.owner, frozenset()), frozenset(inside), known)

    made = write(folder, Order(schema, sources, opener, whose, lang))
    read = {name: _read(folder / name) for name in (ROWS, REJECTS, SOURCES)}
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in read}
    return Written(made, read[ROWS], read[REJECTS], read[SOURCES], texts)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
