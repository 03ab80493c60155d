"""Every page and every reading action of the territory room, and a portal as large as asked to try them on.

What is added to the room is added here: tests compare these tables with what the plugin offers.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from bench.crowd import Row, identifier, load
from tests.territory import places
from tests.territory.portal import dataset

# Endpoint of each page that shows what the portal holds, and an address of it.
PAGES = {
    "odlocale_attachment.claims": "/territoires/rattachement/demandes",
    "odlocale_attachment.export": "/territoires/rattachement/organisations.csv",
    "odlocale_attachment.index": "/territoires/rattachement",
    "odlocale_attachment.table": "/territoires/rattachement/fichier",
    "odlocale_feeds.atom": f"/territoire/{places.EPCI}/flux.atom",
    "odlocale_territory.organizations": f"/territoire/{places.EPCI}/organisations",
    "odlocale_territory.read": f"/territoire/{places.EPCI}",
    "odlocale_tree.branch_of": f"/territoires/branche/{places.EPCI}",
    "odlocale_tree.index": "/territoires",
    "odlocale_vintages.export": "/territoires/millesimes.csv",
    "odlocale_vintages.index": "/territoires/millesimes",
    "odlocale_widget.frame": f"/territoire/{places.EPCI}/widget",
    "odlocale_widget.script": f"/territoire/{places.EPCI}/widget.js",
}

# Endpoints that forms are sent to, and their addresses.
FORMS = {
    "odlocale_attachment.apply": "/territoires/rattachement",
    "odlocale_attachment.decide": "/territoires/rattachement/demandes",
    "odlocale_attachment.undo": "/territoires/rattachement/annuler",
}

# What each page shows or does, as an action; CKAN's own lists datasets, with our parameter `territoire`.
ACTION_OF_PAGE = {
    "odlocale_attachment.apply": "odlocale_attachment_apply",
    "odlocale_attachment.claims": "odlocale_claim_list",
    "odlocale_attachment.decide": "odlocale_claim_confirm",
    "odlocale_attachment.export": "odlocale_attachment_list",
    "odlocale_attachment.index": "odlocale_attachment_list",
    "odlocale_attachment.table": "odlocale_attachment_import",
    "odlocale_attachment.undo": "odlocale_attachment_undo",
    "odlocale_feeds.atom": "package_search",
    "odlocale_territory.organizations": "odlocale_territory_organization_list",
    "odlocale_territory.read": "odlocale_territory_show",
    "odlocale_tree.branch_of": "odlocale_territory_tree",
    "odlocale_tree.index": "odlocale_territory_tree",
    "odlocale_vintages.export": "odlocale_vintage_show",
    "odlocale_vintages.index": "odlocale_vintage_show",
    "odlocale_widget.frame": "package_search",
    "odlocale_widget.script": "odlocale_territory_show",
}

# Endpoints of files that are the same for every portal: nothing is read for them.
FILES = {
    "odlocale_widget.stylesheet": "/territoire/widget.css",
    "odlocale_widget.frame_script": "/territoire/widget-frame.js",
}

# Other addresses of these pages, and CKAN's own pages that show territories.
FURTHER = (
    f"/territoires?ouvert={places.DEP}",
    "/territoires?q=village",
    f"/territoire/{places.DEP}",
    f"/territoire/{places.ANNECY}",
    f"/territoire/{places.ANNECY}?portee=dessus",
    f"/territoire/{places.EPCI}?q=budget",
    f"/dataset/?territoire={places.DEP}",
    "/dataset/",
    "/organization/grand-annecy",
    "/organization/about/grand-annecy",
)

# The actions that answer with a list, and what they are asked.
LISTS: dict[str, dict[str, Any]] = {
    "odlocale_attachment_journal": {},
    "odlocale_attachment_list": {},
    "odlocale_claim_list": {},
    "odlocale_territory_list": {"below": places.DEP},
    "odlocale_territory_organization_list": {"id": places.EPCI},
    "odlocale_territory_tree": {"id": places.EPCI},
    "odlocale_vintage_diff": {"restore": 2},
    "odlocale_vintage_former": {},
    "odlocale_vintage_list": {},
    "odlocale_vintage_show": {},
}
# Where an action's list is in its answer, if not in `results`.
LISTED = {
    "odlocale_territory_tree": "children",
    "odlocale_vintage_diff": "effect.first_organizations",
    "odlocale_vintage_show": "changes",
}
# Suggestions have no second page: who does not find theirs types on.
SUGGESTIONS: dict[str, dict[str, Any]] = {
    "odlocale_organization_autocomplete": {"q": "village"},
    "odlocale_territory_autocomplete": {"q": "village"},
}
SINGLE: dict[str, dict[str, Any]] = {"odlocale_territory_show": {"id": places.EPCI}}
READING = LISTS | SUGGESTIONS | SINGLE
WRITING = (
    "odlocale_attachment_apply",
    "odlocale_attachment_import",
    "odlocale_attachment_undo",
    "odlocale_claim_confirm",
    "odlocale_claim_refuse",
    "odlocale_claim_withdraw",
    "odlocale_territory_attach",
    "odlocale_territory_detach",
)
ACTIONS = (*READING, *WRITING)

# What goes with a wrong field, so that the others are no reason to refuse.
BESIDE: dict[str, dict[str, Any]] = {
    "odlocale_claim_refuse": {"id": "claim-unknown"},
    "odlocale_territory_attach": {"id": "mairie-com-74400"},
    # What the portal of the test holds is compared, not all of France for each of a hundred answers.
    "odlocale_vintage_diff": {"restore": 2},
}


def grow(below: int, before: int = 0) -> None:
    """A portal where an EPCI has so many communes more; each has an organization, and one that claims it.

    Three datasets are in the first organization, whatever the number.

    :param before: how many communes more it has already
    """
    from ckan import model

    from ckanext.odlocale.territory.vintages.importer import import_vintage

    if not before:
        import_vintage(places.france())
        load([Row("grand-annecy", "Grand Annecy", None, {"odlocale_territory": places.EPCI})])
    import_vintage(places.france(*places.communes(below)))
    villages = places.communes(below)[before:]
    load([Row(f"village-{one.id}", one.name, None, {"odlocale_territory": one.id}) for one in villages])
    others = {f"mairie-{one.id}": one for one in villages}
    load([Row(name, f"Mairie de {one.name}") for name, one in others.items()])
    journal({identifier(name): str(one.id) for name, one in others.items()}, "claimed")
    journal({identifier(f"village-{one.id}"): str(one.id) for one in villages}, "written")
    model.Session.remove()
    if not before:
        for number in range(3):
            dataset(f"budget-{number}", {"id": identifier(f"village-{villages[0].id}")}, title="Budget")


def journal(wanted: dict[str, str], state: str) -> None:
    """Writes entries into the journal of attachments.

    :param wanted: id of an organization to a territory
    :param state: of these entries
    """
    from ckan import model

    from ckanext.odlocale.territory.attachment.model import attachment_table

    written = dt.datetime(2026, 1, 15, 10, tzinfo=dt.UTC)
    rows = [
        {
            "id": f"{state}-{organization}",
            "organization_id": organization,
            "territory_id": territory,
            "state": state,
            "created": written,
        }
        for organization, territory in wanted.items()
    ]
    with model.ensure_engine().begin() as connection:
        connection.execute(attachment_table.insert(), rows)


def held() -> str:
    """What all tables hold, but for when a token was last used."""
    import sqlalchemy as sa
    from ckan import model

    model.Session.remove()
    with model.ensure_engine().begin() as connection:
        tables = {*sa.inspect(connection).get_table_names()} - {"api_token", "user"}
        rows = "SELECT md5(string_agg(one::text, '|' ORDER BY one::text)) FROM"
        return str({table: connection.scalar(sa.text(f'{rows} "{table}" one')) for table in sorted(tables)})
