"""The checklist of a set, made of what its standard says and of nothing else. PURE.

In French like the standards themselves: it is a document, not a page of the portal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.odlocale.socle.shared import Column, Entry, columns_of


@dataclass(frozen=True, slots=True)
class Words:
    """What a checklist is called, with the title of its set."""

    title: str
    notes: str


CHECKLIST = Words(
    title="Vérifier son fichier « {title} » avant de publier",
    notes="La liste à cocher des colonnes du jeu « {title} » : obligatoires d’abord, avec ce que chacune "
    "doit contenir. Tirée du standard, version {version}.",
)
SEPARATORS = {",": "la virgule", ";": "le point-virgule", "\t": "la tabulation"}
EVERY = {
    "continuous": "au fil de l’eau",
    "realtime": "en temps réel",
    "weekly": "chaque semaine",
    "monthly": "chaque mois",
    "quarterly": "chaque trimestre",
    "annual": "chaque année",
}


def text_of(entry: Entry) -> str:
    """The checklist of a set that has columns, as Markdown."""
    columns = columns_of(entry, "fr")
    needed, others = [one for one in columns if one.needed], [one for one in columns if not one.needed]
    parts = [*_before(entry), *_file(entry), *_columns("Colonnes obligatoires", needed)]
    return "\n".join([*parts, *_columns("Colonnes facultatives", others), *_after(entry)]) + "\n"


def _before(entry: Entry) -> Iterator[str]:
    yield f"{entry.text('purpose')}."
    yield ""
    yield f"Qui publie : {entry.text('who')}."
    if entry.text("legal"):
        yield ""
        yield f"Texte cité par le catalogue du portail : {entry.text('legal')}. Vérifiez-le sur Légifrance."
    if frequency := EVERY.get(entry.about.get("frequency", "")):
        yield ""
        yield f"Mise à jour attendue : {frequency}."
    yield ""


def _file(entry: Entry) -> Iterator[str]:
    yield "## Le fichier"
    yield ""
    yield f"- [ ] Il suit le modèle du jeu, standard `{entry.name}`, version {entry.version}."
    yield f"- [ ] Il se nomme `{entry.about['naming']}`."
    yield f"- [ ] Il est en {' ou '.join(entry.encodings)}, séparé par {SEPARATORS[entry.separator]}."
    yield "- [ ] La première ligne porte les noms de colonnes, sans titre au-dessus."
    yield "- [ ] Aucun particulier n’y est reconnaissable, sauf si un texte le prévoit."
    yield ""


def _columns(title: str, columns: list[Column]) -> Iterator[str]:
    if columns:
        yield f"## {title}"
        yield ""
        yield from map(_line, columns)
        yield ""


def _line(column: Column) -> str:
    about = f" : {_plain(column.title)}" if column.title else ""
    expected = f" Attendu : {_plain(column.expected)}." if column.expected else ""
    example = f" Exemple : `{_plain(column.example)}`." if column.example else ""
    return f"- [ ] `{column.name}`{about}.{expected}{example}".replace("..", ".")


def _plain(text: str) -> str:
    return " ".join(text.replace("`", "'").split()).rstrip(".")


def _after(entry: Entry) -> Iterator[str]:
    yield "## Après la publication"
    yield ""
    yield "- [ ] Le verdict du portail est « Valide »."
    yield f"- [ ] La licence est indiquée : {entry.text('licence')}, ou celle que la collectivité a choisie."
    yield "- [ ] La date de la prochaine mise à jour et la personne qui s’en charge sont notées."
