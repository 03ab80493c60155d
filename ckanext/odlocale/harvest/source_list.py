"""A directory of sources: one table of many catalogues, from which harvest sources are made and kept up.

A line is known again by its address and what it takes of it: the same table may be read again and again, and
nothing is ever deleted.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.munge import munge_title_to_name

from ckanext.harvest.model import UPDATE_FREQUENCIES, HarvestSource
from ckanext.odlocale.cog.shared import normalise_name
from ckanext.odlocale.harvest import source_config
from ckanext.odlocale.harvest.catalogues import Portal
from ckanext.odlocale.harvest.drafts import decoded, is_same, part_of
from ckanext.odlocale.harvest.portal_search import is_ckan_name
from ckanext.odlocale.tables.source import open_table
from ckanext.odlocale.tables.types import UnreadableError

COLUMNS: dict[str, tuple[str, ...]] = {
    "url": ("adresse", "url"),
    "type": ("type",),
    "title": ("titre", "nom"),
    "organization": ("organisation",),
    "territory": ("territoire",),
    "policy": ("politique",),
    "frequency": ("frequence",),
    "filter_organization": ("filtre organisation",),
    "filter_territory": ("filtre territoire",),
    "filter_tag": ("filtre mot cle", "filtre mots cles"),
}
NEEDED = ("url", "type", "organization")
FILTERS = ("filter_organization", "filter_territory", "filter_tag")
TYPES = {
    "ckan": "odlocale_ckan",
    "dcat": "odlocale_dcat",
    "scdl": "odlocale_scdl",
    "udata": "odlocale_dcat",
    "opendatasoft": "odlocale_dcat",
}
FREQUENCIES = {
    "": "MANUAL",
    "manuelle": "MANUAL",
    "quotidienne": "DAILY",
    "hebdomadaire": "WEEKLY",
    "mensuelle": "MONTHLY",
}
_NAME = 80


class DirectoryError(ValueError):
    """A file that is no directory of sources; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one line of the table asks for.

    :param line: its number
    :param action: ``create``, ``update``, ``unchanged`` or ``error``
    :param why: what is wrong, or what changes
    :param fields: of the source, as ``harvest_source_create`` takes them
    """

    line: int
    address: str
    action: str
    why: str = ""
    name: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


def plan(path: Path) -> Iterator[Step]:
    """What reading a table would do, line by line; nothing is written.

    :raises DirectoryError: it cannot be read, or lacks a column
    """
    seen: dict[str, int] = {}
    lines = list(rows(path))
    lines_of = Counter(row["url"] for _number, row in lines)
    for number, row in lines:
        address = row["url"]
        asked = json.dumps([address, *(row[name] for name in FILTERS)])
        if asked in seen:
            message = tk._("Line {number} has the same address.")
            yield Step(number, address, "error", message.format(number=seen[asked]))
            continue
        seen[asked] = number
        try:
            fields = wanted(row)
        except ValueError as error:
            yield Step(number, address, "error", str(error))
            continue
        yield _step(number, fields, alone=lines_of[address] == 1)


def apply(step: Step) -> Step:
    """Make or change a source; what CKAN does not accept becomes an error of the line."""
    if step.action not in ("create", "update"):
        return step
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"model": model, "session": model.Session, "user": user, "ignore_auth": True}
    verb = {"create": "harvest_source_create", "update": "harvest_source_patch"}[step.action]
    try:
        tk.get_action(verb)(context, dict(step.fields))
    except tk.ValidationError as error:
        model.Session.rollback()
        told = "; ".join(f"{name}: {reason}" for name, reason in sorted(error.error_summary.items()))
        return Step(step.line, step.address, "error", told[:500], step.name)
    return step


def rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The lines of a table that say something, by our columns.

    :raises DirectoryError: it cannot be read, or lacks a column
    """
    try:
        table = open_table(path, [name for names in COLUMNS.values() for name in names])
        positions = _positions(table.labels)
        lacking = [COLUMNS[column][0] for column in NEEDED if column not in positions]
        if lacking:
            message = tk._("The table lacks the columns {columns}.")
            raise DirectoryError(message.format(columns=", ".join(lacking)))
        for number, row in enumerate(table.rows, start=table.header_line + 1):
            found = {column: _cell(row, positions.get(column)) for column in COLUMNS}
            if any(found.values()):
                yield number, found
    except UnreadableError as error:
        message = tk._("The table cannot be read ({reason}).")
        raise DirectoryError(message.format(reason=error.key)) from error


