"""A message of an animator to some of its authorities: written once, sent to each administrator by a job."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer

from ckanext.odlocale.animator.desk.attention import Row
from ckanext.odlocale.animator.desk.contacts import Contact, contacts
from ckanext.odlocale.animator.desk.model import delivery_table, message_table

log = logging.getLogger(__name__)
_message, _delivery = message_table.c, delivery_table.c


class Delivery(StrEnum):
    """What became of a message to one person."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who a message would reach.

    :param reached: authority and the person there, once for each person
    :param unreached: the names of authorities without anybody to write to
    """

    reached: Sequence[tuple[Row, Contact]]
    unreached: Sequence[str]


def recipients_of(rows: Sequence[Row]) -> Recipients:
    """Who can be written to at these authorities. One query."""
    known = contacts([row.facts.organization for row in rows])
    people: dict[str, tuple[Row, Contact]] = {}
    for row in rows:
        for contact in known.get(row.facts.organization, ()):
            people.setdefault(contact.user, (row, contact))
    silent = [row.facts.name for row in rows if not known.get(row.facts.organization)]
    return Recipients(list(people.values()), silent)


def signed(body: str, animator: str, user: str) -> str:
    """The text of a message, with who sends it below.

    :param animator: its title
    :param user: the name of who writes
    """
    person = model.User.get(user)
    by = person.display_name if person else user
    return "\n".join([body, "", "-- ", f"{by}, {animator}", str(tk.config["ckan.site_title"])])


def sent_lately(organization_id: str) -> int:
    """To how many people an animator wrote in the last 24 hours."""
    since = datetime.now(UTC) - timedelta(days=1)
    query = (
        sa.select(sa.func.count())
        .join_from(message_table, delivery_table, _delivery.message_id == _message.id)
        .where(_message.organization_id == organization_id, _message.moment > since)
    )
    return model.Session.execute(query).scalar_one()


def write(organization_id: str, author: str, subject: str, body: str, recipients: Recipients) -> str:
    """Keep a message and have it sent in the background; its id."""
    made = str(uuid.uuid4())
    row = {"id": made, "organization_id": organization_id, "author": author, "moment": datetime.now(UTC)}
    model.Session.execute(sa.insert(message_table).values(**row, subject=subject, body=body))
    deliveries = [
        {
            "message_id": made,
            "user_id": contact.user,
            "territory": one.facts.id,
            "state": Delivery.WAITING.value,
        }
        for one, contact in recipients.reached
    ]
    model.Session.execute(sa.insert(delivery_table), deliveries)
    model.Session.commit()
    tk.enqueue_job(send, [made], title=f"odlocale message {made}")
    return made


def send(message_id: str) -> None:
    """Send a message to those who wait for it; run again, it goes on where it ended."""
    message = model.Session.execute(sa.select(message_table).where(_message.id == message_id)).first()
    waiting = model.Session.execute(
        sa.select(_delivery.user_id).where(
            _delivery.message_id == message_id, _delivery.state == Delivery.WAITING.value
        )
    ).scalars()
    if message is None:
        return
    for user_id in waiting.all():
        state, reason = _send_to(user_id, message)
        model.Session.execute(
            sa.update(delivery_table)
            .where(_delivery.message_id == message_id, _delivery.user_id == user_id)
            .values(state=state.value, reason=reason)
        )
        model.Session.commit()


def _send_to(user_id: str, message: sa.Row) -> tuple[Delivery, str | None]:
    person, author = model.User.get(user_id), model.User.get(message.author)
    if person is None or not person.email:
        return Delivery.FAILED, "no address"
    headers = {"Reply-To": author.email} if author and author.email else {}
    try:
        mailer.mail_recipient(
            person.display_name, person.email, message.subject, message.body, headers=headers
        )
    except (mailer.MailerException, OSError) as error:
        log.warning("A message to %s was not sent: %s", person.name, error)
        return Delivery.FAILED, str(error)[:500]
    return Delivery.SENT, None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was written, and what became of it."""

    subject: str
    moment: datetime
    author: str
    numbers: dict[str, int]


def latest(organization_id: str, most: int = 5) -> list[Sent]:
    """The last messages of an animator, the latest first. One query."""
    chosen = (
        sa.select(message_table)
        .where(_message.organization_id == organization_id)
        .order_by(_message.moment.desc())
        .limit(most)
        .subquery("chosen")
    )
    query = (
        sa.select(chosen.c.id, chosen.c.subject, chosen.c.moment, model.User.name, _delivery.state)
        .add_columns(sa.func.count().label("number"))
        .select_from(
            chosen.join(delivery_table, _delivery.message_id == chosen.c.id).outerjoin(
                model.User, model.User.id == chosen.c.author
            )
        )
        .group_by(chosen.c.id, chosen.c.subject, chosen.c.moment, model.User.name, _delivery.state)
        .order_by(chosen.c.moment.desc())
    )
    found: dict[str, Sent] = {}
    for row in model.Session.execute(query):
        one = found.setdefault(row.id, Sent(row.subject, row.moment, row.name or "", {}))
        one.numbers[row.state] = row.number
    return list(found.values())
