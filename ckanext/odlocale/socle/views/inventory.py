"""The catalogue file of a territory: ready to be read by others, or published as the set of the socle."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import ckan.plugins.toolkit as tk
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.inventory.lines import SCHEMA
from ckanext.odlocale.socle.inventory.reading import of_territory
from ckanext.odlocale.socle.publishing.template import Identity, as_csv, file_name
from ckanext.odlocale.socle.publishing.who import identity_of
from ckanext.odlocale.territory.shared import (
    UNSEARCHED,
    TerritoryRecord,
    anonymous,
    organization_of,
    resolve,
)

log = logging.getLogger(__name__)

inventory = Blueprint("odlocale_socle_inventory", __name__)


@inventory.route("/territoire/<territory_id>/catalogue.csv")
def territory(territory_id: str) -> Response:
    """A line for each public dataset that the territory produced."""
    try:
        tk.check_access("odlocale_territory_show", anonymous(), {"id": territory_id})
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to see the territories."))
    record = resolve(territory_id)
    if record is None:
        tk.abort(404, tk._("There is no territory at this address."))
    if record.id != territory_id:
        return redirect(tk.url_for("odlocale_socle_inventory.territory", territory_id=record.id), 301)
    return _file(record, _identity(record))


def _file(record: TerritoryRecord, identity: Identity) -> Response:
    entry = find_schema(SCHEMA)
    try:
        lines = of_territory(record.id, identity)
    except UNSEARCHED:
        log.exception("The catalogue of %s could not be made", record.id)
        tk.abort(503, tk._("The datasets cannot be searched right now. Try again in a few minutes."))
    answer = Response("\ufeff" + as_csv(entry, lines), mimetype="text/csv")
    name = file_name(entry, identity, datetime.now(UTC).strftime("%Y%m%d"))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _identity(record: TerritoryRecord) -> Identity:
    """Its organization's, which may know its SIRET; without one, what the reference data know."""
    organization = organization_of(record.id)
    if organization is None:
        return Identity(record.name, siren=record.siren, territory=str(record.id))
    shown = tk.get_action("organization_show")(
        anonymous(), {"id": organization, "include_users": False, "include_groups": False}
    )
    return identity_of(shown)
