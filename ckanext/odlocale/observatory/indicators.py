"""Our indicators, in the order in which they are shown. What they count is in ``counting``."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory import counting
from ckanext.odlocale.observatory.facts import Duty, Way
from ckanext.odlocale.observatory.indicator import Indicator, Unit

_COLLECTIVITES = {
    "denominator": lambda: tk._("Collectivités: communes, EPCI, EPT, départements and régions"),
    "unit": Unit.AUTHORITIES,
}
_INHABITANTS = {"denominator": lambda: tk._("Inhabitants of the communes"), "unit": Unit.PEOPLE}
_DATASETS = {
    "denominator": lambda: tk._("Public datasets of the collectivités"),
    "unit": Unit.DATASETS,
}


def _open_rule() -> str:
    return tk._(
        "Open: it has published at least one public dataset, on this portal by itself or through another "
        "organization that publishes for it, or on another platform according to a list that was imported "
        "here. Each collectivité counts once, however many platforms it uses; an authority that runs two "
        "territories (Paris, Corse, Martinique, Guyane, Mayotte, Alsace) counts once."
    )


def _law() -> str:
    return tk._(
        "The law (articles L. 312-1-1 and D. 312-1-1-1 of the code des relations entre le public et "
        "l’administration) asks it of collectivités of 3,500 inhabitants and more that have 50 agents or "
        "more, counted in full-time equivalents. When the number of agents is not known, the collectivité is "
        "presumed to be concerned, and told apart."
    )


def _covered_rule() -> str:
    return tk._(
        "An inhabitant is covered when somebody publishes for where they live: their commune, else their "
        "EPCI or EPT, else their département or région, the nearest counting. Each inhabitant counts once, "
        "in their commune, by its municipal population; communes of unknown population are left out. Being "
        "covered by the région does not mean that the data are about the commune."
    )


def _quality_rule() -> str:
    return tk._(
        "Of every public dataset whose producer is known, harvested ones like the others: the producer of a "
        "dataset that was rolled up is judged on the dataset, not on how it came here."
    )


INDICATORS = (
    Indicator(
        "open",
        title=lambda: tk._("Open collectivités"),
        question=lambda: tk._("Who has opened?"),
        numerator=lambda: tk._("Those that have published at least one public dataset"),
        rule=_open_rule,
        count=counting.authorities(counting.is_open),
        **_COLLECTIVITES,
    ),
    Indicator(
        "open_own",
        title=lambda: tk._("Open by themselves"),
        question=lambda: tk._("Who publishes on this portal by itself?"),
        numerator=lambda: tk._("Those with a public dataset in their own organization"),
        rule=_open_rule,
        count=counting.authorities(counting.opened_by(Way.OWN)),
        **_COLLECTIVITES,
    ),
    Indicator(
        "open_rolled_up",
        title=lambda: tk._("Open through another"),
        question=lambda: tk._("Whose data are here only since another organization publishes them?"),
        numerator=lambda: tk._(
            "Those with a public dataset in the organization of another, and none in their own"
        ),
        rule=_open_rule,
        count=counting.authorities(counting.opened_by(Way.ROLLED_UP)),
        **_COLLECTIVITES,
    ),
    Indicator(
        "open_elsewhere",
        title=lambda: tk._("Open elsewhere"),
        question=lambda: tk._("Who is open on another platform, and not here?"),
        numerator=lambda: tk._("Those that an imported list knows to be open, without a dataset here"),
        rule=_open_rule,
        count=counting.authorities(counting.opened_by(Way.ELSEWHERE)),
        **_COLLECTIVITES,
    ),
    Indicator(
        "open_obliged",
        title=lambda: tk._("Open among those that must"),
        question=lambda: tk._("How many of those that the law concerns have opened?"),
        numerator=lambda: tk._("Open collectivités that must publish, or are presumed to"),
        denominator=lambda: tk._("Collectivités that must publish, or are presumed to"),
        rule=_law,
        unit=Unit.AUTHORITIES,
        count=counting.authorities(counting.is_open, among=counting.must),
    ),
    Indicator(
        "open_voluntary",
        title=lambda: tk._("Open of their own accord"),
        question=lambda: tk._("How many have opened without having to?"),
        numerator=lambda: tk._("Open collectivités that the law does not ask it of"),
        denominator=lambda: tk._("Collectivités that the law does not ask it of"),
        rule=_law,
        unit=Unit.AUTHORITIES,
        count=counting.authorities(counting.is_open, among=counting.need_not),
    ),
    Indicator(
        "obliged",
        title=lambda: tk._("Known to have to publish"),
        question=lambda: tk._("Who must open its data?"),
        numerator=lambda: tk._(
            "Collectivités known to have 50 agents or more, and 3,500 inhabitants or more"
        ),
        rule=_law,
        count=counting.authorities(counting.has_duty(Duty.OBLIGED)),
        **_COLLECTIVITES,
    ),
    Indicator(
        "presumed",
        title=lambda: tk._("Presumed to have to publish"),
        question=lambda: tk._("Whose number of agents has to be found out?"),
        numerator=lambda: tk._(
            "Collectivités of 3,500 inhabitants or more whose number of agents is not known"
        ),
        rule=_law,
        count=counting.authorities(counting.has_duty(Duty.PRESUMED)),
        **_COLLECTIVITES,
    ),
    Indicator(
        "covered",
        title=lambda: tk._("Population covered"),
        question=lambda: tk._("For how many inhabitants does somebody publish?"),
        numerator=lambda: tk._("Inhabitants whose commune, EPCI, EPT, département or région is open"),
        rule=_covered_rule,
        count=counting.inhabitants(counting.is_covered),
        **_INHABITANTS,
    ),
    Indicator(
        "covered_directly",
        title=lambda: tk._("Covered by their commune"),
        question=lambda: tk._("How many live in an open commune?"),
        numerator=lambda: tk._("Inhabitants of open communes"),
        rule=_covered_rule,
        count=counting.inhabitants(counting.covered_by(Level.COM)),
        **_INHABITANTS,
    ),
    Indicator(
        "covered_by_epci",
        title=lambda: tk._("Covered by their EPCI only"),
        question=lambda: tk._("For how many does the EPCI publish, and not the commune?"),
        numerator=lambda: tk._("Inhabitants of communes that are not open, in an EPCI or EPT that is"),
        rule=_covered_rule,
        count=counting.inhabitants(counting.covered_by(Level.EPCI, Level.EPT)),
        **_INHABITANTS,
    ),
    Indicator(
        "covered_above",
        title=lambda: tk._("Covered by their département or région only"),
        question=lambda: tk._("For how many does nobody nearer publish?"),
        numerator=lambda: tk._("Inhabitants for whom only the département or the région publishes"),
        rule=_covered_rule,
        count=counting.inhabitants(counting.covered_by(Level.DEP, Level.REG)),
        **_INHABITANTS,
    ),
    Indicator(
        "rolled_up",
        title=lambda: tk._("Datasets published by others"),
        question=lambda: tk._("How many datasets are here thanks to somebody else?"),
        numerator=lambda: tk._("Public datasets held by an organization that is not their producer’s"),
        rule=lambda: tk._(
            "Public, active datasets whose producer is known. Those in the producer’s own organization are "
            "published by itself, the others by whoever holds them."
        ),
        count=counting.datasets,
        **_DATASETS,
    ),
    Indicator(
        "quality",
        title=lambda: tk._("Quality"),
        question=lambda: tk._("How well is it published?"),
        numerator=lambda: tk._("Points obtained"),
        denominator=lambda: tk._("Points that could be obtained"),
        rule=lambda: (
            _quality_rule()
            + " "
            + tk._(
                "A dataset obtains a point for each of: an open licence, a file in an open format, a "
                "description with keywords, being up to date, and having no dead link. The last two are "
                "judged only when the dataset says how often it is updated, and when its links were looked "
                "at."
            )
        ),
        unit=Unit.POINTS,
        count=counting.score,
        version=2,
    ),
    Indicator(
        "quality_licence",
        title=lambda: tk._("With an open licence"),
        question=lambda: tk._("May the data be reused?"),
        numerator=lambda: tk._("Datasets whose licence is an open one"),
        rule=_quality_rule,
        count=counting.licensed,
        **_DATASETS,
    ),
    Indicator(
        "quality_format",
        title=lambda: tk._("In an open format"),
        question=lambda: tk._("Can a program read the data?"),
        numerator=lambda: tk._(
            "Datasets with at least one file in an open, machine-readable format (CSV, GeoJSON…)"
        ),
        rule=_quality_rule,
        count=counting.open_format,
        **_DATASETS,
    ),
    Indicator(
        "quality_description",
        title=lambda: tk._("Described"),
        question=lambda: tk._("Can one understand what the data are?"),
        numerator=lambda: tk._("Datasets with a description and at least one keyword"),
        rule=_quality_rule,
        count=counting.described,
        **_DATASETS,
    ),
    Indicator(
        "quality_freshness",
        title=lambda: tk._("Up to date"),
        question=lambda: tk._("Are the data updated as announced?"),
        numerator=lambda: tk._("Datasets changed within one and a half times the period that they announce"),
        denominator=lambda: tk._("Datasets that announce how often they are updated"),
        rule=_quality_rule,
        unit=Unit.DATASETS,
        count=counting.fresh,
    ),
    Indicator(
        "quality_links",
        title=lambda: tk._("Without a dead link"),
        question=lambda: tk._("Are the files where they are said to be?"),
        numerator=lambda: tk._("Datasets none of whose links is dead"),
        denominator=lambda: tk._("Datasets with links to other sites that were looked at"),
        rule=lambda: (
            _quality_rule()
            + " "
            + tk._(
                "A link is dead when two visits in a row, a week apart, find that it is gone, or four find a "
                "site that does not answer. A site that refuses robots is there. Files on the portal itself "
                "are no links."
            )
        ),
        unit=Unit.DATASETS,
        count=counting.answering,
    ),
)
