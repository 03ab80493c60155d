"""What people changed in a dataset, told from what a harvest put there."""

from __future__ import annotations

import pytest

from ckanext.odlocale.harvest.local_edits import Edits, Put, edits, put_from, with_protected

THERE = Put("org", "com-74272")


@pytest.mark.parametrize(
    ("put", "here", "found"),
    [
        (THERE, THERE, Edits()),
        (THERE, Put("other", "com-74272"), Edits(organization=True)),
        (THERE, Put("org", ""), Edits(territory=True)),
        (Put(None, ""), Put("other", "dep-74"), Edits(organization=True, territory=True)),
        (None, Put("other", "dep-74"), Edits()),
    ],
)
def test_what_differs_from_what_was_put_there_is_by_hand(put, here, found) -> None:
    assert edits(put, here) == found


@pytest.mark.parametrize("put", [THERE, Put(None, ""), Put("é", "fr")])
def test_what_is_kept_can_be_read_again(put) -> None:
    assert put_from(put.as_text()) == put


@pytest.mark.parametrize("text", [None, "", "{", "3", "[1]", "null"])
def test_what_cannot_be_read_is_not_known(text) -> None:
    assert put_from(text) is None


def test_protected_fields_and_extras_stay_as_they_are_here() -> None:
    package = {"title": "theirs", "notes": "theirs", "extras": [{"key": "a", "value": "1"}]}
    shown = {"title": "ours", "notes": "", "extras": [{"key": "a", "value": "2"}, {"key": "b", "value": "3"}]}
    assert with_protected(package, shown, ["notes", "a"]) == {
        "title": "theirs",
        "notes": "",
        "extras": [{"key": "a", "value": "2"}],
    }
