"""Attaching many organizations in one go, each by itself: what is refused leaves the others done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.territory.attachment import attaching, meaning
from ckanext.odlocale.territory.attachment.lines import Line, Outcome, Verdict, Why, judge
from ckanext.odlocale.territory.attachment.organizations import holding
from ckanext.odlocale.territory.attachment.telling import told
from ckanext.odlocale.territory.directory import records

Progress = Callable[[int, int], object]


def run(
    context: Any,
    lines: Iterable[Line],
    evidence: str | None = None,
    dry: bool = False,
    progress: Progress = lambda done, total: None,
) -> dict[str, Any]:
    """Attach the organizations that these lines name, and report every line.

    :param evidence: why, for the journal
    :param dry: only report what would be done
    :param progress: called with the number of organizations attached, and of all to attach
    :returns: ``dry_run``, ``batch`` (None when nothing was written), ``counts`` by outcome and ``lines``
    """
    verdicts = list(_verdicts(list(lines)))
    batch = None if dry or not any(_to_do(one) for one in verdicts) else str(uuid4())
    if batch:
        verdicts = list(_done(context, verdicts, {"evidence": evidence, "batch": batch}, progress))
    held = holding(one.territory for one in verdicts if one.territory and one.outcome is Outcome.DONE)
    reported = [_report(one, held, after=batch is not None) for one in verdicts]
    counts = Counter(one["state"] for one in reported)
    return {
        "dry_run": dry,
        "batch": batch,
        "counts": {str(outcome): counts[outcome] for outcome in Outcome},
        "lines": reported,
    }


def _verdicts(lines: list[Line]) -> list[Verdict]:
    return judge(
        lines,
        meaning.organizations(line.organization for line in lines),
        meaning.territories(line.territory for line in lines),
    )


def _to_do(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.DONE


def _done(
    context: Any, verdicts: list[Verdict], origin: dict[str, str | None], progress: Progress
) -> Iterator[Verdict]:
    total, done = sum(map(_to_do, verdicts)), 0
    places = records(one.territory for one in verdicts if one.territory)
    for verdict in verdicts:
        if not _to_do(verdict) or verdict.organization is None or verdict.territory is None:
            yield verdict
            continue
        yield _attached(context, verdict, verdict.organization.id, places, origin)
        done += 1
        progress(done, total)


def _attached(
    context: Any, verdict: Verdict, organization_id: str, places: Any, origin: dict[str, str | None]
) -> Verdict:
    try:
        organization = attaching.load(context, organization_id)
        attaching.write(context, organization, attaching.Origin(places[verdict.territory].id, **origin))
    except (tk.ValidationError, tk.ObjectNotFound, tk.NotAuthorized) as error:
        model.Session.rollback()
        reason = (attaching.sentence_of(error),)
        return Verdict(
            verdict.line, Outcome.REFUSED, Why.FAILED, verdict.organization, verdict.territory, reason
        )
    return verdict


def _report(verdict: Verdict, held: dict[str, list[str]], *, after: bool) -> dict[str, Any]:
    warnings: list[str] = []
    if verdict.territory and verdict.outcome is Outcome.DONE:
        coming = [] if after else [verdict.line.organization]
        warnings = attaching.several(verdict.territory, [*held.get(verdict.territory, []), *coming])
    return {
        "line": verdict.line.number,
        "organization": verdict.line.organization[:100],
        "territory": verdict.territory or verdict.line.territory[:100],
        "state": str(verdict.outcome),
        "message": told(verdict, dry=not after),
        "warnings": warnings,
    }
