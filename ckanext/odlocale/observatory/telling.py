"""Figures, lists and reports as documents: what the API gives, and what files are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory.acting import Actor, Next, Step
from ckanext.odlocale.observatory.history.figures import Figure
from ckanext.odlocale.observatory.indicator import Count, Indicator, Unit
from ckanext.odlocale.observatory.listing import Entry
from ckanext.odlocale.observatory.openings.importing import Report
from ckanext.odlocale.observatory.openings.lines import Fault, Line, Verdict
from ckanext.odlocale.observatory.parts import PARTS
from ckanext.odlocale.observatory.pathways import Step as PathStep
from ckanext.odlocale.observatory.seen import Seen
from ckanext.odlocale.observatory.wording import odlocale_part_label

Sentence = Callable[[], str]


def definition(one: Indicator) -> dict[str, Any]:
    """What an indicator is, in the reader's language."""
    return {
        "id": one.name,
        "title": one.title(),
        "question": one.question(),
        "numerator_label": one.numerator(),
        "denominator_label": one.denominator(),
        "rule": one.rule_name,
        "rule_text": one.rule(),
        "unit": str(one.unit),
    }


def unmeasured(one: Indicator, count: Count) -> str:
    """Why there is no figure, and what to do about it; empty when there is one, or nothing to count."""
    return "" if count.denominator else one.unmeasured()


def what_is_counted(one: Indicator) -> str:
    """Whom or what an indicator counts, and among which."""
    return tk._("Counted: {numerator}. Among: {denominator}.").format(
        numerator=one.numerator(), denominator=one.denominator()
    )


def figure(one: Indicator, seen: Seen, part: str) -> dict[str, Any]:
    """A figure with everything that it has to be read with."""
    count = seen.count(one.name, part)
    missing = unmeasured(one, count)
    # Where nothing is measured there is no nought to be read.
    nothing = {"numerator": None, "denominator": None} if missing else {}
    return {
        **definition(one),
        "territory": None if seen.animator else seen.scope,
        "animator": seen.animator,
        "part": part,
        "date": seen.day.isoformat(),
        "edition": seen.edition,
        **value(count),
        **nothing,
        "unmeasured": missing or None,
    }


def value(count: Count) -> dict[str, Any]:
    """Numerator, denominator, and their rate between 0 and 1: null when there is nothing to count."""
    rate = count.rate
    return {
        "numerator": count.numerator,
        "denominator": count.denominator,
        "rate": None if rate is None else round(rate, 6),
    }


def by_part(one: Indicator, seen: Seen) -> list[dict[str, Any]]:
    """The figures of the parts of a territory that have something to count."""
    counts = {part: seen.count(one.name, part) for part in PARTS if part}
    return [{"part": part, **value(count)} for part, count in counts.items() if count.denominator]


def point(one: Figure) -> dict[str, Any]:
    """A point of a curve: the figure from a day on, until the next."""
    return {"date": one.date.isoformat(), **value(one.count), "rule": one.rule}


def step(kind: str, one: PathStep) -> dict[str, Any]:
    """How a territory, or a part of one, comes towards its share of the target."""
    path = one.path
    return {
        "kind": kind,
        "id": one.key,
        "name": one.name or odlocale_part_label(one.key),
        "open": one.open.numerator,
        "all": one.open.denominator,
        "target": path and path.target.number,
        "target_date": path and path.target.day.isoformat(),
        "pace": _a_year(path and path.pace),
        "needed": _a_year(path and path.needed),
        "projected": path and path.projected and path.projected.isoformat(),
        "reached": path and path.is_reached,
    }


