"""Who did well lately."""

from __future__ import annotations

import datetime as dt

from ckanext.odlocale.animator.desk.attention import Publication
from ckanext.odlocale.animator.desk.practices import Helped, best_followed, of_stratum, opened, validated
from ckanext.odlocale.animator.mandate import Mandate, State
from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.shared import Place

TODAY = dt.date(2026, 3, 26)
NEW, OLD = dt.date(2026, 1, 5), dt.date(2024, 1, 5)
ANNECY, SEYSSEL, ALEX = (TerritoryId(one) for one in ("com-74010", "com-74269", "com-74003"))
PLACES = [
    Place(ANNECY, Level.COM, "Annecy", None, 132_117),
    Place(SEYSSEL, Level.COM, "Seyssel", None, 2_321),
    Place(ALEX, Level.COM, "Alex", None, 1_100),
]
PUBLISHED = {
    ANNECY: Publication(9, OLD, NEW, valid=2, since_valid=NEW),
    SEYSSEL: Publication(1, NEW, NEW, valid=1, invalid=1, since_valid=NEW),
}


def mandate(animator: str, territory: TerritoryId, state: State = State.SIGNED) -> Mandate:
    return Mandate(f"{animator}-{territory}", animator, territory, state, OLD)


def test_who_opened_in_the_last_year_is_named() -> None:
    assert [one.place.name for one in opened(PUBLISHED, PLACES, TODAY)] == ["Seyssel"]


def test_who_has_an_invalid_file_is_not_named_for_its_valid_ones() -> None:
    assert [one.place.name for one in validated(PUBLISHED, PLACES, TODAY)] == ["Annecy"]


def test_animators_are_named_for_authorities_that_publish() -> None:
    mandates = [mandate("a", ANNECY), mandate("a", ALEX), mandate("b", SEYSSEL, State.REFUSED)]
    found = best_followed(mandates, PUBLISHED, {ANNECY, SEYSSEL, ALEX}, TODAY)
    assert found == [Helped("a", supported=2, publishing=1, valid=1)]


def test_a_stratum_leaves_the_others_out() -> None:
    assert [one.name for one in of_stratum(PLACES, "0-3499")] == ["Seyssel", "Alex"]
