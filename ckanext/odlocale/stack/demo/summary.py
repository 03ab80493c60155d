"""What the demo did, for a person (in French) and as one JSON document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.odlocale.stack.demo.animating import Animated
from ckanext.odlocale.stack.demo.api import ADMINISTRATOR
from ckanext.odlocale.stack.demo.harvesting import Report
from ckanext.odlocale.stack.demo.journal import Step, number

LEVELS = {
    "com": "communes",
    "epci": "EPCI",
    "ept": "EPT",
    "dep": "départements",
    "reg": "régions",
}
PLACEMENTS = {
    "home": "dans l'organisation de leur producteur",
    "rolled-up": "remontés dans celle du territoire au-dessus",
    "source": "laissés à la source, producteur à reconnaître",
}
WAITING = 5


@dataclass(frozen=True, slots=True)
class Observed:
    """What the observatory says of the country.

    :param date: of its figures, like ``2026-12-31``
    :param open: how many collectivités have opened, of how many in ``all``
    """

    date: str
    open: int
    all: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a demo.

    :param territories: number by level
    :param review: the producers that wait for a decision, as `ckan odlocale harvest review --json` lists them
    :param territory: the id of the territory whose page is to be looked at, and its number of datasets
    :param animated: what there is of animators; None for a portal of somebody's own
    """

    territories: Mapping[str, int]
    organizations: int
    reports: Sequence[Report]
    placements: Mapping[str, int]
    review: Sequence[Mapping[str, Any]]
    territory: str | None
    below: int
    observed: Observed
    steps: Sequence[Step]
    url: str
    password: str
    animated: Animated | None = None

    @property
    def address(self) -> str:
        """The page to look at."""
        return f"{self.url}/territoire/{self.territory}" if self.territory else f"{self.url}/territoires"

    @property
    def observatory(self) -> str:
        """The page with the figures."""
        return f"{self.url}/observatoire"

    def as_json(self) -> dict[str, Any]:
        """The document of --json; fields may be added, none is taken away."""
        return {
            "territories": {**self.territories, "total": sum(self.territories.values())},
            "organizations": self.organizations,
            "sources": [
                {"name": report.source, **report.counts, "errors": report.errors} for report in self.reports
            ],
            "placements": dict(self.placements),
            "review": {
                "producers": len(self.review),
                "datasets": sum(row["datasets"] for row in self.review),
            },
            "territory": {"id": self.territory, "datasets": self.below, "address": self.address},
            **({"animation": self.animated.as_json()} if self.animated else {}),
            "observatory": {
                "date": self.observed.date,
                "open": self.observed.open,
                "all": self.observed.all,
                "address": self.observatory,
            },
            "steps": [
                {
                    "name": step.key,
                    "seconds": round(step.seconds, 2),
                    "count": step.count,
                    "per_second": round(step.per_second, 2) if step.per_second else None,
                }
                for step in self.steps
            ],
            "login": {"address": f"{self.url}/user/login", "name": ADMINISTRATOR, "password": self.password},
        }

    def as_text(self) -> str:
        """What a person reads at the end."""
        return "\n".join(
            [
                "",
                *self._territories(),
                *self._datasets(),
                *self._review(),
                *self._animation(),
                *self._errors(),
                f"Collectivités ouvertes : {number(self.observed.open)} sur {number(self.observed.all)}.",
                "",
                "Temps passé :",
                *(f"  {step.title} : {step.told()}" for step in self.steps),
                "",
                f"Page à regarder : {self.address}",
                f"Observatoire : {self.observatory}",
                f"Pour se connecter : {self.url}/user/login",
                f"  nom {ADMINISTRATOR}, mot de passe {self.password}",
            ]
        )

    def _territories(self) -> list[str]:
        known = ", ".join(
            f"{number(self.territories[level])} {name}"
            for level, name in LEVELS.items()
            if self.territories.get(level)
        )
        return [
            f"Territoires : {known}.",
            f"Organisations du portail : {number(self.organizations)}.",
        ]

    def _datasets(self) -> list[str]:
        total = sum(self.placements.values())
        rows = [
            f"  {number(self.placements[kind]):>6}  {words}"
            for kind, words in PLACEMENTS.items()
            if self.placements.get(kind)
        ]
        done = self._done()
        seen = [f"Cette fois : {done}."] if done else []
        page = [f"La page du territoire en montre {number(self.below)}."] if self.territory else []
        return [f"Jeux de données moissonnés : {number(total)}.", *rows, *page, *seen]

    def _done(self) -> str:
        words = {
            "created": "créés",
            "updated": "mis à jour",
            "unchanged": "inchangés",
            "deleted": "supprimés",
            "failed": "en erreur",
        }
        sums = {key: sum(report.counts.get(key, 0) for report in self.reports) for key in words}
        return ", ".join(f"{number(sums[key])} {word}" for key, word in words.items() if sums[key])

    def _review(self) -> list[str]:
        if not self.review:
            return ["Tous les producteurs ont été reconnus."]
        names = [f"« {row['name'] or 'sans nom'} »" for row in self.review[:WAITING]]
        more = ["…"] if len(self.review) > WAITING else []
        return [
            f"Producteurs qui attendent une décision : {len(self.review)} ({', '.join([*names, *more])}).",
            "  Pour décider : ./run ckan odlocale harvest review",
        ]

    def _animation(self) -> list[str]:
        if self.animated is None:
            return []
        told, mandates = self.animated, sum(self.animated.mandates.values())
        return [
            f"Animateurs : {told.animators}, {told.offers} offres, {mandates} conventions, {told.kits} kits.",
            f"  Qui aide qui : {self.url}/animateurs",
            f"  Qui peut aider une commune : {self.url}/animateurs/qui-peut-aider",
            f"  Qui appeler d'abord : {self.url}/animateur/departement-drome/suivi",
            f"  Les kits : {self.url}/kits",
        ]

    def _errors(self) -> list[str]:
        return [
            f"Erreur de {report.source} : {message}" for report in self.reports for message in report.errors
        ]
