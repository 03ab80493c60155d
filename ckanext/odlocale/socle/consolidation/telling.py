"""What a consolidated dataset says of itself, in the language of the portal. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.consolidation.source import Source, licence, used
from ckanext.odlocale.socle.consolidation.writing import REJECTS, ROWS, SOURCES, Made

LISTED = 30
TAG = {"fr": "fichier consolidé", "en": "consolidated file"}
TEXTS = {
    "fr": {
        "title": "{set} – {territory} (fichier consolidé)",
        "what": "Les lignes valides de tous les fichiers « {set} » publiés sur ce portail par {territory} et "
        "les collectivités qui en font partie, réunies en un seul fichier au format {name} {version}.",
        "rows": "Lignes : {rows}, venues de {sources} fichiers sur {files}",
        "rows of one": "Lignes : {rows}, venues d’un fichier sur {files}",
        "rows of the only one": "Lignes : {rows}, venues du seul fichier",
        "rejected": "Lignes rejetées : {rejected}, chacune avec son explication",
        "date": "Établi le {date}",
        "licence": "Licence : {licence}",
        "own": "chaque fichier d’origine garde la sienne, indiquée dans la liste des fichiers",
        "columns": "Les quatre dernières colonnes disent d’où vient chaque ligne : territoire, jeu de "
        "données, ressource, ligne. Quand le fichier d’un producteur n’est plus valide, les lignes de sa "
        "dernière version valide sont gardées. Un texte qu’un tableur prendrait pour une formule est précédé "
        "d’une apostrophe.",
        "made of": "Fichiers d’origine :",
        "more": "et {more} autres, dans la liste des fichiers",
        ROWS: "Lignes valides",
        REJECTS: "Lignes rejetées, et pourquoi",
        SOURCES: "Fichiers d’origine",
        "date form": "%d/%m/%Y",
    },
    "en": {
        "title": "{set} – {territory} (consolidated file)",
        "what": "The valid rows of all files “{set}” published on this portal by {territory} and the "
        "authorities that are part of it, in one file of the standard {name} {version}.",
        "rows": "Rows: {rows}, from {sources} files of {files}",
        "rows of one": "Rows: {rows}, from one file of {files}",
        "rows of the only one": "Rows: {rows}, from the only file",
        "rejected": "Rejected rows: {rejected}, each with its reason",
        "date": "Made on {date}",
        "licence": "Licence: {licence}",
        "own": "each original file keeps its own, named in the list of files",
        "columns": "The last four columns say where each row is from: territory, dataset, resource, line. "
        "When the file of a producer is no longer valid, the rows of its last valid version are kept. A "
        "text that a spreadsheet would take for a formula is preceded by an apostrophe.",
        "made of": "Original files:",
        "more": "and {more} others, in the list of files",
        ROWS: "Valid rows",
        REJECTS: "Rejected rows, and why",
        SOURCES: "Original files",
        "date form": "%Y-%m-%d",
    },
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is told about.

    :param territory: its name
    :param code: its identifier, like ``epci-200066793``
    """

    entry: Entry
    territory: str
    code: str
    sources: Sequence[Source]
    made: Made
    day: datetime
    lang: str

    @property
    def words(self) -> dict[str, str]:
        """The sentences of its language."""
        return TEXTS[self.lang]


def title(about: Subject) -> str:
    """What the dataset is called."""
    return about.words["title"].format(set=about.entry.text("title", about.lang), territory=about.territory)


def address(about: Subject) -> str:
    """The name of the dataset: `deliberations-epci-200066793-consolide`."""
    return f"{_alias(about)}-{about.code}-consolide"


def file_name(about: Subject, part: str) -> str:
    """The name of one of the files; it stays the same, and so does its address."""
    suffix = {ROWS: "", REJECTS: "-rejets", SOURCES: "-sources"}[part]
    return f"{_alias(about)}-{about.code}{suffix}.csv"


def notes(about: Subject) -> str:
    """What the dataset is made of, in CKAN's Markdown."""
    told, entry, made = about.words, about.entry, about.made
    values = {
        "set": entry.text("title", about.lang),
        "territory": about.territory,
        "name": entry.name,
        "version": entry.version,
        "rows": made.rows,
        "rejected": made.rejected,
        "sources": made.sources,
        "files": len(about.sources),
        "date": about.day.strftime(told["date form"]),
        "licence": licence(about.sources) or told["own"],
    }
    facts = [f"- {told[key].format(**values)}" for key in (_rows(about), "rejected", "date", "licence")]
    return "\n\n".join([told["what"].format(**values), "\n".join(facts), told["columns"], _listed(about)])


def _rows(about: Subject) -> str:
    if about.made.sources != 1:
        return "rows"
    return "rows of the only one" if len(about.sources) == 1 else "rows of one"


def _listed(about: Subject) -> str:
    names = list(dict.fromkeys(one.dataset for one in about.sources if used(one) is not None))
    lines = [f"- [{name}](/dataset/{name})" for name in names[:LISTED]]
    if len(names) > LISTED:
        lines.append(f"- {about.words['more'].format(more=len(names) - LISTED)}")
    return "\n".join([about.words["made of"], "", *lines])


def _alias(about: Subject) -> str:
    return about.entry.about["aliases"][0].lower()
