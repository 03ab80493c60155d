"""A small portal with territories and organizations, and sources harvested through the real stages."""

from __future__ import annotations

import json
import uuid
from typing import Any

from ckanext.odlocale.cog.shared import Territory, TerritoryId, Vintage

FR, REG, DEP = TerritoryId("fr"), TerritoryId("reg-84"), TerritoryId("dep-74")
FIER = TerritoryId("epci-247400773")
SILLINGY, LOVAGNY, BONNEVILLE = (TerritoryId(f"com-{code}") for code in ("74272", "74152", "74042"))
SIREN = {SILLINGY: "217402726", LOVAGNY: "217401520", BONNEVILLE: "217400423"}

TERRITORIES = (
    Territory(FR, "France", kind="pays"),
    Territory(REG, "Auvergne-Rhône-Alpes", "200053767", kind="region", parents=(FR,)),
    Territory(DEP, "Haute-Savoie", "227400017", kind="departement", parents=(REG,)),
    Territory(FIER, "CC Fier et Usses", "247400773", kind="CC"),
    Territory(SILLINGY, "Sillingy", SIREN[SILLINGY], kind="commune", parents=(FIER, DEP)),
    Territory(LOVAGNY, "Lovagny", SIREN[LOVAGNY], kind="commune", parents=(FIER, DEP)),
    Territory(BONNEVILLE, "Bonneville", SIREN[BONNEVILLE], kind="commune", parents=(DEP,)),
)


def load_territories() -> None:
    """Put the small France in the database."""
    from ckanext.odlocale.territory.vintages import importer

    with importer.locked() as connection:
        importer.apply(
            connection, importer.plan(connection, Vintage(2026, {one.id: one for one in TERRITORIES}))
        )


def organization(name: str, territory: str = "") -> str:
    """The id of a new organization without members, attached to a territory."""
    from ckan.plugins import toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context = {"user": user, "ignore_auth": True}
    made = tk.get_action("organization_create")(context, {"name": name, "title": name.title()})["id"]
    if territory:
        attach = tk.get_action("odlocale_territory_attach")
        attach({"user": user, "ignore_auth": True}, {"id": made, "territory": territory})
    return made


def source(url: str, kind: str, organization_id: str, name: str = "source", **config: Any) -> Any:
    """A harvest source."""
    from ckan.plugins import toolkit as tk
    from ckanext.harvest.model import HarvestSource

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    data = {"name": name, "title": name, "url": url, "source_type": kind, "owner_org": organization_id}
    if config:
        data["config"] = json.dumps(config)
    made = tk.get_action("harvest_source_create")({"user": user, "ignore_auth": True}, data)
    return HarvestSource.get(made["id"])


def harvest(made: Any) -> Any:
    """Run a source to its end; the report."""
    from ckanext.harvest.model import HarvestSource

    from ckanext.odlocale.harvest import running

    return running.run(HarvestSource.get(made.id), lambda _done, _total: None)


def datasets() -> dict[str, dict[str, Any]]:
    """All active harvested datasets of the portal, by title, with their extras as fields."""
    from ckan import model
    from ckan.plugins import toolkit as tk

    model.Session.remove()
    names = model.Session.query(model.Package.name).filter_by(state="active", type="dataset")
    shown = [
        tk.get_action("package_show")({"ignore_auth": True, "use_cache": False}, {"id": name})
        for (name,) in names
    ]
    return {one["title"]: {extra["key"]: extra["value"] for extra in one["extras"]} | one for one in shown}


def organization_names() -> dict[str, str]:
    """The name of the organization of each dataset, by title."""
    return {title: one["organization"]["name"] for title, one in datasets().items()}


def remote_dataset(title: str, /, **fields: Any) -> dict[str, Any]:
    """A dataset as a remote CKAN gives it, with the same id each time."""
    found = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, title)),
        "name": title.lower().replace(" ", "-"),
        "title": title,
        "notes": "",
        "state": "active",
        "type": "dataset",
        "license_id": "lov2",
        "metadata_modified": "2026-01-01T00:00:00",
        "resources": [],
        "tags": [],
        "extras": [],
    }
    return found | fields


def of(name: str, **extras: str) -> dict[str, Any]:
    """The organization of a remote dataset."""
    return {"id": f"id-{name}"[:60], "name": name.lower().replace(" ", "-"), "title": name, **extras}


TURTLE_PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
"""


def turtle(*titles: str, publisher: str = "Commune de Sillingy", siren: str = "", more: str = "") -> str:
    """A DCAT catalogue of these datasets."""
    identifier = f'; dct:identifier "{siren}"' if siren else ""
    described = "".join(
        f'<http://x.org/{title}> a dcat:Dataset ; dct:title "{title}" ; dct:publisher <#p> .\n'
        for title in titles
    )
    agent = f'<#p> a foaf:Organization ; foaf:name "{publisher}" {identifier} .'
    return f"{TURTLE_PREFIXES}{described}{agent}\n{more}"
