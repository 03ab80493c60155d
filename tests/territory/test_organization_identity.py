"""Who an organization is, decided without any server."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.identity import Identity, IdentityError, Problem, decide, repeated


@dataclass(frozen=True)
class Place:
    id: TerritoryId
    name: str
    siren: str | None


ANNECY = Place(TerritoryId("com-74010"), "Annecy", "200063402")
SAVOIE = Place(TerritoryId("dep-73"), "Savoie", "227300019")
PARIS = Place(TerritoryId("com-75056"), "Paris", "217500016")
PARIS_DEP = Place(TerritoryId("dep-75"), "Paris", "217500016")


class Places:
    def resolve(self, text: str) -> Place | None:
        known = {place.id: place for place in (ANNECY, SAVOIE, PARIS, PARIS_DEP)}
        return {**known, "74010": ANNECY, "com-74011": ANNECY}.get(text)

    def by_siren(self, siren: str) -> Place | None:
        return {place.siren: place for place in (ANNECY, SAVOIE, PARIS)}.get(siren)


def identity(territory: object, siren: object) -> Identity:
    return decide(territory, siren, Places())


def refused(territory: object, siren: object) -> IdentityError:
    with pytest.raises(IdentityError) as refusal:
        identity(territory, siren)
    return refusal.value


def test_a_territory_left_empty_is_recognised_from_the_siren() -> None:
    assert identity("", "200 063 402") == Identity(ANNECY.id, "200063402")


def test_a_siret_is_a_siren_with_a_tail() -> None:
    assert identity(None, "20006340200016") == Identity(ANNECY.id, "200063402")


def test_an_organization_may_have_neither() -> None:
    assert identity("", None) == Identity(None, None)


def test_a_siren_that_is_no_territorys_recognises_nothing() -> None:
    assert identity("", "552100554") == Identity(None, "552100554")


def test_an_association_may_be_attached_to_a_territory() -> None:
    assert identity("dep-73", "552100554") == Identity(SAVOIE.id, "552100554")


def test_a_bare_code_and_an_old_code_become_the_territory_of_today() -> None:
    assert [identity(code, "").territory for code in ("74010", "com-74011")] == [ANNECY.id, ANNECY.id]


def test_an_authority_of_two_territories_may_be_attached_to_either() -> None:
    assert identity("dep-75", PARIS.siren).territory == PARIS_DEP.id


def test_a_false_siren_is_refused() -> None:
    assert refused("", "200063403").problem is Problem.INVALID_SIREN


def test_an_unknown_territory_is_refused() -> None:
    assert refused("com-99999", "").problem is Problem.UNKNOWN_TERRITORY


@pytest.mark.parametrize(
    "written", [["com-74010", "dep-73"], "com-74010 dep-73", "com-74010, dep-73", "com-74010;dep-73"]
)
def test_two_territories_are_refused(written: object) -> None:
    assert refused(written, "").problem is Problem.SEVERAL_TERRITORIES


def test_the_same_territory_twice_is_one() -> None:
    assert identity(["dep-73", " dep-73 "], "").territory == SAVOIE.id


def test_the_siren_of_another_territory_is_refused_and_named() -> None:
    error = refused("dep-73", ANNECY.siren)
    assert (error.problem, error.values) == (
        Problem.SIREN_OF_ANOTHER,
        {"value": "200063402", "name": "Annecy", "id": "com-74010"},
    )


def test_one_key_with_two_values_is_repeated() -> None:
    assert repeated([{"key": "a", "value": "1"}, {"key": "a", "value": "2"}], "a")


def test_one_key_with_the_same_value_twice_is_not_repeated() -> None:
    assert not repeated([{"key": "a", "value": "1"}, {"key": "a", "value": "1"}], "a")


def test_a_deleted_extra_does_not_count() -> None:
    assert not repeated([{"key": "a", "value": "1"}, {"key": "a", "value": "2", "deleted": True}], "a")
