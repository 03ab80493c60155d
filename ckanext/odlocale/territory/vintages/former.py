"""What left the COG: the territories that are former, and the organizations that are still theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.cog.shared import TerritoryId, normalise_name
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.model import FORMER, territory_table

_territory = territory_table.c


@dataclass(frozen=True, slots=True)
class Former:
    """A territory that left the COG.

    :param vintage: the last one that has it
    :param to: what it is part of today: one, several when it was shared out, none when nobody knows
    """

    id: TerritoryId
    name: str
    kind: str
    siren: str | None
    vintage: int
    to: tuple[TerritoryId, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """An organization whose territory left the COG.

    :param id: the organization's
    :param title: the organization's title, or its name when it has none
    """

    id: str
    name: str
    title: str
    territory: Former


_COLUMNS = [_territory[name] for name in ("id", "name", "kind", "siren", "vintage", "successor_id", "heirs")]


def former_territories(words: str, limit: int, offset: int) -> tuple[int, list[Former]]:
    """The former territories of which every one of these words begins a word, and how many there are.

    :param words: of a name, a code or a SIREN, as somebody writes them
    """
    conditions = [_territory.state == FORMER, *_found_by(words.strip())]
    count = sa.select(sa.func.count()).select_from(territory_table).where(*conditions)
    page = sa.select(*_COLUMNS).where(*conditions).order_by(_territory.level, _territory.code)
    rows = model.Session.execute(page.limit(limit).offset(offset))
    return model.Session.execute(count).scalar_one(), [_former(row) for row in rows]


def _found_by(text: str) -> list[sa.sql.ColumnElement[bool]]:
    if not text:
        return []
    query = " & ".join(f"{word}:*" for word in normalise_name(text).split())
    simple = sa.text("'simple'::regconfig")
    matches = sa.func.to_tsvector(simple, _territory.search_text).op("@@")(sa.func.to_tsquery(simple, query))
    return [sa.or_(_territory.id == text, matches)]


def organizations_that_left(limit: int, offset: int = 0) -> tuple[int, list[Left]]:
    """The organizations whose territory left the COG, by title, and how many there are.

    They keep working: they count for what their territory leads to, until they are attached to it.
    """
    field, group = organization_field(TERRITORY_FIELD), group_table.c
    query = (
        sa.select(*_COLUMNS, group.id.label("organization"), group.name.label("slug"), group.title)
        .join_from(territory_table, field, field.c.value == _territory.id)
        .join(group_table, group.id == field.c.id)
        .where(_territory.state == FORMER)
    )
    count = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    rows = model.Session.execute(query.order_by(group.title, group.name).limit(limit).offset(offset))
    left = [Left(row.organization, row.slug, row.title or row.slug, _former(row)) for row in rows]
    return model.Session.execute(count).scalar_one(), left


def _former(row: Any) -> Former:
    to: Sequence[str] = [row.successor_id] if row.successor_id else row.heirs
    return Former(
        TerritoryId(row.id), row.name, row.kind, row.siren, row.vintage, tuple(map(TerritoryId, to))
    )
