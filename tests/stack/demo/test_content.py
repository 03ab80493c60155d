"""The sample catalogues hold what the demo promises, and only what is real is taken for real."""

from __future__ import annotations

import functools
from collections import Counter

import pytest
from stdnum.fr import siren, siret

from ckanext.odlocale.cog.shared import Level, Vintage, overlaps, read_packaged
from ckanext.odlocale.stack.demo import content
from ckanext.odlocale.stack.demo.content import Entry

PROOFS = {"siret", "siren", "insee", "organisation", "couverture", "nom"}


@functools.cache
def vintage() -> Vintage:
    return read_packaged()


@functools.cache
def entries() -> list[Entry]:
    return content.entries(vintage())


def producers(level: Level) -> set[str]:
    return {entry.producer.id for entry in entries() if entry.producer and entry.producer.id.level is level}


def parents(level: Level) -> set[str]:
    of_communes = [
        parent for commune in producers(Level.COM) for parent in vintage().territories[commune].parents
    ]
    return {parent for parent in of_communes if parent.level is level}


def test_there_are_enough_datasets() -> None:
    assert len(entries()) >= 60


def test_there_are_enough_communes() -> None:
    assert len(producers(Level.COM)) >= 25


def test_there_are_enough_epci() -> None:
    assert len(parents(Level.EPCI)) >= 4


def test_there_are_enough_departements() -> None:
    assert len(parents(Level.DEP)) >= 2


def test_one_epci_straddles_two_departements() -> None:
    straddling = {row.territory for row in overlaps(vintage())}
    assert parents(Level.EPCI) & straddling == {"epci-200073096"}


def test_all_are_of_one_region() -> None:
    departements = parents(Level.DEP)
    assert {parent for dep in departements for parent in vintage().territories[dep].parents} == {"reg-84"}


def test_some_producers_cannot_be_recognised() -> None:
    assert [entry.known_by for entry in entries() if entry.producer is None].count("rien") >= 5


def test_producers_are_known_in_every_way() -> None:
    assert {entry.known_by for entry in entries()} == PROOFS | {"rien"}


def test_each_source_has_datasets() -> None:
    assert {entry.source for entry in entries()} == {source.code for source in content.sources()}


def test_addresses_are_unique() -> None:
    assert [slug for slug, times in Counter((e.source, e.slug) for e in entries()).items() if times > 1] == []


def test_titles_are_unique() -> None:
    assert [title for title, times in Counter(entry.title for entry in entries()).items() if times > 1] == []


@pytest.mark.parametrize("known_by", ["siret", "siren"])
def test_numbers_are_valid(known_by: str) -> None:
    check = siret.is_valid if known_by == "siret" else siren.is_valid
    numbers = [entry.number for entry in entries() if entry.known_by == known_by]
    assert [number for number in numbers if not check(number)] == []


def test_the_siret_is_of_the_first_establishment() -> None:
    assert content.siret("217400423")[:13] == "2174004230001"


def test_every_description_says_that_it_is_made_up() -> None:
    assert {content.MADE_UP in entry.description for entry in entries()} == {True}


def test_organizations_are_attached_to_real_territories() -> None:
    known = vintage().territories
    assert [one.territory for one in content.organizations() if one.territory not in known] == []


def test_sources_belong_to_organizations_of_the_portal() -> None:
    names = {one.name for one in content.organizations()}
    assert [source.organization for source in content.sources() if source.organization not in names] == []


def test_a_producer_is_at_home_somewhere() -> None:
    attached = {one.territory for one in content.organizations()}
    assert len(producers(Level.COM) & attached) >= 3


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Délibérations – L'Étoile (2025)", "deliberations-l-etoile-2025"),
        ("Cœur de Savoie", "coeur-de-savoie"),
    ],
)
def test_slugs_are_plain(text: str, slug: str) -> None:
    assert content.slug(text) == slug
