"""What an agreement says, from what is recorded of it. French, as the parties and the law are. PURE.

The text is a model of our own: the parties change it as they like, and what they sign is on paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ckanext.odlocale.animator.kinds import Service

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SERVICES = {
    Service.SENSIBILISATION: "Sensibilisation : présenter aux élus et aux agents ce que sont les données "
    "ouvertes, ce que la loi demande et ce que d’autres collectivités en ont tiré.",
    Service.FORMATION: "Formation : apprendre aux agents à choisir, préparer, décrire et tenir à jour des "
    "jeux de données.",
    Service.HEBERGEMENT: "Hébergement : mettre à disposition un portail où les jeux de données sont "
    "publiés et restent accessibles.",
    Service.STIMULATION: "Stimulation : faire connaître les données publiées et encourager leur "
    "réutilisation.",
}
CALLED = {
    "region": "région",
    "departement": "département",
    "intercommunalite": "intercommunalité",
    "syndicat_mixte": "syndicat mixte",
    "association": "association",
    "gip": "groupement d’intérêt public",
    "national": "structure nationale",
    "other": "structure d’accompagnement",
    "reg": "région",
    "dep": "département",
    "epci": "EPCI",
    "ept": "établissement public territorial",
    "com": "commune",
}
"""What the two sides are: kinds of animators, and levels of territories."""

# What neither a document of XML nor a page can hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Party:
    """One side: what it is called, what it is, its SIREN where one is known."""

    name: str
    what: str
    siren: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """The right to publish: of which standards (none: all datasets), by whom (nobody: all editors), when."""

    standards: Sequence[str] = ()
    people: Sequence[str] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is recorded of an agreement.

    :param right: to publish; None when none is given, or it was taken back
    :param portal: title of the portal
    """

    animator: Party
    authority: Party
    services: Sequence[Service]
    since: date
    until: date | None
    signed: date | None
    reference: str
    right: Right | None
    portal: str


@dataclass(frozen=True, slots=True)
class Article:
    """A numbered part; each point is a paragraph of its own."""

    title: str
    points: Sequence[str]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole text."""

    title: str
    heading: Sequence[str]
    articles: Sequence[Article]
    signatures: Sequence[str]
    draft: bool


def paper(terms: Terms) -> Paper:
    """The text of an agreement."""
    parts = (_aim, _services, _duties, _publishing, _data, _duration)
    return Paper(
        title="Convention d’accompagnement à l’ouverture des données",
        heading=_heading(terms),
        articles=[
            Article(f"Article {number}. {title}", points)
            for number, (title, points) in enumerate((part(terms) for part in parts), 1)
        ],
        signatures=[f"Pour {_clean(terms.animator.name)}", f"Pour {_clean(terms.authority.name)}"],
        draft=terms.signed is None,
    )


def day(one: date) -> str:
    """A day in French: “1er mars 2026”."""
    return f"{'1er' if one.day == 1 else one.day} {MONTHS[one.month - 1]} {one.year}"


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _heading(terms: Terms) -> list[str]:
    found = ["Entre", _party(terms.animator, "l’animateur"), "et", _party(terms.authority, "la collectivité")]
    return [*found, *([f"Référence : {_clean(terms.reference)}"] if terms.reference else [])]


def _party(party: Party, role: str) -> str:
    siren = f", SIREN {party.siren}" if party.siren else ""
    return f"{_clean(party.name)} ({_clean(party.what)}{siren}), ci-après « {role} »."


def _aim(terms: Terms) -> tuple[str, list[str]]:
    return "Objet", [
        "L’animateur accompagne la collectivité dans l’ouverture de ses données publiques, sur le portail "
        f"« {_clean(terms.portal)} ». La présente convention dit ce que chacun fait, et pour combien de "
        "temps."
    ]


def _services(terms: Terms) -> tuple[str, list[str]]:
    return "Ce que l’animateur apporte", [_SERVICES[service] for service in terms.services]


def _duties(terms: Terms) -> tuple[str, list[str]]:
    return "Ce que fait chacun", [
        "L’animateur désigne un interlocuteur, répond aux questions de la collectivité et l’avertit des "
        "erreurs qu’il relève dans ses fichiers.",
        "La collectivité désigne une personne qui suit le projet, choisit les jeux de données qu’elle "
        "ouvre, et les fournit sans données personnelles ni secrets protégés par la loi.",
    ]


def _publishing(terms: Terms) -> tuple[str, list[str]]:
    right = terms.right
    if right is None:
        return "Publication", [
            "La collectivité publie elle-même. La présente convention ne donne à l’animateur aucun droit "
            "de publier en son nom."
        ]
    what = (
        f"les jeux de données conformes aux standards suivants : {', '.join(map(_clean, right.standards))}"
        if right.standards
        else "tous ses jeux de données"
    )
    who = ", ".join(map(_clean, right.people)) if right.people else "les éditeurs de l’animateur"
    dates = [f"à partir du {day(right.since)}"] if right.since else []
    dates += [f"jusqu’au {day(right.until)}"] if right.until else []
    when = f", {' et '.join(dates)}" if dates else ", aussi longtemps que la convention"
    return "Publication au nom de la collectivité", [
        f"La collectivité autorise l’animateur à publier en son nom {what}. Ce droit est exercé par "
        f"{who}{when}.",
        "Tout ce qui est publié ainsi est inscrit dans un journal que la collectivité lit à tout moment. "
        "Elle peut reprendre ce droit à tout moment, avec effet immédiat ; ce qui a été publié reste en "
        "ligne sauf si elle demande son retrait.",
    ]


def _data(terms: Terms) -> tuple[str, list[str]]:
    return "Les données", [
        "Les données restent celles de la collectivité, qui en est le producteur et en choisit la licence de "
        "réutilisation parmi celles que la loi admet. La présente convention ne transfère aucun droit sur "
        "elles."
    ]


def _duration(terms: Terms) -> tuple[str, list[str]]:
    end = f"et prend fin le {day(terms.until)}" if terms.until else "et court sans terme fixé"
    return "Durée et fin", [
        f"La convention prend effet le {day(terms.since)} {end}.",
        "Chacune des parties peut y mettre fin à tout moment, en le disant à l’autre ou sur le portail.",
    ]
