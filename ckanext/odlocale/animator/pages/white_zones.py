"""``/animateurs/zones-blanches``: where nobody offers a service, as a page and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.animator import helping
from ckanext.odlocale.animator.asking import answered, check, page_of
from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.pages.mapped import drawn
from ckanext.odlocale.animator.pages.names import names_of, places_of
from ckanext.odlocale.animator.wording import choices, label
from ckanext.odlocale.socle.shared import harmless
from ckanext.odlocale.territory.shared import Level, Share, communes_outside, portal_territory, resolve

PER_PAGE = 50
AROUND = (Level.REG, Level.DEP)
EVERYWHERE = str(Level.FR)

white_zones = Blueprint("odlocale_white_zones", __name__)


@white_zones.route("/animateurs/zones-blanches")
def index() -> str:
    """The communes that nobody offers a service to, most people first, and their share by département."""
    territories = _territories()
    service, chosen = _service(), _chosen(territories)
    number = tk.h.get_page_number(tk.request.args)
    asked = {"service": service, "limit": PER_PAGE, "offset": (number - 1) * PER_PAGE}
    found = answered("odlocale_white_zone_list", {**asked, "below": _below(chosen)})
    address = tk.url_for("odlocale_white_zones.index")
    kept = {"service": service, "territoire": chosen}
    shares = [Share(**one) for one in found["shares"]]
    return tk.render(
        "animators/white_zones.html",
        {
            "page": page_of(address, kept, found["results"], found["count"], PER_PAGE),
            "shares": [one for one in shares if one.left_out],
            "communes": sum(one.communes for one in shares),
            "map": drawn(
                shares,
                tk._("Share of the communes to which somebody offers: {service}").format(
                    service=label("service", service)
                ),
                f"{address}?service={service}&territoire=",
            ),
            "services": choices("service", Service),
            "service": service,
            "chosen": chosen,
            "territories": territories,
        },
    )


@white_zones.route("/animateurs/zones-blanches.csv")
def export() -> Response:
    """The same, all of it, for a spreadsheet."""
    service, chosen = _service(), _chosen(_territories())
    check("odlocale_white_zone_list", {"service": service})
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in line] for line in _lines(service, _below(chosen)))
    # The mark makes spreadsheets read UTF-8.
    answer = Response("\ufeff" + written.getvalue(), mimetype="text/csv")
    name = "-".join(filter(None, ("zones-blanches", service, _below(chosen))))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _lines(service: Service, below: str | None) -> Iterator[list[str]]:
    found, _count = communes_outside(helping.covered(service, today()), below, None)
    names = names_of(one for commune in found for one in commune.parents)
    yield ["service", "code", "commune", "siren", "population", "departement", "epci"]
    for one in found:
        around = [
            next((names.get(up, up) for up in one.parents if up.level is level), "")
            for level in (Level.DEP, Level.EPCI)
        ]
        yield [service, one.code, one.name, one.siren or "", str(one.population or ""), *around]


def _service() -> Service:
    asked = tk.request.args.get("service", "")
    return Service(asked) if asked in set(Service) else Service.SENSIBILISATION


def _territories() -> list[tuple[str, str]]:
    """All of France, its régions and départements, before them the portal's own should it be none of them."""
    around, own = places_of(*AROUND), portal_territory()
    known = [(EVERYWHERE, tk._("All of France")), *around]
    record = resolve(own) if own and own not in dict(known) else None
    return [(str(record.id), record.name), *known] if record else known


def _chosen(known: Sequence[tuple[str, str]]) -> str:
    """The territory of the address; without one that is known, that of the portal, else all of France."""
    listed, own = dict(known), portal_territory()
    begin = own if own in listed else known[0][0]
    asked = tk.request.args.get("territoire", "")
    return asked if asked in listed else begin


def _below(chosen: str) -> str | None:
    return None if chosen == EVERYWHERE else chosen
