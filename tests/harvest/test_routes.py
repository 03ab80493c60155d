"""Which route to a dataset is followed, decided from values."""

from __future__ import annotations

from datetime import datetime

import pytest

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.harvest.facts import facts_of
from ckanext.odlocale.harvest.routes import (
    Route,
    Verdict,
    comes_back,
    heir,
    in_common,
    judge,
    keys_of,
    plain_address,
    rank_of,
)

UUID = "0e1b7a3c-5a1f-4a52-9d0c-1b7d6b7f3c11"
OLD, NEW = (datetime.fromisoformat(f"{year}-01-01") for year in (2025, 2026))


def route(source: str, *keys: str, rank: int = 3, follows: bool = False, guid: str = "g", **more) -> Route:
    producer = more.pop("producer", "com-74272")
    return Route(source, guid, frozenset(keys), producer, rank, follows=follows, **more)


RANKS = {
    Level.COM: 0,
    Level.EPCI: 1,
    Level.EPT: 2,
    Level.DEP: 3,
    Level.REG: 4,
    Level.FR: 5,
    None: 6,
}


@pytest.mark.parametrize(("level", "rank"), RANKS.items())
def test_the_nearer_the_territory_of_a_source_to_the_producer_the_lower_its_rank(level, rank) -> None:
    assert rank_of(level) == rank


ADDRESSES = {
    "https://www.x.org/dataset/budget/": "x.org/dataset/budget",
    "http://x.org:80/dataset/budget": "x.org/dataset/budget",
    "http://x.org:8080/dataset/budget": "x.org:8080/dataset/budget",
    "https://x.org/f?b=2&a=1&utm_source=mail": "x.org/f?a=1&b=2",
    "https://x.org/?id=3": "x.org?id=3",
    "https://x.org/": "",
    "https://x.org": "",
    "https://x.org/?lang=fr": "",
    "ftp://x.org/file": "",
    "mailto:me@x.org": "",
    "http://[::1": "",
    "": "",
}


@pytest.mark.parametrize(("written", "plain"), ADDRESSES.items())
def test_an_address_is_brought_to_one_form_and_a_front_page_is_none(written, plain) -> None:
    assert plain_address(written) == plain


IDENTIFIERS = {
    UUID: f"id:{UUID}",
    UUID.upper(): f"id:{UUID}",
    "5c7d5b4f8b4c411ea1b2c3d4": "id:5c7d5b4f8b4c411ea1b2c3d4",
}


@pytest.mark.parametrize(("identifier", "key"), IDENTIFIERS.items())
def test_an_identifier_that_no_other_catalogue_can_have_is_a_key(identifier, key) -> None:
    assert keys_of([identifier], [], []) == {key}


@pytest.mark.parametrize("identifier", ["12", "budget-2026", "", "217402726", "cafe"])
def test_an_identifier_that_another_catalogue_may_have_is_none(identifier) -> None:
    assert keys_of([identifier], [], []) == set()


def test_files_are_one_key_whatever_their_order() -> None:
    one = keys_of([], [], ["https://x.org/a.csv", "http://x.org/b.csv"])
    assert one == keys_of([], [], ["http://x.org/b.csv/", "https://www.x.org/a.csv"])


COMMON = {
    "the same identifier": (("id:1",), ("id:1",), {}, "id"),
    "the same page": (("page:x",), ("page:x", "page:y"), {}, "page"),
    "the same files of the same producer": (("files:f",), ("files:f",), {}, "files"),
    "the same files of another producer": (("files:f",), ("files:f",), {"producer": "com-74152"}, ""),
    "the same files of nobody": (("files:f",), ("files:f",), {"producer": ""}, ""),
    "nothing": (("id:1", "page:x"), ("id:2", "page:y"), {}, ""),
}


@pytest.mark.parametrize(("ours", "theirs", "more", "common"), COMMON.values(), ids=COMMON)
def test_what_two_routes_have_in_common(ours, theirs, more, common) -> None:
    other = route("b", *theirs, **more)
    assert (
        in_common(
            route("a", *ours, **({"producer": ""} if more.get("producer") == "" else {})), other, [other]
        )
        == common
    )


