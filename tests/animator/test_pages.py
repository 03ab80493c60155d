"""The pages of animators, offers and agreements, as people read and fill them."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from ckanext.odlocale.drawing.scale import SHADES
from tests.animator.world import World
from tests.territory.people import act, token
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, OTHER_SEYSSEL, REG, SEYSSEL
from tests.territory.portal import organization
from tests.territory.queries import counted

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("june"),
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
]

HOSTILE = """<b>"Texte" & d'élu</b> <script>alert(1)</script>""" + "long" * 40
HELP = "/animateurs/qui-peut-aider"
WHITE = "/animateurs/zones-blanches"


@pytest.fixture
def world() -> World:
    return World()


def offer(world: World, animator: str = "departement", service: str = "formation", **fields: Any) -> Any:
    return act("odlocale_offer_create", world.root, animator=animator, service=service, **fields)


def named(world: World, who: str) -> dict[str, str]:
    return token(world.root if who == "root" else world.people[who])


def test_animators_stand_below_those_that_support_them(app: Any, world: World) -> None:
    body = app.get("/animateurs").body
    nested = re.search(
        r'animateur/region".*?<ul class="odlocale-forest">.*?animateur/departement"', body, re.S
    )
    assert nested is not None


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("nature=departement", ["departement"]),
        (f"region={REG}", ["departement", "region", "syndicat"]),
        ("region=reg-99", ["departement", "region", "syndicat"]),
        ("nature=gip", []),
        ("nature=<b>", ["departement", "region", "syndicat"]),
    ],
)
def test_animators_are_filtered_by_kind_and_region(
    app: Any, world: World, filters: str, shown: list[str]
) -> None:
    body = app.get(f"/animateurs?{filters}").body
    assert sorted(set(re.findall(r'href="/animateur/([a-z]+)"', body))) == shown


def test_a_hostile_animator_is_shown_as_it_is_written(app: Any, world: World) -> None:
    texts = dict.fromkeys(("presentation", "contact_name", "contact_phone"), HOSTILE)
    act(
        "odlocale_animator_update",
        world.root,
        id="syndicat",
        kind="other",
        url="javascript:alert(1)",
        **texts,
    )
    offer(world, "syndicat", perimeter=[DEP], conditions=HOSTILE, cost=HOSTILE, url="javascript:alert(1)")
    for page in ("/animateur/syndicat", "/animateurs", f"{HELP}?territoire={ANNECY}"):
        body = app.get(page).body
        assert ("<script>alert(1)" in body, 'href="javascript:' in body) == (False, False), page


def test_an_animator_that_is_none_is_not_found(app: Any, world: World) -> None:
    assert app.get("/animateur/annecy").status_code == 404


def test_an_animator_tells_what_its_authorities_have_done(app: Any, world: World) -> None:
    world.signed()
    world.signed(territory=SEYSSEL)
    world.dataset()
    body = app.get("/animateur/departement").body
    assert re.findall(r"<dt>([^<]*)</dt><dd>(\d+)</dd>", body) == [
        ("Local authorities with an agreement today", "2"),
        ("of which publish data", "1"),
        ("of which have only valid files of the socle", "0"),
    ]


def test_who_helps_comes_nearest_first_with_what_it_achieved_there(app: Any, world: World) -> None:
    world.signed(territory=SEYSSEL)
    offer(world)
    offer(world, "syndicat", perimeter=[ANNECY])
    body = app.get(f"{HELP}?territoire={ANNECY}").body
    assert re.findall(r'data-animator="([a-z]+)"', body) == ["syndicat", "departement"]
    assert "It accompanies 1 local authority of Haute-Savoie, of which 0 publishes." in body


@pytest.mark.parametrize("typed", ["Annecy", "74010", ANNECY, "com-74093"])
def test_a_territory_is_found_by_name_by_code_and_by_what_merged_into_it(
    app: Any, world: World, typed: str
) -> None:
    assert "For Annecy" in app.get(f"{HELP}?territoire={typed}").body


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Seyssel", "may mean several territories"),
        ("Nulle%20Part", "There is no territory “Nulle Part”"),
        ("%3Cb%3E", "There is no territory “&lt;b&gt;”"),
        ("com-99999", "There is no territory “com-99999” here."),
    ],
)
def test_a_territory_that_is_not_known_is_told(app: Any, world: World, typed: str, sentence: str) -> None:
    answer = app.get(f"{HELP}?territoire={typed}")
    assert sentence in answer.body


def test_nobody_is_an_answer_with_whom_to_ask_above(app: Any, world: World) -> None:
    body = app.get(f"{HELP}?territoire={ANNECY}").body
    assert "Nobody offers help to Annecy on this portal today." in body
    assert 'href="/animateur/departement"' in body.partition("Whom to ask")[2]


