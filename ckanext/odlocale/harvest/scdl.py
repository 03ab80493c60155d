"""A catalogue file of the SCDL (scdl/catalogue): each line a dataset, as CKAN wants it. PURE.

Source: the Table Schema ``scdl/catalogue`` 0.1.3 of OpenDataFrance. Its columns are found whatever their
case, accents and order, and most may be missing: a file that says little is better harvested than refused.
Catalogues older than the standard say who produced a dataset, and where, in the words of the Dublin Core.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from ckanext.odlocale.cog.shared import normalise_name
from ckanext.odlocale.harvest.claims import Agent, Claims
from ckanext.odlocale.harvest.identifiers import authority_numbers, distinct
from ckanext.odlocale.tables.types import Table

COLUMNS = (
    *("COLL_NOM", "COLL_SIRET", "ID", "TITRE", "DESCRIPTION", "THEME", "PRODUCTEUR_NOM", "PRODUCTEUR_SIRET"),
    *("COUV_SPAT_MAILLE", "COUV_SPAT_NOM", "COUV_TEMP_DEBUT", "COUV_TEMP_FIN", "DATE_PUBL", "FREQ_MAJ"),
    *("DATE_MAJ", "MOTS_CLES", "LICENCE", "NOMBRE_RESSOURCES", "FORMAT_RESSOURCES", "URL"),
)
ALSO_CALLED = {
    "producteur": "PRODUCTEUR_NOM",
    "propriétaire": "PRODUCTEUR_NOM",
    "diffuseur": "COLL_NOM",
    "collectivité": "COLL_NOM",
    "couverture": "COUV_SPAT_NOM",
    "couverture spatiale": "COUV_SPAT_NOM",
    "date de publication": "DATE_PUBL",
    "date de mise à jour": "DATE_MAJ",
}
"""The same in other words; a column of the standard comes first."""
LICENCES = {
    "licence ouverte lo": "lov2",
    "licence ouverte": "lov2",
    "licence ouverte 2 0": "lov2",
    "open database license odbl": "odc-odbl",
    "odbl": "odc-odbl",
    "creative commons cc": "cc-by",
}
"""Identifiers of CKAN's licences by what the standard calls them; another one is kept as it is written."""
_EXTRAS = {
    "THEME": "theme",
    "FREQ_MAJ": "frequency",
    "COUV_SPAT_NOM": "spatial_text",
    "COUV_SPAT_MAILLE": "spatial_level",
}
_DATES = {
    "DATE_PUBL": "issued",
    "DATE_MAJ": "modified",
    "COUV_TEMP_DEBUT": "temporal_start",
    "COUV_TEMP_FIN": "temporal_end",
}
_ISO = re.compile(r"^(?:1[89]|20|21)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_FRENCH = re.compile(r"^(0?[1-9]|[12]\d|3[01])[/.-](0?[1-9]|1[0-2])[/.-]((?:19|20|21)\d{2})$")
_ADDRESS = re.compile(r"https?://[^\s|;]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One dataset of the file.

    :param number: its line, for people
    :param values: by column of the standard, those that say something
    """

    number: int
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        """What it says there, empty when it says nothing."""
        return self.values.get(column, "")


def missing(labels: Sequence[str]) -> list[str]:
    """The columns without which a table is no catalogue, and that this one lacks."""
    return [column for column in ("TITRE", "URL") if column not in _positions(labels)]


def lines(table: Table) -> Iterator[Line]:
    """The lines that say something.

    :raises UnreadableError: the file cannot be read to its end
    """
    positions = _positions(table.labels)
    for number, row in enumerate(table.rows, start=table.header_line + 1):
        cells = {column: _cell(row, position) for column, position in positions.items()}
        values = {column: text for column, text in cells.items() if text}
        if values:
            yield Line(number, values)


def identifier(line: Line) -> str | None:
    """What tells a dataset from the others of its file; None when nothing does.

    Two collectivités of one file may both have a dataset 1.
    """
    if line.text("ID"):
        return "/".join(filter(None, (line.text("COLL_SIRET"), line.text("ID"))))
    return line.text("URL") or None


def package(line: Line) -> dict[str, Any]:
    """The dataset as CKAN wants it."""
    dates = ((key, iso_date(line.text(column))) for column, key in _DATES.items())
    texts = ((key, line.text(column)) for column, key in _EXTRAS.items())
    extras = [{"key": key, "value": value} for key, value in (*texts, *dates) if value]
    licence = line.text("LICENCE")
    return {
        "title": line.text("TITRE"),
        "notes": line.text("DESCRIPTION"),
        "url": (addresses(line) or [""])[0],
        "license_id": LICENCES.get(normalise_name(licence), licence),
        "tags": [{"name": line.text("MOTS_CLES")}] if line.text("MOTS_CLES") else [],
        "resources": resources(line),
        "extras": extras,
    }


def claims_of(line: Line) -> Claims:
    """What a line says about its producer; the collectivité whose catalogue this is stands behind it."""
    return Claims(
        publisher=_agent(line.text("PRODUCTEUR_NOM"), line.text("PRODUCTEUR_SIRET")),
        organization=_agent(line.text("COLL_NOM"), line.text("COLL_SIRET")),
        coverage=distinct((line.text("COUV_SPAT_NOM"),)),
    )


def addresses(line: Line) -> list[str]:
    """The addresses of a dataset: one, as the standard wants it, or several written in its cell."""
    return list(dict.fromkeys(_ADDRESS.findall(line.text("URL"))))


def resources(line: Line) -> list[dict[str, str]]:
    """One for each address, with the format of its file, or the one that the line names for it."""
    found = addresses(line)
    named = [one for one in re.split(r"[\s,;|/]+", line.text("FORMAT_RESSOURCES")) if one]
    formats = named if len(named) == len(found) else named * len(found) if len(named) == 1 else []
    rows = []
    for position, address in enumerate(found):
        ending = PurePosixPath(urlsplit(address).path).suffix[1:]
        name = PurePosixPath(urlsplit(address).path).name or line.text("TITRE")
        told = formats[position] if formats else ending if len(ending) <= 7 else ""
        rows.append({"url": address, "name": name, "format": told.upper()})
    return rows


def iso_date(text: str) -> str:
    """A date as ISO 8601 writes it; empty when this is none, the year 20222 included."""
    if french := _FRENCH.match(text):
        day, month, year = french.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    found = _ISO.match(text)
    rest = text[found.end() :] if found else ""
    return found[0] if found and not rest[:1].isdigit() else ""


def _agent(name: str, number: str) -> Agent:
    return Agent(names=distinct((name,)), numbers=tuple(authority_numbers(number)))


def _positions(labels: Sequence[str]) -> dict[str, int]:
    others = _found(labels, ALSO_CALLED)
    return others | _found(labels, {column: column for column in COLUMNS})


def _found(labels: Sequence[str], names: Mapping[str, str]) -> dict[str, int]:
    known = {normalise_name(name): column for name, column in names.items()}
    found = [(known.get(normalise_name(label)), position) for position, label in enumerate(labels)]
    return {column: position for column, position in reversed(found) if column}


def _cell(row: Sequence[Any], position: int) -> str:
    value = row[position] if position < len(row) else None
    return "" if value is None else str(value).replace("\x00", "").strip()