def wanted(row: Mapping[str, str]) -> dict[str, Any]:
    """The source that a line asks for.

    :raises ValueError: the line cannot be used; the message says why
    """
    host = _host(row["url"])
    kind = row["type"].lower().removeprefix("odlocale_")
    part = ", ".join(filter(None, (row[name] for name in FILTERS)))
    if kind not in TYPES:
        message = tk._("The type “{type}” does not exist. Choose one of: {types}.")
        raise ValueError(message.format(type=row["type"], types=", ".join(TYPES)))
    frequency = FREQUENCIES.get(normalise_name(row["frequency"]), row["frequency"].upper())
    if frequency not in UPDATE_FREQUENCIES:
        message = tk._("The frequency “{frequency}” does not exist. Choose one of: {frequencies}.")
        told = ", ".join(filter(None, FREQUENCIES))
        raise ValueError(message.format(frequency=row["frequency"], frequencies=told))
    config = {key: row[key] for key in ("territory", "policy") if row[key]} | _part(kind, row)
    source_config.check(json.dumps(config))
    return {
        "url": row["url"],
        "source_type": TYPES[kind],
        "title": row["title"] or (f"{part[:100]} ({host})" if part else host),
        "owner_org": source_config.organization_id(row["organization"]),
        "frequency": frequency,
        "config": config,
    }


def _part(kind: str, row: Mapping[str, str]) -> dict[str, Any]:
    """What a line takes of a portal, as the configuration of a source says it.

    :raises ValueError: such a catalogue cannot be asked for a part
    """
    asked: dict[str, Any] = {name.removeprefix("filter_"): row[name] for name in FILTERS if row[name]}
    if kind in list(Portal):
        filters = asked | ({"tag": _several(asked["tag"])} if "tag" in asked else {})
        return {"portal": kind, **({"filters": filters} if filters else {})}
    if not asked:
        return {}
    names = _several(asked.get("organization", ""))
    if kind != "ckan" or set(asked) != {"organization"} or not all(map(is_ckan_name, names)):
        raise ValueError(
            tk._(
                "Only a portal can be asked for a part: write the type udata or opendatasoft, or for a CKAN "
                "only the names of organizations as in their addresses."
            )
        )
    return {"organizations_filter_include": names}


def _several(text: str) -> list[str]:
    """The values of a cell that may have several."""
    return [one.strip() for one in text.split("|") if one.strip()]


def _source_of(fields: Mapping[str, Any], alone: bool) -> Any:
    """The source that a line is about: of its address, and of the same part of it.

    :param alone: no other line has this address: what was filtered by hand is this line's
    """
    query = model.Session.query(HarvestSource).filter_by(url=fields["url"], active=True)
    found: list[Any] = query.order_by(HarvestSource.created).all()
    same = [one for one in found if is_same(decoded(one.config), fields["config"])]
    unfiltered = alone and not part_of(fields["config"])
    return next(iter(same or (found if unfiltered else [])), None)


def _step(number: int, fields: dict[str, Any], alone: bool) -> Step:
    """Compare what is wanted with the source that the line is about, if there is one."""
    address = fields["url"]
    found = _source_of(fields, alone)
    package = model.Package.get(found.id) if found else None
    if found is None or package is None:
        part = part_of(fields["config"])
        name = source_name(fields["title"], address + (json.dumps(part) if part else ""))
        made = {**fields, "name": name, "config": json.dumps(fields["config"])}
        return Step(number, address, "create", "", name, made)
    kept = decoded(found.config) or {}
    here = {
        "source_type": found.type,
        "title": package.title,
        "owner_org": package.owner_org,
        "frequency": found.frequency,
        "config": kept,
    }
    # What somebody added to the configuration by hand stays.
    asked = {**fields, "config": {**kept, **fields["config"]}}
    changed = [key for key, value in here.items() if asked[key] != value]
    if not changed:
        return Step(number, address, "unchanged", "", package.name)
    patch = {key: asked[key] for key in changed} | {"id": found.id, "config": json.dumps(asked["config"])}
    return Step(number, address, "update", ", ".join(changed), package.name, patch)


def source_name(title: str, address: str) -> str:
    """A name for a source, the same for the same address, and no other's: many catalogues are “Open data”."""
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    return f"{munge_title_to_name(title)[:_NAME].strip('-')}-{mark}"


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        host = None
    if not host:
        raise ValueError(tk._("“{url}” is not an http or https address.").format(url=address[:200]))
    return host


def _positions(labels: Sequence[str]) -> dict[str, int]:
    found = [normalise_name(label) for label in labels]
    pairs = ((column, name) for column, names in COLUMNS.items() for name in reversed(names))
    return {column: found.index(name) for column, name in pairs if name in found}


def _cell(row: Sequence[Any], position: int | None) -> str:
    value = row[position] if position is not None and position < len(row) else None
    return "" if value is None else str(value).replace("\x00", "").strip()