def test_where_nobody_at_all_is_there_the_page_says_so(app: Any, world: World) -> None:
    body = app.get(f"{HELP}?territoire={OTHER_SEYSSEL}").body
    assert "No animator of this portal is there for this place." in body


def test_white_zones_are_what_no_offer_reaches(app: Any, world: World) -> None:
    offer(world, perimeter=[DEP], perimeter_except=[EPCI])
    body = app.get(f"{WHITE}?service=formation").body
    assert re.findall(r"territoire=(com-\d+)", body) == [ANNECY, EPAGNY, OTHER_SEYSSEL]


def test_white_zones_are_limited_to_a_departement(app: Any, world: World) -> None:
    body = app.get(f"{WHITE}?service=formation&territoire={DEP}").body
    assert re.findall(r"territoire=(com-\d+)", body) == [ANNECY, EPAGNY, SEYSSEL]


@pytest.mark.ckan_config("ckanext.odlocale.territory.portal", DEP)
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [ANNECY, EPAGNY, SEYSSEL]),
        ("&territoire=fr", [ANNECY, EPAGNY, OTHER_SEYSSEL, SEYSSEL]),
        ("&territoire=dep-99", [ANNECY, EPAGNY, SEYSSEL]),
    ],
    ids=["nothing", "France", "unknown"],
)
def test_white_zones_begin_at_the_territory_of_the_portal(
    app: Any, world: World, asked: str, found: list[str]
) -> None:
    body = app.get(f"{WHITE}?service=formation{asked}").body
    assert sorted(re.findall(r"territoire=(com-\d+)", body)) == sorted(found)


def coloured(body: str) -> dict[str, str]:
    """The colour of each département of the map, by what is told of it."""
    return dict(re.findall(r"<title>([^<]*)</title><path [^>]*fill=\"(#[0-9a-f]{6})\"", body))


def test_white_zones_are_on_a_map_of_departements_that_leads_to_each(app: Any, world: World) -> None:
    offer(world, perimeter=[DEP], perimeter_except=[EPCI])
    body = app.get(f"{WHITE}?service=formation").body
    assert coloured(body) == {"Ain: 0 of 1 communes": SHADES[0], "Haute-Savoie: 1 of 3 communes": SHADES[2]}
    assert f"{WHITE}?service=formation&amp;territoire={DEP}" in body


def test_the_maps_are_the_administrators_own_where_there_is_one(app: Any, world: World) -> None:
    from ckanext.odlocale.cog.shared import TerritoryId
    from ckanext.odlocale.observatory.map import store
    from ckanext.odlocale.observatory.map.outline import Outline

    own = Outline("M600,-5000 610,-5000 610,-5010Z", (600.0, -5010.0, 610.0, -5000.0))
    store.keep({TerritoryId("dep-01"): own, TerritoryId(DEP): own}, HOSTILE)
    for body in (app.get(WHITE).body, app.get("/animateurs").body):
        assert (body.count(own.path), "&lt;b&gt;&#34;Texte&#34;" in body, "<b>" in body) == (2, True, False)


def test_a_map_of_one_departement_is_not_drawn(app: Any, world: World) -> None:
    assert coloured(app.get(f"{WHITE}?service=formation&territoire={DEP}").body) == {}


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ("", {"Ain: 0 of 1 communes": SHADES[0], "Haute-Savoie: 3 of 3 communes": SHADES[4]}),
        ("?nature=gip", {}),
    ],
    ids=["all", "nobody"],
)
def test_animators_are_on_a_map_of_where_they_are_there_for(
    app: Any, world: World, filters: str, told: dict[str, str]
) -> None:
    assert coloured(app.get(f"/animateurs{filters}").body) == told


def test_white_zones_as_a_table(app: Any, world: World) -> None:
    answer = app.get(f"{WHITE}.csv?service=formation&territoire={DEP}")
    rows = list(csv.DictReader(io.StringIO(answer.body.lstrip("\ufeff"))))
    assert [(row["code"], row["departement"], row["epci"]) for row in rows] == [
        ("74010", "Haute-Savoie", "CA du Grand Annecy"),
        ("74112", "Haute-Savoie", "CA du Grand Annecy"),
        ("74269", "Haute-Savoie", "CC Usses et Rhône"),
    ]
    assert 'filename="zones-blanches-formation-dep-74.csv"' in answer.headers["Content-Disposition"]


PROFILE = {"nature": "departement", "presentation": "Nous aidons", "perimetre": [DEP]}


