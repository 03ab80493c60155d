"""A small portal: the small France of the territories, with organizations and datasets of known openings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tests.territory import places
from tests.territory.portal import dataset, organization

DAY = date(2026, 11, 24)
HOSTILE = 'Annecy <b>"vieille"</b>'


def france() -> None:
    """Import the territories."""
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


def filled() -> dict[str, dict[str, Any]]:
    """Annecy publishes two datasets by itself, the région one of its own and one for Epagny."""
    france()
    annecy = organization("annecy", HOSTILE, odlocale_territory=places.ANNECY)
    region = organization("region", "Région", odlocale_territory=places.REG)
    dataset("budget", annecy)
    dataset("arbres", annecy, tags=[{"name": "arbres"}])
    dataset("lycees", region)
    dataset("menus", region, odlocale_territory=places.EPAGNY, rolled_up_from=places.EPAGNY)
    return {"annecy": annecy, "region": region}


def taken(day: date = DAY) -> Any:
    """Take the figures of a day."""
    from ckanext.odlocale.observatory.history import snapshots

    return snapshots.take(day)


def counted(name: str, territory: str = "fr", part: str = "", **more: Any) -> tuple[int, int]:
    """A figure, as the API gives it."""
    from ckan.tests.helpers import call_action

    found = call_action("odlocale_observatory_indicator_list", territory=territory, part=part, **more)
    one = next(one for one in found if one["id"] == name)
    return one["numerator"], one["denominator"]


def odf_list(path: Path, *lines: str) -> Path:
    """A list of openings: the header, then these lines."""
    path.write_text("\n".join(("siren,nom,type,nb-ptf,url-ptf,date", *lines)), encoding="utf-8")
    return path
