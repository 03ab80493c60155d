"""Who acts next."""

from __future__ import annotations

import pytest

from ckanext.odlocale.observatory.acting import Actor, Step, next_of
from tests.observatory.country import PLACES


@pytest.mark.parametrize(
    ("territory", "step", "actor"),
    [
        ("com-74010", Step.NOTHING, Actor.NOBODY),
        ("reg-84", Step.TAKE_OVER, Actor.COLLECTIVITE),
        ("com-74269", Step.HARVEST, Actor.PORTAL),
        ("dep-74", Step.OPEN, Actor.COLLECTIVITE),
        ("com-74112", Step.COUNT_AGENTS, Actor.COLLECTIVITE),
        ("com-01407", Step.OFFER, Actor.HELPER),
        ("com-74001", Step.OFFER, Actor.HELPER),
    ],
)
def test_the_next_step(territory: str, step: Step, actor: Actor) -> None:
    place = next(one for one in PLACES if one.id == territory)
    assert (next_of(place).step, next_of(place).actor) == (step, actor)
