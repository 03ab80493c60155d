"""How often data are updated: the European codes, and what catalogues write in their place. PURE."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/frequency
ROOT = "http://publications.europa.eu/resource/authority/frequency/"


@dataclass(frozen=True, slots=True)
class Frequency:
    """A code of the European list, what it is called, and what to think of before choosing it."""

    code: str
    fr: str
    en: str
    help_fr: str = ""
    help_en: str = ""

    @property
    def uri(self) -> str:
        return ROOT + self.code


# Those that people choose, the usual ones of the socle first.
FREQUENCIES = (
    Frequency("ANNUAL", "Annuelle", "Annual", "Budget, subventions, prénoms, équipements.",
              "Budget, grants, names, facilities."),
    Frequency("QUARTERLY", "Trimestrielle", "Quarterly", "Délibérations, après chaque conseil ou presque.",
              "Decisions, after each council or so."),
    Frequency("MONTHLY", "Mensuelle", "Monthly", "Menus des cantines.", "Menus of canteens."),
    Frequency("UPDATE_CONT", "Continue", "Continuous",
              "Adresses, bornes de recharge : dès que quelque chose change.",
              "Addresses, charging points: whenever something changes."),
    Frequency("BIMONTHLY", "Tous les deux mois", "Every two months"),
    Frequency("ANNUAL_2", "Semestrielle", "Twice a year"),
    Frequency("WEEKLY", "Hebdomadaire", "Weekly"),
    Frequency("DAILY", "Quotidienne", "Daily"),
    Frequency("HOURLY", "Toutes les heures", "Hourly"),
    Frequency("BIENNIAL", "Tous les deux ans", "Every two years"),
    Frequency("TRIENNIAL", "Tous les trois ans", "Every three years"),
    Frequency("QUINQUENNIAL", "Tous les cinq ans", "Every five years"),
    Frequency("AS_NEEDED", "Ponctuelle", "As needed", "Quand quelque chose change, sans rythme.",
              "When something changes, without a rhythm."),
    Frequency("IRREG", "Irrégulière", "Irregular"),
    Frequency("NEVER", "Jamais", "Never", "Des données d’archives, qui ne changeront plus.",
              "Archived data, which will not change any more."),
    Frequency("UNKNOWN", "Inconnue", "Unknown"),
)  # fmt: skip

# What the sets of the socle say of theirs, in catalogue.json.
OF_SETS = {"continuous": "UPDATE_CONT", "realtime": "UPDATE_CONT"}

# What others write: the Dublin Core list, the SDMX list, data.gouv.fr, French adjectives.
_ALSO = {
    "annual": "ANNUAL", "yearly": "ANNUAL", "annuel": "ANNUAL", "freq-a": "ANNUAL",
    "semiannual": "ANNUAL_2", "semestriel": "ANNUAL_2", "freq-s": "ANNUAL_2",
    "quarterly": "QUARTERLY", "trimestriel": "QUARTERLY", "freq-q": "QUARTERLY",
    "bimonthly": "BIMONTHLY", "bimestriel": "BIMONTHLY", "bimestrielle": "BIMONTHLY",
    "monthly": "MONTHLY", "mensuel": "MONTHLY", "freq-m": "MONTHLY",
    "weekly": "WEEKLY", "freq-w": "WEEKLY", "daily": "DAILY", "quotidien": "DAILY", "freq-d": "DAILY",
    "hourly": "HOURLY", "horaire": "HOURLY", "biennial": "BIENNIAL", "bisannuelle": "BIENNIAL",
    "triennial": "TRIENNIAL", "triennale": "TRIENNIAL", "quinquennial": "QUINQUENNIAL",
    "quinquennale": "QUINQUENNIAL", "continuous": "UPDATE_CONT", "continual": "UPDATE_CONT",
    "continu": "UPDATE_CONT", "temps reel": "UPDATE_CONT", "realtime": "UPDATE_CONT",
    "punctual": "AS_NEEDED", "ponctuel": "AS_NEEDED", "irregular": "IRREG", "irregulier": "IRREG",
    "unknown": "UNKNOWN", "inconnu": "UNKNOWN", "notplanned": "NEVER", "never": "NEVER",
}  # fmt: skip


def uri_of(text: str) -> str | None:
    """The European address of a frequency, however it is written; None for what is no frequency.

    :param text: an address of a known list, a code, or a word: ``ANNUAL``, ``annuelle``, ``…/freq/annual``
    """
    last = _bare(text.rstrip("/").replace("#", "/").rpartition("/")[2])
    return ROOT + _CODES[last] if last in _CODES else None


def of_set(frequency: str) -> str | None:
    """The same for what a set of the socle says of its frequency."""
    return uri_of(OF_SETS.get(frequency, frequency))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return " ".join(plain.split()).removeprefix("code:")


_CODES = {
    **_ALSO,
    **{_bare(one.code): one.code for one in FREQUENCIES},
    **{_bare(one.fr): one.code for one in FREQUENCIES},
}
