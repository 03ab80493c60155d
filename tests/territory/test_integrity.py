"""Whatever is derived, damaged in every way, found and mended."""

from __future__ import annotations

from typing import Any

import pytest

from tests.territory.places import ANNECY, DEP, EPAGNY, france
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france())


def run(statement: str) -> None:
    import sqlalchemy as sa
    from ckan import model

    with model.meta.engine.begin() as connection:
        connection.execute(sa.text(statement))


def found() -> list[str]:
    from ckan import model

    from ckanext.odlocale.territory.integrity import check

    model.Session.rollback()
    return sorted(f"{one.part}: {one.message}" for one in check())


def mended() -> Any:
    from ckan import model

    from ckanext.odlocale.territory.integrity import rebuild

    model.Session.rollback()
    return rebuild()


def solr() -> Any:
    from ckan.lib.search.common import make_connection

    return make_connection()


KEPT = ("index_id", "id", "name", "site_id", "entity_type", "owner_org")


def damage_index(one: dict[str, Any], **values: Any) -> None:
    """Change a dataset's document in the index as a lost update would."""
    document = solr().search("*:*", fq=f'id:"{one["id"]}"').docs[0]
    document = {key: value for key, value in document.items() if key in KEPT or key.startswith("vocab_")}
    solr().add([{**document, **values}], commit=True)


DAMAGES = {
    "a lost closure row": (
        f"DELETE FROM odlocale_territory_closure WHERE ancestor = 'reg-84' AND descendant = '{ANNECY}'",
        ["closure: reg-84 is missing above com-74010 at depth 3"],
    ),
    "an invented closure row": (
        "INSERT INTO odlocale_territory_closure VALUES ('dep-01', 'com-74010', 1)",
        ["closure: dep-01 should not be above com-74010 at depth 1"],
    ),
    "a wrong depth": (
        "UPDATE odlocale_territory_closure SET depth = 7 WHERE ancestor = 'fr' AND descendant = 'reg-84'",
        [
            "closure: fr is missing above reg-84 at depth 1",
            "closure: fr should not be above reg-84 at depth 7",
        ],
    ),
    "a lost overlap": (
        "DELETE FROM odlocale_overlap WHERE other = 'dep-74'",
        [
            "overlap: the overlap of epci-200070852 and dep-74 (1 communes, 2321 people) is missing",
        ],
    ),
    "wrong search words": (
        "UPDATE odlocale_territory SET search_name = '' WHERE id = 'com-74010'",
        ["words: com-74010 is not found by its name “Annecy”"],
    ),
}


def test_a_fresh_import_has_no_difference() -> None:
    assert found() == []


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named(damage: str) -> None:
    statement, messages = DAMAGES[damage]
    run(statement)
    assert found() == messages


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_mended(damage: str) -> None:
    run(DAMAGES[damage][0])
    mended()
    assert found() == []


def test_an_orphan_in_the_table_is_named() -> None:
    run("DELETE FROM odlocale_territory WHERE id = 'com-74010'")
    assert any(
        one.startswith("territory: com-74093") and "Import the vintage again" in one for one in found()
    )


def test_a_missing_database_index_is_named_and_mended() -> None:
    from ckan import model

    from ckanext.odlocale.territory.extras import drop_indexes

    model.Session.rollback()
    with model.meta.engine.begin() as connection:
        drop_indexes(connection)
    assert len([one for one in found() if one.startswith("database: ")]) == 3
    mended()
    assert found() == []


def test_a_rebuild_of_what_is_right_writes_nothing() -> None:
    dataset("one", organization("annecy", odlocale_territory=ANNECY))
    result = mended()
    assert (result.territories, result.datasets) == (0, 0)


def test_a_dataset_under_another_territory_is_named() -> None:
    one = dataset("one", organization("annecy", odlocale_territory=ANNECY))
    damage_index(one, vocab_odlocale_territory=[EPAGNY])
    assert found() == [
        f"index: dataset {one['id']}: vocab_odlocale_territory has com-74112 instead of com-74010",
    ]


def test_a_dataset_without_territory_that_has_one_in_the_index_is_named() -> None:
    one = dataset("one", organization("association"))
    damage_index(one, vocab_odlocale_territories=[DEP])
    assert found() == [
        f"index: dataset {one['id']}: vocab_odlocale_territories has dep-74 instead of nothing"
    ]


def test_a_dataset_that_is_not_in_the_index_is_named() -> None:
    one = dataset("one", organization("annecy", odlocale_territory=ANNECY))
    solr().delete(id=solr().search("*:*").docs[0]["index_id"], commit=True)
    assert found() == [f"index: dataset {one['id']} is not in the search index"]


def test_a_deleted_dataset_that_is_in_the_index_is_named() -> None:
    one = dataset("one", organization("annecy", odlocale_territory=ANNECY))
    run(f"UPDATE package SET state = 'deleted' WHERE id = '{one['id']}'")
    assert found() == [f"index: dataset {one['id']} is in the search index and is deleted"]


@pytest.mark.parametrize("damage", ["changed", "lost", "deleted"])
def test_the_index_is_mended(damage: str) -> None:
    one = dataset("one", organization("annecy", odlocale_territory=ANNECY))
    dataset("two", organization("epagny", odlocale_territory=EPAGNY))
    if damage == "changed":
        damage_index(one, vocab_odlocale_territories=[DEP])
    elif damage == "lost":
        solr().delete(q=f'id:"{one["id"]}"', commit=True)
    else:
        run(f"UPDATE package SET state = 'deleted' WHERE id = '{one['id']}'")
    assert (mended().datasets, found()) == (1, [])


def test_a_rolled_up_dataset_counts_for_its_producer() -> None:
    dataset("one", organization("departement", odlocale_territory=DEP), odlocale_territory=EPAGNY)
    assert found() == []


def test_a_rebuild_does_not_run_beside_an_import() -> None:
    from ckanext.odlocale.territory.vintages.importer import ImportRunningError, locked

    with locked(), pytest.raises(ImportRunningError):
        mended()
