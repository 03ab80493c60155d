"""The coverage in CKAN: whose files count for whom, what is declared, and who may declare."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories, helpers

from ckanext.odlocale.socle.coverage.statements import files_of
from ckanext.odlocale.socle.shared import coverage
from ckanext.odlocale.territory.shared import within
from tests.background import run_jobs
from tests.socle.made import as_csv, decision
from tests.socle.portal import DELIBERATIONS, RIGHT, publish
from tests.territory.people import act, member, sysadmin, token
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, FR, REG, SEYSSEL
from tests.territory.portal import organization
from tests.territory.queries import compiled_anew, counted

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
]

# SIRET with a right key of Annecy, of Epagny, of the CA and of Seyssel.
OF_ANNECY, OF_EPAGNY, OF_EPCI = "20006340200014", "20005940000014", "20006679300017"
PRENOMS = "scdl/prenoms"


@pytest.fixture(autouse=True)
def _portal(imported: None, uploads: Path) -> None: ...


@pytest.fixture
def annecy() -> dict[str, Any]:
    return organization("annecy", "Ville d’Annecy", odlocale_territory=ANNECY)


def published(
    owner: dict[str, Any], content: str, schema: str = DELIBERATIONS, **dataset: Any
) -> dict[str, Any]:
    made = factories.Dataset(owner_org=owner["id"], **dataset)
    resource = publish(content, dataset=made, socle_schema=schema)
    run_jobs()
    return resource


def names(number: int = 1, insee: str = "74010") -> str:
    rows = [
        {
            "COMMUNE_NOM": "Annecy",
            "COLL_INSEE": insee,
            "ENFANT_SEXE": "F",
            "ENFANT_PRENOM": "Léa",
            "NOMBRE_OCCURRENCES": "4",
            "ANNEE": str(2020 + one),
        }
        for one in range(number)
    ]
    return as_csv(rows)


def sets(territory: str) -> dict[str, dict[str, Any]]:
    found = act("odlocale_socle_coverage", None, id=territory)["results"]
    return {one["schema"]: one for one in found[0]["sets"]}


def state(territory: str, schema: str = DELIBERATIONS) -> str:
    return sets(territory)[schema]["state"]


def test_without_a_file_a_set_is_absent(annecy: dict[str, Any]) -> None:
    assert (state(ANNECY), sets(ANNECY)[DELIBERATIONS]["actor"]) == ("absent", "publisher")


def test_a_valid_file_is_valid(annecy: dict[str, Any]) -> None:
    published(annecy, names(), PRENOMS)
    assert state(ANNECY, PRENOMS) == "valid"


def test_an_invalid_one_is_only_published(annecy: dict[str, Any]) -> None:
    published(annecy, as_csv([decision(DELIB_DATE="hier")]))
    assert state(ANNECY) == "published"


def test_a_link_is_published_and_not_checked(annecy: dict[str, Any]) -> None:
    made = factories.Dataset(owner_org=annecy["id"])
    factories.Resource(package_id=made["id"], url="https://a.fr/d.csv", socle_schema=DELIBERATIONS)
    found = sets(ANNECY)[DELIBERATIONS]
    assert (found["state"], found["file"]["verdict"]) == ("published", "unchecked")


def test_a_file_that_nobody_chose_a_standard_for_does_not_count(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT, "")
    assert state(ANNECY) == "absent"


@pytest.mark.parametrize("hidden", ["private", "deleted", "deleted file", "deleted organization"])
def test_what_is_not_public_is_neither_counted_nor_named(annecy: dict[str, Any], hidden: str) -> None:
    resource = published(annecy, names(), PRENOMS, private=hidden == "private")
    boss = {"user": sysadmin()}
    if hidden == "deleted":
        helpers.call_action("package_delete", boss, id=resource["package_id"])
    if hidden == "deleted file":
        helpers.call_action("resource_delete", boss, id=resource["id"])
    if hidden == "deleted organization":
        _hide(annecy)
    found = sets(ANNECY)[PRENOMS]
    assert (found["state"], found["file"]) == ("absent", None)


def _hide(owner: dict[str, Any]) -> None:
    from ckan import model

    model.Group.get(owner["id"]).state = "deleted"
    model.Session.commit()


def test_a_dataset_counts_for_the_producer_that_it_names() -> None:
    owner = organization("departement", odlocale_territory=DEP)
    published(owner, names(), PRENOMS, extras=[{"key": "odlocale_territory", "value": EPAGNY}])
    assert (state(EPAGNY, PRENOMS), state(ANNECY, PRENOMS)) == ("valid", "absent")


def test_the_rows_of_a_shared_file_count_for_each_member() -> None:
    owner = organization("grand-annecy", odlocale_territory=EPCI)
    rows = [decision(COLL_SIRET=OF_ANNECY), decision(COLL_SIRET=OF_ANNECY), decision(COLL_SIRET=OF_EPAGNY)]
    published(owner, as_csv(rows))
    found = sets(ANNECY)[DELIBERATIONS]["file"]
    assert (found["holder"], found["rows"], sets(EPAGNY)[DELIBERATIONS]["file"]["rows"]) == (EPCI, 2, 1)


def test_the_holder_of_a_shared_file_acts() -> None:
    owner = organization("grand-annecy", odlocale_territory=EPCI)
    published(owner, as_csv([decision(COLL_SIRET=OF_ANNECY, DELIB_DATE="hier")]))
    assert sets(ANNECY)[DELIBERATIONS]["actor"] == "holder"


@pytest.mark.parametrize(
    ("sirets", "own"),
    [([OF_ANNECY], "absent"), ([OF_ANNECY, OF_EPCI], "published"), ([OF_EPCI], "published")],
)
def test_a_file_with_only_rows_of_members_is_not_the_holders_own(sirets: list[str], own: str) -> None:
    owner = organization("grand-annecy", odlocale_territory=EPCI)
    published(owner, as_csv([decision(COLL_SIRET=siret, DELIB_DATE="hier") for siret in sirets]))
    assert state(EPCI) == own


def test_nobody_publishes_in_the_place_of_a_neighbour(annecy: dict[str, Any]) -> None:
    published(annecy, as_csv([decision(COLL_SIRET=OF_EPAGNY)]))
    assert state(EPAGNY) == "absent"


def declare(user: str | None, **told: Any) -> dict[str, Any]:
    asked = {"id": ANNECY, "schema": "prenoms", "kind": "sans-objet", "year": this_year(), **told}
    return act("odlocale_declaration_set", user, **asked)


def this_year() -> int:
    import datetime as dt

    return dt.datetime.now(dt.UTC).year


def test_a_declaration_has_its_year_and_its_author(annecy: dict[str, Any]) -> None:
    editor = member(annecy, "editor")
    told = declare(editor)
    assert (told["state"], told["declaration"]) == (
        "sans-objet",
        {"kind": "sans-objet", "year": this_year(), "author": editor},
    )


def test_it_takes_the_place_of_the_one_before(annecy: dict[str, Any]) -> None:
    declare(sysadmin())
    assert declare(sysadmin(), kind="announced")["state"] == "announced"


def test_it_can_be_taken_back(annecy: dict[str, Any]) -> None:
    declare(sysadmin())
    act("odlocale_declaration_remove", sysadmin(), id=ANNECY, schema="prenoms", year=this_year())
    assert state(ANNECY, PRENOMS) == "absent"


@pytest.mark.parametrize(
    ("capacity", "may"),
    [("nobody", False), ("stranger", False), ("member", False), ("editor", True), ("admin", True)],
)
def test_who_publishes_for_an_authority_declares_for_it(
    annecy: dict[str, Any], capacity: str, may: bool
) -> None:
    user = None if capacity == "nobody" else member(None if capacity == "stranger" else annecy, capacity)
    if may:
        assert declare(user)["state"] == "sans-objet"
        return
    with pytest.raises(tk.NotAuthorized):
        declare(user)


def test_nobody_declares_for_a_neighbour(annecy: dict[str, Any]) -> None:
    with pytest.raises(tk.NotAuthorized):
        declare(member(annecy, "admin"), id=EPAGNY)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"schema": "nuages"}, "schema"),
        ({"kind": "bientôt"}, "kind"),
        ({"year": "l’an dernier"}, "year"),
        ({"year": 1999}, "year"),
        ({"id": REG}, "schema"),
    ],
)
def test_a_wrong_field_is_named(told: dict[str, Any], field: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        declare(sysadmin(), **told)
    assert list(refused.value.error_dict) == [field]


def test_all_below_a_territory_come_in_pages() -> None:
    found = act("odlocale_socle_coverage", None, below=DEP, level="com", schema="prenoms", limit=2)
    assert (found["count"], [one["territory"] for one in found["results"]], found["totals"]) == (
        3,
        [ANNECY, EPAGNY],
        {PRENOMS: {"absent": 3}},
    )


@pytest.mark.parametrize("scope", ["one", "many"])
def test_the_number_of_queries_does_not_grow(annecy: dict[str, Any], scope: str) -> None:
    published(annecy, names(), PRENOMS)
    with counted() as statements:
        coverage(within(FR) if scope == "many" else [SEYSSEL])
    assert len(statements) == 5


def test_the_files_of_a_territory_are_found_without_reading_all_resources() -> None:
    model.Session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    query = files_of([ANNECY]).compile(model.Session.get_bind(), compile_kwargs={"literal_binds": True})
    plan = [row[0] for row in model.Session.connection().exec_driver_sql(f"EXPLAIN {query}")]
    assert [line for line in plan if " on resource" in line] == [
        next(line for line in plan if "using idx_odlocale_resource_socle_schema on resource" in line)
    ]


def test_the_page_of_a_territory_makes_no_statement_anew(app: Any, annecy: dict[str, Any]) -> None:
    published(annecy, names(), PRENOMS)
    with compiled_anew() as statements:
        app.get(f"/territoire/{ANNECY}")
    assert statements == []


def test_the_page_of_a_territory_shows_its_sets(app: Any, annecy: dict[str, Any]) -> None:
    published(annecy, names(), PRENOMS)
    page = app.get(f"/territoire/{ANNECY}")
    assert ('id="socle"' in page.body, "odlocale_socle_coverage" in page.body, "/declarer" in page.body) == (
        True,
        False,
        False,
    )


def test_the_country_has_none(app: Any) -> None:
    assert 'id="socle"' not in app.get(f"/territoire/{FR}").body


def test_a_form_declares(app: Any, annecy: dict[str, Any]) -> None:
    form = {"schema": PRENOMS, "kind": "sans-objet", "year": str(this_year())}
    headers = token(member(annecy, "editor"))
    app.post(f"/territoire/{ANNECY}/socle/declarer", data=form, headers=headers, follow_redirects=False)
    assert state(ANNECY, PRENOMS) == "sans-objet"


def test_the_form_refuses_strangers(app: Any, annecy: dict[str, Any]) -> None:
    form = {"schema": PRENOMS, "kind": "sans-objet", "year": str(this_year())}
    address, headers = f"/territoire/{ANNECY}/socle/declarer", token(member(None, ""))
    assert app.post(address, data=form, headers=headers, status=403).status_code == 403
