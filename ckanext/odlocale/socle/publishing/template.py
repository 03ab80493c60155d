"""The file somebody starts from: the columns of a standard, with what is known of the publisher. PURE."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.messages.expected import expected
from ckanext.odlocale.socle.messages.render import words_of
from ckanext.odlocale.socle.spreadsheets import harmless_data

# Columns that name the publisher; those with its SIRET or its INSEE code say so in the schema.
NAMES = frozenset({"COLL_NOM", "nomAttribuant", "BGT_NOM", "PRODUCTEUR_NOM"})
COMMUNE_NAMES = frozenset({"COMMUNE_NOM", "commune_nom"})
OTHER_SIRETS = frozenset({"PRODUCTEUR_SIRET"})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who publishes. `siren` is nine digits, `siret` fourteen; `commune` and `insee` for a commune only.

    `territory` is the identifier of its territory: `com-74010`.
    """

    name: str
    siren: str | None = None
    siret: str | None = None
    commune: str | None = None
    insee: str | None = None
    territory: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a standard, explained."""

    name: str
    title: str
    needed: bool
    expected: str
    example: str
    choices: tuple[str, ...]


def columns_of(entry: Entry, lang: str) -> list[Column]:
    """The columns of a Table Schema, in words; none for a JSON standard."""
    if entry.is_document:
        return []
    title = "title" if lang == "fr" else f"title_{lang}"
    words = words_of(lang)
    return [
        Column(
            field["name"],
            str(field.get(title) or field.get("title") or ""),
            field["name"] in entry.table.needed,
            expected(field, words, title),
            _text(field.get("example")),
            tuple(map(str, (field.get("constraints") or {}).get("enum") or ())),
        )
        for field in entry.descriptor["fields"]
    ]


def filled(entry: Entry, identity: Identity | None) -> dict[str, str]:
    """What the columns of each line hold that say who publishes; nothing that is not known."""
    if identity is None or entry.is_document:
        return {}
    found = {name: _cell(name, field, identity) for name, field in entry.table.by_name.items()}
    return {name: value for name, value in found.items() if value}


def _cell(name: str, field: Mapping[str, Any], identity: Identity) -> str | None:
    if name in NAMES:
        return identity.name
    if name in COMMUNE_NAMES:
        return identity.commune
    if name in OTHER_SIRETS or field.get("identity") == "siret":
        return identity.siret
    return identity.insee if field.get("identity") == "insee" else None


def lines_of(entry: Entry, identity: Identity | None) -> list[dict[str, str]]:
    """A first line with what is known of the publisher, when anything is."""
    known = filled(entry, identity)
    return [known] if known else []


def as_csv(entry: Entry, lines: Iterable[Mapping[str, str]] = ()) -> str:
    """The names of the columns, and these lines below them."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=entry.separator, lineterminator="\r\n")
    writer.writerow(entry.table.names)
    writer.writerows([_harmless(one.get(name, "")) for name in entry.table.names] for one in lines)
    return written.getvalue()


def file_name(entry: Entry, identity: Identity | None, day: str) -> str:
    """The name of a file by the rule of its set: `20260326_217400100_deliberations.csv`.

    :param day: AAAAMMJJ
    """
    siren = identity.siren if identity and identity.siren else "SIREN"
    return entry.about["naming"].replace("AAAAMMJJ", day).replace("SIREN", siren)


def _harmless(cell: str) -> str:
    # An organization may be called anything. What is published must not begin with a quote of ours.
    return harmless_data(cell.lstrip("=+-@\t\r\n "))


def _text(example: Any) -> str:
    return "" if example is None else str(example)
