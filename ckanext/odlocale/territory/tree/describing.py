"""One level of the tree as the API gives it."""

from __future__ import annotations

from typing import Any

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.directory import TerritoryRecord
from ckanext.odlocale.territory.listing import BRIEF, organization_names
from ckanext.odlocale.territory.tree.growing import counted
from ckanext.odlocale.territory.tree.places import Place, scope_of
from ckanext.odlocale.territory.tree.reading import Node, branches, way


def described(
    record: TerritoryRecord, within: TerritoryId | None, context: Any, limit: int, offset: int
) -> dict[str, Any]:
    """A territory with a page of what hangs below it, in the shape that ``territory tree`` promises.

    :param within: the département of the part that is wanted, if the territory has one there
    :param context: the context of the action
    """
    towards = way(Place(record.id, within))
    place = towards[-1] if towards else Place(record.id)
    everything = branches([place])[place]
    nodes = everything[offset : offset + limit]
    children = counted({place: (nodes, scope_of(towards))}, caller_of(context))[place]
    own = organization_names(node.id for node in children if not node.elsewhere)
    return {
        **{name: getattr(record, name) for name in BRIEF},
        "within": place.within,
        "count": len(everything),
        "children": [_child(node, own) for node in children],
    }


def caller_of(context: Any) -> dict[str, Any]:
    """Who calls an action, as a search that it makes needs to know."""
    return {key: context[key] for key in ("user", "auth_user_obj", "ignore_auth") if key in context}


def _child(node: Node, own: dict[TerritoryId, str]) -> dict[str, Any]:
    return {
        **{name: getattr(node, name) for name in BRIEF},
        "place": str(node.place),
        "within": node.place.within,
        "elsewhere": node.elsewhere,
        "communes": node.communes,
        "children": dict(node.children),
        "organization": None if node.elsewhere else own.get(node.id),
        "organizations": node.organizations,
        "datasets": node.datasets,
    }
