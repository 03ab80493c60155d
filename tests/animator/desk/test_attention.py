"""What an authority needs, and who must act."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from ckanext.odlocale.animator.desk.attention import (
    Agreement,
    Facts,
    Need,
    Publication,
    Row,
    Who,
    row_of,
)
from ckanext.odlocale.animator.desk.filters import Asked, asked_of, counted, matching
from ckanext.odlocale.animator.desk.steps import Reached, Step, furthest
from ckanext.odlocale.animator.mandate import Status

TODAY = dt.date(2026, 3, 26)
LATELY, LONG_AGO, LAST_YEAR = dt.date(2026, 3, 1), dt.date(2025, 11, 1), dt.date(2025, 3, 25)
NOBODY = Facts(
    "com-74010", "com", "Annecy", 132_117, "", "", "presumed", True, None, Publication(), None, None, 0
)
SMALL = NOBODY._replace(duty="exempt", counts=False, population=800)
ASKED = Agreement("1", Status.ASKED, None, None, asked_by_collectivite=True, may_publish=False)
SIGNED = replace(ASKED, status=Status.SIGNED, signed=LATELY)
PUBLISHED = Publication(3, LATELY, LATELY)


def with_(facts: Facts = NOBODY, **changes: object) -> Facts:
    return facts._replace(**changes)


def noted(step: Step, on: dt.date) -> dict[str, object]:
    return {"noted": Reached(step, on, by_hand=True), "touched": on}


@pytest.mark.parametrize(
    ("facts", "need", "who"),
    [
        (NOBODY, Need.OBLIGED, Who.ANIMATOR),
        (SMALL, Need.CONTACT, Who.ANIMATOR),
        (with_(agreement=ASKED), Need.ANSWER, Who.ANIMATOR),
        (with_(agreement=replace(ASKED, asked_by_collectivite=False)), Need.WAITING, Who.COLLECTIVITE),
        (with_(agreement=replace(SIGNED, status=Status.EXPIRING)), Need.EXPIRING, Who.ANIMATOR),
        (with_(agreement=SIGNED), Need.NOTHING, Who.NOBODY),
        (with_(agreement=replace(SIGNED, signed=LONG_AGO)), Need.STALLED, Who.ANIMATOR),
        (with_(agreement=replace(SIGNED, signed=LONG_AGO), touched=LATELY), Need.NOTHING, Who.NOBODY),
        (with_(publication=replace(PUBLISHED, invalid=2)), Need.INVALID, Who.COLLECTIVITE),
        (
            with_(publication=replace(PUBLISHED, invalid=2), agreement=replace(SIGNED, may_publish=True)),
            Need.INVALID,
            Who.ANIMATOR,
        ),
        (with_(publication=PUBLISHED, harvest_errors=4), Need.HARVEST, Who.ANIMATOR),
        (with_(publication=replace(PUBLISHED, last=LAST_YEAR)), Need.STALE, Who.COLLECTIVITE),
        (with_(publication=PUBLISHED), Need.NOTHING, Who.NOBODY),
        (with_(**noted(Step.CONTACTED, LATELY)), Need.NOTHING, Who.NOBODY),
        (with_(**noted(Step.CONTACTED, LONG_AGO)), Need.SILENT, Who.ANIMATOR),
        (with_(agreement=replace(SIGNED, status=Status.REFUSED)), Need.OBLIGED, Who.ANIMATOR),
        (
            with_(agreement=replace(SIGNED, status=Status.ENDED), publication=PUBLISHED),
            Need.NOTHING,
            Who.NOBODY,
        ),
    ],
)
def test_each_authority_needs_one_thing_from_one_side(facts: Facts, need: Need, who: Who) -> None:
    row = row_of(facts, TODAY)
    assert (row.need, row.who) == (need, who)


@pytest.mark.parametrize(
    ("facts", "step", "by_hand"),
    [
        (NOBODY, None, None),
        (with_(**noted(Step.CONTACTED, LATELY)), Step.CONTACTED, True),
        (with_(agreement=SIGNED, **noted(Step.CONTACTED, LATELY)), Step.AGREEMENT, False),
        (with_(agreement=SIGNED, **noted(Step.TRAINED, LATELY)), Step.TRAINED, True),
        (with_(publication=PUBLISHED, agreement=SIGNED), Step.FIRST_DATASET, False),
        (with_(publication=replace(PUBLISHED, valid=1, since_valid=LATELY)), Step.SOCLE, False),
        (
            with_(publication=replace(PUBLISHED, valid=1, invalid=1, since_valid=LATELY)),
            Step.FIRST_DATASET,
            False,
        ),
        (with_(publication=PUBLISHED, **noted(Step.AUTONOMOUS, LATELY)), Step.AUTONOMOUS, True),
        (with_(agreement=replace(SIGNED, status=Status.ENDED)), None, None),
    ],
)
def test_the_step_is_the_furthest_that_the_portal_or_somebody_knows(
    facts: Facts, step: Step | None, by_hand: bool | None
) -> None:
    found = row_of(facts, TODAY).step
    assert (found.step if found else None, found.by_hand if found else None) == (step, by_hand)


def test_of_the_same_step_what_the_portal_knows_counts() -> None:
    by_hand, seen = Reached(Step.SOCLE, LATELY, True), Reached(Step.SOCLE, LONG_AGO, False)
    assert furthest([by_hand, seen]) == seen


def rows() -> list[Row]:
    facts = [
        with_(SMALL, id="com-74001", name="Alex"),
        with_(id="com-74112", name="Épagny Metz-Tessy", population=8_000),
        with_(id="com-74010"),
        with_(id="com-74269", name="Seyssel", agreement=ASKED, population=2_300),
        with_(id="epci-200066793", level="epci", name="Grand Annecy", publication=PUBLISHED),
    ]
    return [row_of(one, TODAY) for one in facts]


def test_what_is_most_pressing_comes_first_then_who_has_most_inhabitants() -> None:
    found = [row.facts.name for row in matching(rows(), Asked())]
    assert found == ["Seyssel", "Annecy", "Épagny Metz-Tessy", "Alex", "Grand Annecy"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"q": "epagny"}, ["com-74112"]),
        ({"q": "7401"}, ["com-74010"]),
        ({"q": "<b>"}, []),
        ({"niveau": "epci"}, ["epci-200066793"]),
        ({"besoin": "obliged", "population": "5000-9999"}, ["com-74112"]),
        ({"mandat": "asked"}, ["com-74269"]),
        ({"etape": "first-dataset"}, ["epci-200066793"]),
        ({"qui": "nobody"}, ["epci-200066793"]),
        ({"obligation": "exempt"}, ["com-74001"]),
        ({"besoin": "nothing like it"}, []),
        ({"autre": "x", "q": "Alex"}, ["com-74001"]),
    ],
)
def test_filters_leave_what_has_all_of_them(parameters: dict[str, str], expected: list[str]) -> None:
    assert [row.facts.id for row in matching(rows(), asked_of(parameters))] == expected


def test_each_value_of_a_filter_is_counted_in_the_order_of_reading() -> None:
    assert list(counted(rows())["besoin"].items()) == [
        ("answer", 1),
        ("obliged", 2),
        ("contact", 1),
        ("nothing", 1),
    ]
