from __future__ import annotations

import json

from bench import figures
from bench.figures import at_least, at_most, exactly, times_faster


def test_seconds_below_the_goal_meet_it():
    assert at_most("import", 3.2, "s", 5).met


def test_seconds_above_the_goal_do_not():
    assert not at_most("import", 6.6, "s", 5).met


def test_with_a_peer_the_ratio_is_what_counts():
    page = at_most("page", 127, "ms", 1.3, peer=100)
    assert (page.ratio, page.met) == (1.27, True)


def test_a_rate_must_be_so_many_times_that_of_the_peer():
    harvest = at_least("harvest", 30, 10, "datasets/s", 4)
    assert (harvest.ratio, harvest.met) == (3, False)


def test_seconds_are_so_many_times_fewer_than_others():
    again = times_faster("again", 2, 300, 100)
    assert (again.ratio, again.met) == (150, True)


def test_a_count_must_be_what_it_is_known_to_be():
    assert [exactly("jobs", jobs, "jobs", 1).met for jobs in (0, 1, 2)] == [False, True, False]


def test_one_slow_round_does_not_count():
    assert figures.median([3.1, 9.9, 3.2]) == 3.2


def test_the_report_for_programs_has_the_promised_fields(tmp_path):
    figures.write([at_most("import", 3.2, "s", 5)], tmp_path / "bench.json")
    assert json.loads((tmp_path / "bench.json").read_text()) == [
        {"name": "import", "ours": 3.2, "peer": None, "unit": "s", "ratio": None, "goal": 5, "met": True}
    ]


def test_the_report_for_people_says_what_is_met():
    lines = figures.as_text([at_most("import", 3.2, "s", 5)]).splitlines()
    assert lines[1].split() == ["import", "3.2", "s", "5", "met"]
