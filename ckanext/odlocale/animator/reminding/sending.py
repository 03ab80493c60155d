"""Sends the reminders that are due: each once, however often it is run, and by however many at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer

from ckanext.odlocale.animator import agreements, config
from ckanext.odlocale.animator.desk.contacts import contacts
from ckanext.odlocale.animator.model import mandate_table
from ckanext.odlocale.animator.records import Animator, animator
from ckanext.odlocale.animator.reminding.due import due
from ckanext.odlocale.animator.reminding.letter import Letter, letter
from ckanext.odlocale.animator.sides import homes
from ckanext.odlocale.territory.shared import records

log = logging.getLogger(__name__)
_mandate = mandate_table.c

Person = tuple[str, str]
"""What somebody is called, and their address."""


@dataclass(slots=True)
class Reminded:
    """What a run did, by the ids of mandates.

    :param sent: reminded, with how many letters
    :param failed: of whom no letter could be sent; tried again the next time
    :param unreached: of whom nobody has an address; tried again the next time
    """

    sent: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)


def remind(day: date, send: bool = True) -> Reminded:
    """Send the reminders that are due on a day.

    Each mandate is done and kept by itself: a run that is killed goes on where it ended.

    :param send: False to only say which are due
    """
    done, thresholds = Reminded(), config.reminder_days()
    for mandate in _ending(day, max(thresholds, default=0)):
        row = _locked(mandate)
        if row is not None and due(row.until, row.reminded, thresholds, day) is not None:
            _remind(row, day, send, done)
        model.Session.commit()
    return done


def _ending(day: date, within: int) -> Sequence[str]:
    query = (
        sa.select(_mandate.id)
        .where(_mandate.state == "signed", _mandate.until >= day)
        .where(_mandate.until <= day + timedelta(days=within))
        .order_by(_mandate.until, _mandate.id)
    )
    return model.Session.execute(query).scalars().all()


def _locked(mandate: str) -> Any:
    """The mandate as it is now; None when another run has it, or it has ended meanwhile."""
    query = sa.select(mandate_table).where(_mandate.id == mandate, _mandate.state == "signed")
    return model.Session.execute(query.with_for_update(skip_locked=True)).first()


def _remind(row: Any, day: date, send: bool, done: Reminded) -> None:
    who = animator(row.organization_id)
    people = _people(row, who)
    if not people:
        done.unreached.append(row.id)
        return
    if not send:
        done.sent[row.id] = len(people)
        return
    place = records([row.territory]).get(row.territory)
    name = place.name if place and place.name else row.territory
    text = letter(row.id, who.title if who else row.organization_id, name, row.until)
    sent = sum(_sent(person, text) for person in people)
    if not sent:
        done.failed.append(row.id)
        return
    done.sent[row.id] = sent
    agreements.change(row.id, None, "reminded", {"reminded": day})


def _people(row: Any, who: Animator | None) -> list[Person]:
    """Whom to write to: the administrators of both sides, and the contact of the animator. Each once."""
    home = homes([row.territory]).get(row.territory)
    groups = [model.Group.get(one) for one in (row.organization_id, home) if one]
    known = contacts([one.name for one in groups if one])
    people = {one.email: one.name for some in known.values() for one in some}
    if who and who.contact_email:
        people.setdefault(who.contact_email, who.contact_name or who.title)
    return [(name, email) for email, name in people.items()]


def _sent(person: Person, text: Letter) -> bool:
    try:
        mailer.mail_recipient(*person, text.subject, text.body)
    except (mailer.MailerException, OSError) as error:
        log.warning("A reminder to %s was not sent: %s", person[1], error)
        return False
    return True
