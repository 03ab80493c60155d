"""The widget of a territory: what the portal answers to a site that shows it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.sessions import session_cookie
from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted, counted_searches

pytestmark = pytest.mark.ckan

HOSTILE = '</script><script>alert("1")</script> & \' \u2028 \u202e' + "x" * 300
ADDRESSES = ("com-74010/widget", "com-74010/widget.js", "widget.css?couleur=0a6640", "widget-frame.js")


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def annecy() -> dict[str, Any]:
    return organization("annecy", "Ville d’Annecy", odlocale_territory="com-74010")


@pytest.fixture
def three_datasets(annecy: dict[str, Any]) -> None:
    departement = organization("haute-savoie", odlocale_territory="dep-74")
    for name, owner in (("Budget", annecy), ("Arbres", annecy), ("Routes", departement)):
        dataset(name.lower(), owner, title=name)


def listed(page: Any) -> list[str]:
    return re.findall(r'href="http://test.ckan.net/(?:fr/)?dataset/([\w-]+)"', page.body)


@pytest.mark.usefixtures("three_datasets")
def test_a_widget_lists_everything_below_with_the_latest_first(app: Any) -> None:
    assert listed(app.get("/territoire/dep-74/widget")) == ["routes", "arbres", "budget"]


@pytest.mark.usefixtures("three_datasets")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("portee=territoire", ["routes"]),
        ("q=arbres", ["arbres"]),
        ("q=zzz", []),
        ("nombre=2", ["routes", "arbres"]),
        ("nombre=2&page=2", ["budget"]),
        ("page=x", ["routes", "arbres", "budget"]),
        ("page=9999", []),
    ],
)
def test_a_widget_lists_what_is_asked_of_it(app: Any, asked: str, expected: list[str]) -> None:
    assert listed(app.get(f"/territoire/dep-74/widget?{asked}")) == expected


@pytest.mark.usefixtures("three_datasets")
def test_the_pages_of_a_widget_keep_what_was_asked(app: Any) -> None:
    page = app.get("/territoire/dep-74/widget?q=*:*&nombre=1&couleur=064")
    address = re.search(r'href="([^"]+)" rel="next"', page.body)
    assert address
    assert address[1] == "/territoire/dep-74/widget?couleur=%23064&amp;nombre=1&amp;q=%2A%3A%2A&amp;page=2"


def test_a_dataset_of_another_territory_names_its_producer(app: Any, annecy: dict[str, Any]) -> None:
    dataset("menus", annecy, odlocale_territory="com-74112")
    dataset("arbres", annecy)
    producers = re.findall(r'<p class="meta">(?:([^·<]+) ·)?', app.get("/territoire/com-74010/widget").body)
    assert producers == [""]
    producers = re.findall(r'<p class="meta">(?:([^·<]+) ·)?', app.get("/territoire/dep-74/widget").body)
    assert sorted(producers) == ["Annecy", "Epagny Metz-Tessy"]


def test_a_widget_without_datasets_says_so(app: Any) -> None:
    assert "No dataset has been published yet." in app.get("/territoire/com-74010/widget").body


@pytest.mark.usefixtures("three_datasets")
def test_a_widget_in_french_is_french(app: Any) -> None:
    page = app.get("/fr/territoire/dep-74/widget?nombre=1")
    assert (
        '<html lang="fr">' in page.body,
        'href="/fr/territoire/dep-74/widget?nombre=1&amp;page=2"' in page.body,
    ) == (
        True,
        True,
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_sets_a_cookie_or_depends_on_one(app: Any, three_datasets: None, address: str) -> None:
    headers = app.get(f"/territoire/{address}").headers
    assert [headers.get("Set-Cookie"), headers.get("Vary")] == [None, None]


@pytest.mark.parametrize(("address", "age"), zip(ADDRESSES, (300, 3600, 31536000, 31536000), strict=True))
def test_caches_may_keep_every_answer(app: Any, three_datasets: None, address: str, age: int) -> None:
    assert app.get(f"/territoire/{address}").headers["Cache-Control"] == f"public, max-age={age}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_browser_has_is_not_sent_again(app: Any, three_datasets: None, address: str) -> None:
    etag = app.get(f"/territoire/{address}").headers["ETag"]
    app.get(f"/territoire/{address}", headers={"If-None-Match": etag}, status=304)


def test_only_the_page_in_the_frame_may_be_framed_and_has_nothing_of_others(app: Any) -> None:
    headers = app.get("/territoire/com-74010/widget").headers
    assert (headers["Content-Security-Policy"], headers.get("X-Frame-Options")) == (
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors *",
        None,
    )


def test_a_widget_has_no_inline_style_or_script(app: Any, three_datasets: None) -> None:
    body = app.get("/territoire/dep-74/widget?couleur=0a6640").body
    assert re.findall(r"<style|style=|<script(?![^>]*\bsrc=)|\son\w+=|javascript:", body) == []


def logged_in(app: Any, user: dict[str, Any]) -> dict[str, str]:
    """The header with which somebody who is logged in asks."""
    return {"Cookie": "=".join(session_cookie(app, user["id"]))}


def is_logged_in(app: Any, session: dict[str, str]) -> bool:
    """Whether CKAN sends the visitor home, and not to its login."""
    return "login" not in app.get("/user/me", headers=session, follow_redirects=False).headers["Location"]


@pytest.mark.parametrize("secret", [{"private": True}, {"state": "draft"}, {"state": "deleted"}])
def test_what_is_not_public_is_in_no_widget_even_for_a_sysadmin(
    app: Any, annecy: dict[str, Any], secret: dict[str, Any]
) -> None:
    from ckan.tests.factories import Dataset, Sysadmin, SysadminWithToken

    Dataset(name="secret", title="Secret", owner_org=annecy["id"], **secret)
    sysadmin = Sysadmin()
    session = logged_in(app, sysadmin)
    assert is_logged_in(app, session)
    for headers in (session, {"Authorization": SysadminWithToken()["token"]}):
        for asked in ("", "?q=secret", "?q=capacity:private", "?include_private=true&include_drafts=true"):
            page = app.get(f"/territoire/com-74010/widget{asked}", headers=headers)
            assert (listed(page), "Secret" in page.body) == ([], False)


def test_a_visitor_stays_logged_in_on_the_portal(app: Any) -> None:
    from ckan.tests.factories import Sysadmin

    sysadmin = Sysadmin()
    session = logged_in(app, sysadmin)
    app.get("/territoire/com-74010/widget", headers=session)
    assert is_logged_in(app, session)


@pytest.mark.ckan_config("ckan.search.default_include_private", True)
def test_a_setting_of_the_portal_does_not_bring_private_datasets_in(app: Any, annecy: dict[str, Any]) -> None:
    from ckan.tests.factories import Dataset

    Dataset(name="secret", owner_org=annecy["id"], private=True)
    assert listed(app.get("/territoire/com-74010/widget")) == []


@pytest.mark.parametrize("name", ["widget", "widget.js"])
def test_the_widget_of_a_former_commune_is_that_of_its_successor(app: Any, name: str) -> None:
    answer = app.get(f"/territoire/com-74093/{name}?couleur=064", follow_redirects=False, status=301)
    assert answer.headers["Location"].endswith(f"/territoire/com-74010/{name}?couleur=064")


@pytest.mark.parametrize("wrong", ["com-99999", "74010", "<b>", pytest.param("a" * 3000, id="long")])
def test_what_is_no_territory_has_no_widget(app: Any, wrong: str) -> None:
    page = app.get(f"/territoire/{wrong}/widget", status=404)
    assert ("There is no territory at this address" in page.body, page.headers.get("Set-Cookie")) == (
        True,
        None,
    )
    assert app.get(f"/territoire/{wrong}/widget.js", status=404).body == ""


@pytest.mark.parametrize("words", ["title:[", "{!func}x", "_query_:x", pytest.param("a " * 5000, id="long")])
def test_words_that_cannot_be_searched_for_are_said_in_the_widget(app: Any, words: str) -> None:
    page = app.get("/territoire/dep-74/widget", query_string={"q": words}, status=400)
    assert ("These words cannot be searched for" in page.body, page.headers["Cache-Control"]) == (
        True,
        "no-store",
    )


def test_a_silent_solr_is_said_in_the_widget(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import pysolr

    def silent(*_: Any, **__: Any) -> None:
        raise pysolr.SolrError("Failed to connect to server")

    monkeypatch.setattr(pysolr.Solr, "search", silent)
    page = app.get("/territoire/dep-74/widget?q=eau", status=503)
    assert "The datasets cannot be shown right now." in page.body


def test_hostile_names_are_text(app: Any) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france(places.renamed(places.ANNECY, HOSTILE)))
    dataset("budget", organization("annecy", title=HOSTILE, odlocale_territory="com-74010"), title=HOSTILE)
    page = app.get("/territoire/com-74010/widget", query_string={"q": "x"})
    assert "<script>alert" not in page.body + app.get("/territoire/com-74010/widget").body


def test_a_hostile_name_is_a_string_of_the_script(app: Any) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france(places.renamed(places.ANNECY, HOSTILE)))
    script = app.get("/territoire/com-74010/widget.js").body
    settings = script.rpartition("})(")[2].removesuffix(");")
    assert (json.loads(settings)["title"], settings.isascii()) == (f"Open data: {HOSTILE}", True)


@pytest.mark.parametrize("colour", ["red;}*{display:none", "url(//evil.example)", "</style>", "0" * 9000])
def test_a_hostile_colour_is_the_default_one(app: Any, colour: str) -> None:
    styles = app.get("/territoire/widget.css", query_string={"couleur": colour}).body
    assert styles.split("\n")[0] == ":root{--fill:#1f4e79;--on-fill:#ffffff;--text:#1f4e79}"


@pytest.mark.parametrize("entries", [1, 3, 15])
def test_a_widget_costs_the_same_however_long(
    app: Any, monkeypatch: pytest.MonkeyPatch, annecy: dict[str, Any], entries: int
) -> None:
    for number in range(entries):
        dataset(f"arbres-{number}", annecy, odlocale_territory="com-74112")
    app.get("/territoire/dep-74/widget?nombre=20")
    with counted() as statements, counted_searches(monkeypatch) as searches:
        app.get("/territoire/dep-74/widget?nombre=20")
    ours = [one for one in statements if "odlocale" in one]
    assert (len(ours), len(searches)) == (2, 1)
