"""EPCI and EPT of the npm package, and which communes are in which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.odlocale.cog.files import PackageFiles
from ckanext.odlocale.cog.ids import Level, TerritoryId
from ckanext.odlocale.cog.source import Collector, Source, id_of, text_of, texts_of
from ckanext.odlocale.cog.vintage import Territory, VintageError

# Until 2022 the package has no EPT.
FILES = {Level.EPCI: "epci.json", Level.EPT: "ept.json"}


@dataclass(frozen=True, slots=True)
class Members:
    """What the lists of members say of communes, by the communes' codes.

    :param groups: the group of each level
    :param sirens: the SIREN of members; until 2021 the package has them nowhere else
    """

    groups: dict[str, dict[Level, TerritoryId]] = field(default_factory=dict)
    sirens: dict[str, str] = field(default_factory=dict)

    def groups_of(self, code: str) -> tuple[TerritoryId, ...]:
        """The groups of a commune, the widest level first."""
        found = self.groups.get(code, {})
        return tuple(found[level] for level in sorted(found, key=lambda level: level.rank))


def add_groups(found: Collector, files: PackageFiles, communes: Source) -> Members:
    """Add the EPCI and EPT, and tell who is in them."""
    members = Members()
    for level, name in FILES.items():
        if level is Level.EPCI or name in files.contents:
            _add_level(found, Source(files, name), level, members)
    _settle(found, members, communes)
    return members


def _add_level(found: Collector, source: Source, level: Level, members: Members) -> None:
    for index, record in enumerate(source.records):
        siren = text_of(record, "code", source, index)
        group = id_of(level, siren, source, index)
        name, kind = (text_of(record, key, source, index) for key in ("nom", "type"))
        found.add(Territory(group, name, siren, kind=kind), source, index)
        for member in _members_of(record, source, index):
            code = text_of(member, "code", source, index)
            if level in members.groups.setdefault(code, {}):
                raise VintageError(
                    f"{source.where(index)}: commune {code} is in two groups of level {level}."
                )
            members.groups[code][level] = group
            if member.get("siren"):
                members.sirens[code] = text_of(member, "siren", source, index)


def _members_of(record: Mapping[str, Any], source: Source, index: int) -> list[Mapping[str, Any]]:
    members = record.get("membres") or []
    if not isinstance(members, list):
        raise VintageError(f"{source.where(index)}: “membres” is not a list.")
    return members


def _settle(found: Collector, members: Members, communes: Source) -> None:
    """Have communes that merged be replaced by what they are part of.

    The lists of members can be older than the communes: that of the EPT in 5.2.0 has Pierrefitte-sur-Seine,
    which is part of Saint-Denis there. What the successor's own membership says is right.
    """
    in_force = {
        id_of(Level.COM, text_of(record, "code", communes, index), communes, index).code
        for index, record in _in_force(communes)
    }
    heirs, inherited = _heirs(communes), Members()
    for code in [code for code in members.groups if code not in in_force]:
        for level, group in members.groups.pop(code).items():
            if heirs.get(code) not in in_force:
                raise VintageError(
                    f"{found.where(group)}: its member {code} is in no record of {communes.path}."
                )
            groups = inherited.groups.setdefault(heirs[code], {})
            if groups.setdefault(level, group) != group:
                raise VintageError(
                    f"{found.where(group)}: commune {heirs[code]} is in two groups of level {level}."
                )
    for code, groups in inherited.groups.items():
        members.groups[code] = groups | members.groups.get(code, {})


def _in_force(communes: Source) -> list[tuple[int, dict[str, Any]]]:
    return [
        (index, record)
        for index, record in enumerate(communes.records)
        if record.get("type") == "commune-actuelle"
    ]


def _heirs(communes: Source) -> dict[str, str]:
    """The commune that each old code is part of."""
    heirs: dict[str, str] = {}
    for index, record in _in_force(communes):
        old = texts_of(record, "anciensCodes", communes, index)
        heirs |= dict.fromkeys(old, text_of(record, "code", communes, index))
    delegated = (record for record in communes.records if isinstance(record.get("chefLieu"), str))
    return heirs | {str(record.get("code")): record["chefLieu"] for record in delegated}
