"""Deciding about mandates: one person at a time, and never twice."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.animator import agreements, describing
from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.mandate import OPEN, RUNNING, Mandate, State, Status, overlaps, status
from ckanext.odlocale.animator.profiles import author_of, now
from ckanext.odlocale.animator.records import animators, mandate_of, mandates
from ckanext.odlocale.territory.shared import TerritoryId, resolve, territory_of


def by(context: Any) -> dict[str, Any]:
    """Who decides, and when."""
    return {"decided": now(), "decided_by": author_of(context)}


def decide(context: Any, mandate: str, action: str, values: dict[str, Any]) -> dict[str, Any]:
    """Change a mandate for good; as it is now."""
    agreements.change(mandate, author_of(context), action, values)
    model.Session.commit()
    return shown(mandate)


def shown(mandate: str) -> dict[str, Any]:
    """All of a mandate.

    :raises NotFound: there is no such mandate
    """
    row = agreements.row(mandate)
    if row is None:
        raise tk.ObjectNotFound(tk._("There is no such mandate."))
    names = {one.organization: one for one in animators([row.organization_id])}
    return describing.agreement(mandate_of(row), today(), names, True)


def territory(text: str) -> TerritoryId:
    """The territory that an identifier means today.

    :raises NotFound: there is none
    """
    record = resolve(text)
    if record is None:
        raise tk.ObjectNotFound(tk._("There is no territory “{id}” here.").format(id=text))
    return record.id


def refuse_oneself(organization: str, territory: TerritoryId) -> None:
    """Refuse a mandate of an animator with itself.

    :raises ValidationError: it is one
    """
    if territory_of(organization) == territory:
        sentence = tk._("An animator has no mandate with itself: this is its own territory.")
        raise tk.ValidationError({"territory": [sentence]})


def refuse_overlap(new: Mandate) -> None:
    """Refuse a second mandate about the same: what was written of it is taken back.

    :raises ValidationError: there is one
    """
    same = mandates([new.animator], [new.territory])
    day = today()
    open_ones = [one for one in same if one.id != new.id and status(one, day, 0) in OPEN]
    other = next((one for one in open_ones if overlaps(one, new)), None)
    if other is not None:
        model.Session.rollback()
        sentence = tk._(
            "There is a mandate of the two already, from {since} to {until}. End it first, or choose other "
            "dates or services."
        )
        until = other.until or tk._("an open end")
        raise tk.ValidationError({"since": [sentence.format(since=other.since, until=until)]})


def locked(mandate: str) -> Any:
    """The row of a mandate, which nobody else decides about meanwhile.

    :raises NotFound: there is none
    """
    row = agreements.lock(mandate)
    if row is None:
        raise tk.ObjectNotFound(tk._("There is no such mandate."))
    return row


def waiting(mandate: str) -> Any:
    """The same, of one that waits for an answer.

    :raises ValidationError: it was answered
    """
    row = locked(mandate)
    if row.state != State.ASKED:
        model.Session.rollback()
        sentence = tk._("Somebody decided about this mandate already. Load the page again to see what.")
        raise tk.ValidationError({"id": [sentence]})
    return row


def signed(mandate: str) -> Any:
    """The same, of one that is signed and not over.

    :raises ValidationError: it is not
    """
    row = locked(mandate)
    if status(mandate_of(row), today(), 0) not in {*RUNNING, Status.COMING}:
        model.Session.rollback()
        raise tk.ValidationError({"id": [tk._("This needs a signed mandate that has not ended.")]})
    return row
