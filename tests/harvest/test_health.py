"""How a source is, and what errors have in common, decided from values."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from ckanext.odlocale.harvest.health import Cause, Health, Run, causes, health_of

NOW = datetime.fromisoformat("2026-06-01")
GOOD = Run("Finished", NOW, 0, 0, 9)
STATES = {
    "switched off": (None, GOOD, 0, Health.OFF),
    "never harvested": ("WEEKLY", None, 0, Health.NEVER),
    "waiting for a consumer": ("WEEKLY", Run("New", None, 0, 0, 0), 0, Health.RUNNING),
    "under way": ("WEEKLY", Run("Running", None, 0, 3, 0), 0, Health.RUNNING),
    "unreadable": ("WEEKLY", Run("Finished", NOW, 1, 0, 0), 0, Health.FAILED),
    "read in part": ("WEEKLY", Run("Finished", NOW, 1, 0, 4), 0, Health.PARTLY),
    "some datasets refused": ("WEEKLY", Run("Finished", NOW, 0, 1, 4), 0, Health.PARTLY),
    "deletions wait": ("WEEKLY", GOOD, 6, Health.HELD),
    "fine": ("WEEKLY", GOOD, 0, Health.GOOD),
    "two runs missed": ("WEEKLY", Run("Finished", NOW - timedelta(days=20), 0, 0, 9), 0, Health.GOOD),
    "three runs missed": ("WEEKLY", Run("Finished", NOW - timedelta(days=22), 0, 0, 9), 0, Health.LATE),
    "by hand, long ago": ("MANUAL", Run("Finished", NOW - timedelta(days=999), 0, 0, 9), 0, Health.GOOD),
}


@pytest.mark.parametrize(("frequency", "run", "held", "health"), STATES.values(), ids=STATES)
def test_how_a_source_is(frequency, run, held, health) -> None:
    assert health_of(frequency, run, held, NOW) is health


def test_errors_that_differ_by_names_and_numbers_are_one_cause_with_its_first_examples() -> None:
    errors = [
        (f"d{number}", f"The dataset “x{number}” has {number} files: https://x.org/{number}")
        for number in range(5)
    ]
    errors.append(("", "Unreadable."))
    assert causes(errors, 2) == [Cause(5, tuple(errors[:2])), Cause(1, (errors[5],))]


def test_without_errors_there_is_no_cause() -> None:
    assert causes([]) == []
