"""The API of territories."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory, TerritoryId
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, OTHER_DEP, REG, communes, france
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

NAMESAKE = Territory(TerritoryId("com-01999"), "Y", population=3, parents=(TerritoryId("dep-01"),))


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france(NAMESAKE))


def call(name: str, **data: Any) -> Any:
    from ckan.tests.helpers import call_action

    return call_action(f"odlocale_territory_{name}", **data)


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


def test_a_territory_is_shown_in_the_promised_shape() -> None:
    shown = call("show", id=ANNECY)
    promised = ("id", "level", "code", "name", "siren", "population", "parents", "ancestors", "children")
    assert {key: shown[key] for key in (*promised, "overlaps", "organization", "supervisor")} == {
        "id": "com-74010",
        "level": "com",
        "code": "74010",
        "name": "Annecy",
        "siren": "200063402",
        "population": 132117,
        "parents": ["epci-200066793"],
        "ancestors": ["epci-200066793", "dep-74", "reg-84", "fr"],
        "children": {},
        "overlaps": [],
        "organization": None,
        "supervisor": None,
    }


def test_children_are_counted_by_level() -> None:
    assert call("show", id=DEP)["children"] == {"epci": 1, "com": 1}


def test_descendants_are_counted_by_level() -> None:
    assert call("show", id=REG)["descendants"] == {"dep": 2, "epci": 2, "com": 5}


def test_overlaps_are_told_from_both_sides() -> None:
    assert call("show", id="epci-200070852")["overlaps"] == ["dep-01", "dep-74"]
    assert call("show", id="dep-74")["overlaps"] == ["epci-200070852"]


def test_a_territory_has_its_organization_and_its_supervisor() -> None:
    organization("annecy", odlocale_territory=ANNECY)
    organization("haute-savoie", odlocale_territory=DEP)
    shown = call("show", id=ANNECY)
    assert (shown["organization"], shown["supervisor"]) == ("annecy", "haute-savoie")


def test_a_former_commune_shows_its_successor() -> None:
    assert call("show", id="com-74093")["id"] == ANNECY


@pytest.mark.parametrize("name", ["show", "tree"])
def test_an_unknown_territory_is_not_found(name: str) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ObjectNotFound, match="There is no territory “com-99999” here"):
        call(name, id="com-99999")


@pytest.mark.parametrize("name", ["show", "tree"])
@pytest.mark.parametrize("wrong", ["74010", "com-1", "com-74010 ", "<script>", ["com-74010"], 5])
def test_a_malformed_identifier_is_refused_with_a_sentence(name: str, wrong: Any) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError) as refused:
        call(name, id=wrong)
    assert "is not a territory. Write it like com-74042" in refused.value.error_dict["id"][0]


def test_an_identifier_is_needed() -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError):
        call("show")


def test_showing_takes_as_many_queries_for_a_region_as_for_a_commune() -> None:
    with counted() as commune:
        call("show", id=ANNECY)
    with counted() as region:
        call("show", id=REG)
    assert len(region) == len(commune)


def test_a_list_goes_by_level_then_code() -> None:
    listed = call("list", below=REG)
    assert ids(listed["results"]) == [
        "dep-01",
        "dep-74",
        "epci-200066793",
        "epci-200070852",
        "com-01407",
        "com-01999",
        "com-74010",
        "com-74112",
        "com-74269",
    ]


def test_a_list_is_limited_to_a_level() -> None:
    assert ids(call("list", level="dep")["results"]) == ["dep-01", "dep-74"]


def test_a_list_is_limited_to_words() -> None:
    assert ids(call("list", q="EPAGNY metz")["results"]) == [EPAGNY]


def test_a_list_is_paged_and_counted() -> None:
    page = call("list", level="com", limit=2, offset=1)
    assert (page["count"], ids(page["results"])) == (5, ["com-01999", "com-74010"])


@pytest.mark.parametrize(
    "data",
    [{"level": "canton"}, {"limit": "many"}, {"offset": -1}, {"below": "74"}],
)
def test_a_list_refuses_what_it_does_not_understand(data: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError):
        call("list", **data)


def test_a_list_below_nothing_is_not_found() -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ObjectNotFound):
        call("list", below="com-99999")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("annecy", ["com-74010", "epci-200066793"]),
        ("ANNÉCY", ["com-74010", "epci-200066793"]),
        ("grand annecy", ["epci-200066793"]),
        ("Mairie d'Annecy", ["com-74010"]),
        ("metz-t", ["com-74112"]),
        ("74010", ["com-74010"]),
        ("74093", ["com-74010"]),
        ("200066793", ["epci-200066793"]),
        ("74000", ["com-74010"]),
        ("seyssel", ["com-74269", "com-01407"]),
        ("cran gevrier", ["com-74010"]),
        ("", []),
        ("' | ! :* ()", []),
        ("%", []),
    ],
)
def test_what_is_typed_is_completed(typed: str, found: list[str]) -> None:
    assert ids(call("autocomplete", q=typed)) == found


def test_the_largest_level_comes_first() -> None:
    assert ids(call("autocomplete", q="a"))[:3] == ["reg-84", "dep-01", "epci-200066793"]


def test_the_one_called_exactly_so_comes_before_all_others() -> None:
    assert ids(call("autocomplete", q="y"))[0] == "com-01999"


def test_what_became_part_of_another_says_why_that_is_found() -> None:
    (found,) = call("autocomplete", q="cran")
    assert (found["id"], found["former"], found["note"]) == (
        "com-74010",
        "Cran-Gevrier",
        "Commune, Haute-Savoie, including Cran-Gevrier",
    )


def test_those_found_by_what_they_are_called_today_come_first() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    old = Territory(TerritoryId("com-74998"), "Seyssel-le-Vieux", successor=ANNECY, former=True)
    import_vintage(france(old))
    found = call("autocomplete", q="seyss")
    assert [(one["id"], one["former"]) for one in found] == [
        ("com-74269", None),
        ("com-01407", None),
        ("com-74010", "Seyssel-le-Vieux"),
    ]


def test_communes_of_one_name_are_told_apart() -> None:
    assert [one["situation"] for one in call("autocomplete", q="seyssel")] == ["Haute-Savoie", "Ain"]


def test_completions_are_limited() -> None:
    assert len(call("autocomplete", q="a", limit=2)) == 2


def test_completions_are_limited_to_a_territory_and_a_level() -> None:
    assert ids(call("autocomplete", q="s", below=DEP, level="com")) == ["com-74269"]


@pytest.mark.parametrize("below", [DEP, OTHER_DEP])
def test_an_epci_is_offered_in_each_departement_that_it_straddles(below: str) -> None:
    assert ids(call("autocomplete", q="usses", below=below)) == ["epci-200070852"]


def test_completing_is_one_query() -> None:
    with counted() as queries:
        call("autocomplete", q="annecy")
    assert len([query for query in queries if "odlocale_" in query]) == 1


def test_a_tree_has_the_territories_directly_below() -> None:
    assert ids(call("tree", id=DEP)["children"]) == ["epci-200066793", "epci-200070852"]


def test_a_tree_starts_with_the_country() -> None:
    tree = call("tree")
    assert (tree["id"], ids(tree["children"])) == ("fr", ["reg-84"])


def test_a_tree_counts_below_each_child() -> None:
    organization("annecy", odlocale_territory=EPCI)
    child = call("tree", id=DEP)["children"][0]
    assert (child["children"], child["organization"]) == ({"com": 2}, "annecy")


def test_a_tree_takes_as_many_queries_for_many_children_as_for_one() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    with counted() as few:
        call("tree", id=EPCI)
    import_vintage(france(*communes(30)))
    with counted() as many:
        assert len(call("tree", id=EPCI)["children"]) == 32
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("name", "data"),
    [("show", {"id": DEP}), ("list", {}), ("autocomplete", {"q": "a"}), ("tree", {})],
)
def test_everybody_reads_by_get(app: Any, name: str, data: dict[str, str]) -> None:
    assert app.get(f"/api/3/action/odlocale_territory_{name}", query_string=data).json["success"] is True


@pytest.mark.parametrize(
    ("name", "data"), [("attach", {"id": "a", "territory": DEP}), ("detach", {"id": "a"})]
)
def test_only_system_administrators_attach(name: str, data: dict[str, str]) -> None:
    import ckan.plugins.toolkit as tk
    from ckan.tests.factories import User
    from ckan.tests.helpers import call_action

    context = {"user": User()["name"], "ignore_auth": False}
    with pytest.raises(tk.NotAuthorized):
        call_action(f"odlocale_territory_{name}", context, **data)


def attach(**data: Any) -> Any:
    return by_sysadmin("attach", **data)


def by_sysadmin(name: str, **data: Any) -> Any:
    from ckan.tests.factories import Sysadmin
    from ckan.tests.helpers import call_action

    return call_action(f"odlocale_territory_{name}", {"user": Sysadmin()["name"]}, **data)


def extras(name: str) -> dict[str, str]:
    from ckan.tests.helpers import call_action

    return {one["key"]: one["value"] for one in call_action("organization_show", id=name)["extras"]}


def test_an_organization_is_attached_and_keeps_its_other_fields() -> None:
    organization("annecy", motto="Cap Annecy")
    attach(id="annecy", territory=ANNECY)
    assert extras("annecy") == {"motto": "Cap Annecy", "odlocale_territory": ANNECY}


def test_attaching_tells_what_it_did() -> None:
    made = organization("annecy")
    dataset("one", made)
    dataset("two", made, odlocale_territory=EPAGNY)
    assert attach(id=made["id"], territory=ANNECY) == {
        "organization": "annecy",
        "territory": ANNECY,
        "previous": None,
        "datasets": 1,
        "warnings": [],
    }


def test_an_organization_has_one_territory_at_most() -> None:
    organization("annecy", odlocale_territory=EPAGNY)
    assert (attach(id="annecy", territory=ANNECY)["previous"], extras("annecy")) == (
        EPAGNY,
        {"odlocale_territory": ANNECY},
    )


def test_attaching_to_an_old_code_attaches_to_its_successor() -> None:
    organization("annecy")
    assert attach(id="annecy", territory="com-74093")["territory"] == ANNECY


def test_the_territory_is_recognised_from_the_siren() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france(without=[ANNECY, "com-74093"]))
    organization("annecy", siren="200 063 402")
    import_vintage(france())
    assert attach(id="annecy")["territory"] == ANNECY


def test_an_organization_without_siren_needs_a_territory() -> None:
    import ckan.plugins.toolkit as tk

    organization("association")
    with pytest.raises(tk.ValidationError) as refused:
        attach(id="association")
    assert refused.value.error_dict == {
        "territory": [
            "“association” has no SIREN that tells its territory. Give the territory, like com-74042."
        ]
    }


def test_two_organizations_of_one_territory_are_both_named() -> None:
    organization("annecy", odlocale_territory=ANNECY)
    organization("grand-annecy")
    assert attach(id="grand-annecy", territory=ANNECY)["warnings"] == [
        "com-74010 has 2 organizations: annecy, grand-annecy. "
        "Detach all but one, or its datasets are shared out."
    ]


def test_attaching_the_same_again_reindexes_nothing() -> None:
    from ckan.lib import jobs

    made = organization("annecy", odlocale_territory=ANNECY)
    dataset("one", made)
    assert (attach(id="annecy", territory=ANNECY)["datasets"], jobs.get_queue().jobs) == (0, [])


@pytest.mark.parametrize(
    "data", [{"id": "nobody", "territory": DEP}, {"id": "annecy", "territory": "com-99999"}]
)
def test_attaching_what_is_not_there_is_not_found(data: dict[str, str]) -> None:
    import ckan.plugins.toolkit as tk

    organization("annecy")
    with pytest.raises(tk.ObjectNotFound, match="There is no"):
        attach(**data)


def test_detaching_takes_the_territory_away_and_keeps_other_fields() -> None:
    organization("annecy", odlocale_territory=ANNECY, motto="Cap Annecy")
    assert (by_sysadmin("detach", id="annecy")["previous"], extras("annecy")) == (
        ANNECY,
        {"motto": "Cap Annecy"},
    )


def test_detaching_leaves_the_siren() -> None:
    organization("annecy", odlocale_territory=ANNECY, siren="200063402")
    by_sysadmin("detach", id="annecy")
    assert extras("annecy") == {"siren": "200063402"}


def test_a_siren_that_stays_brings_no_territory_back() -> None:
    from ckan.tests.factories import Sysadmin
    from ckan.tests.helpers import call_action

    organization("annecy", odlocale_territory=ANNECY, siren="200063402")
    by_sysadmin("detach", id="annecy")
    call_action("organization_patch", {"user": Sysadmin()["name"]}, id="annecy", title="Ville d'Annecy")
    assert extras("annecy") == {"siren": "200063402"}


def test_detaching_what_is_not_attached_does_nothing() -> None:
    organization("association")
    assert by_sysadmin("detach", id="association")["previous"] is None


SCHEMA = "ckanext.odlocale.territory:organization_schema.yaml"
PRESETS = "ckanext.scheming:presets.json ckanext.odlocale.territory:presets.yaml"


@pytest.mark.ckan_config("scheming.organization_schemas", SCHEMA)
@pytest.mark.ckan_config("scheming.presets", PRESETS)
def test_an_organization_with_our_schema_is_attached_and_detached() -> None:
    from ckan.tests.factories import Organization
    from ckan.tests.helpers import call_action

    Organization(name="annecy", odlocale_kind="commune")
    attach(id="annecy", territory=ANNECY)
    attached = call_action("organization_show", id="annecy")
    by_sysadmin("detach", id="annecy")
    detached = call_action("organization_show", id="annecy")
    assert (attached["odlocale_territory"], attached["odlocale_kind"]) == (ANNECY, "commune")
    assert (detached.get("odlocale_territory") or None, detached["odlocale_kind"]) == (None, "commune")
