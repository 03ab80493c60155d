"""The journal of vintages: what it tells, whom a change concerns, and going back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory
from tests.journeys.queues import work_off_jobs
from tests.territory.places import (
    ANNECY,
    DEP,
    EPAGNY,
    OLD_ANNECY,
    OTHER_SEYSSEL,
    STRADDLING,
    TERRITORIES,
    france,
    renamed,
)
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

MERGED = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune-deleguee", successor=ANNECY, former=True)
TABLES = ("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap")


@pytest.fixture(autouse=True)
def portal() -> None:
    run(france())


def run(vintage: Any) -> Any:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    return import_vintage(vintage)


def epagny_merges() -> Any:
    return run(replace(france(MERGED, renamed(ANNECY, "Annecy-le-Lac")), year=2027))


def held() -> dict[str, list[tuple[Any, ...]]]:
    import sqlalchemy as sa
    from ckan import model

    model.Session.rollback()
    return {
        table: [tuple(row) for row in model.Session.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2"))]
        for table in TABLES
    }


def back(entry: int | None = None) -> Any:
    from ckanext.odlocale.territory.vintages import importer, journal
    from ckanext.odlocale.territory.vintages.queueing import queue_waiting

    with importer.locked() as connection:
        undone, plan = importer.plan_of_restore(connection, entry)
        applied = importer.apply(connection, plan, origin=journal.Origin("back", None, undone.id))
    queue_waiting()
    return applied


def call(action: str, **data: Any) -> Any:
    from ckan.tests.helpers import call_action

    return call_action(action, **data)


def test_an_import_is_in_the_journal() -> None:
    epagny_merges()
    found = call("odlocale_vintage_list")
    assert [(one["kind"], one["year"], one["year_before"]) for one in found["results"]] == [
        ("import", 2027, 2026),
        ("import", 2026, None),
    ]


def test_an_import_that_changes_nothing_is_not() -> None:
    run(france())
    assert call("odlocale_vintage_list")["count"] == 1


def test_the_changes_of_an_entry_are_told_with_names() -> None:
    epagny_merges()
    assert call("odlocale_vintage_show")["changes"] == [
        {
            "sort": "merged",
            "id": EPAGNY,
            "name": "Epagny Metz-Tessy",
            "from": [],
            "to": [{"id": ANNECY, "name": "Annecy-le-Lac"}],
        },
        {
            "sort": "renamed",
            "id": ANNECY,
            "name": "Annecy-le-Lac",
            "from": [],
            "to": [],
            "old_name": "Annecy",
            "new_name": "Annecy-le-Lac",
        },
    ]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"sort": "merged"}, 1),
        ({"sort": "split"}, 0),
        ({"q": "ÉPAGNY"}, 1),
        ({"q": "com-74112"}, 1),
        ({"q": "annecy"}, 2),
        ({"q": "annecy lac 74112"}, 1),
        ({"q": "%"}, 2),
        ({"q": "x" * 1_000}, 0),
        ({"limit": 0}, 2),
        ({"offset": 10**30}, 2),
    ],
)
def test_changes_are_looked_for(asked: dict[str, Any], count: int) -> None:
    epagny_merges()
    assert call("odlocale_vintage_show", **asked)["count"] == count


@pytest.mark.parametrize("asked", [{"id": 99}, {"id": 10**30}])
def test_an_entry_that_is_not_there_is_not_found(asked: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ObjectNotFound, match="There is no such entry"):
        call("odlocale_vintage_show", **asked)


@pytest.mark.parametrize(
    "asked", [{"id": "one"}, {"id": -1}, {"sort": "everything"}, {"limit": "all"}, {"offset": -1}]
)
def test_what_is_no_number_or_sort_is_refused(asked: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError):
        call("odlocale_vintage_show", **asked)


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("", ["com-74093"]),
        ("cran-gev", ["com-74093"]),
        ("com-74093", ["com-74093"]),
        ("74093", ["com-74093"]),
        ("annecy", []),
        ("'; DROP", []),
        ("&|!", []),
        ("x" * 1_000, []),
    ],
)
def test_former_territories_are_looked_for(q: str, ids: list[str]) -> None:
    assert [one["id"] for one in call("odlocale_vintage_former", q=q)["results"]] == ids


def test_a_former_territory_is_told_with_what_it_is_part_of() -> None:
    found = call("odlocale_vintage_former")["results"][0]
    assert (found["name"], found["to"]) == ("Cran-Gevrier", [{"id": ANNECY, "name": "Annecy"}])


def test_going_back_restores_everything() -> None:
    before = held()
    run(
        replace(
            france(
                MERGED, Territory(STRADDLING, "CC Nouvelle", "200070852", kind="CA"), without=[OTHER_SEYSSEL]
            ),
            year=2027,
        )
    )
    assert held() != before
    back()
    assert held() == before


def test_going_back_is_in_the_journal_and_loses_nothing_of_it() -> None:
    epagny_merges()
    back()
    found = [
        (one["id"], one["kind"], one["year"], one["undone_by"])
        for one in call("odlocale_vintage_list")["results"]
    ]
    assert found == [(3, "restore", 2026, None), (2, "import", 2027, 3), (1, "import", 2026, None)]


def test_going_back_twice_goes_two_vintages_back() -> None:
    first = held()
    epagny_merges()
    run(replace(france(MERGED, renamed(ANNECY, "Annecy-la-Ville")), year=2028))
    back()
    back()
    assert held() == first


def test_going_back_can_be_gone_back_on() -> None:
    epagny_merges()
    after = held()
    back()
    back(3)
    assert held() == after
    assert [one["undone_by"] for one in call("odlocale_vintage_list")["results"]] == [None, 4, None, None]


def test_a_territory_that_the_former_vintage_did_not_have_is_gone_again() -> None:
    from ckanext.odlocale.territory.shared import resolve

    new = Territory(TERRITORIES[0].id.build("com", "74400"), "Neuve", parents=(DEP,))
    run(replace(france(new), year=2027))
    back()
    assert resolve("com-74400") is None


@pytest.mark.parametrize("entry", [None, 1, 99])
def test_there_is_nothing_before_the_first_import(entry: int | None) -> None:
    from ckanext.odlocale.territory.vintages.journal import NothingToRestoreError

    with pytest.raises(NothingToRestoreError):
        back(entry)


def test_datasets_follow_there_and_back() -> None:
    from ckanext.odlocale.territory.integrity import check

    dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))
    epagny_merges()
    assert work_off_jobs() == 1
    back()
    assert work_off_jobs() == 1
    assert [one.message for one in check()] == []


def test_datasets_of_a_territory_that_going_back_deletes_are_reindexed() -> None:
    from ckanext.odlocale.territory.integrity import check

    new = Territory(TERRITORIES[0].id.build("com", "74400"), "Neuve", parents=(DEP,))
    run(replace(france(new), year=2027))
    dataset("arbres", organization("neuve", odlocale_territory="com-74400"))
    back()
    assert work_off_jobs() == 1
    assert [one.message for one in check()] == []


def test_a_change_tells_whom_it_concerns_before_it_is_applied() -> None:
    from ckan import model

    from ckanext.odlocale.territory.vintages.effect import effect_of
    from ckanext.odlocale.territory.vintages.planning import plan

    dataset("arbres", organization("epagny", "Ville d'Épagny", odlocale_territory=EPAGNY))
    dataset("budget", organization("annecy", odlocale_territory=ANNECY))
    effect = effect_of(plan(model.Session.connection(), replace(france(MERGED), year=2027)), 10)
    named = [(one.title, one.territory, one.today) for one in effect.first_organizations]
    assert (named, effect.first_datasets) == ([("Ville d'Épagny", EPAGNY, ANNECY)], ["arbres"])


def test_only_a_page_of_those_concerned_is_named() -> None:
    from ckan import model

    from ckanext.odlocale.territory.vintages.effect import effect_of
    from ckanext.odlocale.territory.vintages.planning import plan

    owner = organization("epagny", odlocale_territory=EPAGNY)
    for name in ("one", "two", "three"):
        dataset(name, owner)
    effect = effect_of(plan(model.Session.connection(), replace(france(MERGED), year=2027)), 2, 2)
    assert (effect.datasets, effect.first_datasets, effect.organizations) == (3, ["two"], 1)


def test_organizations_of_former_territories_are_listed_with_the_successor() -> None:
    from ckanext.odlocale.territory.vintages.former import organizations_that_left

    organization("epagny", odlocale_territory=EPAGNY)
    organization("annecy", odlocale_territory=ANNECY)
    epagny_merges()
    count, left = organizations_that_left(10)
    assert (count, [(one.name, one.territory.to) for one in left]) == (1, [("epagny", (ANNECY,))])


def queue_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    import ckan.plugins.toolkit as tk
    from redis.exceptions import ConnectionError as RedisIsDown

    def down(*_: Any, **__: Any) -> None:
        raise RedisIsDown

    monkeypatch.setattr(tk, "enqueue_job", down)


def import_while_the_queue_is_down() -> None:
    from redis.exceptions import RedisError

    dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))
    with pytest.MonkeyPatch.context() as patched:
        queue_is_down(patched)
        with pytest.raises(RedisError):
            epagny_merges()


def parts() -> list[str]:
    from ckanext.odlocale.territory.integrity import check

    return sorted({one.part for one in check()})


def test_an_import_is_applied_while_the_queue_is_down_and_a_check_tells_what_waits() -> None:
    import_while_the_queue_is_down()
    assert (call("odlocale_vintage_list")["results"][0]["year"], parts()) == (2027, ["index", "queue"])


def test_a_rebuild_mends_what_waited_for_the_queue() -> None:
    from ckanext.odlocale.territory.integrity import rebuild

    import_while_the_queue_is_down()
    assert (rebuild().datasets, parts()) == (1, [])


def test_the_next_import_queues_what_waited() -> None:
    import_while_the_queue_is_down()
    run(replace(france(MERGED, renamed(ANNECY, "Annecy-la-Ville")), year=2028))
    assert work_off_jobs() == 1
    assert parts() == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/territoire/{EPAGNY}", 301),
        ("/territoire/com-74093", 301),
        (f"/territoire/{ANNECY}", 200),
    ],
)
def test_addresses_over_several_vintages(app: Any, address: str, status: int) -> None:
    epagny_merges()
    assert app.get(address, follow_redirects=False).status_code == status


def test_a_chain_of_mergers_is_one_redirect(app: Any) -> None:
    epagny_merges()
    gone = Territory(ANNECY, "Annecy", kind="commune-deleguee", successor=TERRITORIES[8].id, former=True)
    run(replace(france(gone, replace(MERGED, successor=TERRITORIES[8].id), without=[OLD_ANNECY]), year=2028))
    places = [
        app.get(f"/territoire/{one}", follow_redirects=False).headers["Location"]
        for one in (EPAGNY, ANNECY, "com-74093")
    ]
    assert [place.rpartition("/")[2] for place in places] == ["com-74269"] * 3


def test_a_vanished_epci_redirects_to_its_successor(app: Any) -> None:
    heir = Territory(TERRITORIES[4].id.build("epci", "200011773"), "CA Nouvelle", kind="CA")
    communes = [
        replace(one, parents=(heir.id, DEP)) for one in TERRITORIES if TERRITORIES[4].id in one.parents
    ]
    run(replace(france(heir, *communes, without=[TERRITORIES[4].id]), year=2027))
    response = app.get(f"/territoire/{TERRITORIES[4].id}", follow_redirects=False)
    assert (response.status_code, response.headers["Location"].rpartition("/")[2]) == (301, heir.id)


def test_the_page_tells_the_vintage_and_what_changed(app: Any) -> None:
    epagny_merges()
    body = app.get("/territoires/millesimes?entree=2").body
    assert "This portal uses the official geographic code of 2027." in body
    assert "Epagny Metz-Tessy" in body


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?q=cran", 200),
        ("?q=" + "x" * 1_000, 200),
        ("?q=" + "x" * 1_001, 400),
        ("?entree=1", 200),
        ("?entree=99", 404),
        ("?entree=one", 400),
        ("?entree=1&type=nonsense", 400),
        ("?page=9", 200),
        ("?page=x", 400),
        ("?entree=%00", 400),
    ],
)
def test_addresses_of_the_page(app: Any, query: str, status: int) -> None:
    assert app.get(f"/territoires/millesimes{query}", status=status).status_code == status


def test_the_list_is_a_csv(app: Any) -> None:
    run(replace(france(MERGED, renamed(ANNECY, "=Annecy")), year=2027))
    lines = app.get("/territoires/millesimes.csv?entree=2").data.decode("utf-8-sig").splitlines()
    assert lines == [
        "type,code,nom,avant,apres",
        "merged,com-74112,Epagny Metz-Tessy,,com-74010 =Annecy",
        "renamed,com-74010,'=Annecy,Annecy,'=Annecy",
    ]


@pytest.mark.parametrize("number", [1, 40])
def test_the_page_takes_the_same_queries_whatever_changed(app: Any, number: int) -> None:
    codes = [TERRITORIES[0].id.build("com", f"74{400 + one}") for one in range(number)]
    run(france(*(Territory(code, f"Village {code}", parents=(DEP,)) for code in codes)))
    gone = (Territory(code, f"Village {code}", successor=ANNECY, former=True) for code in codes)
    run(replace(france(*gone), year=2027))
    app.get("/territoires/millesimes?entree=3")
    with counted() as statements:
        app.get("/territoires/millesimes?entree=3")
    assert len([one for one in statements if "odlocale" in one]) == 6


def test_names_of_territories_are_text_on_the_page(app: Any) -> None:
    run(replace(france(renamed(ANNECY, "<script>alert(1)</script>")), year=2027))
    body = app.get("/territoires/millesimes?entree=2").body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script>alert(1)" not in body


ACTIONS = (
    "odlocale_vintage_list",
    "odlocale_vintage_show",
    "odlocale_vintage_former",
    "odlocale_vintage_diff",
)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("who", ["anonymous", "user", "sysadmin"])
def test_who_may(action: str, who: str) -> None:
    import ckan.plugins.toolkit as tk
    from ckan.tests.factories import Sysadmin, User

    name = {"anonymous": lambda: "", "user": lambda: User()["name"], "sysadmin": lambda: Sysadmin()["name"]}[
        who
    ]()
    try:
        tk.check_access(action, {"user": name}, {})
        allowed = True
    except tk.NotAuthorized:
        allowed = False
    assert allowed is (who == "sysadmin" or action != "odlocale_vintage_diff")


@pytest.mark.parametrize(("who", "author"), [("user", None), ("sysadmin", "somebody")])
def test_who_applied_a_vintage_is_for_system_administrators(who: str, author: str | None) -> None:
    from ckan.tests.factories import Sysadmin, User

    from ckanext.odlocale.territory.vintages import importer, journal

    with importer.locked() as connection:
        plan = importer.plan(connection, replace(france(MERGED), year=2027))
        importer.apply(connection, plan, origin=journal.Origin("cog.tgz", "somebody"))
    name = (Sysadmin() if who == "sysadmin" else User())["name"]
    from ckan.tests.helpers import call_action

    found = call_action("odlocale_vintage_list", {"user": name, "ignore_auth": False})
    assert found["results"][0]["author"] == author


def test_a_system_administrator_sees_what_going_back_would_do() -> None:
    organization("epagny", odlocale_territory=EPAGNY)
    epagny_merges()
    found = call("odlocale_vintage_diff", restore=2)
    assert (found["vintage"], found["counts"]["split"], found["effect"]["organizations"]) == (2026, 1, 1)
