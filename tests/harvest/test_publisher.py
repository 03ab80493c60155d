"""Recognising the producer of a dataset: what proves, what only hints, what must never be believed."""

from __future__ import annotations

import pytest

from ckanext.odlocale.cog.shared import TerritoryId, read_packaged
from ckanext.odlocale.harvest.claims import Agent, Claims
from ckanext.odlocale.harvest.identifiers import authority_numbers, coverage_code, typed_code
from ckanext.odlocale.harvest.publisher import examine, identify, key_of, name_of
from tests.harvest.directories import VintageDirectory

BONNEVILLE, SILLINGY, ANNECY = "com-74042", "com-74272", "com-74010"
HAUTE_SAVOIE, FIER = "dep-74", "epci-247400773"


@pytest.fixture(scope="module")
def france() -> VintageDirectory:
    return VintageDirectory(read_packaged())


@pytest.fixture
def siren(france: VintageDirectory):
    return lambda territory: france.territories[TerritoryId(territory)].siren


def named(*names: str, **others) -> Claims:
    return Claims(publisher=Agent(names=names), **others)


def verdict(
    claims: Claims, france: VintageDirectory, within: str | None = "reg-84"
) -> tuple[str, str] | None:
    found = identify(claims, france, within)
    return (str(found.territory), str(found.certainty)) if found else None


def siret_of(siren: str) -> str:
    """A valid SIRET of a legal entity."""
    from stdnum.fr import siret

    return next(
        number for number in (f"{siren}{suffix:05d}" for suffix in range(10, 100)) if siret.is_valid(number)
    )


# --- What proves ----------------------------------------------------------------------------------


def test_a_siret_proves_its_legal_entity(france, siren) -> None:
    claims = Claims(publisher=Agent(numbers=(siret_of(siren(BONNEVILLE)),)))
    assert verdict(claims, france) == (BONNEVILLE, "certain")


def test_a_siren_wins_over_another_organization(france, siren) -> None:
    claims = Claims(
        Agent(numbers=(siren(SILLINGY),)), organization=Agent(names=("Région Auvergne-Rhône-Alpes",))
    )
    assert verdict(claims, france) == (SILLINGY, "certain")


def test_a_typed_code_of_the_publisher_proves(france) -> None:
    assert verdict(Claims(Agent(codes=(TerritoryId(BONNEVILLE),))), france) == (BONNEVILLE, "certain")


def test_the_code_of_a_former_commune_gives_its_successor(france) -> None:
    assert verdict(Claims(Agent(codes=(TerritoryId("com-74011"),))), france) == (ANNECY, "certain")


def test_an_insee_address_as_publisher_proves(france) -> None:
    claims = Claims(Agent(addresses=("http://id.insee.fr/geo/departement/74",)))
    assert verdict(claims, france) == (HAUTE_SAVOIE, "certain")


def test_a_siren_inside_an_address_proves(france, siren) -> None:
    address = (
        f"https://annuaire-entreprises.data.gouv.fr/entreprise/commune-de-bonneville-{siren(BONNEVILLE)}"
    )
    assert verdict(Claims(Agent(addresses=(address,))), france) == (BONNEVILLE, "certain")


def test_the_remote_organization_proves_by_its_siren(france, siren) -> None:
    claims = Claims(organization=Agent(names=("Service SIG",), numbers=(siren(FIER),)))
    assert verdict(claims, france) == (FIER, "certain")


def test_the_remote_organization_proves_by_its_name(france) -> None:
    claims = Claims(organization=Agent(names=("Commune de Bonneville",)))
    assert verdict(claims, france) == (BONNEVILLE, "certain")


def test_a_name_that_one_territory_of_the_source_has_proves(france) -> None:
    assert verdict(named("Mairie de BONNEVILLE"), france) == (BONNEVILLE, "certain")


def test_a_bare_name_inside_a_small_territory_proves(france) -> None:
    assert verdict(named("Sillingy"), france, HAUTE_SAVOIE) == (SILLINGY, "certain")


def test_the_coverage_tells_namesakes_apart(france) -> None:
    claims = named("Commune de Bonneville", coverage=("fr:commune:74042",))
    assert verdict(claims, france, None) == (BONNEVILLE, "certain")


