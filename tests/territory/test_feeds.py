"""The Atom feed of a territory, read by a feed reader's parser."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import feedparser
import pytest

from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted, counted_searches

pytestmark = pytest.mark.ckan

HOSTILE = '<script>alert("1")</script> & ]]> \x08\x1f\ufffe \u202e l’Île \U0001f3d4 ' + "x" * 300


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


def read(app: Any, address: str) -> Any:
    """The feed as a parser sees it, which has to be well-formed."""
    found = feedparser.parse(app.get(address).data)
    assert not found.bozo, found.get("bozo_exception")
    return found


def titles(app: Any, address: str) -> list[str]:
    return [entry.title for entry in read(app, address).entries]


@pytest.mark.usefixtures("three_datasets")
def test_a_feed_has_everything_below_with_the_latest_first(app: Any) -> None:
    assert titles(app, "/territoire/reg-84/flux.atom") == ["Routes", "Arbres", "Budget"]


@pytest.mark.usefixtures("three_datasets")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("dep-74/flux.atom?portee=territoire", ["Routes"]),
        ("com-74010/flux.atom?portee=dessus", ["Routes"]),
        ("dep-74/flux.atom?portee=nonsense", ["Routes", "Arbres", "Budget"]),
        ("dep-74/flux.atom?q=arbres", ["Arbres"]),
        ("dep-74/flux.atom?q=zzz", []),
    ],
)
def test_a_feed_is_limited_as_the_page_is(app: Any, asked: str, expected: list[str]) -> None:
    assert titles(app, f"/territoire/{asked}") == expected


@pytest.mark.usefixtures("three_datasets")
def test_a_feed_is_atom_with_all_that_the_standard_demands(app: Any) -> None:
    answer = app.get("/territoire/dep-74/flux.atom")
    root = ET.fromstring(answer.data)
    children = [one.tag.rpartition("}")[2] for one in root]
    assert (answer.content_type, root.tag, {"id", "title", "updated", "author", "link"} <= {*children}) == (
        "application/atom+xml; charset=utf-8",
        "{http://www.w3.org/2005/Atom}feed",
        True,
    )


@pytest.mark.usefixtures("three_datasets")
def test_every_entry_has_an_id_a_title_a_date_and_an_author(app: Any) -> None:
    entries = read(app, "/territoire/dep-74/flux.atom").entries
    assert [all(entry.get(name) for name in ("id", "title", "updated", "author")) for entry in entries] == (
        [True] * 3
    )


@pytest.mark.usefixtures("three_datasets")
def test_an_entry_keeps_its_id_and_no_two_have_the_same(app: Any) -> None:
    ids = [entry.id for entry in read(app, "/territoire/dep-74/flux.atom").entries]
    assert ids == [entry.id for entry in read(app, "/fr/territoire/reg-84/flux.atom").entries]
    assert len({*ids}) == 3


@pytest.mark.usefixtures("three_datasets")
def test_an_entry_leads_to_the_datasets_page(app: Any) -> None:
    assert [entry.link for entry in read(app, "/territoire/com-74010/flux.atom").entries] == [
        "http://test.ckan.net/dataset/arbres",
        "http://test.ckan.net/dataset/budget",
    ]


def test_the_author_is_the_producer(app: Any, annecy: dict[str, Any]) -> None:
    dataset("menus", annecy, odlocale_territory="com-74112")
    dataset("arbres", annecy)
    entries = read(app, "/territoire/dep-74/flux.atom").entries
    assert {entry.title: entry.author for entry in entries} == {
        "arbres": "Ville d’Annecy",
        "menus": "Epagny Metz-Tessy",
    }


@pytest.mark.usefixtures("three_datasets")
def test_a_feed_is_as_new_as_its_newest_entry(app: Any) -> None:
    found = read(app, "/territoire/reg-84/flux.atom")
    assert found.feed.updated_parsed == max(entry.updated_parsed for entry in found.entries)


def test_a_feed_without_datasets_is_valid_and_always_the_same(app: Any) -> None:
    found = read(app, "/territoire/com-74010/flux.atom")
    assert (found.entries, found.feed.updated) == ([], "2026-01-01T00:00:00+00:00")


@pytest.mark.ckan_config("ckan.feeds.limit", 2)
def test_a_feed_leads_from_page_to_page(app: Any, three_datasets: None) -> None:
    first = read(app, "/territoire/dep-74/flux.atom")
    links = {link.rel: link.href for link in first.feed.links}
    assert (links["next"], [one.title for one in first.entries]) == (
        "http://test.ckan.net/territoire/dep-74/flux.atom?page=2",
        ["Routes", "Arbres"],
    )
    assert titles(app, links["next"].removeprefix("http://test.ckan.net")) == ["Budget"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "9" * 40, ""])
def test_a_page_that_is_none_is_the_first(app: Any, three_datasets: None, page: str) -> None:
    assert len(titles(app, f"/territoire/dep-74/flux.atom?page={page}")) == 3


def test_a_page_far_beyond_the_last_is_empty(app: Any, three_datasets: None) -> None:
    assert titles(app, "/territoire/dep-74/flux.atom?page=9999") == []


@pytest.mark.usefixtures("three_datasets")
@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/fr", "fr")])
def test_a_feed_says_its_language(app: Any, prefix: str, language: str) -> None:
    assert read(app, f"{prefix}/territoire/dep-74/flux.atom").feed.language == language


def test_hostile_titles_are_text(app: Any) -> None:
    from ckan.tests.factories import Dataset

    owner = organization("annecy", title=HOSTILE, odlocale_territory="com-74010")
    Dataset(name="budget", owner_org=owner["id"], title=HOSTILE, notes=HOSTILE)
    body = app.get("/territoire/com-74010/flux.atom").data
    title = ET.fromstring(body).findtext(".//{*}entry/{*}title") or ""
    assert title.startswith('<script>alert("1")</script> & ]]>')


def test_a_feed_is_not_sent_twice_to_who_has_it(app: Any, three_datasets: None) -> None:
    etag = app.get("/territoire/dep-74/flux.atom").headers["ETag"]
    again = app.get("/territoire/dep-74/flux.atom", headers={"If-None-Match": etag}, status=304)
    assert again.data == b""


def test_a_feed_that_did_not_change_since_is_not_sent(app: Any, three_datasets: None) -> None:
    since = app.get("/territoire/dep-74/flux.atom").headers["Last-Modified"]
    app.get("/territoire/dep-74/flux.atom", headers={"If-Modified-Since": since}, status=304)


def test_a_changed_dataset_changes_the_feed(app: Any, three_datasets: None) -> None:
    from ckan.tests.factories import Sysadmin
    from ckan.tests.helpers import call_action

    etag = app.get("/territoire/dep-74/flux.atom").headers["ETag"]
    call_action("package_patch", {"user": Sysadmin()["name"]}, id="budget", title="Budget 2026")
    app.get("/territoire/dep-74/flux.atom", headers={"If-None-Match": etag}, status=200)


def test_a_feed_may_be_kept_by_caches_and_sets_no_cookie(app: Any, three_datasets: None) -> None:
    headers = app.get("/territoire/dep-74/flux.atom").headers
    assert [headers.get(name) for name in ("Cache-Control", "Vary", "Set-Cookie")] == [
        "public, max-age=300",
        None,
        None,
    ]


def test_private_and_draft_datasets_are_in_no_feed_not_even_for_a_sysadmin(
    app: Any, annecy: dict[str, Any]
) -> None:
    from ckan.tests.factories import Dataset, SysadminWithToken

    Dataset(name="secret", private=True, owner_org=annecy["id"])
    Dataset(name="draft", state="draft", owner_org=annecy["id"])
    token = SysadminWithToken()["token"]
    answer = app.get("/territoire/com-74010/flux.atom", headers={"Authorization": token})
    assert feedparser.parse(answer.data).entries == []


def test_a_former_territorys_feed_is_that_of_its_successor(app: Any) -> None:
    answer = app.get("/territoire/com-74093/flux.atom?q=eau", follow_redirects=False, status=301)
    assert answer.headers["Location"].endswith("/territoire/com-74010/flux.atom?q=eau")


@pytest.mark.parametrize("wrong", ["com-99999", "74010", "<b>", pytest.param("a" * 3000, id="long")])
def test_what_is_no_territory_has_no_feed(app: Any, wrong: str) -> None:
    assert "There is no territory at this address" in app.get(f"/territoire/{wrong}/flux.atom", status=404)


@pytest.mark.parametrize("words", ["title:[", "{!func}x", "_query_:x", pytest.param("a " * 5000, id="long")])
def test_words_that_cannot_be_searched_for_are_refused_in_words(app: Any, words: str) -> None:
    answer = app.get("/territoire/dep-74/flux.atom", query_string={"q": words}, status=400)
    assert (answer.content_type, answer.headers.get("Set-Cookie")) == ("text/plain; charset=utf-8", None)


@pytest.mark.parametrize("entries", [1, 3, 15])
def test_a_feed_costs_the_same_however_long(
    app: Any, monkeypatch: pytest.MonkeyPatch, annecy: dict[str, Any], entries: int
) -> None:
    for number in range(entries):
        dataset(f"arbres-{number}", annecy, odlocale_territory="com-74112")
    app.get("/territoire/dep-74/flux.atom")
    with counted() as statements, counted_searches(monkeypatch) as searches:
        app.get("/territoire/dep-74/flux.atom")
    assert (len([one for one in statements if "odlocale" in one]), len(searches)) == (2, 1)
