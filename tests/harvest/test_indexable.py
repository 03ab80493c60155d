"""What Solr would refuse of a dataset, made such that it takes it."""

from __future__ import annotations

import pytest

from ckanext.odlocale.harvest.indexable import TERM, indexable, is_readable_date

LONG = "é" * TERM


@pytest.mark.parametrize(
    ("key", "value", "indexed"),
    [
        ("url", "http://x.org/a", "http://x.org/a"),
        ("url", "x" * TERM, "x" * TERM),
        ("url", "x" * (TERM + 1), "x" * 1000),
        ("spatial", LONG, "é" * 1000),
        ("res_url", ["http://x.org/a", LONG], ["http://x.org/a", "é" * 1000]),
        ("notes", LONG, LONG),
        ("extras_spatial", LONG, LONG),
        ("data_dict", LONG, LONG),
        ("num_resources", 3, 3),
        ("end_date", "2026-07-01T10:00:00+02:00", "2026-07-01T08:00:00Z"),
        ("end_date", "2026-07-01T10:00:00Z", "2026-07-01T10:00:00Z"),
        ("end_date", "0001-01-01T00:00:00+02:00", "0001-01-01T00:00:00+02:00"),
    ],
)
def test_the_index_holds_what_solr_takes(key, value, indexed) -> None:
    assert indexable({key: value}) == {key: indexed}


@pytest.mark.parametrize(
    ("value", "readable"),
    [("2026-07-01", True), ("bientôt", True), ("20222-03-01", True), ("9" * 40, False)],
)
def test_a_date_that_breaks_the_reading_is_known(value, readable) -> None:
    assert is_readable_date(value) is readable
