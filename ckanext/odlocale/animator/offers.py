"""Writing offers. Whoever calls commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.animator.model import offer_table
from ckanext.odlocale.animator.profiles import now

_offer = offer_table.c


def add(author: str | None, values: Mapping[str, Any]) -> str:
    """Write an offer; its id."""
    offer = str(uuid4())
    row = {"id": offer, "author": author, "created": now(), "changed": now(), **values}
    model.Session.execute(sa.insert(offer_table).values(row))
    return offer


def change(offer_id: str, author: str | None, values: Mapping[str, Any]) -> None:
    """Change an offer."""
    row = {**values, "author": author, "changed": now()}
    model.Session.execute(sa.update(offer_table).where(_offer.id == offer_id).values(row))


def remove(offer_id: str) -> None:
    """Take an offer back."""
    model.Session.execute(sa.delete(offer_table).where(_offer.id == offer_id))


def offer(offer_id: str) -> Any:
    """An offer as it is now, None when there is none."""
    return model.Session.execute(sa.select(offer_table).where(_offer.id == offer_id)).first()


def offers(organizations: Iterable[str]) -> list[Any]:
    """The offers of these animators, by service, then the latest first."""
    query = sa.select(offer_table).where(_offer.organization_id.in_(list(organizations)))
    return list(model.Session.execute(query.order_by(_offer.service, _offer.since.desc(), _offer.id)))


def shown(row: Any) -> dict[str, Any]:
    """An offer as the API gives it."""
    days = {name: getattr(row, name) for name in ("since", "until")}
    return {
        **{name: getattr(row, name) for name in ("id", "service", "conditions", "cost", "contact", "url")},
        **{name: day.isoformat() if isinstance(day, date) else None for name, day in days.items()},
        "perimeter": list(row.perimeter),
        "perimeter_except": list(row.perimeter_except),
    }
