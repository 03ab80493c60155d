"""A vintage read from the npm package ``@etalab/decoupage-administratif``, 1.1.1 (2021) or later."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ckanext.odlocale.cog.files import PackageFiles, files_in
from ckanext.odlocale.cog.garbage import collection_paused
from ckanext.odlocale.cog.groups import Members, add_groups
from ckanext.odlocale.cog.ids import Level, TerritoryId
from ckanext.odlocale.cog.source import Collector, Source, id_of, text_of, texts_of
from ckanext.odlocale.cog.verify import verify
from ckanext.odlocale.cog.vintage import Territory, Vintage, VintageError

FRANCE = TerritoryId(Level.FR)
DATA = Path(__file__).parent / "data"
SIREN_FILE = DATA / "siren-departements-regions.csv"
FORMER_NAMES_FILE = DATA / "anciennes-communes.csv"


@collection_paused()
def read_package(path: str | Path, year: int | None = None) -> Vintage:
    """Read the package's JSON files.

    The SIREN of départements and régions, and the names of communes of which it has but the old code, are
    added: INSEE publishes them with the COG, and the package does not have them. Populations of
    groups, départements and régions are the sum of their communes' municipal populations.

    :param path: the unpacked package, its ``data`` folder, or the archive that npm gives
    :param year: the vintage, when it cannot be told from the package's ``package.json``
    :raises VintageError: a file is missing, cut short, or contradicts itself
    """
    files = files_in(Path(path))
    found = Collector()
    communes = Source(files, "communes.json")
    members = add_groups(found, files, communes)
    _add_upper_levels(found, files, communes)
    _add_communes(found, communes, members)
    _add_former_communes(found, communes)
    verify(found.territories, found.where)
    return Vintage(year or _year_of(files), _completed(found.territories))


def _year_of(files: PackageFiles) -> int:
    major = _version(files.contents.get("package.json", b"")).partition(".")[0]
    if major.isdigit() and int(major) > 0:
        return 2020 + int(major)
    raise VintageError(f"{files.place}: no package.json tells which year this is. Give the year with --year.")


def _version(package: bytes) -> str:
    try:
        return str(json.loads(package)["version"])
    except (ValueError, KeyError, TypeError):
        return ""


def _add_upper_levels(found: Collector, files: PackageFiles, communes: Source) -> None:
    regions, departements = Source(files, "regions.json"), Source(files, "departements.json")
    found.add(Territory(FRANCE, "France", kind="pays"), regions, 0)
    for index, record in enumerate(regions.records):
        found.add(_upper(Level.REG, record, FRANCE, regions, index), regions, index)
    for index, record in enumerate(departements.records):
        region = id_of(Level.REG, text_of(record, "region", departements, index), departements, index)
        found.add(_upper(Level.DEP, record, region, departements, index), departements, index)
    _add_collectivites_outremer(found, communes)


def _upper(
    level: Level, record: Mapping[str, Any], parent: TerritoryId, source: Source, index: int
) -> Territory:
    name, code = (text_of(record, key, source, index) for key in ("nom", "code"))
    seat = record.get("chefLieu")
    return Territory(
        id_of(level, code, source, index),
        name,
        kind="collectivite-outremer" if record.get("zone") == "com" else _KINDS[level],
        seat=id_of(Level.COM, seat, source, index) if seat else None,
        parents=(parent,),
    )


_KINDS = {Level.REG: "region", Level.DEP: "departement"}


def _add_collectivites_outremer(found: Collector, communes: Source) -> None:
    """Until 2021 the package names these collectivités only in the records of their communes."""
    for index, record in enumerate(communes.records):
        collectivite = record.get("collectiviteOutremer")
        if collectivite:
            code, name = (text_of(collectivite, key, communes, index) for key in ("code", "nom"))
            region, departement = (id_of(level, code, communes, index) for level in (Level.REG, Level.DEP))
            if departement not in found.territories:
                kind = "collectivite-outremer"
                found.add(Territory(region, name, kind=kind, parents=(FRANCE,)), communes, index)
                found.add(Territory(departement, name, kind=kind, parents=(region,)), communes, index)


def _add_communes(found: Collector, source: Source, members: Members) -> None:
    for index, record in enumerate(source.records):
        if text_of(record, "type", source, index) == "commune-actuelle":
            found.add(_commune(record, members, source, index), source, index)


def _commune(record: Mapping[str, Any], members: Members, source: Source, index: int) -> Territory:
    name, code = (text_of(record, key, source, index) for key in ("nom", "code"))
    outremer = (record.get("collectiviteOutremer") or {}).get("code")
    departement = outremer or text_of(record, "departement", source, index)
    return Territory(
        id_of(Level.COM, code, source, index),
        name,
        record.get("siren") or members.sirens.get(code),
        record.get("population"),
        "commune",
        postal_codes=texts_of(record, "codesPostaux", source, index),
        parents=(*members.groups_of(code), id_of(Level.DEP, departement, source, index)),
    )


def _add_former_communes(found: Collector, source: Source) -> None:
    """Delegated and associated communes, municipal arrondissements, then old codes nothing else names."""
    current = set(found.territories)
    for index, record in enumerate(source.records):
        if record["type"] != "commune-actuelle":
            former = _former(record, source, index)
            if former.id not in current:
                found.add(former, source, index)
    names = {row["code"]: row["nom"] for row in _rows_of(FORMER_NAMES_FILE)}
    for index, record in enumerate(source.records):
        for code in texts_of(record, "anciensCodes", source, index):
            old = id_of(Level.COM, code, source, index)
            _add_old_code(found, old, names.get(code, ""), source, index)


def _former(record: Mapping[str, Any], source: Source, index: int) -> Territory:
    name, code, kind = (text_of(record, key, source, index) for key in ("nom", "code", "type"))
    key = "commune" if kind == "arrondissement-municipal" else "chefLieu"
    return Territory(
        id_of(Level.COM, code, source, index),
        name,
        population=record.get("population"),
        kind=kind,
        postal_codes=texts_of(record, "codesPostaux", source, index),
        successor=id_of(Level.COM, text_of(record, key, source, index), source, index),
        former=True,
    )


def _add_old_code(found: Collector, old: TerritoryId, name: str, source: Source, index: int) -> None:
    """Where the record of a delegated or associated commune names another successor, that record is right."""
    successor = id_of(Level.COM, text_of(source.records[index], "code", source, index), source, index)
    known = found.territories.get(old)
    if known is None:
        former = Territory(old, name, kind="ancienne-commune", successor=successor, former=True)
        found.add(former, source, index)
    elif known.kind == "ancienne-commune" and known.successor != successor:
        raise VintageError(
            f"{source.where(index)}: {old} became {successor} here, "
            f"but {known.successor} in {found.where(old)}."
        )


def _completed(territories: Mapping[TerritoryId, Territory]) -> dict[TerritoryId, Territory]:
    populations = dict(_populations(territories))
    sirens = dict(_sirens())
    return {
        territory.id: replace(
            territory,
            siren=territory.siren or sirens.get(territory.id),
            population=populations.get(territory.id, territory.population),
            seat=_seat_inside(territory, territories),
        )
        for territory in territories.values()
    }


def _populations(territories: Mapping[TerritoryId, Territory]) -> Iterator[tuple[TerritoryId, int]]:
    totals: dict[TerritoryId, int] = defaultdict(int)
    for territory in territories.values():
        if territory.kind == "commune" and territory.population is not None:
            for container in _containers(territory.parents, territories):
                totals[container] += territory.population
    yield from totals.items()


def _containers(
    parents: Iterable[TerritoryId], territories: Mapping[TerritoryId, Territory]
) -> Iterator[TerritoryId]:
    for parent in parents:
        yield parent
        yield from _containers(territories[parent].parents, territories)


def _sirens() -> Iterator[tuple[TerritoryId, str]]:
    for row in _rows_of(SIREN_FILE):
        yield TerritoryId.parse(row["id"]), row["siren"]


def _rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _seat_inside(territory: Territory, territories: Mapping[TerritoryId, Territory]) -> TerritoryId | None:
    """The seat, unless it lies elsewhere: the package seats the Terres australes in another collectivité."""
    seat = territories.get(territory.seat) if territory.seat else None
    inside = seat is not None and territory.id in _containers(seat.parents, territories)
    return territory.seat if inside else None