def test_the_coverage_tells_which_mairie_it_is(france) -> None:
    claims = named("Mairie", coverage=("http://id.insee.fr/geo/commune/74272",))
    assert verdict(claims, france) == (SILLINGY, "certain")


def test_a_commune_whose_epci_publishes_for_it_is_the_producer(france) -> None:
    claims = Claims(
        organization=Agent(names=("Communauté de communes Fier et Usses",)), authors=("Ville de Sillingy",)
    )
    assert verdict(claims, france) == (SILLINGY, "certain")


def test_an_author_that_is_a_person_changes_nothing(france) -> None:
    claims = Claims(organization=Agent(names=("Commune de Bonneville",)), authors=("Jean Martin",))
    assert verdict(claims, france) == (BONNEVILLE, "certain")


# --- What is doubtful -----------------------------------------------------------------------------


def test_a_siren_of_one_and_the_name_of_another_is_doubtful(france, siren) -> None:
    claims = Claims(Agent(names=("Commune de Sillingy",), numbers=(siren(BONNEVILLE),)))
    assert verdict(claims, france) == (BONNEVILLE, "doubtful")


def test_a_siren_of_a_commune_and_the_name_of_a_departement_is_doubtful(france, siren) -> None:
    claims = Claims(Agent(names=("Département de l'Ain",), numbers=(siren(BONNEVILLE),)))
    assert verdict(claims, france) == (BONNEVILLE, "doubtful")


def test_a_coverage_without_any_name_is_doubtful(france) -> None:
    assert verdict(Claims(coverage=("fr:commune:74042",)), france) == (BONNEVILLE, "doubtful")


def test_a_bare_name_in_all_of_france_is_doubtful(france) -> None:
    assert verdict(named("Sillingy"), france, None) == (SILLINGY, "doubtful")


def test_a_short_bare_name_may_be_an_acronym(france) -> None:
    assert verdict(named("ARS"), france, "dep-16") == ("com-16018", "doubtful")


def test_the_name_of_a_commune_with_the_siren_of_nobody_here_is_doubtful(france) -> None:
    claims = Claims(Agent(names=("Commune de Bonneville",), numbers=("552081317",)))
    assert verdict(claims, france) == (BONNEVILLE, "doubtful")


def test_a_contact_alone_is_doubtful(france) -> None:
    assert verdict(Claims(contacts=("Mairie de Bonneville",)), france) == (BONNEVILLE, "doubtful")


def test_an_unknown_publisher_in_the_organization_of_a_commune_is_doubtful(france) -> None:
    claims = named("Régie des eaux", organization=Agent(names=("Commune de Bonneville",)))
    assert verdict(claims, france) == (BONNEVILLE, "doubtful")


# --- What must never be believed ------------------------------------------------------------------


def test_two_numbers_of_two_authorities_prove_nothing(france, siren) -> None:
    claims = Claims(Agent(numbers=(siren(BONNEVILLE),), codes=(TerritoryId(SILLINGY),)))
    assert verdict(claims, france) is None


@pytest.mark.parametrize("bare", ["01", "74", "84", "74000", "74042"])
def test_a_bare_code_of_a_publisher_is_never_guessed(france, bare) -> None:
    assert verdict(Claims(Agent(addresses=(bare,))), france) is None


def test_the_coverage_of_a_commune_does_not_make_it_the_producer_of_its_departement(france) -> None:
    claims = named("Département de la Haute-Savoie", coverage=("fr:commune:74042",))
    assert verdict(claims, france) == (HAUTE_SAVOIE, "certain")


@pytest.mark.parametrize("somebody", ["IGN", "SYANE", "Régie des eaux de Bonneville", "INSEE"])
def test_the_coverage_of_a_commune_does_not_make_it_the_producer_for_somebody_else(france, somebody) -> None:
    assert verdict(named(somebody, coverage=("fr:commune:74042",)), france) is None


def test_a_name_that_two_territories_have_is_nobody(france) -> None:
    assert verdict(named("Commune de Saint-Martin"), france, None) is None


def test_a_name_of_another_region_is_nobody_here(france) -> None:
    assert verdict(named("Commune de Sillingy"), france, "reg-53") is None


def test_a_bare_name_of_a_departement_and_of_a_commune_is_nobody(france) -> None:
    assert verdict(named("Paris"), france, None) is None


