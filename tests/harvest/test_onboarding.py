"""From a territory to the source that harvests what it publishes elsewhere: actions and pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.harvest import portals
from tests.harvest.portals import DEP, SILLINGY, SIREN, harvest, of, remote_dataset
from tests.harvest.servers import Answer, as_json
from tests.territory.people import act, member, sysadmin, token
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

SEARCH, PREVIEW, CREATE = (f"odlocale_harvest_onboarding_{verb}" for verb in ("search", "preview", "create"))
SETTING = "ckanext.odlocale.harvest.known_portals"
HOSTILE = '<b>Régie</b> "d\'ici" de Sillingy'
MAIRIE = "mairie-de-sillingy"


@pytest.fixture
def known(monkeypatch, server) -> Any:
    """Have these kinds of portal known, all at the address of the server."""
    import ckan.plugins.toolkit as tk

    def have(*kinds: str) -> str:
        monkeypatch.setitem(tk.config, SETTING, [f"{kind}:{server.url}" for kind in kinds])
        return server.url

    return have


@pytest.fixture
def there(server, known) -> str:
    """The address of a known udata that has the mairie."""
    serve_udata(server, MAIRIE_THERE)
    return known("udata")


def answers(server: Any, path: str, content: Any) -> None:
    server.on(path, Answer(json.dumps(content).encode()))


def serve_udata(server: Any, *organizations: dict[str, Any], covering: int = 0) -> None:
    """Be a udata with these organizations, the first of which has a DCAT catalogue."""
    answers(server, "/api/1/organizations/", {"data": list(organizations), "total": len(organizations)})
    answers(server, "/api/1/datasets/", {"data": [], "total": covering})
    server.serves(portals.turtle("Budget"), path=f"/api/1/organizations/{MAIRIE}/catalog.ttl")


def udata_organization(name: str, slug: str, siret: str = "", datasets: int = 1) -> dict[str, Any]:
    fields = {"name": name, "slug": slug, "business_number_id": siret or None}
    return {**fields, "metrics": {"datasets": datasets}, "page": f"https://www.data.gouv.fr/{slug}"}


MAIRIE_THERE = udata_organization("Mairie de Sillingy", MAIRIE, f"{SIREN[SILLINGY]}00012", 3)


def found(result: dict[str, Any]) -> list[list[tuple[Any, ...]]]:
    kept = ("what", "filter", "datasets", "certainty", "source")
    return [[tuple(one[name] for name in kept) for one in portal["found"]] for portal in result["portals"]]


def part(url: str, **changed: Any) -> dict[str, Any]:
    asked = {"territory": SILLINGY, "portal": f"udata:{url}", "what": "organization", "filter": MAIRIE}
    return {**asked, **changed}


def test_a_udata_tells_who_is_the_commune_and_what_covers_it(portal, server, known) -> None:
    known("udata")
    other = udata_organization("Sillingy Basket", "basket")
    serve_udata(server, other, udata_organization("Sillingy", "sillingy"), MAIRIE_THERE, covering=4)
    result = act(SEARCH, sysadmin(), territory="Sillingy")
    assert found(result) == [
        [
            ("organization", MAIRIE, 3, "certain", None),
            ("organization", "sillingy", 1, "doubtful", None),
            ("coverage", SILLINGY, 4, "doubtful", None),
        ]
    ]
    assert result["portals"][0]["found"][0]["evidence"] == [f"siret: {SIREN[SILLINGY]}00012 = {SILLINGY}"]


def test_an_opendatasoft_portal_tells_it_by_its_publishers(portal, server, known) -> None:
    known("opendatasoft")
    publishers = [{"name": name, "value": name, "count": 2} for name in ("Annecy", "Commune de Sillingy")]
    facets = {"facets": [{"name": "publisher", "facets": publishers}]}
    answers(server, "/api/explore/v2.1/catalog/facets", facets)
    result = act(SEARCH, sysadmin(), territory=SILLINGY)
    assert found(result) == [[("organization", "Commune de Sillingy", 2, "certain", None)]]


def test_a_ckan_tells_it_by_its_organizations_and_what_they_say_of_themselves(portal, server, known) -> None:
    known("ckan")
    items = [{"name": "opendata-sillingy", "display_name": "Open data", "count": 5}]
    facets = {"count": 5, "results": [], "search_facets": {"organization": {"items": items}}}
    server.on("/api/3/action/package_search", lambda _query: as_json(facets))
    said = of("Open data", extras=[{"key": "siren", "value": SIREN[SILLINGY]}])
    server.on("/api/3/action/organization_show", lambda _query: as_json(said))
    result = act(SEARCH, sysadmin(), territory=SILLINGY)
    assert found(result) == [[("organization", "opendata-sillingy", 5, "certain", None)]]


def test_portals_that_are_not_asked_are_told(portal, server, monkeypatch) -> None:
    import ckan.plugins.toolkit as tk

    many = [f"opendatasoft:{server.url}/{number}" for number in range(22)]
    monkeypatch.setitem(tk.config, SETTING, many)
    told = act(SEARCH, sysadmin(), territory=SILLINGY)["portals"]
    assert [one["portal"] for one in told if one["failed"].startswith("Not asked: ")] == many[20:]


def test_a_dcat_catalogue_tells_it_by_its_first_page(portal, server, known, monkeypatch) -> None:
    import ckan.plugins.toolkit as tk

    monkeypatch.setitem(tk.config, SETTING, [f"dcat:{server.url}/catalogue"])
    server.serves(portals.turtle("Budget", "Arbres"))
    result = act(SEARCH, sysadmin(), territory=SILLINGY)
    assert found(result) == [[("catalogue", "", 2, "certain", None)]]
    assert result["portals"][0]["found"][0]["read"] == 2


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(b"{}", status=500), "500 Internal Server Error"),
        (Answer(b"<html>", "text/html"), "a web page instead of a catalogue"),
        (Answer(b"{}"), "does not answer like a portal of the kind udata"),
        (Answer(b'{"data": '), "is not JSON or stops in the middle"),
    ],
)
def test_a_portal_that_fails_says_so_and_holds_up_no_other(portal, server, known, answer, told) -> None:
    known("udata", "opendatasoft")
    server.on("/api/1/organizations/", answer)
    answers(server, "/api/explore/v2.1/catalog/facets", {"facets": []})
    failed, other = act(SEARCH, sysadmin(), territory=SILLINGY)["portals"]
    assert (told in failed["failed"], other["failed"], other["found"]) == (True, None, [])


def test_an_entry_of_the_setting_that_cannot_be_read_is_told(portal, monkeypatch) -> None:
    import ckan.plugins.toolkit as tk

    monkeypatch.setitem(tk.config, SETTING, ["www.data.gouv.fr"])
    [told] = act(SEARCH, sysadmin(), territory=SILLINGY)["portals"]
    assert "“www.data.gouv.fr” in ckanext.odlocale.harvest.known_portals cannot be read" in told["failed"]


def test_a_portal_that_never_ends_is_not_waited_for(portal, server, known, monkeypatch) -> None:
    from ckanext.odlocale.harvest import asking

    known("udata")
    # Told to hold its answer until it was given up: no clock decides this test.
    import threading

    given_up = threading.Event()
    server.on("/api/1/organizations/", Answer(lambda: iter([b"{}" if given_up.wait(20) else b""])))
    monkeypatch.setattr(asking, "PATIENCE", 0)
    [told] = act(SEARCH, sysadmin(), territory=SILLINGY)["portals"]
    given_up.set()
    assert "takes too long to answer" in told["failed"]


def test_what_is_harvested_here_is_told_with_its_number(portal, server, known) -> None:
    known()
    server.serves_ckan(
        *(remote_dataset(title, organization=of("Commune de Sillingy")) for title in "AB"),
        remote_dataset("C", organization=of("Commune de Lovagny")),
    )
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    sources = act(SEARCH, sysadmin(), territory=SILLINGY)["sources"]
    assert [(one["name"], one["datasets"]) for one in sources] == [("source", 2)]


def test_a_portal_of_which_an_approved_source_takes_a_part_is_asked_too(portal, server, known) -> None:
    known()
    filters = {"portal": "udata", "filters": {"organization": MAIRIE}}
    portals.source(server.url, "odlocale_dcat", portal, **filters)
    serve_udata(server, MAIRIE_THERE)
    result = act(SEARCH, sysadmin(), territory=SILLINGY)
    assert found(result) == [[("organization", MAIRIE, 3, "certain", "source")]]


def test_a_portal_of_a_source_that_waits_is_not_visited(portal, server, known) -> None:
    known()
    commune = {"id": portals.organization("sillingy", SILLINGY)}
    config = json.dumps({"portal": "udata", "filters": {"organization": MAIRIE}})
    made = {"title": "x", "url": server.url, "source_type": "odlocale_dcat", "config": config}
    act("harvest_source_create", member(commune, "editor"), name="xx", owner_org=commune["id"], **made)
    assert (act(SEARCH, sysadmin(), territory=SILLINGY)["portals"], server.asked) == ([], [])


def test_a_part_is_tried_and_writes_nothing(portal, server, known) -> None:
    serve_udata(server, MAIRIE_THERE)
    tried = act(PREVIEW, sysadmin(), **part(known("udata")))
    rows = [(row["title"], row["action"], row["publisher"]["territory"]) for row in tried["rows"]]
    assert (rows, portals.datasets()) == ([("Budget", "create", SILLINGY)], {})


def test_a_part_of_a_ckan_is_tried_with_its_filter(portal, server, known) -> None:
    url = known("ckan")
    server.serves_ckan(remote_dataset("A", organization=of("Commune de Sillingy")))
    asked = part(url, portal=f"ckan:{url}", filter="commune-de-sillingy")
    assert [row["title"] for row in act(PREVIEW, sysadmin(), **asked)["rows"]] == ["A"]
    assert "fq=organization%3Acommune-de-sillingy" in server.asked[0]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"portal": "udata:http://127.0.0.1:1"}, "is no portal that is known here"),
        ({"what": "catalogue"}, "cannot be harvested in this way"),
        ({"what": "everything"}, "cannot be harvested in this way"),
        ({"filter": ""}, "cannot be harvested in this way"),
        ({"territory": "Nowhere"}, "Nowhere"),
        ({"filter": "gone"}, "answered 404 Not Found"),
    ],
)
def test_what_cannot_be_tried_says_why(portal, server, known, changed, told) -> None:
    import ckan.plugins.toolkit as tk

    serve_udata(server, MAIRIE_THERE)
    with pytest.raises(tk.ValidationError) as raised:
        act(PREVIEW, sysadmin(), **part(known("udata"), **changed))
    assert told in str(raised.value.error_dict)


def test_a_source_that_was_made_harvests_the_commune(portal, server, known) -> None:
    from ckanext.harvest.model import HarvestSource

    serve_udata(server, MAIRIE_THERE)
    made = act(CREATE, sysadmin(), **part(known("udata"), owner_org=portal))
    harvest(HarvestSource.get(made["id"]))
    told = (made["approval"], made["title"].startswith("Sillingy on 127.0.0.1"))
    assert (told, portals.organization_names()) == (("approved", True), {"Budget": "departement-74"})


def test_the_source_of_an_organization_waits_for_approval(portal, known) -> None:
    commune = {"id": portals.organization("sillingy", SILLINGY)}
    made = act(CREATE, member(commune, "editor"), **part(known("udata"), owner_org=commune["id"]))
    assert made["approval"] == "waiting"


def test_nobody_makes_a_source_in_an_organization_that_is_not_theirs(portal, known) -> None:
    import ckan.plugins.toolkit as tk

    commune = {"id": portals.organization("sillingy", SILLINGY)}
    with pytest.raises((tk.NotAuthorized, tk.ValidationError)):
        act(CREATE, member(commune, "admin"), **part(known("udata"), owner_org=portal))


WHO = {"nobody": False, "stranger": False, "member": False, "editor": True, "admin": True, "sysadmin": True}


@pytest.mark.parametrize(("who", "may"), WHO.items())
def test_who_may_add_a_source_looks_for_what_to_harvest(app, portal, there, who, may) -> None:
    url = there
    people = {"nobody": lambda: None, "stranger": lambda: member(None, ""), "sysadmin": sysadmin}
    user = people.get(who, lambda: member({"id": portal}, who))()
    sent = token(user) if user else {}
    form = {"territoire": SILLINGY, "portail": f"udata:{url}", "quoi": "organization", "filtre": MAIRIE}
    statuses = [
        app.get("/moissonnage/territoire", query_string=form, headers=sent).status_code,
        app.get("/moissonnage/territoire/essai", query_string=form, headers=sent).status_code,
        *(
            app.post(f"/api/3/action/{name}", json=part(url, owner_org=portal), headers=sent).status_code
            for name in (SEARCH, PREVIEW, CREATE)
        ),
        app.post("/moissonnage/territoire", data=form, headers=sent, follow_redirects=False).status_code,
    ]
    # The last form says no organization: it is asked for.
    assert statuses == [200 if may else 403] * 6


def test_pages_show_hostile_names_as_text(app, portal, server, known) -> None:
    known("udata")
    serve_udata(server, udata_organization(HOSTILE, "x", f"{SIREN[SILLINGY]}00012"))
    page = app.get(f"/moissonnage/territoire?territoire={SILLINGY}", headers=token(sysadmin())).body
    assert ("<b>Régie" in page, "&lt;b&gt;Régie&lt;/b&gt;" in page) == (False, True)


def test_a_name_that_several_have_or_nobody_is_told_at_its_field(app, portal, known) -> None:
    known()
    page = app.get("/moissonnage/territoire?territoire=Nowhere", headers=token(sysadmin())).body
    assert ("Nowhere" in page, "error-block" in page) == (True, True)


def test_the_form_makes_the_source_for_an_organization_that_is_written_by_its_title(
    app, portal, known
) -> None:
    url = known("udata")
    form = {"territoire": SILLINGY, "portail": f"udata:{url}", "quoi": "organization", "filtre": MAIRIE}
    sent = token(sysadmin())
    wrong = app.post("/moissonnage/territoire", data={**form, "owner_org": "Nobody"}, headers=sent).body
    made = app.post(
        "/moissonnage/territoire", data={**form, "owner_org": "departement-74"}, headers=sent
    ).body
    assert ("There is no organization “Nobody”" in wrong, "The source is there." in made) == (True, True)


def test_the_page_of_a_territory_leads_there_for_who_may(app, portal) -> None:
    link = f"/moissonnage/territoire?territoire={DEP}"
    pages = [app.get(f"/territoire/{DEP}", headers=sent).body for sent in ({}, token(sysadmin()))]
    assert [link in page for page in pages] == [False, True]


def test_a_search_costs_as_many_queries_however_much_there_is(portal, server, known) -> None:
    from ckanext.odlocale.harvest import onboarding
    from ckanext.odlocale.territory.shared import resolve

    record, costs = resolve(SILLINGY), []
    known("udata")
    for number in (1, 15):
        serve_udata(server, *(udata_organization(f"Sillingy {one}", f"s{one}") for one in range(number)))
        portals.source(f"http://127.0.0.1:1/{number}", "odlocale_ckan", portal, f"s{number}")
        with counted() as queries:
            onboarding.search(record)
        costs.append(len(queries))
    assert costs[0] == costs[1]