def test_a_profile_is_changed_by_its_administrator(app: Any, world: World) -> None:
    data = {
        **PROFILE,
        "perimetre": [],
        "perimetre_plus": "Annecy, com-74112",
        "sauf_plus": "Epagny Metz-Tessy",
    }
    app.post("/animateur/departement/profil", data=data, headers=named(world, "animator_admin"))
    told = act("odlocale_animator_show", None, id="departement")
    assert (told["presentation"], told["perimeter"], told["perimeter_except"]) == (
        "Nous aidons",
        [ANNECY, EPAGNY],
        [EPAGNY],
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"nature": "<b>"}, "“&lt;b&gt;” is no kind of animator."),
        ({"perimetre_plus": "Seyssel"}, "may mean several territories"),
        ({"perimetre": ["com-99999"]}, "There is no territory “com-99999”."),
        (
            {"perimetre_plus": ",".join(f"com-{one:05}" for one in range(5000))},
            "5001 territories are too many",
        ),
        ({"charte": "demain"}, "“demain” is not a date."),
        ({"presentation": "x" * 1001}, "This text has 1001 characters."),
    ],
    ids=["kind", "several", "unknown", "too many", "date", "long"],
)
def test_a_wrong_profile_is_told_and_changes_nothing(
    app: Any, world: World, data: dict[str, Any], sentence: str
) -> None:
    before = act("odlocale_animator_show", None, id="departement")
    headers = named(world, "animator_admin")
    body = app.post("/animateur/departement/profil", data={**PROFILE, **data}, headers=headers).body
    assert sentence in body
    assert act("odlocale_animator_show", None, id="departement") == before


def test_an_organization_is_made_an_animator_and_unmade(app: Any, world: World) -> None:
    headers = named(world, "root")
    app.post("/animateurs/nouveau", data={**PROFILE, "organisation": "annecy"}, headers=headers)
    assert app.get("/animateur/annecy").status_code == 200
    app.post("/animateur/annecy/retirer", headers=headers)
    assert app.get("/animateur/annecy").status_code == 404


def test_an_unknown_organization_is_told(app: Any, world: World) -> None:
    data = {**PROFILE, "organisation": "nulle-part"}
    body = app.post("/animateurs/nouveau", data=data, headers=named(world, "root")).body
    assert "There is no organization “nulle-part” here." in body


def test_a_supporter_is_added_and_taken_away(app: Any, world: World) -> None:
    headers = named(world, "animator_admin")

    def supported_by() -> list[str]:
        told = act("odlocale_animator_show", None, id="departement")
        return sorted(one["organization"] for one in told["supported_by"])

    page = "/animateur/departement/soutien"
    app.post(page, data={"soutien": "syndicat"}, headers=headers)
    assert supported_by() == ["region", "syndicat"]
    app.post(page, data={"soutien": "region", "acte": "retirer"}, headers=headers)
    assert supported_by() == ["syndicat"]


def test_a_supporter_that_is_no_animator_is_told(app: Any, world: World) -> None:
    page = "/animateur/departement/soutien"
    body = app.post(page, data={"soutien": "annecy"}, headers=named(world, "animator_admin")).body
    assert "There is no animator “annecy” here." in body


def test_a_cycle_is_told(app: Any, world: World) -> None:
    page = "/animateur/region/soutien"
    body = app.post(page, data={"soutien": "departement"}, headers=named(world, "above_admin")).body
    assert "An animator would end up supporting itself" in body


def test_an_offer_is_made_changed_and_taken_back(app: Any, world: World) -> None:
    headers = named(world, "animator_admin")
    app.post(
        "/animateur/departement/offre", data={"service": "formation", "cout": "Gratuit"}, headers=headers
    )
    [one] = act("odlocale_offer_list", None, id="departement")
    assert (one["service"], one["cost"], one["perimeter"]) == ("formation", "Gratuit", [DEP])
    page = f"/animateur/departement/offre/{one['id']}"
    assert "Gratuit" in app.get(page, headers=headers).body
    app.post(page, data={"service": "hebergement", "perimetre": [EPCI], "sauf": [EPAGNY]}, headers=headers)
    [one] = act("odlocale_offer_list", None, id="departement")
    assert (one["service"], one["perimeter"], one["perimeter_except"]) == ("hebergement", [EPCI], [EPAGNY])
    app.post(f"{page}/retirer", headers=headers)
    assert act("odlocale_offer_list", None, id="departement") == []


def test_an_offer_that_ends_before_it_begins_is_told(app: Any, world: World) -> None:
    data = {"service": "formation", "depuis": "2126-05-01", "jusque": "2126-04-01"}
    headers = named(world, "animator_admin")
    body = app.post("/animateur/departement/offre", data=data, headers=headers).body
    assert "It would end on 2126-04-01, before it begins on 2126-05-01." in body


def test_the_offer_of_another_animator_is_not_changed_under_ones_own_address(app: Any, world: World) -> None:
    other = offer(world, "syndicat")
    page = f"/animateur/departement/offre/{other['id']}"
    assert app.get(page, headers=named(world, "animator_admin")).status_code == 403


ASKED = {"territoire": ANNECY, "service": ["formation"], "cote": "collectivite"}


