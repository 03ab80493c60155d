"""The ready dataset schema, and a portal's own type that composes its presets, through CKAN and into RDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.common import config
from ckan.model import Package
from ckan.tests import factories, helpers
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS

from ckanext.odlocale.socle.describing.coverage import FRANCE
from ckanext.odlocale.socle.describing.high_value import LEGISLATION
from tests.socle import scheming
from tests.socle.scheming import FREQUENCY, GEOSPATIAL, described
from tests.territory import places

pytestmark = scheming.marks

DCATAP = "http://data.europa.eu/r5r/"
VCARD = "http://www.w3.org/2006/vcard/ns#"
PLACE = "http://id.insee.fr/geo/commune/74010"


@pytest.fixture(autouse=True)
def _own_licences(clean_site: None) -> Iterator[None]:
    """CKAN keeps its register of licences, and our address of it, for as long as it runs."""
    _forget_licences()
    yield
    _forget_licences()
    config["licenses_group_url"] = None


def _forget_licences() -> None:
    if "_license_register" in vars(Package):
        del Package._license_register


@pytest.fixture(autouse=True)
def _small_france(clean_site: None) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def owner() -> dict[str, Any]:
    return factories.Organization(name="annecy", title="Ville d’Annecy", siren="200063402")


def made(owner: dict[str, Any], without: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    """A dataset of this organization, without the fields that its type does not have."""
    user = factories.Sysadmin()
    asked = described(owner_org=owner["id"], **fields)
    known = {key: value for key, value in asked.items() if key not in without}
    return helpers.call_action("package_create", {"user": user["name"]}, **known)


def refused(owner: dict[str, Any], **fields: Any) -> dict[str, Any]:
    with pytest.raises(tk.ValidationError) as refusal:
        made(owner, **fields)
    return refusal.value.error_dict


@pytest.fixture
def graph(owner: dict[str, Any]) -> tuple[Graph, Any]:
    """The dataset as ckanext-dcat writes it."""
    dataset = made(owner)
    text = helpers.call_action("dcat_dataset_show", id=dataset["id"], format="ttl")
    found = Graph().parse(data=text, format="turtle")
    return found, next(found.subjects(DCTERMS.title, Literal(dataset["title"])))


def test_a_frequency_is_kept_as_its_european_address(owner: dict[str, Any]) -> None:
    assert made(owner)["frequency"] == FREQUENCY


def test_a_frequency_that_nobody_knows_stays_as_it_was_written(owner: dict[str, Any]) -> None:
    assert made(owner, frequency="à la Saint-Glinglin")["frequency"] == "à la Saint-Glinglin"


@pytest.mark.parametrize("written", ["com-74010", "74010", "Annecy"])
def test_a_territory_says_its_name_and_its_address(owner: dict[str, Any], written: str) -> None:
    found = made(owner, spatial_coverage=[{"territory": written}])["spatial_coverage"]
    assert found == [{"territory": "com-74010", "text": "Annecy", "uri": PLACE}]


def test_an_unknown_territory_is_refused_at_its_field(owner: dict[str, Any]) -> None:
    told = refused(owner, spatial_coverage=[{"territory": "Atlantide"}])
    assert list(told) == ["spatial_coverage"]


def test_a_place_of_another_catalogue_is_kept_as_it_is(owner: dict[str, Any]) -> None:
    place = {"text": "Bassin de Thau", "geom": '{"type": "Point", "coordinates": [3.6, 43.4]}'}
    assert made(owner, spatial_coverage=[place])["spatial_coverage"] == [place]


def test_an_empty_row_of_the_form_is_no_coverage(owner: dict[str, Any]) -> None:
    assert "spatial_coverage" not in made(owner, spatial_coverage=[{"territory": ""}])


@pytest.mark.parametrize("field", ["title", "notes"])
def test_what_dcat_ap_requires_is_required(owner: dict[str, Any], field: str) -> None:
    assert field in refused(owner, **{field: ""})


def test_a_file_without_an_address_is_refused(owner: dict[str, Any]) -> None:
    assert list(refused(owner, resources=[{"name": "Adresses"}])["resources"][0]) == ["url"]


@pytest.mark.parametrize("mark", ["origin_catalogue", "guid"])
def test_a_harvested_dataset_without_a_description_is_not_lost(owner: dict[str, Any], mark: str) -> None:
    brought = (
        {"origin_catalogue": "http://example.com"}
        if mark == "origin_catalogue"
        else {"extras": [{"key": mark, "value": "1"}]}
    )
    assert made(owner, notes="", **brought)["notes"] == "Adresses d’Annecy"


@pytest.mark.parametrize(
    "field", ["frequency", "spatial_coverage", "temporal_coverage", "contact", "hvd_category"]
)
def test_nothing_else_is(owner: dict[str, Any], field: str) -> None:
    asked = {key: value for key, value in described(owner_org=owner["id"]).items() if key != field}
    user = factories.Sysadmin()
    assert field not in helpers.call_action("package_create", {"user": user["name"]}, **asked)


def test_high_value_data_have_the_regulation_among_their_texts(owner: dict[str, Any]) -> None:
    assert made(owner)["applicable_legislation"] == [LEGISLATION]


def test_other_data_have_not(owner: dict[str, Any]) -> None:
    assert "applicable_legislation" not in made(owner, hvd_category=[])


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (DCTERMS.accrualPeriodicity, URIRef(FREQUENCY)),
        (URIRef(f"{DCATAP}hvdCategory"), URIRef(GEOSPATIAL)),
        (URIRef(f"{DCATAP}applicableLegislation"), URIRef(LEGISLATION)),
        (DCTERMS.spatial, URIRef(PLACE)),
    ],
    ids=["frequency", "high value", "legislation", "place"],
)
def test_rdf_says_it(graph: tuple[Graph, Any], predicate: URIRef, value: URIRef) -> None:
    found, dataset = graph
    assert value in set(found.objects(dataset, predicate))


def test_rdf_names_the_place(graph: tuple[Graph, Any]) -> None:
    assert graph[0].value(URIRef(PLACE), SKOS.prefLabel) == Literal("Annecy")


def test_rdf_says_the_licence_of_the_file(graph: tuple[Graph, Any]) -> None:
    found, dataset = graph
    file = found.value(dataset, DCAT.distribution)
    licence = found.value(file, DCTERMS.license)
    assert str(licence) == "https://www.etalab.gouv.fr/licence-ouverte-open-licence"


def test_rdf_says_whom_to_ask(graph: tuple[Graph, Any]) -> None:
    found, dataset = graph
    contact = found.value(dataset, DCAT.contactPoint)
    told = (found.value(contact, URIRef(f"{VCARD}fn")), found.value(contact, URIRef(f"{VCARD}hasEmail")))
    assert told == (Literal("Service des données"), URIRef("mailto:donnees@example.org"))


def test_rdf_says_which_period(graph: tuple[Graph, Any]) -> None:
    found, dataset = graph
    period = found.value(dataset, DCTERMS.temporal)
    days = (found.value(period, DCAT.startDate), found.value(period, DCAT.endDate))
    assert tuple(str(day)[:10] for day in days) == ("2025-01-01", "2025-12-31")


def test_rdf_says_who_publishes(graph: tuple[Graph, Any]) -> None:
    found, dataset = graph
    assert found.value(found.value(dataset, DCTERMS.publisher), FOAF.name) == Literal("Ville d’Annecy")


def test_what_rdf_says_is_read_back_the_same(owner: dict[str, Any], graph: tuple[Graph, Any]) -> None:
    from ckanext.dcat.processors import RDFParser

    parser = RDFParser()
    parser.g = graph[0]
    (read,) = parser.datasets()
    kept = helpers.call_action("package_show", id="adresses-annecy")
    fields = ("title", "notes", "license_id", "frequency", "hvd_category", "applicable_legislation")
    assert {key: read[key] for key in fields} == {key: kept[key] for key in fields}


def test_the_whole_of_france_is_a_country() -> None:
    validated, _ = tk.navl_validate(
        {"rows": [{"territory": "fr"}]},
        {"rows": {"territory": [tk.get_validator("odlocale_covered_territory")]}},
    )
    assert validated["rows"] == [{"territory": "fr", "text": "France", "uri": FRANCE}]


def test_another_territory_leaves_the_shape_of_the_first_behind(owner: dict[str, Any]) -> None:
    place = {
        "text": "Thau",
        "uri": "http://example.com/thau",
        "geom": '{"type": "Point", "coordinates": [3, 43]}',
    }
    found = made(owner, spatial_coverage=[{**place, "territory": "com-74010"}])["spatial_coverage"]
    assert found == [{"territory": "com-74010", "text": "Annecy", "uri": PLACE}]


def test_the_portal_has_the_licences_of_the_law() -> None:
    listed = [one["id"] for one in helpers.call_action("license_list")]
    assert {"lov2", "odc-odbl"} <= set(listed)


def test_a_portals_own_type_composes_the_presets(owner: dict[str, Any]) -> None:
    fields = {"type": "archive", "shelf": "12", "name": "archive"}
    resource = {"url": "http://example.com/a.csv", "socle_schema": "deliberations"}
    found = made(owner, ("temporal_coverage", "contact", "hvd_category"), **fields, resources=[resource])
    told = (found["frequency"], found["spatial_coverage"][0]["uri"], found["resources"][0]["socle_schema"])
    assert told == (FREQUENCY, PLACE, "scdl/deliberations")


def test_the_form_of_a_dataset_is_french_and_explained(app: Any, owner: dict[str, Any]) -> None:
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    page = app.get("/fr/dataset/new", headers=headers).body
    found = [
        text in page
        for text in (
            "Fréquence de mise à jour",
            "Territoire couvert",
            "Données de forte valeur",
            "Réutilisation libre",
        )
    ]
    assert found == [True] * 4


def test_the_page_of_a_dataset_names_its_choices(app: Any, owner: dict[str, Any]) -> None:
    page = app.get(f"/fr/dataset/{made(owner)['name']}").body
    assert ("Annuelle" in page, "Géospatiales" in page, "/territoire/com-74010" in page) == (True, True, True)
