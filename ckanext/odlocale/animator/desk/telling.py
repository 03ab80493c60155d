"""The desk as data, and an authority's own view of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ckanext.odlocale.animator.desk import discretion
from ckanext.odlocale.animator.desk.attention import NOTHING_PUBLISHED, Row
from ckanext.odlocale.animator.desk.published import publications
from ckanext.odlocale.animator.desk.wording import agreement_label
from ckanext.odlocale.animator.mandate import OPEN, Mandate, Status, status
from ckanext.odlocale.animator.records import Animator, animators, mandates
from ckanext.odlocale.socle.shared import (
    Obligation,
    duty_label,
    language,
    latest_entries,
    obligations,
    published_by,
    reason_sentence,
)
from ckanext.odlocale.territory.shared import TerritoryId, TerritoryRecord, records, territory_of


def document(row: Row) -> dict[str, Any]:
    """A row of the desk as data."""
    facts, agreement, published = row.facts, row.facts.agreement, row.facts.publication
    return {
        "territory": facts.id,
        "name": facts.name,
        "level": facts.level,
        "population": facts.population,
        "obligation": facts.duty,
        "need": row.need.value,
        "who": row.who.value,
        "step": row.step.step.value if row.step else None,
        "step_date": _day(row.step.on if row.step else None),
        "step_by_hand": row.step.by_hand if row.step else None,
        "agreement": agreement.status.value if agreement else None,
        "agreement_until": _day(agreement.until if agreement else None),
        "datasets": published.datasets,
        "last_publication": _day(published.last),
        "valid_files": published.valid,
        "invalid_files": published.invalid,
        "harvest_errors": facts.harvest_errors,
        "organization": facts.organization or None,
    }


def own_document(organization: Mapping[str, Any], day: dt.date) -> dict[str, Any] | None:
    """What is expected of the authority of an organization, what is done, and who helps it.

    :param organization: as ``organization_show`` gives it
    :returns: None when it is not the authority of a territory
    """
    place = territory_of(organization["id"])
    record = records([place]).get(place) if place else None
    if record is None:
        return None
    duty: Obligation = obligations([record.id])[record.id]
    published = publications(sa.select(sa.literal(str(record.id), sa.Text))).get(record.id, NOTHING_PUBLISHED)
    return {
        "territory": record.id,
        "name": record.name,
        "obligation": duty.duty.value,
        "obligation_label": duty_label(duty.duty),
        "why": reason_sentence(duty.reason),
        "datasets": published.datasets,
        "last_publication": _day(published.last),
        "valid_files": published.valid,
        "invalid_files": published.invalid,
        "sets": _sets(record, organization["name"]),
        "helpers": _helpers(record.id, day),
        "discreet": discretion.is_discreet(record.id),
    }


def _sets(record: TerritoryRecord, organization: str) -> list[dict[str, str]]:
    """The sets that an authority of this level may publish, and what became of each. One search."""
    known = published_by(organization, {"ignore_auth": True})
    lang = language()
    return [
        {"name": entry.name, "title": entry.text("title", lang), "state": _state(known.get(entry.name))}
        for entry in latest_entries()
        if record.level.value in entry.about["levels"]
    ]


def _state(verdicts: Mapping[str, int] | None) -> str:
    """The worst of the verdicts; ``missing`` without any."""
    if not verdicts:
        return "missing"
    return next((one for one in ("invalid", "error", "unchecked", "valid") if verdicts.get(one)), "unchecked")


def _helpers(territory: TerritoryId, day: dt.date) -> list[dict[str, Any]]:
    """The animators that the authority has, or is about to have, an agreement with."""
    found: dict[str, tuple[Mandate, Status]] = {}
    for one in mandates(territories=[territory]):
        state = status(one, day, 0)
        if state in OPEN:
            found.setdefault(one.animator, (one, state))
    return [_helper(one, *found[one.organization]) for one in (animators(list(found)) if found else [])]


def _helper(one: Animator, mandate: Mandate, state: Status) -> dict[str, Any]:
    return {
        "organization": one.name,
        "title": one.title,
        "agreement": agreement_label(state),
        "mandate": mandate.id,
        "status": state.value,
        "asked_by_side": mandate.asked_by.value,
        "contact_name": one.contact_name,
        "contact_email": one.contact_email,
        "contact_phone": one.contact_phone,
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
