"""How the harvests of one source went, told to who answers for it."""

from __future__ import annotations

from itertools import islice
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.harvest.model import HarvestSource
from ckanext.odlocale.harvest import approval, seen, source_config
from ckanext.odlocale.harvest.drafts import decoded, part_of
from ckanext.odlocale.harvest.health import Health, causes
from ckanext.odlocale.harvest.preview import HARVESTERS, preview
from ckanext.odlocale.harvest.records import Source
from ckanext.odlocale.harvest.rollup import SourcePolicy
from ckanext.odlocale.harvest.route_words import explained
from ckanext.odlocale.harvest.routes_known import FOLLOWED, route_table

RUNS, EXAMPLES, FIRST = 10, 5, 20


def report_of(source_id: str) -> dict[str, Any]:
    """The figures of a source, its last runs, and what went wrong in the last one.

    :raises ckan.logic.NotFound: the source was deleted
    """
    found = seen.sources(seen.Scope(source=source_id))
    if not found:
        raise tk.ObjectNotFound(tk._("There is no such harvest source."))
    runs = seen.runs([source_id], RUNS).get(source_id, [])
    grouped = causes(seen.errors(runs[0]["id"])) if runs else []
    told = [
        {
            "count": one.count,
            "examples": [{"about": about, "message": message} for about, message in one.examples],
        }
        for one in grouped
    ]
    more = {"elsewhere_examples": _elsewhere(source_id), "approval": approval.shown(source_id)}
    return {**found[0], "runs": runs, "causes": told, **more, "part": _part(source_id)}


def first_of(source: Source, policy: SourcePolicy | None = None) -> list[dict[str, Any]]:
    """What a harvest would do with the first datasets of a source; nothing is written.

    :param policy: of a source that is not there yet
    :raises FetchError: it cannot be read
    :raises ValueError: its configuration cannot be used, or it is no source of ours
    """
    kinds = {harvester: kind for kind, harvester in HARVESTERS.items()}
    if source.type not in kinds:
        message = tk._("A source of type “{type}” cannot be tried: only those “by territory” can.")
        raise ValueError(message.format(type=source.type))
    catalogue = source_config.catalogue_address(source)
    policy = policy or source_config.policy_of(source)
    rows = preview(source.url, kinds[source.type], policy, catalogue, source_config.ckan_filters(source))
    try:
        return list(islice(rows, FIRST))
    finally:
        model.Session.rollback()


def health_label(health: str) -> str:
    """How a source is, in words."""
    labels = {
        Health.WAITING: tk._("waits for approval"),
        Health.REFUSED: tk._("refused"),
        Health.GOOD: tk._("in good health"),
        Health.RUNNING: tk._("under way"),
        Health.NEVER: tk._("never harvested"),
        Health.LATE: tk._("late"),
        Health.PARTLY: tk._("some errors"),
        Health.HELD: tk._("waits for a person"),
        Health.FAILED: tk._("failed"),
        Health.OFF: tk._("switched off"),
    }
    return labels[Health(health)]


def _part(source_id: str) -> dict[str, list[str]]:
    """What the source takes of its portal; empty when it takes all."""
    source: Any = HarvestSource.get(source_id)
    return part_of(decoded(source.config)) if source else {}


def filter_label(name: str) -> str:
    """What a source is limited by, in words."""
    labels = {
        "organization": tk._("Organization there"),
        "territory": tk._("Area covered"),
        "tag": tk._("Tags"),
        "group": tk._("Groups there"),
    }
    return labels[name]


def _elsewhere(source_id: str) -> list[dict[str, str]]:
    route = route_table.c
    query = sa.select(route.title, route.why).where(route.source_id == source_id, route.standing != FOLLOWED)
    rows = model.Session.execute(query.order_by(route.title).limit(EXAMPLES))
    return [{"title": row.title, "why": explained(row.why)} for row in rows]