def entry(one: Entry) -> dict[str, Any]:
    """A collectivité of a list."""
    place = one.place
    return {
        "id": str(place.id),
        "name": one.name,
        "level": str(place.level),
        "siren": one.record.siren if one.record else None,
        "population": place.population,
        "open": place.is_open,
        "since": place.since and place.since.isoformat(),
        "ways": {str(way): first.isoformat() for way, first in place.opened.items()},
        "duty": str(place.duty),
        "datasets": place.quality.datasets,
        "organization": one.organization and one.organization[0],
        "helper": one.helper and one.helper[0],
        "elsewhere": one.elsewhere,
        "next_step": str(one.next.step),
        "next_actor": str(one.next.actor),
    }


def _a_year(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def report(one: Report) -> dict[str, Any]:
    """What an import did, with every line."""
    return {
        "applied": one.applied,
        "counts": one.counts(),
        "gone": list(one.gone),
        "lines": [_line(line) for line in one.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "line": line.number,
        "siren": line.siren,
        "name": line.name,
        "verdict": str(line.verdict),
        "territory": line.territory,
        "why": why(line),
    }


def why(line: Line) -> str:
    """What became of a line of an imported list, and what to do about one that was refused."""
    return _FAULTS[line.fault]() if line.fault else _VERDICTS[line.verdict]()


def step_label(one: Next) -> str:
    """What comes next for a collectivité."""
    return _STEPS[one.step]()


def actor_label(actor: Actor) -> str:
    """Who takes the next step."""
    return _ACTORS[actor]()


def unit_label(unit: Unit) -> str:
    """What a figure counts."""
    return _UNITS[unit]()


_VERDICTS: dict[Verdict, Sentence] = {
    Verdict.OPEN: lambda: tk._("open"),
    Verdict.NOT_OPEN: lambda: tk._("passed over: no dataset and no address is given"),
    Verdict.REPEATED: lambda: tk._("passed over: an earlier line names the same authority"),
    Verdict.OUTSIDE: lambda: tk._("passed over: this SIREN is of no commune, EPCI, département or région"),
    Verdict.REFUSED: lambda: tk._("refused"),
}
_FAULTS: dict[Fault, Sentence] = {
    Fault.NO_SIREN: lambda: tk._("refused: the SIREN is missing; write it, or take the line out"),
    Fault.BAD_SIREN: lambda: tk._(
        "refused: this is no SIREN; correct its nine figures, or take the line out"
    ),
    Fault.BAD_NUMBER: lambda: tk._("refused: the number of datasets is no number"),
    Fault.BAD_DAY: lambda: tk._("refused: the opening date is none; write it like 2024-05-31"),
    Fault.FUTURE: lambda: tk._("refused: the opening date is in the future"),
}
_STEPS: dict[Step, Sentence] = {
    Step.NOTHING: lambda: tk._("Publishes by itself"),
    Step.TAKE_OVER: lambda: tk._("May publish by itself: another does it so far"),
    Step.HARVEST: lambda: tk._("Harvest its platform"),
    Step.OPEN: lambda: tk._("Publish a first dataset: the law asks for it"),
    Step.COUNT_AGENTS: lambda: tk._("Say how many agents it has: from 50 on, the law asks it to publish"),
    Step.OFFER: lambda: tk._("Offer to help with a first dataset"),
}
_ACTORS: dict[Actor, Sentence] = {
    Actor.NOBODY: lambda: tk._("nobody"),
    Actor.COLLECTIVITE: lambda: tk._("the collectivité"),
    Actor.PORTAL: lambda: tk._("the administrator of the portal"),
    Actor.HELPER: lambda: tk._("whoever helps around it"),
}
_UNITS: dict[Unit, Sentence] = {
    Unit.AUTHORITIES: lambda: tk._("collectivités"),
    Unit.PEOPLE: lambda: tk._("inhabitants"),
    Unit.DATASETS: lambda: tk._("datasets"),
    Unit.FILES: lambda: tk._("files"),
    Unit.POINTS: lambda: tk._("points"),
    Unit.STANDARDS: lambda: tk._("standards"),
    Unit.SOURCES: lambda: tk._("sources"),
}
