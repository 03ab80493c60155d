"""The six categories of high-value datasets of implementing regulation (EU) 2023/138. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# What DCAT-AP for HVD 3.0 demands of each such dataset as its applicable legislation.
LEGISLATION = "http://data.europa.eu/eli/reg_impl/2023/138/oj"


@dataclass(frozen=True, slots=True)
class Category:
    """A category, what it is called, and what of a local authority's data falls under it."""

    uri: str
    fr: str
    en: str
    help_fr: str
    help_en: str


CATEGORIES = (
    Category("http://data.europa.eu/bna/c_ac64a52d", "Géospatiales", "Geospatial",
             "Adresses, parcelles, bâtiments, limites administratives.",
             "Addresses, plots of land, buildings, administrative boundaries."),
    Category("http://data.europa.eu/bna/c_dd313021", "Observation de la terre et environnement",
             "Earth observation and environment",
             "Qualité de l’air et de l’eau, bruit, déchets, sites protégés.",
             "Quality of air and water, noise, waste, protected sites."),
    Category("http://data.europa.eu/bna/c_164e0bf5", "Météorologiques", "Meteorological",
             "Observations de stations météorologiques.", "Observations of weather stations."),
    Category("http://data.europa.eu/bna/c_e1da4e07", "Statistiques", "Statistics",
             "Statistiques officielles de population, d’emploi, de logement.",
             "Official statistics of population, employment, housing."),
    Category("http://data.europa.eu/bna/c_a9135398", "Entreprises et propriété d’entreprises",
             "Companies and company ownership", "Registres d’entreprises.", "Registers of companies."),
    Category("http://data.europa.eu/bna/c_b79e35eb", "Mobilité", "Mobility",
             "Réseaux de transport au sens de la directive INSPIRE, voies navigables.",
             "Transport networks as the INSPIRE directive means them, inland waterways."),
)  # fmt: skip


def legislation_of(written: Sequence[str], *, is_high_value: bool) -> list[str]:
    """The applicable texts of a dataset: what was written, and the regulation for a high-value one."""
    texts = list(dict.fromkeys(filter(None, (one.strip() for one in written))))
    return [*texts, LEGISLATION] if is_high_value and LEGISLATION not in texts else texts
