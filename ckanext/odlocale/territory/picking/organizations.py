"""Organizations in a picker: those in which somebody may publish, found without listing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.model.group import group_table, member_table

from ckanext.odlocale.cog.shared import normalise_name
from ckanext.odlocale.territory import granted
from ckanext.odlocale.territory.directory import organizations_of, resolve
from ckanext.odlocale.territory.extras import ORGANIZATION_WORDS, TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.labels import situated
from ckanext.odlocale.territory.model import territory_table
from ckanext.odlocale.territory.picking.meant import Choice, UnclearError, the_one

MOST_PROPOSED = 5
PERMISSION = "create_dataset"

Condition = sa.sql.ColumnElement[bool]

_group, _member, _territory = group_table.c, member_table.c, territory_table.c
_title = sa.func.coalesce(sa.func.nullif(_group.title, ""), _group.name)


def found(typed: str, user: str | None, limit: int) -> list[dict[str, Any]]:
    """Organizations that somebody may be typing, by title, name or territory; one query.

    :param typed: beginnings of words; nothing gives the first ones
    :param user: name of the user who may publish in them; None for all organizations
    :returns: id, name, title, and the facts of the territory that ``labels.situated`` reads
    """
    words, own = normalise_name(typed).split(), _allowed(user)
    query = _organizations().where(*own).limit(limit)
    if words:
        starts = sa.func.lower(_title).startswith(words[0], autoescape=True)
        query = query.where(_group.id.in_(_matching(words))).order_by(starts.desc())
    # The names of all organizations have an index, their titles none.
    query = query.order_by(_title if own else _group.name)
    return [dict(row) for row in model.Session.execute(query).mappings()]


def chosen(value: str) -> Choice | None:
    """The organization that a form holds, by its title; None when there is none of this id or name."""
    query = _organizations().where(sa.or_(_group.id == value, _group.name == value))
    row = model.Session.execute(query.limit(1)).mappings().first() if value else None
    return _choice(dict(row)) if row else None


def publishes_somewhere(user: str) -> bool:
    """True when this user may publish in some organization."""
    query = sa.select(sa.exists().where(_group.is_organization, _group.state == "active", *_allowed(user)))
    return model.Session.execute(query).scalar_one()


def only_one(user: str) -> Choice | None:
    """The organization of somebody who may publish in one only: there is nothing to choose."""
    rows = found("", user, 2)
    return _choice(rows[0]) if len(rows) == 1 else None


def meant(written: str, user: str | None) -> str:
    """The name of the organization that a person meant: its id or name, its title, or its territory.

    :param user: the name of somebody who may publish in it; None for anybody's
    :raises UnclearError: none, or several
    """
    text = written.strip()
    known = chosen(text)
    if known is not None:
        return known.value
    proposed = [_choice(row) for row in found(text, user, 50)]
    exact = [one for one in proposed if normalise_name(one.name) == normalise_name(text)]
    return the_one(text, exact or _of_territory(text), proposed[:MOST_PROPOSED]).value


def unclear(error: UnclearError) -> str:
    """What to tell the person who wrote it."""
    if error.candidates:
        sentence = tk._(
            "“{value}” may mean several organizations. Write the last word in brackets of the right one: "
            "{candidates}."
        )
    else:
        sentence = tk._(
            "There is no organization “{value}” in which you may publish. Check the spelling, or ask its "
            "administrator to add you."
        )
    return sentence.format(value=error.written, candidates=error.candidates)


def note(organization: Mapping[str, Any]) -> str:
    """What tells an organization apart from others of its title: its territory."""
    if not organization["territory"]:
        return ""
    return f"{organization['territory_name']} ({situated({**organization, 'situation': None})})"


def _choice(row: Mapping[str, Any]) -> Choice:
    return Choice(row["name"], row["title"], note(row))


def _of_territory(text: str) -> list[Choice]:
    record = resolve(text)
    attached = organizations_of([record.id]).values() if record else ()
    return [one for one in map(chosen, attached) if one]


def _organizations() -> sa.sql.Select:
    field = organization_field(TERRITORY_FIELD)
    return (
        sa.select(_group.id, _group.name, _title.label("title"), _territory.id.label("territory"))
        .add_columns(_territory.name.label("territory_name"), _territory.level, _territory.kind)
        .select_from(group_table)
        .outerjoin(field, field.c.id == _group.id)
        .outerjoin(territory_table, _territory.id == field.c.value)
        .where(_group.is_organization, _group.state == "active")
    )


def _matching(words: list[str]) -> sa.sql.CompoundSelect:
    """Every word starts a word of the title or name, or else of what the territory is called and coded.

    Two queries of an index each: with “or” between them, PostgreSQL reads every organization.
    """
    asked = sa.func.to_tsquery(sa.text("'simple'::regconfig"), " & ".join(f"{word}:*" for word in words))
    field = organization_field(TERRITORY_FIELD)
    vector = sa.func.to_tsvector(sa.text("'simple'::regconfig"), _territory.search_text)
    of_territory = (
        sa.select(field.c.id)
        .join_from(territory_table, field, field.c.value == _territory.id)
        .where(sa.or_(vector.op("@@")(asked), _territory.id == "-".join(words)))
    )
    return sa.union(sa.select(_group.id).where(ORGANIZATION_WORDS.op("@@")(asked)), of_territory)


def _allowed(user: str | None) -> list[Condition]:
    """CKAN's rule of who may publish where: by one's role there, or by one that cascades from above."""
    if user is None or authz.is_sysadmin(user):
        return []
    person = authz.get_user_id_for_username(user, allow_none=True)
    roles = authz.get_roles_with_permission(PERMISSION)
    cascading: Any = authz.check_config_permission("roles_that_cascade_to_sub_groups")
    own = _memberships(person, roles)
    below = _below(_memberships(person, {*roles} & {*cascading}))
    return [sa.or_(_group.id.in_(own), _group.id.in_(below), _group.id.in_(granted.organizations(user)))]


def _memberships(person: str | None, roles: Any) -> sa.sql.Select:
    return sa.select(_member.group_id).where(
        _member.table_name == "user",
        _member.table_id == person,
        _member.state == "active",
        _member.capacity.in_(list(roles)),
    )


def _below(above: sa.sql.Select) -> sa.sql.Select:
    """Everything below these organizations in CKAN's own hierarchy, in which an organization may loop."""
    link = member_table.alias("link")
    is_link = sa.and_(link.c.table_name == "group", link.c.state == "active")
    first = sa.select(link.c.group_id).where(is_link, link.c.table_id.in_(above))
    tree = first.cte("below", recursive=True)
    tree = tree.union(sa.select(link.c.group_id).where(is_link, link.c.table_id == tree.c.group_id))
    return sa.select(tree.c.group_id)