@pytest.mark.parametrize("written", ["departement", "Haute-Savoie", " haute savoie "])
def test_an_agreement_is_asked_of_an_animator_by_its_name_or_title(
    app: Any, world: World, written: str
) -> None:
    data = {**ASKED, "animateur": written}
    app.post("/convention/demander", data=data, headers=named(world, "commune_admin"))
    [one] = act("odlocale_mandate_list", world.root)
    assert (one["animator"], one["territory"], one["status"]) == ("departement", ANNECY, "asked")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Say which animator: begin to type its name."),
        ("annecy", "There is no animator “annecy” here."),
        ("<b>", "There is no animator “&lt;b&gt;” here."),
        ("Région", "Several animators are called “Région”."),
    ],
    ids=["nothing", "no animator", "hostile", "several"],
)
def test_an_animator_that_nobody_knows_is_told_and_nothing_is_asked(
    app: Any, world: World, written: str, sentence: str
) -> None:
    organization("other-region", "Région")
    act("odlocale_animator_create", world.root, id="other-region", kind="region", perimeter=[DEP])
    data = {**ASKED, "animateur": written}
    body = app.post("/convention/demander", data=data, headers=named(world, "commune_admin")).body
    assert (sentence in body, act("odlocale_mandate_list", world.root)) == (True, [])


def test_animators_are_proposed_by_what_is_typed_with_their_kind(app: Any, world: World) -> None:
    found = act("odlocale_animator_autocomplete", None, q="haute sav")
    assert [(one["name"], one["title"], one["note"]) for one in found] == [
        ("departement", "Haute-Savoie", "Département")
    ]
    assert len(act("odlocale_animator_autocomplete", None, limit=2)) == 2


def lines(mandate: str, number: int) -> None:
    """Fill the journal of an agreement."""
    from ckan import model

    from ckanext.odlocale.animator import agreements

    for place in range(number):
        agreements.write(mandate, None, "dataset-changed", dataset=f"budget-{place}", title=f"Budget {place}")
    model.Session.commit()


@pytest.mark.parametrize(("page", "newest", "number"), [(1, "budget-59", 50), (2, "budget-9", 12)])
def test_the_journal_of_an_agreement_is_paged_newest_first(
    app: Any, world: World, page: int, newest: str, number: int
) -> None:
    mandate = world.signed()
    lines(mandate, 60)
    body = app.get(f"/convention/{mandate}?page={page}", headers=named(world, "commune_admin")).body
    journal = body.partition('class="odlocale-journal"')[2].partition("</ul>")[0]
    assert (re.findall(r"/dataset/([a-z0-9-]+)", journal)[0], journal.count("<li>")) == (newest, number)
    assert f"/convention/{mandate}?page=2" in body


@pytest.mark.parametrize("who", ["commune_admin", "animator_admin"])
def test_an_agreement_asks_the_same_number_of_queries_however_long_its_journal(
    app: Any, world: World, who: str
) -> None:
    mandate, headers = world.delegated(), named(world, who)
    lines(mandate, 1)
    app.get(f"/convention/{mandate}", headers=headers)
    with counted() as few:
        app.get(f"/convention/{mandate}", headers=headers)
    lines(mandate, 120)
    with counted() as many:
        app.get(f"/convention/{mandate}", headers=headers)
    assert len(many) == len(few)


PAGES = {
    "animators": "/animateurs",
    "animator": "/animateur/departement",
    "help": f"{HELP}?territoire={ANNECY}",
    "help for an unknown name": f"{HELP}?territoire=Nulle Part",
    "white zones": f"{WHITE}?service=hebergement",
    "agreements": "/conventions",
    "agreements of one": "/conventions?animateur=departement",
    "profile": "/animateur/departement/profil",
    "offer": "/animateur/departement/offre",
    "asking for an agreement": f"/convention/demander?animateur=departement&territoire={ANNECY}",
}


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_the_same_number_of_queries_whatever_there_is(app: Any, world: World, page: str) -> None:
    headers = named(world, "animator_admin")
    offer(world)
    world.signed()
    app.get(PAGES[page], headers=headers)
    with counted() as few:
        app.get(PAGES[page], headers=headers)
    for number in range(8):
        more = organization(f"more-{number}", odlocale_territory=EPAGNY)["name"]
        act("odlocale_animator_create", world.root, id=more, kind="other", perimeter=[DEP])
        act("odlocale_animator_support_create", world.root, supporter=more, supported="departement")
        offer(world, more)
        offer(world, "departement", "stimulation")
        since, until = f"{2127 + number}-01-01", f"{2127 + number}-12-31"
        world.signed(territory=SEYSSEL, since=since, until=until)
        world.asked(territory=ANNECY, animator=more)
    app.get(PAGES[page], headers=headers)
    with counted() as many:
        app.get(PAGES[page], headers=headers)
    assert len(many) == len(few)
