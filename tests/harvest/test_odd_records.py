"""Records that are odd in every way: each arrives, or says why it does not, and the portal stays whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harvest import portals
from tests.harvest.portals import datasets, harvest, of, remote_dataset, turtle
from tests.harvest.test_recovering import indexed, outcome
from tests.territory.people import act, sysadmin

pytestmark = pytest.mark.ckan

LONG = "é" * 100_000


def everywhere(moment: str) -> dict[str, Any]:
    """A record all of whose dates are this."""
    dates = ("issued", "modified", "publication_date", "temporal_start", "temporal_end")
    return {
        "metadata_created": moment,
        "metadata_modified": moment,
        "resources": [{"url": "http://x.org/a.csv", "created": moment, "last_modified": moment}],
        "extras": [{"key": key, "value": moment} for key in dates],
    }


CKAN: dict[str, dict[str, Any]] = {
    "the year 20222": everywhere("20222-03-01T00:00:00"),
    "the year 0": everywhere("0000-00-00"),
    "a year before our era": everywhere("-0044-03-15"),
    "a date that is a number beyond all years": everywhere("9" * 40),
    "a date in summer time": everywhere("2026-07-01T10:00:00+02:00"),
    "a date that is a word": everywhere("bientôt"),
    "a licence that nobody knows": {"license_id": "licence-du-lac", "license_title": "Licence du lac"},
    "a licence that is a list": {"license_id": ["lov2", "odbl"]},
    "an author that is a table": {"author": {"name": "x"}, "url": ["http://x.org"]},
    "an author who is an administrator here": {"author": "admin", "creator_user_id": "admin"},
    "300 tags": {"tags": [{"name": f"mot {number}"} for number in range(300)]},
    "a title of 100,000 letters": {"title": LONG},
    "a name that no address can have": {"name": "../../user/edit"},
    "an outline of 100,000 letters": {"extras": [{"key": "spatial", "value": LONG}]},
    "addresses of 100,000 letters": {
        "url": f"http://x.org/{LONG}",
        "resources": [{"url": f"http://x.org/{LONG}", "format": LONG}],
    },
}


def test_the_odd_records_of_a_ckan_arrive_and_are_shown(app, portal, server) -> None:
    odd = [remote_dataset(oddity) | fields for oddity, fields in CKAN.items()]
    server.serves_ckan(*odd)
    report = harvest(portals.source(server.url, "odlocale_ckan", portal))
    titles = sorted(one["title"] for one in odd)
    assert (report.errors, outcome(), indexed()) == ([], (titles, ["Finished"], 0), len(odd))
    assert unshown(app) == []


def unshown(app) -> list[str]:
    """The pages of the portal and of its datasets that cannot be read."""
    shown = [f"/dataset/{one['name']}" for one in datasets().values()]
    pages = ["/dataset/", "/catalog.ttl", "/api/3/action/package_search", *shown]
    return [page for page in pages if app.get(page).status_code != 200]


DCAT = {
    "the year 20222": 'dct:issued "20222-03-01"^^xsd:date ; dct:modified "20222-13-45"^^xsd:dateTime',
    "a licence that nobody knows": "dct:license <http://x.org/licence-du-lac>",
    "a licence that is a text": 'dct:license "on demande en mairie"',
    "two titles": 'dct:title "Odd", "Odd"@fr',
    "an outline that is none": "dct:spatial [ a dct:Location ; <http://www.w3.org/ns/locn#geometry> "
    '"POLYGON((0 0"^^<http://www.opengis.net/ont/geosparql#wktLiteral> ]',
    "an identifier of 100,000 letters": f'dct:identifier "{LONG}"',
    "a description of 100,000 letters": f'dct:description "{LONG}"',
}


def test_the_odd_records_of_a_dcat_catalogue_arrive_and_are_shown(app, portal, server) -> None:
    xsd = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
    odd = "".join(
        f'<http://x.org/{number}> a dcat:Dataset ; dct:title "{oddity}" ; {said} .\n'
        for number, (oddity, said) in enumerate(DCAT.items())
    )
    server.serves(turtle("Good", more=f"{xsd}\n{odd}"))
    report = harvest(portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal))
    titles = sorted(["Good", *DCAT])
    assert (report.errors, outcome(), indexed()) == ([], (titles, ["Finished"], 0), len(titles))
    assert unshown(app) == []


def sysadmin_named(name: str) -> str:
    from ckan.tests.factories import Sysadmin

    return Sysadmin(name=name)["id"]


def test_an_organization_named_like_a_sysadmin_is_nobody_and_takes_nothing(portal, server) -> None:
    """The remote organization and the one that the policy makes have the name of a person here."""
    from ckan import model

    user = sysadmin_named("sillingy-74272")
    boss = {**of("Commune de Sillingy"), "id": user, "name": "sillingy-74272", "users": [{"id": user}]}
    server.serves_ckan(remote_dataset("A", organization=boss, creator_user_id=user), organizations=(boss,))
    report = harvest(portals.source(server.url, "odlocale_ckan", portal, policy="create"))
    made, person = datasets()["A"], model.User.get(user)
    member = model.Session.query(model.Member).filter_by(table_name="user", state="active", table_id=user)
    assert (report.errors, made["organization"]["name"]) == ([], "sillingy-74272")
    assert (made["creator_user_id"] == user, member.count(), person.sysadmin) == (False, 0, True)


def group(name: str) -> None:
    act("group_create", sysadmin(), name=name)


def deleted_organization(name: str) -> None:
    act("organization_delete", sysadmin(), id=portals.organization(name))


@pytest.mark.parametrize(
    ("take", "told"),
    [
        (group, "cannot be made: a group has its name. Rename the group."),
        (deleted_organization, "was deleted. Restore it, or give the source another policy than “create”."),
    ],
)
def test_a_taken_name_of_an_organization_is_said_and_the_others_go_on(portal, server, take, told) -> None:
    take("sillingy-74272")
    of_sillingy = remote_dataset("A", organization=of("Commune de Sillingy"))
    server.serves_ckan(of_sillingy, remote_dataset("B"))
    report = harvest(portals.source(server.url, "odlocale_ckan", portal, policy="create"))
    expected = f"{of_sillingy['id']}: The organization “sillingy-74272” {told}"
    assert (report.errors, set(datasets())) == ([expected], {"B"})
