"""Other names of territories' authorities, as people told them; a harvest knows them by these, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.meta import metadata
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.cog.shared import GENERIC_NAMES, TerritoryId, normalise_name
from ckanext.odlocale.territory import shared as territory

alias_table = sa.Table(
    "odlocale_alias",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("territory", sa.Text, primary_key=True),
    sa.Column("written", sa.Text, nullable=False),
    sa.Column("author", sa.Text),
    sa.Column("created", sa.DateTime, nullable=False),
)
_alias = alias_table.c

Names = Mapping[str, tuple[TerritoryId, ...]]
"""Territories by normalised alias."""


class AliasError(ValueError):
    """A name cannot stand for a territory; the message says why."""


def known() -> Names:
    """Every alias, with the territories of today that it stands for: one query, or two."""
    found = defaultdict(list)
    rows = model.Session.execute(sa.select(_alias.name, _alias.territory).order_by(_alias.territory)).all()
    for row in rows:
        record = territory.resolve(row.territory)
        if record is not None:
            found[row.name].append(record.id)
    return {name: tuple(dict.fromkeys(ids)) for name, ids in found.items()}


def of_territories(territory_ids: Iterable[str]) -> dict[str, list[str]]:
    """The aliases of these territories, as they were written."""
    query = sa.select(_alias.territory, _alias.written).where(_alias.territory.in_(list(territory_ids)))
    found = defaultdict(list)
    for row in model.Session.execute(query.order_by(_alias.written)):
        found[row.territory].append(row.written)
    return dict(found)


def remember(written: str, territory_id: TerritoryId, author: str) -> None:
    """Have a name stand for a territory from now on, in every source.

    :raises AliasError: the name says nothing, or is another territory's own
    """
    name = normalise_name(written)
    if not name or name in GENERIC_NAMES:
        message = tk._("“{name}” says too little to be remembered as a name of one territory.")
        raise AliasError(message.format(name=written[:100]))
    if any(found != territory_id for found in territory.by_name(name)):
        message = tk._("“{name}” is the name of another territory: it cannot be remembered for this one.")
        raise AliasError(message.format(name=written[:100]))
    row = {
        "name": name,
        "territory": territory_id,
        "written": written[:500],
        "author": author,
        "created": datetime.now(UTC).replace(tzinfo=None),
    }
    model.Session.execute(insert(alias_table).values(row).on_conflict_do_nothing())


def forget(written: str, territory_id: str) -> None:
    """Take a name back."""
    model.Session.execute(
        sa.delete(alias_table).where(_alias.name == normalise_name(written), _alias.territory == territory_id)
    )
