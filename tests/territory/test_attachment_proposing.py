"""Which territory an organization may be the authority of, decided with the real territories of France."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import TerritoryId, read_packaged
from ckanext.odlocale.territory.attachment.proposing import (
    Certainty,
    Proposal,
    Sign,
    Subject,
    beside_others,
    propose,
)
from tests.harvest.directories import VintageDirectory

ANNECY, BONNEVILLE = "com-74010", "com-74042"
SEYSSEL, OTHER_SEYSSEL = "com-74269", "com-01407"
CERTAIN, LIKELY, AMBIGUOUS = Certainty.CERTAIN, Certainty.LIKELY, Certainty.AMBIGUOUS


class Places(VintageDirectory):
    """The packaged vintage, with what proposing asks besides."""

    def by_siren(self, siren: str) -> TerritoryId | None:
        return self.sirens.get(siren)

    def successor(self, territory: TerritoryId) -> TerritoryId | None:
        return self.territories[territory].successor

    def contains(self, container: str, inner: str) -> bool:
        return container == inner or container in self.above[inner]

    def touches(self, container: str, inner: str) -> bool:
        return self.contains(container, inner) or container in self.straddled[inner]

    def around(self, territories: Sequence[TerritoryId]) -> TerritoryId | None:
        if not territories:
            return None
        line = (territories[0], *self.above[territories[0]])
        return next((one for one in line if all(self.contains(one, other) for other in territories)), None)


@pytest.fixture(scope="module")
def france() -> Places:
    return Places(read_packaged())


def proposed(france: Places, *names: str, within: str | None = None, **known: Any) -> list[tuple[str, str]]:
    found = propose(Subject(names, **known), france, within)
    return [(one.territory, one.certainty) for one in found]


def first(france: Places, *names: str, within: str | None = None, **known: Any) -> Proposal:
    return propose(Subject(names, **known), france, within)[0]


@pytest.mark.parametrize(
    ("name", "territory"),
    [
        ("Mairie d'Annecy", ANNECY),
        ("Ville d'Annecy (74)", ANNECY),
        ("Ville d'Annecy (Haute-Savoie)", ANNECY),
        ("VILLE DE LYON", "com-69123"),
        ("Mairie de Seyssel (74)", SEYSSEL),
        ("Mairie de Seyssel (01420)", OTHER_SEYSSEL),
        ("Commune de Seyssel - 74910", SEYSSEL),
        ("mairie-seyssel-74", SEYSSEL),
        ("Communauté de communes Usses et Rhône", "epci-200070852"),
        ("CC Usses et Rhône", "epci-200070852"),
        ("Conseil départemental de la Haute-Savoie", "dep-74"),
        ("Département de la Savoie", "dep-73"),
        ("Région Bretagne", "reg-53"),
        ("Ajaccio (2A)", "com-2A004"),
        ("Commune de Saint-Denis (974)", "com-97411"),
    ],
)
def test_a_name_that_says_what_it_is_is_certain(france: Places, name: str, territory: str) -> None:
    assert proposed(france, name) == [(territory, CERTAIN)]


def test_a_bare_name_is_likely_in_all_of_france(france: Places) -> None:
    assert proposed(france, "Annecy") == [(ANNECY, LIKELY)]


def test_a_bare_name_is_certain_on_the_portal_of_its_region(france: Places) -> None:
    assert proposed(france, "Seyssel", within="dep-74") == [(SEYSSEL, CERTAIN)]


def test_a_bare_short_name_stays_likely(france: Places) -> None:
    assert [one for one in proposed(france, "Eu", within="dep-76") if one[1] == CERTAIN] == []


def test_a_name_outside_of_the_portal_is_not_certain(france: Places) -> None:
    assert proposed(france, "Mairie d'Annecy", within="reg-53") == [(ANNECY, LIKELY)]


@pytest.mark.parametrize("within", ["dep-74", "dep-01"])
def test_an_epci_is_certain_on_the_portal_of_each_departement_that_it_straddles(
    france: Places, within: str
) -> None:
    assert proposed(france, "CC Usses et Rhône", within=within) == [("epci-200070852", CERTAIN)]


def test_a_hint_that_contradicts_the_name_leaves_it_open(france: Places) -> None:
    assert CERTAIN not in [certainty for _, certainty in proposed(france, "Mairie d'Annecy (35)")]


def test_namesakes_are_all_listed_and_none_is_chosen(france: Places) -> None:
    found = proposed(france, "Mairie de Seyssel")
    assert sorted(found) == [(OTHER_SEYSSEL, AMBIGUOUS), (SEYSSEL, AMBIGUOUS)]


def test_many_namesakes_are_cut_off(france: Places) -> None:
    found = proposed(france, "Mairie de Sainte-Colombe")
    assert (len(found), {certainty for _, certainty in found}) == (8, {AMBIGUOUS})


def test_the_portal_tells_namesakes_apart(france: Places) -> None:
    assert proposed(france, "Mairie de Seyssel", within="dep-01") == [(OTHER_SEYSSEL, CERTAIN)]


def test_the_datasets_tell_namesakes_apart(france: Places) -> None:
    producers = {TerritoryId(SEYSSEL): 3}
    assert proposed(france, "Mairie de Seyssel", producers=producers) == [(SEYSSEL, CERTAIN)]


def test_the_name_in_addresses_counts_when_the_title_says_nothing(france: Places) -> None:
    assert proposed(france, "Open data 74", "mairie-annecy") == [(ANNECY, CERTAIN)]


def test_a_siren_is_certain(france: Places) -> None:
    assert proposed(france, "Service SIG", siren="200063402") == [(ANNECY, CERTAIN)]


def test_a_siren_and_a_name_that_agree_are_one_proposal_with_two_signs(france: Places) -> None:
    found = first(france, "Ville d'Annecy", siren="200063402")
    assert ([proof.sign for proof in found.proofs], found.certainty) == ([Sign.SIREN, Sign.NAME], CERTAIN)


def test_a_siren_settles_namesakes(france: Places) -> None:
    siren = france.territories[TerritoryId(SEYSSEL)].siren
    assert proposed(france, "Mairie de Seyssel", siren=siren) == [(SEYSSEL, CERTAIN)]


def test_a_siren_that_contradicts_the_name_leaves_both_to_a_person(france: Places) -> None:
    found = proposed(france, "Mairie de Chambéry", siren="200063402")
    assert found == [(ANNECY, LIKELY), ("com-73065", LIKELY)]


def test_a_siren_that_is_nobodys_proposes_nothing(france: Places) -> None:
    assert proposed(france, "Association des amis", siren="732829320") == []


def test_a_merged_commune_proposes_its_successor(france: Places) -> None:
    old = TerritoryId("com-74093")
    assert first(france, "Cran-Gevrier", attached=old).territory == france.territories[old].successor
    assert first(france, "x", attached=old).certainty is CERTAIN


def test_datasets_of_one_territory_make_it_likely(france: Places) -> None:
    assert proposed(france, "SIG", producers={TerritoryId(ANNECY): 12}) == [(ANNECY, LIKELY)]


def test_datasets_of_several_territories_speak_for_the_smallest_around(france: Places) -> None:
    producers = {TerritoryId(ANNECY): 1, TerritoryId("com-74112"): 2}
    assert proposed(france, "SIG", producers=producers) == [("epci-200066793", LIKELY)]


def test_datasets_from_all_over_france_say_nothing(france: Places) -> None:
    producers = {TerritoryId(ANNECY): 1, TerritoryId("com-35238"): 1}
    assert proposed(france, "SIG", producers=producers) == []


def test_two_weak_signs_that_agree_are_certain(france: Places) -> None:
    assert proposed(france, "Annecy", producers={TerritoryId(ANNECY): 2}) == [(ANNECY, CERTAIN)]


def test_datasets_from_elsewhere_leave_a_name_to_a_person(france: Places) -> None:
    found = proposed(france, "Mairie d'Annecy", producers={TerritoryId("com-35238"): 2})
    assert [certainty for _, certainty in found] == [LIKELY, LIKELY]


def test_an_intercommunalite_that_shelters_a_commune_is_certain(france: Places) -> None:
    found = first(france, "Grand Annecy Agglomération", producers={TerritoryId(ANNECY): 9})
    assert (found.territory, found.certainty.value) == ("epci-200066793", "certain")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "()",
        "Mairie",
        "Ville",
        "(74)",
        "  -74",
        "x" * 10_000,
        "\u202e",
        "<b>",
        "DROP TABLE",
        "\x00",
        "((((" * 500,
    ],
)
def test_names_that_say_nothing_propose_nothing(france: Places, name: str) -> None:
    assert proposed(france, name, name) == []


@pytest.mark.parametrize(("known", "certainty"), [({}, LIKELY), ({"siren": "200063402"}, CERTAIN)])
def test_beside_another_organization_only_a_number_is_certain(
    france: Places, known: dict[str, str], certainty: Certainty
) -> None:
    assert beside_others(first(france, "Ville d'Annecy", **known)).certainty is certainty
