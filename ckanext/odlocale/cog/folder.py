"""A vintage read from an unpacked npm package ``@etalab/decoupage-administratif``, 1.1.1 (2021) or later."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ckanext.odlocale.cog.garbage import collection_paused
from ckanext.odlocale.cog.ids import Level, TerritoryId
from ckanext.odlocale.cog.source import Collector, Source, id_of, text_of, texts_of
from ckanext.odlocale.cog.verify import verify
from ckanext.odlocale.cog.vintage import Territory, Vintage, VintageError

FRANCE = TerritoryId(Level.FR)
SIREN_FILE = Path(__file__).parent / "data" / "siren-departements-regions.csv"

Members = Mapping[str, list[TerritoryId]]


@collection_paused()
def read_folder(path: str | Path, year: int | None = None) -> Vintage:
    """Read the package's JSON files.

    The SIREN of départements and régions, which the package does not have, are added. Populations of
    groups, départements and régions are the sum of their communes' municipal populations.

    :param path: the unpacked package, or its ``data`` folder
    :param year: the vintage, when it cannot be told from the package's ``package.json``
    :raises VintageError: a file is missing, cut short, or contradicts itself
    """
    folder = Path(path)
    data = folder / "data" if (folder / "data").is_dir() else folder
    found = Collector()
    groups = _add_groups(found, data)
    communes = Source(data / "communes.json")
    _add_upper_levels(found, data, communes)
    _add_communes(found, communes, groups)
    _add_former_communes(found, communes)
    verify(found.territories, found.where)
    return Vintage(year or _year_of(data), _completed(found.territories))


def _year_of(data: Path) -> int:
    for package in (data / "package.json", data.parent / "package.json"):
        if package.is_file():
            major = _version(package).partition(".")[0]
            if major.isdigit() and int(major) > 0:
                return 2020 + int(major)
    raise VintageError(f"{data}: no package.json tells which year this is. Give the year with --year.")


def _version(package: Path) -> str:
    try:
        return str(json.loads(package.read_text("utf-8"))["version"])
    except (ValueError, KeyError, TypeError):
        return ""


def _add_groups(found: Collector, data: Path) -> Members:
    """EPCI and EPT; returns the groups of each commune code."""
    groups: dict[str, list[TerritoryId]] = defaultdict(list)
    for level in (Level.EPCI, Level.EPT):
        if level is Level.EPCI or (data / "ept.json").exists():
            _add_level_of_groups(found, Source(data / f"{level}.json"), level, groups)
    return groups


def _add_level_of_groups(
    found: Collector, source: Source, level: Level, groups: dict[str, list[TerritoryId]]
) -> None:
    for index, record in enumerate(source.records):
        siren = text_of(record, "code", source, index)
        group = id_of(level, siren, source, index)
        name, kind = (text_of(record, key, source, index) for key in ("nom", "type"))
        found.add(Territory(group, name, siren, kind=kind), source, index)
        for code in _member_codes(record, source, index):
            if any(other.level is level for other in groups[code]):
                raise VintageError(
                    f"{source.where(index)}: commune {code} is in two groups of level {level}."
                )
            groups[code].append(group)


def _member_codes(record: Mapping[str, Any], source: Source, index: int) -> list[str]:
    members = record.get("membres") or []
    if not isinstance(members, list):
        raise VintageError(f"{source.where(index)}: “membres” is not a list.")
    return [text_of(member, "code", source, index) for member in members]


def _add_upper_levels(found: Collector, data: Path, communes: Source) -> None:
    regions, departements = Source(data / "regions.json"), Source(data / "departements.json")
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


def _add_communes(found: Collector, source: Source, groups: Members) -> None:
    for index, record in enumerate(source.records):
        if text_of(record, "type", source, index) == "commune-actuelle":
            found.add(_commune(record, groups, source, index), source, index)
    for code, members in groups.items():
        commune = id_of(Level.COM, code, source, 0)
        if commune not in found.territories:
            raise VintageError(
                f"{found.where(members[0])}: its member {code} is in no record of {source.path}."
            )


def _commune(record: Mapping[str, Any], groups: Members, source: Source, index: int) -> Territory:
    name, code = (text_of(record, key, source, index) for key in ("nom", "code"))
    outremer = (record.get("collectiviteOutremer") or {}).get("code")
    departement = outremer or text_of(record, "departement", source, index)
    order = sorted(groups.get(code, ()), key=lambda group: group.level.rank)
    return Territory(
        id_of(Level.COM, code, source, index),
        name,
        record.get("siren"),
        record.get("population"),
        "commune",
        postal_codes=texts_of(record, "codesPostaux", source, index),
        parents=(*order, id_of(Level.DEP, departement, source, index)),
    )


def _add_former_communes(found: Collector, source: Source) -> None:
    """Delegated and associated communes, municipal arrondissements, then old codes nothing else names."""
    current = set(found.territories)
    for index, record in enumerate(source.records):
        if record["type"] != "commune-actuelle":
            former = _former(record, source, index)
            if former.id not in current:
                found.add(former, source, index)
    for index, record in enumerate(source.records):
        for code in texts_of(record, "anciensCodes", source, index):
            _add_old_code(found, id_of(Level.COM, code, source, index), source, index)


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


def _add_old_code(found: Collector, old: TerritoryId, source: Source, index: int) -> None:
    """Where the record of a delegated or associated commune names another successor, that record is right."""
    successor = id_of(Level.COM, text_of(source.records[index], "code", source, index), source, index)
    known = found.territories.get(old)
    if known is None:
        former = Territory(old, "", kind="ancienne-commune", successor=successor, former=True)
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
    with SIREN_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield TerritoryId.parse(row["id"]), row["siren"]


def _seat_inside(territory: Territory, territories: Mapping[TerritoryId, Territory]) -> TerritoryId | None:
    """The seat, unless it lies elsewhere: the package seats the Terres australes in another collectivité."""
    seat = territories.get(territory.seat) if territory.seat else None
    inside = seat is not None and territory.id in _containers(seat.parents, territories)
    return territory.seat if inside else None
