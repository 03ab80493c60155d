"""What the sample catalogues say: who publishes what, read from the tables in data/ and the packaged COG.

The producers are real, their names, codes and SIREN too; the datasets are made up, and say so.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

from stdnum import luhn

from ckanext.odlocale.cog.shared import Territory, TerritoryId, Vintage, read_packaged

MADE_UP = "Jeu d'exemple de la démonstration ODLocale : le producteur est réel, le contenu ne l'est pas."
INSEE = "http://id.insee.fr/geo/commune/"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of dataset, as many communes publish it."""

    title: str
    description: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One dataset of a sample catalogue.

    :param source: the code of its catalogue
    :param producer: None when nobody can tell who it is
    :param known_by: what the catalogue says of the producer beside its name: "siret", "siren", "insee",
        "organisation", "couverture", "nom" or "rien"
    :param written: the producer's name as the catalogue writes it
    """

    source: str
    producer: Territory | None
    kind: Kind
    year: int
    known_by: str
    written: str

    @property
    def place(self) -> str:
        """The name the dataset is titled with."""
        return self.producer.name if self.producer else self.written

    @property
    def title(self) -> str:
        """The title of the dataset."""
        return f"{self.kind.title} – {self.place} ({self.year})"

    @property
    def description(self) -> str:
        """What is in it, and that it is made up."""
        return f"{self.kind.description}\n\n{MADE_UP}"

    @cached_property
    def slug(self) -> str:
        """Its name in addresses, unique in its catalogue."""
        return slug(f"{self.kind.title} {self.place} {self.year}")

    @property
    def number(self) -> str | None:
        """The SIRET or SIREN that the catalogue gives."""
        if self.producer is None or self.producer.siren is None:
            return None
        return {"siret": siret(self.producer.siren), "siren": self.producer.siren}.get(self.known_by)

    @property
    def code(self) -> str | None:
        """The INSEE code that the catalogue gives for the producer."""
        return self.producer.id.code if self.producer and self.known_by == "insee" else None

    @property
    def coverage(self) -> str | None:
        """The address of the commune that the catalogue says the data covers."""
        return f"{INSEE}{self.producer.id.code}" if self.producer and self.known_by == "couverture" else None


@dataclass(frozen=True, slots=True)
class Source:
    """A catalogue to harvest, as the portal knows it.

    :param organization: the portal's organization that harvests it
    :param territory: where names are looked for
    """

    code: str
    title: str
    type: str
    organization: str
    territory: str


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization of the portal, and the territory it is attached to."""

    name: str
    title: str
    territory: str


def slug(text: str) -> str:
    """The text in lower-case ASCII letters and digits, with single hyphens between."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def siret(siren: str) -> str:
    """The SIRET of the first establishment of this SIREN."""
    start = f"{siren}0001"
    return start + luhn.calc_check_digit(start)


def sources() -> list[Source]:
    """The sample catalogues."""
    return [
        Source(row["code"], row["titre"], row["type"], row["organisation"], row["territoire"])
        for row in _rows("sources")
    ]


def organizations() -> list[Organization]:
    """The organizations of the demo's portal."""
    return [Organization(row["nom"], row["titre"], row["territoire"]) for row in _rows("organisations")]


def entries(vintage: Vintage | None = None) -> list[Entry]:
    """The datasets of all sample catalogues.

    :raises KeyError: a table names a territory or a kind that does not exist
    """
    territories = (vintage or read_packaged()).territories
    known = kinds()
    return [
        Entry(
            source=row["source"],
            producer=territories[TerritoryId(row["producteur"])] if row["producteur"] else None,
            kind=known[row["jeu"]],
            year=int(row["annee"]),
            known_by=row["connu_par"],
            written=row["ecrit"],
        )
        for row in _rows("catalogues")
    ]


def kinds() -> Mapping[str, Kind]:
    """The sorts of datasets, by code."""
    return {
        row["code"]: Kind(row["titre"], row["description"], tuple(row["mots_cles"].split(",")))
        for row in _rows("jeux")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (resources.files("ckanext.odlocale.stack.demo") / "data" / f"{name}.csv").open(
        encoding="utf-8"
    ) as stream:
        yield from csv.DictReader(stream, delimiter=";")