def test_a_publisher_of_elsewhere_in_the_organization_of_an_epci_is_nobody(france) -> None:
    claims = named("Commune de Bonneville", organization=Agent(names=("CC Fier et Usses",)))
    assert verdict(claims, france) is None


def test_no_claim_is_nobody(france) -> None:
    assert verdict(Claims(), france) is None


# --- Evidence and keys ----------------------------------------------------------------------------


def test_evidence_says_the_claim_the_value_and_what_it_matched(france, siren) -> None:
    number = siren(BONNEVILLE)
    [evidence] = identify(Claims(Agent(numbers=(number,))), france).evidence
    assert (str(evidence), evidence.matched) == (f"siren: {number}", (BONNEVILLE,))


def test_evidence_of_the_unrecognised_is_kept_for_the_person_who_decides(france) -> None:
    found = examine(named("Commune de Saint-Martin", coverage=("Alpes",)), france)
    assert [(one.claim, one.value) for one in found] == [
        ("spatial", "Alpes"),
        ("name", "Commune de Saint-Martin"),
    ]


def test_a_producer_keeps_its_key_however_its_name_is_spaced() -> None:
    assert key_of(named("Mairie  de X")) == key_of(named("mairie de x ")) == "name:mairie de x"


def test_two_authors_in_one_organization_are_two_producers() -> None:
    host = Agent(names=("CA du Lac",))
    keys = {
        key_of(Claims(organization=host, authors=(author,)))
        for author in ("Ville de Gap", "Ville de Tallard", "SIG")
    }
    assert keys == {
        "name:ca du lac / name:ville de gap",
        "name:ca du lac / name:ville de tallard",
        "name:ca du lac",
    }


def test_a_publisher_called_mairie_is_told_from_another_by_its_coverage() -> None:
    keys = {key_of(named("Mairie", coverage=(place,))) for place in ("fr:commune:74042", "fr:commune:74272")}
    assert keys == {"name:mairie @ fr:commune:74042", "name:mairie @ fr:commune:74272"}


def test_a_service_is_told_from_the_same_service_of_another_organization() -> None:
    service = Agent(names=("Service SIG",))
    keys = {key_of(Claims(service, Agent(names=(name,)))) for name in ("CC A", "CC B")}
    assert keys == {"name:service sig / name:cc a", "name:service sig / name:cc b"}


def test_a_key_fits_in_an_index_and_is_unlike_any_other() -> None:
    keys = [
        key_of(named("é" * 500, coverage=("x",), organization=Agent(names=("é" * 499 + end,))))
        for end in "ab"
    ]
    assert (len(set(keys)), max(len(key.encode()) for key in keys) <= 1000) == (2, True)


def test_the_producer_s_name_is_the_one_that_names_an_authority() -> None:
    claims = Claims(organization=Agent(names=("CA du Lac",)), authors=("Service SIG", "Ville de Gap"))
    assert name_of(claims) == "Ville de Gap"


# --- Identifiers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        ("com-74042", "com-74042"),
        ("fr:commune:74042", "com-74042"),
        ("fr:commune:74042@1943-01-01", "com-74042"),
        ("fr/town/2a004", "com-2A004"),
        ("http://id.insee.fr/geo/commune/74042", "com-74042"),
        ("https://rdf.insee.fr/geo/2016/region/84/", "reg-84"),
        ("fr:epci:247400773", "epci-247400773"),
        ("INSEE 74042", "com-74042"),
        ("country:fr", "fr"),
        ("http://id.insee.fr/geo/commune/4b88116a-9ede-42f5-aef5-a70304de593b", None),
        ("01", None),
        ("74000", None),
        ("Région Bretagne", None),
        ("", None),
    ],
)
def test_only_an_identifier_that_says_its_level_is_read(text, territory) -> None:
    assert typed_code(text) == territory


def test_five_bare_characters_are_a_commune_only_in_a_coverage() -> None:
    assert (coverage_code("2a004"), coverage_code("01")) == ("com-2A004", None)


@pytest.mark.parametrize(
    "text", ["217 400 423", "21740042300015x", "https://x.fr/123456789", "SIREN 217400424", ""]
)
def test_only_valid_numbers_are_authorities(text) -> None:
    assert authority_numbers(text) == (["217400423"] if text == "217 400 423" else [])
