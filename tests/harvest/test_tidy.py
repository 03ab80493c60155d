"""Datasets of other portals made acceptable to this one."""

from __future__ import annotations

import pytest

from ckanext.odlocale.harvest.tidy import Declared, cleaned, remote_id, tag_names, tidy


def kept(**package):
    return tidy({"title": "T", **package}, "identity")


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ([{"name": "plan local d'urbanisme"}], ["plan local d urbanisme"]),
        (["budget, finances;élus"], ["budget", "finances", "élus"]),
        (["a", " bb ", "bb"], ["bb"]),
        (["x" * 200], ["x" * 100]),
        (["<b>"], []),
        (None, []),
        ([None, 3], []),
    ],
)
def test_tags_are_made_of_what_ckan_takes(tags, names) -> None:
    assert tag_names(tags) == names


def test_extras_are_texts_each_key_once_and_none_repeats_a_field() -> None:
    extras = [
        {"key": "a", "value": 1},
        {"key": "a", "value": [2]},
        {"key": "url", "value": "x"},
        {"key": "e", "value": ""},
    ]
    assert kept(extras=extras)["extras"] == [{"key": "a", "value": "[2]"}]


def test_an_extra_that_the_site_declares_becomes_a_field() -> None:
    declared = Declared(frozenset({"frequency"}), frozenset({"publisher"}))
    extras = {"frequency": "annual", "publisher": "x", "other": "y"}
    found = tidy({"title": "T", "extras": extras}, "identity", declared)
    assert (found["frequency"], found["extras"]) == ("annual", [{"key": "other", "value": "y"}])


def test_resource_ids_are_stable_and_differ_between_datasets() -> None:
    package = {"title": "T", "resources": [{"id": "1", "url": "u"}]}
    ids = [tidy(package, identity)["resources"][0]["id"] for identity in ("a", "a", "b")]
    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


def test_resources_with_the_same_id_get_different_ones() -> None:
    found = kept(resources=[{"id": "1"}, {"id": "1"}, {"id": "1"}])["resources"]
    assert len({resource["id"] for resource in found}) == 3


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-07-16T08:11:44.531453+02:00", "2025-07-16T06:11:44.531453"),
        ("2025-07-16", "2025-07-16T00:00:00"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_of_resources_are_in_utc_or_left_out(written, read) -> None:
    assert kept(resources=[{"created": written}])["resources"][0].get("created") == read


def test_nothing_of_the_remote_organization_or_its_rights_comes_along() -> None:
    found = kept(owner_org="x", organization={}, creator_user_id="x", plugin_data={}, state="deleted")
    assert (
        found.keys() & {"owner_org", "organization", "creator_user_id", "plugin_data"},
        found["state"],
    ) == (
        set(),
        "active",
    )


@pytest.mark.parametrize("address", ["no address", "a@b", "", None, "x y@z.fr"])
def test_an_address_that_is_none_is_left_out(address) -> None:
    assert "author_email" not in kept(author_email=address)


def test_what_postgresql_cannot_keep_is_removed_everywhere() -> None:
    assert cleaned({"a\x00": ["b\x00", {"c": "\ud800"}, 1]}) == {"a": ["b", {"c": "?"}, 1]}


@pytest.mark.parametrize("bad", [None, 3, "", "a b", "../x", "é", "x" * 101])
def test_an_id_that_cannot_be_in_an_address_is_none(bad) -> None:
    assert remote_id({"id": bad}) is None


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("<p>Budget <script>alert(1)</script>2026</p>", "<p>Budget 2026</p>"),
        ('<a href="javascript:alert(1)" onclick="x()">here</a>', '<a rel="noopener noreferrer">here</a>'),
        ("<img src=x onerror=alert(1)>map", '<img src="x">map'),
        ("<iframe src='http://x.org'></iframe>text", "text"),
        ("Eau & air, 3 < 4, _markdown_ > all", "Eau & air, 3 < 4, _markdown_ > all"),
    ],
)
def test_html_that_acts_is_taken_out_of_descriptions_and_text_stays(written, stored) -> None:
    found = kept(notes=written, resources=[{"url": "u", "description": written}])
    assert (found["notes"], found["resources"][0]["description"]) == (stored, stored)
