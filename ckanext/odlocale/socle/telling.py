"""The verdict on a resource, as its page, its badge, a CSV file and the API tell it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.odlocale.socle.findings import Finding, Tally
from ckanext.odlocale.socle.messages.render import Teller
from ckanext.odlocale.socle.owner import is_shared, owner_findings
from ckanext.odlocale.socle.owners import called, owner_of
from ckanext.odlocale.socle.report import as_document, teller_of
from ckanext.odlocale.socle.spreadsheets import harmless
from ckanext.odlocale.socle.verdict import Verdict
from ckanext.odlocale.socle.verdicts import store
from ckanext.odlocale.socle.verdicts.choice import VERDICT_FIELD, choice_of
from ckanext.odlocale.socle.verdicts.kept import Outcome, Row, entry_of, verdict_of
from ckanext.odlocale.socle.wording import language, rule_label

SHOWN_PER_RULE = 5
# Worst first: a dataset's badge shows the worst of its files.
ORDER = (Outcome.INVALID, Outcome.ERROR, Outcome.UNCHECKED, Outcome.VALID)
COLUMNS = ("level", "line", "column", "rule", "value", "message")


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in words."""

    line: int | None
    column: str | None
    value: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule: how many there are, the first of them, and what the rule is."""

    rule: str
    title: str
    count: int
    shown: list[Told]

    @property
    def more(self) -> int:
        """How many are counted but not shown."""
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True)
class Report:
    """What the page of a resource says about its file.

    :param outcome: a verdict, or an empty text while the first one is awaited
    :param reason: why the file cannot be judged
    :param shared: the file holds the data of several producers
    """

    outcome: str
    waiting: bool
    proposed: bool
    name: str | None
    title: str
    version: str | None
    rows: int
    judged: Any
    reason: str | None
    errors: list[Group]
    warnings: list[Group]
    error_count: int
    warning_count: int
    shared: bool


@dataclass(frozen=True, slots=True)
class Badge:
    """A standard and a verdict."""

    name: str
    title: str
    outcome: str


def report(resource: Mapping[str, Any]) -> Report | None:
    """What the page of a resource says; None for a resource that was never sent to be judged."""
    row = store.of_resource(resource["id"])
    if row is None or _is_silent(resource, row):
        return None
    verdict, teller = told_verdict(resource, row)
    return Report(
        outcome=row["verdict"] or "",
        waiting=row["waiting"] is not None,
        proposed=row["proposed"],
        name=row["name"],
        title=verdict.schema.text("title", language()) if verdict.schema else "",
        version=row["version"],
        rows=row["rows"],
        judged=row["judged"],
        reason=teller.reason(*verdict.reason) if verdict.reason else None,
        errors=list(_groups(verdict.errors, teller)),
        warnings=list(_groups(verdict.warnings, teller)),
        error_count=len(verdict.errors),
        warning_count=len(verdict.warnings),
        shared=is_shared(verdict.producers),
    )


def told_verdict(resource: Mapping[str, Any], row: Row, lang: str | None = None) -> tuple[Verdict, Teller]:
    """The kept verdict with the warnings about its owner, which are of today, and who tells it."""
    verdict = verdict_of(row)
    owner = owner_of(resource["package_id"]) if verdict.producers else None
    if owner is not None:
        verdict.warnings.extend(owner_findings(verdict.producers, owner, called))
    return verdict, teller_of(verdict, lang or language())


def document(resource: Mapping[str, Any], lang: str | None = None) -> dict[str, Any] | None:
    """The verdict as data; None for a resource that was never judged."""
    row = store.of_resource(resource["id"])
    if row is None:
        return None
    verdict, _ = told_verdict(resource, row, lang)
    about = {
        "id": resource["id"],
        "verdict": row["verdict"],
        "waiting": row["waiting"] is not None,
        "proposed": row["proposed"],
        "judged_on": row["judged"].isoformat() if row["judged"] else None,
        "hash": row["hash"],
    }
    return {**as_document(verdict, lang or language()), **about}


def as_csv(resource: Mapping[str, Any], row: Row) -> str:
    """The kept findings as a CSV file that a spreadsheet opens without running anything in it."""
    verdict, teller = told_verdict(resource, row)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for level, tally in (("error", verdict.errors), ("warning", verdict.warnings)):
        writer.writerows([harmless(cell) for cell in _line(level, one, teller)] for one in tally.kept)
    if verdict.reason:
        writer.writerow(["error", "", "", verdict.reason[0], "", harmless(teller.reason(*verdict.reason))])
    # The mark makes spreadsheets read UTF-8.
    return "\ufeff" + written.getvalue()


def badges(resources: Iterable[Mapping[str, Any]]) -> list[Badge]:
    """The standards of these resources, each with the worst verdict on its files."""
    worst: dict[str, str] = {}
    for one in resources:
        choice = choice_of(one)
        if choice is None or choice.entry is None:
            continue
        name, outcome = choice.entry.name, str(one.get(VERDICT_FIELD) or Outcome.UNCHECKED)
        worst[name] = min(worst.get(name, outcome), outcome, key=_severity)
    return [Badge(name, _title(name), outcome) for name, outcome in worst.items()]


def _severity(outcome: str) -> int:
    return ORDER.index(Outcome(outcome)) if outcome in set(Outcome) else len(ORDER)


def _title(name: str) -> str:
    entry = entry_of({"name": name, "version": None})
    return entry.text("title", language()) if entry else name


def _is_silent(resource: Mapping[str, Any], row: Row) -> bool:
    """A file that nobody chose a standard for, and that follows none: nothing to say about most files."""
    return choice_of(resource) is None and not row["proposed"]


def _groups(tally: Tally, teller: Teller) -> Iterator[Group]:
    for rule, count in tally.counts.most_common():
        found = [one for one in tally.kept if one.rule == rule][:SHOWN_PER_RULE]
        shown = [Told(one.line, one.column, one.value, teller.tell(one)) for one in found]
        yield Group(rule, rule_label(rule), count, shown)


def _line(level: str, finding: Finding, teller: Teller) -> list[str]:
    place = "" if finding.line is None else str(finding.line)
    return [level, place, finding.column or "", finding.rule, finding.value or "", teller.tell(finding)]
