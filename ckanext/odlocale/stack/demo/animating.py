"""The animators of the demo: who they are, whom they support, what they noted, and the kits they use."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ckanext.odlocale.stack import sites
from ckanext.odlocale.stack.demo.api import Api
from ckanext.odlocale.stack.demo.content import Organization
from ckanext.odlocale.stack.sites import Running

KEEPER = "region-auvergne-rhone-alpes"
CONTACT = {"contact_name": "Service des données (exemple)", "contact_email": "donnees@example.org"}


@dataclass(frozen=True, slots=True)
class Animated:
    """What there is of animators: how many, their offers and kits, and mandates by what they are today."""

    animators: int
    offers: int
    mandates: dict[str, int]
    kits: int

    def as_json(self) -> dict[str, Any]:
        """The same, for the summary."""
        return {
            "animators": self.animators,
            "offers": self.offers,
            "mandates": self.mandates,
            "kits": self.kits,
        }


def organizations() -> list[Organization]:
    """The organizations of the animators."""
    return [Organization(row["organisation"], row["titre"], row["territoire"]) for row in _rows("animateurs")]


def animate(api: Api, portal: Running) -> Animated:
    """Make the animators, their offers and mandates, notes and kits; what is there already stays."""
    for row in _rows("animateurs"):
        _animator(api, row)
    for row in _rows("conventions"):
        _mandate(api, row)
    _follow_up(api)
    kits = json.loads(sites.ckan(portal, "odlocale", "kits", "load", "--organization", KEEPER, "--json"))
    return Animated(
        animators=len(api("odlocale_animator_list")),
        offers=sum(len(row["services"].split(",")) for row in _rows("animateurs")),
        mandates=dict(sorted(Counter(one["status"] for one in api("odlocale_mandate_list")).items())),
        kits=kits["created"] + kits["updated"] + kits["unchanged"],
    )


def _animator(api: Api, row: dict[str, str]) -> None:
    if api.find("odlocale_animator_show", id=row["organisation"]) is not None:
        return
    fields = {"kind": row["nature"], "perimeter": [row["perimetre"]], **CONTACT}
    api("odlocale_animator_create", id=row["organisation"], **fields)
    if row["soutenu_par"]:
        api("odlocale_animator_support_create", supporter=row["soutenu_par"], supported=row["organisation"])
    for service in row["services"].split(","):
        offer = {"service": service, "perimeter": [row["perimetre"]], "cost": "Gratuit"}
        api("odlocale_offer_create", animator=row["organisation"], **offer)


def _mandate(api: Api, row: dict[str, str]) -> None:
    if api("odlocale_mandate_list", animator=row["animateur"], territory=row["territoire"]):
        return
    dates = {
        name: _day(row[column]) for name, column in (("since", "depuis"), ("until", "jusque")) if row[column]
    }
    made = api(
        "odlocale_mandate_create",
        animator=row["animateur"],
        territory=row["territoire"],
        services=row["services"].split(","),
        side=row["demandee_par"],
        **dates,
    )
    if row["etat"] == "signed":
        api("odlocale_mandate_accept", id=made["id"], signed=dates["since"])
        if row["publie"]:
            api("odlocale_mandate_delegate", id=made["id"])
    elif row["etat"] == "refused":
        api("odlocale_mandate_refuse", id=made["id"], reason="Pas cette année.")


def _follow_up(api: Api) -> None:
    for row in _rows("suivi"):
        asked = {"id": row["animateur"], "q": row["territoire"].partition("-")[2]}
        [found] = api("odlocale_follow_up_list", **asked)["results"]
        if found["step"] != row["etape"]:
            api(
                "odlocale_follow_up_note",
                id=row["animateur"],
                territories=[row["territoire"]],
                step=row["etape"],
                note=row["note"],
            )


def _day(days: str) -> str:
    """A day so many days from today."""
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=int(days))).isoformat()


def _rows(name: str) -> Iterator[dict[str, str]]:
    table = resources.files("ckanext.odlocale.stack.demo") / "data" / f"{name}.csv"
    with table.open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream, delimiter=";")
