"""Who saves an organization, on whose word its territory rests, and what becomes of it.

CKAN's hook for a saved organization is told the organization only. What it has to know besides (who saves,
what was stored) is put down here by the action around it, for the time of that action.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import authz, model
from ckan.model.group import group_table

from ckanext.odlocale.territory.attachment import journal
from ckanext.odlocale.territory.attachment.model import State
from ckanext.odlocale.territory.attachment.rule import Outcome, Said, outcome, said
from ckanext.odlocale.territory.attachment.supervision import may_decide
from ckanext.odlocale.territory.directory import resolve
from ckanext.odlocale.territory.extras import SIREN_FIELD, TERRITORY_FIELD, organization_fields

ORIGIN = "odlocale_origin"
"""Key of a context: the :class:`Origin` of what is saved with it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A territory that this portal's own actions write.

    :param territory: what the organization gets, None to take away what it has
    :param evidence: why, for the journal
    :param batch: what is undone together
    :param claim: the claim that this answers, which is its own entry of the journal
    """

    territory: str | None
    evidence: str | None = None
    batch: str | None = None
    claim: str | None = None


@dataclass(slots=True)
class Saving:
    """A save of an organization that is under way.

    :param user: id of who saves
    :param direct: they may write territories
    :param confirmed: the territory that the organization has
    :param claimed: the claim that the save made
    """

    user: str | None
    direct: bool
    confirmed: str | None
    said: Said
    origin: Origin | None
    claimed: str | None = None


_saving: ContextVar[Saving | None] = ContextVar("odlocale_saving", default=None)


@contextmanager
def saving(context: Any, data: Mapping[str, Any]) -> Iterator[Saving]:
    """Put down who saves an organization, which nobody else can decide about meanwhile.

    :param data: the organization as the caller gives it, with its ``id`` when it exists
    """
    stored = _stored(str(data.get("id") or ""))
    now = Saving(
        user=_user_id(context),
        direct=bool(context.get("ignore_auth") or authz.is_sysadmin(context.get("user"))),
        confirmed=stored[TERRITORY_FIELD],
        said=said(data, stored, TERRITORY_FIELD, SIREN_FIELD),
        origin=context.get(ORIGIN),
    )
    token = _saving.set(now)
    try:
        yield now
    finally:
        _saving.reset(token)


def written() -> tuple[bool, str | None]:
    """Whether our own actions write a territory just now, and which."""
    now = _saving.get()
    return (True, now.origin.territory) if now and now.origin else (False, None)


def settled(organization_id: str, asked: str | None) -> str | None:
    """The territory that an organization is saved with; what has to be remembered is written.

    :param asked: what its fields, or its SIREN, mean
    """
    now = _saving.get()
    if now is None:
        return asked
    if now.origin is not None:
        return _write(now, organization_id, now.origin.territory)
    what, territory = outcome(asked, now.said, now.confirmed, _today(asked, now.confirmed), now.direct)
    if what is Outcome.CLAIM and not may_decide(now.user, organization_id, str(territory)):
        now.claimed = journal.claim(
            organization_id, str(territory), previous_id=now.confirmed, author=now.user
        )
        return now.confirmed
    return now.confirmed if what is Outcome.KEEP else _write(now, organization_id, territory)


def _write(now: Saving, organization_id: str, territory: str | None) -> str | None:
    if territory == now.confirmed:
        return territory
    origin = now.origin or Origin(territory)
    if origin.claim is None:
        journal.add(
            organization_id,
            territory,
            State.WRITTEN,
            previous_id=now.confirmed,
            evidence=origin.evidence,
            batch=origin.batch,
            author=now.user,
        )
    _answer(now, organization_id, territory)
    return territory


def _answer(now: Saving, organization_id: str, territory: str | None) -> None:
    """A claim for what is written now has been heard."""
    waiting = journal.open_claim(organization_id)
    if waiting is not None and territory is not None and waiting.territory_id == territory:
        journal.change(waiting.id, State.CONFIRMED, now.user)


def _today(asked: str | None, confirmed: str | None) -> str | None:
    if asked is None or confirmed is None or asked == confirmed:
        return confirmed
    record = resolve(confirmed)
    return record.id if record else confirmed


def _stored(organization: str) -> dict[str, str | None]:
    nothing: dict[str, str | None] = {TERRITORY_FIELD: None, SIREN_FIELD: None}
    group = group_table.c
    query = sa.select(group.id).where(sa.or_(group.id == organization, group.name == organization))
    organization_id = model.Session.execute(query).scalars().first() if organization else None
    if organization_id is None:
        return nothing
    journal.lock(organization_id)
    return nothing | organization_fields(organization_id, [TERRITORY_FIELD, SIREN_FIELD])


def _user_id(context: Any) -> str | None:
    user = context.get("auth_user_obj") or model.User.get(context.get("user") or "")
    return getattr(user, "id", None)
