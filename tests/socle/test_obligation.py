"""Who must publish by law: values in, values out."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.socle.obligation import Duty, Override, Reason, obligation


def found_out(obliged: bool | None = None, agents: float | None = None) -> Override:
    return Override(obliged, agents, "DGCL", "anne", dt.date(2026, 1, 15))


@pytest.mark.parametrize(
    ("population", "agents", "duty", "reason"),
    [
        (3_499, None, Duty.EXEMPT, Reason.FEW_PEOPLE),
        (3_499, 400, Duty.EXEMPT, Reason.FEW_PEOPLE),
        (3_500, None, Duty.PRESUMED, Reason.AGENTS_UNKNOWN),
        (3_500, 50, Duty.OBLIGED, Reason.BOTH_REACHED),
        (3_500, 49.9, Duty.EXEMPT, Reason.FEW_AGENTS),
        (100_000, 0, Duty.EXEMPT, Reason.FEW_AGENTS),
        (None, None, Duty.UNKNOWN, Reason.PEOPLE_UNKNOWN),
        (None, 400, Duty.UNKNOWN, Reason.PEOPLE_UNKNOWN),
        (None, 12, Duty.EXEMPT, Reason.FEW_AGENTS),
        (0, None, Duty.EXEMPT, Reason.FEW_PEOPLE),
    ],
)
def test_both_thresholds_have_to_be_reached(
    population: int | None, agents: float | None, duty: Duty, reason: Reason
) -> None:
    found = obligation(Level.COM, population, None if agents is None else found_out(agents=agents))
    assert (found.duty, found.reason) == (duty, reason)


@pytest.mark.parametrize(
    ("level", "duty"),
    [
        (Level.FR, Duty.NONE),
        (Level.REG, Duty.PRESUMED),
        (Level.DEP, Duty.PRESUMED),
        (Level.EPCI, Duty.PRESUMED),
        (Level.EPT, Duty.PRESUMED),
        (Level.COM, Duty.PRESUMED),
    ],
)
def test_every_level_but_the_country_has_an_authority(level: Level, duty: Duty) -> None:
    assert obligation(level, 80_000).duty is duty


@pytest.mark.parametrize(("obliged", "duty"), [(True, Duty.OBLIGED), (False, Duty.EXEMPT)])
def test_what_was_found_out_wins_over_the_numbers(obliged: bool, duty: Duty) -> None:
    found = obligation(Level.COM, 200, found_out(obliged, agents=12))
    assert (found.duty, found.reason) == (duty, Reason.DECIDED)


def test_nothing_obliges_where_there_is_no_authority() -> None:
    assert obligation(Level.FR, 68_000_000, found_out(obliged=True)).duty is Duty.NONE


@pytest.mark.parametrize(
    ("population", "agents", "counts"),
    [(5_000, 60, True), (5_000, None, True), (5_000, 20, False), (900, None, False)],
)
def test_who_is_presumed_to_be_obliged_counts(population: int, agents: float | None, counts: bool) -> None:
    found = obligation(Level.COM, population, None if agents is None else found_out(agents=agents))
    assert found.counts is counts


def test_the_number_of_agents_is_that_of_the_source() -> None:
    assert obligation(Level.COM, 5_000, found_out(agents=48.5)).agents == 48.5


def test_without_a_source_there_is_none() -> None:
    assert obligation(Level.COM, 5_000).agents is None