def test_two_records_of_one_source_are_two_datasets() -> None:
    assert in_common(route("a", "id:1"), route("a", "id:1", guid="h"), []) == ""


def test_a_page_that_two_datasets_of_a_source_share_tells_nothing() -> None:
    known = [route("b", "page:x"), route("b", "page:x", guid="h")]
    assert in_common(route("a", "page:x"), known[0], known) == ""


@pytest.mark.parametrize(("ours", "theirs", "followed"), [(0, 4, True), (4, 0, False)])
def test_the_route_nearest_to_the_producer_is_followed(ours, theirs, followed) -> None:
    other = route("b", "id:1", rank=theirs, follows=True, package="p")
    found = judge(route("a", "id:1", rank=ours), [other])
    assert found == Verdict(followed, other, "id")


@pytest.mark.parametrize(
    ("ours", "theirs", "followed"), [(NEW, OLD, True), (OLD, NEW, False), (None, OLD, False)]
)
def test_of_two_equally_near_the_newer_is_followed(ours, theirs, followed) -> None:
    other = route("b", "id:1", follows=True, package="p", modified=theirs)
    assert judge(route("a", "id:1", modified=ours), [other]).followed is followed


def test_equally_near_and_new_the_one_that_was_first_stays() -> None:
    other = route("b", "id:1", follows=True, package="p")
    assert judge(route("a", "id:1"), [other]).followed is False


def test_nobody_takes_over_the_dataset_of_another_producer() -> None:
    other = route("b", "id:1", follows=True, package="p", rank=5)
    found = judge(route("a", "id:1", rank=0, producer="com-74152"), [other])
    assert found == Verdict(False, other, "id")


def test_a_dataset_that_nobody_else_brings_is_followed() -> None:
    assert judge(route("a", "id:1"), [route("b", "id:2", follows=True)]) == Verdict(True)


def test_a_route_takes_a_dataset_over_that_nobody_follows_any_more() -> None:
    left = route("b", "id:1", package="p")
    assert judge(route("a", "id:1"), [left]) == Verdict(True, left, "id")


def test_the_nearest_of_the_others_is_the_heir() -> None:
    others = [route("a", rank=5), route("b", rank=1, modified=OLD), route("c", rank=1, modified=NEW)]
    assert (heir(others), heir([])) == (others[2], None)


BACK = {
    "its page is ours": (["https://us.fr/dataset/x"], [], True),
    "it went through us": ([], ["https://commune.fr", "https://us.fr/"], True),
    "another portal's": (["https://us.fr.evil.org/dataset/x"], ["https://them.fr"], False),
}


@pytest.mark.parametrize(("pages", "chain", "back"), BACK.values(), ids=BACK)
def test_what_this_portal_published_is_known_when_it_comes_back(pages, chain, back) -> None:
    assert comes_back(pages, chain, "https://us.fr") is back


def test_a_record_says_what_tells_it_from_all_others() -> None:
    package = {
        "id": UUID,
        "title": "Budget",
        "url": "https://x.org/dataset/budget",
        "metadata_modified": "2026-01-01T00:00:00Z",
        "resources": [{"url": "https://x.org/b.csv"}, "bad", {"url": None}],
        "extras": [{"key": "origin_chain", "value": "https://commune.fr https://epci.fr"}, None],
    }
    facts = facts_of(package, "https://dep.fr/dataset/b", "https://dep.fr")
    assert (facts.identifiers, facts.pages, facts.files, facts.modified, facts.chain) == (
        (UUID,),
        ("https://dep.fr/dataset/b", "https://x.org/dataset/budget"),
        ("https://x.org/b.csv",),
        NEW,
        ("https://commune.fr", "https://epci.fr", "https://dep.fr"),
    )


@pytest.mark.parametrize("date", ["", None, "hier", "20222-01-01", "9999-01-01T00:00:00", 12])
def test_a_date_that_is_none_or_is_to_come_counts_for_nothing(date) -> None:
    assert facts_of({"metadata_modified": date}, "", "").modified is None
