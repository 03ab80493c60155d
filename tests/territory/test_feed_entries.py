"""What a feed says of datasets, decided without any server."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.odlocale.territory.entries import author, identifier, moment, pages, xml_text

FEED = "https://portail.example/territoire/fr/flux.atom"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Été\tà l’Île\n", "Été\tà l’Île\n"),
        ("a\x00b\x08c\x0bd\x1fe", "abcde"),
        ("a\ufffeb\uffff\ud800", "ab"),
        ("\U0001f3d4", "\U0001f3d4"),
        ("<b>&amp;", "<b>&amp;"),
        (None, ""),
    ],
)
def test_only_what_xml_cannot_write_is_left_out(written: object, kept: str) -> None:
    assert xml_text(written) == kept


def test_the_first_name_that_can_be_read_is_the_author() -> None:
    assert author([None, " \x00 ", "Annecy", "CKAN"]) == "Annecy"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01T10:20:30.123456", dt.datetime(2026, 5, 1, 10, 20, 30, 123456, tzinfo=dt.UTC)),
        ("2026-05-01T10:20:30+00:00", dt.datetime(2026, 5, 1, 10, 20, 30, tzinfo=dt.UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_a_date_of_ckan_is_in_utc(text: object, expected: dt.datetime | None) -> None:
    assert moment(text) == expected


def test_an_id_is_a_tag_when_it_is_known_since_when_the_name_is_ours() -> None:
    assert identifier("https://p.example", "/dataset/1", "p.example", "2026-01-01") == (
        "tag:p.example,2026-01-01:/dataset/1"
    )


def test_an_id_is_an_address_without_that_date() -> None:
    assert identifier("https://p.example/", "/dataset/1", "p.example") == "https://p.example/dataset/1"


def test_a_feed_of_one_page_has_no_neighbours() -> None:
    assert pages(FEED, [], 1, 20, 20) == {
        "self": FEED,
        "first": FEED,
        "last": FEED,
        "previous": None,
        "next": None,
    }


def test_a_page_in_the_middle_keeps_what_was_asked() -> None:
    found = pages(FEED, [("q", "eau & air")], 2, 41, 20)
    assert (found["previous"], found["next"], found["last"]) == (
        f"{FEED}?q=eau+%26+air",
        f"{FEED}?q=eau+%26+air&page=3",
        f"{FEED}?q=eau+%26+air&page=3",
    )


def test_a_page_beyond_the_last_leads_back_to_it() -> None:
    assert pages(FEED, [], 9, 30, 20)["previous"] == f"{FEED}?page=2"
