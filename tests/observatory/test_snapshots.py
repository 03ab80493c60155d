"""Taking the figures of a day, and looking back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.observatory.portal import DAY, counted, filled, france, taken
from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted as statements_of

pytestmark = pytest.mark.ckan

NEXT = DAY + timedelta(days=1)


def rows(table: str) -> list[Any]:
    import sqlalchemy as sa
    from ckan import model

    return model.Session.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4")).fetchall()


def call(name: str, **data: Any) -> Any:
    from tests.territory.people import act, sysadmin

    return act(name, sysadmin(), **data)


def test_a_snapshot_counts_who_publishes_by_itself_and_through_another() -> None:
    filled()
    taken()
    # The région, Annecy and Epagny, of 1 région, 2 départements, 2 EPCI, 4 communes.
    assert [counted(name) for name in ("open", "open_own", "open_rolled_up")] == [(3, 9), (2, 9), (1, 9)]


def test_a_region_counts_everything_below_it_and_a_departement_only_what_it_has() -> None:
    filled()
    taken()
    assert [counted("open", one) for one in (places.REG, places.DEP, places.OTHER_DEP)] == [
        (3, 9),
        (2, 5),
        (0, 2),
    ]


def test_the_figures_agree_with_sql() -> None:
    filled()
    taken()
    import sqlalchemy as sa
    from ckan import model

    text = "SELECT count(*) FROM package WHERE state = 'active' AND NOT private AND type = 'dataset'"
    assert counted("rolled_up") == (1, model.Session.execute(sa.text(text)).scalar())


@pytest.mark.parametrize("change", [{"private": True}, {"state": "deleted"}, {"state": "draft"}])
def test_what_is_not_public_is_never_counted(change: dict[str, Any]) -> None:
    filled()
    call("package_patch", id="menus", **change)
    taken()
    assert (counted("open"), counted("rolled_up")) == ((2, 9), (0, 3))


def test_the_datasets_of_a_deleted_organization_are_not_counted() -> None:
    portal = filled()
    from ckan import model

    model.Group.get(portal["annecy"]["id"]).state = "deleted"
    model.repo.commit_and_remove()
    taken()
    assert counted("open") == (2, 9)


def test_a_dataset_that_says_it_is_of_tomorrow_opens_today() -> None:
    import sqlalchemy as sa
    from ckan import model

    filled()
    model.Session.execute(sa.text("UPDATE package SET metadata_created = :day"), {"day": NEXT})
    model.Session.commit()
    taken()
    listed = call("odlocale_observatory_collectivite_list", territory=places.ANNECY, side="oui")
    assert [one["since"] for one in listed["results"]] == [str(DAY)]


def test_a_harvest_source_is_no_dataset() -> None:
    france()
    owner = organization("annecy", odlocale_territory=places.ANNECY)
    from ckan import model

    one = dataset("source", owner)
    model.Package.get(one["id"]).type = "harvest"
    model.repo.commit_and_remove()
    taken()
    assert counted("open") == (0, 9)


def test_a_dataset_that_moves_to_another_organization_counts_where_it_is() -> None:
    portal = filled()
    taken()
    call("package_owner_org_update", id="lycees", organization_id=portal["annecy"]["id"])
    taken(NEXT)
    assert [counted("open_own", date=str(day)) for day in (DAY, NEXT)] == [(2, 9), (1, 9)]


def test_twice_the_same_day_is_as_once() -> None:
    filled()
    taken()
    first = rows("odlocale_snapshot"), rows("odlocale_observed")
    taken()
    assert (rows("odlocale_snapshot"), rows("odlocale_observed")) == first


def test_a_second_run_of_a_day_sees_what_changed_since() -> None:
    filled()
    taken()
    call("package_delete", id="menus")
    taken()
    assert counted("open") == (2, 9)


def test_a_day_on_which_nothing_changes_adds_nothing() -> None:
    filled()
    taken()
    first = rows("odlocale_snapshot"), rows("odlocale_observed")
    done = taken(NEXT)
    assert (done.news, done.changed) == (0, 0)
    assert (rows("odlocale_snapshot"), rows("odlocale_observed")) == first


def test_a_past_day_worked_out_again_gives_the_same() -> None:
    from ckanext.odlocale.observatory.history.snapshots import differences

    portal = filled()
    taken()
    call("package_delete", id="menus")
    dataset("voirie", organization("epagny", odlocale_territory=places.EPAGNY))
    call("package_delete", id="lycees")
    taken(NEXT)
    assert portal
    assert (differences(DAY), differences(NEXT)) == ({}, {})


def test_a_figure_that_somebody_changed_is_found() -> None:
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.observatory.history.snapshots import differences

    filled()
    taken()
    model.Session.execute(
        sa.text(
            "UPDATE odlocale_snapshot SET numerator = 1 WHERE scope = 'dep-74' AND indicator = 'open' AND "
            "part = ''"
        )
    )
    assert differences(DAY) == {("dep-74", "", "open"): ((1, 5), (2, 5))}


def test_a_snapshot_that_dies_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from ckan import model

    from ckanext.odlocale.observatory.history import snapshots

    filled()
    taken()
    first = rows("odlocale_snapshot"), rows("odlocale_observed")
    call("package_delete", id="menus")
    monkeypatch.setattr(snapshots.days, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        taken(NEXT)
    monkeypatch.undo()
    model.Session.rollback()
    assert (rows("odlocale_snapshot"), rows("odlocale_observed")) == first
    taken(NEXT)
    assert counted("open") == (2, 9)


def test_a_clock_that_goes_back_is_refused() -> None:
    from ckanext.odlocale.observatory.history.snapshots import ClockError

    filled()
    taken(NEXT)
    with pytest.raises(ClockError):
        taken(DAY)


def test_a_portal_without_territories_is_refused() -> None:
    from ckanext.odlocale.observatory.history.snapshots import NoTerritoriesError

    with pytest.raises(NoTerritoriesError):
        taken()


def test_an_edition_never_changes() -> None:
    filled()
    taken(date(2025, 12, 30))
    assert taken(date(2026, 1, 2)).edition == "2025"
    call("package_delete", id="menus")
    taken(date(2026, 1, 3))
    assert [counted("open", edition="2025"), counted("open")] == [(3, 9), (2, 9)]


def test_an_edition_is_frozen_once() -> None:
    from ckanext.odlocale.observatory.history.snapshots import EditionError, freeze

    filled()
    taken()
    day, number = freeze(2026)
    assert (day, number > 0) == (DAY, True)
    with pytest.raises(EditionError):
        freeze(2026)
    with pytest.raises(EditionError):
        freeze(2024)


def test_a_change_of_vintage_is_known() -> None:
    from dataclasses import replace

    from ckanext.odlocale.observatory.history.days import vintage_changes
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    filled()
    taken()
    import_vintage(replace(places.france(without=[places.EPAGNY]), year=2027))
    taken(NEXT)
    assert vintage_changes() == [(NEXT, 2027)]


def test_a_commune_that_merges_counts_with_its_successor() -> None:
    from ckanext.odlocale.cog.shared import Territory
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    filled()
    taken()
    merged = Territory(places.EPAGNY, "Epagny", kind="commune-deleguee", successor=places.ANNECY, former=True)
    import_vintage(places.france(merged))
    taken(NEXT)
    assert (counted("open", part="com"), counted("open", part="com", date=str(DAY))) == ((1, 3), (2, 4))


def test_a_snapshot_costs_as_many_statements_for_one_commune_as_for_300() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    # The first snapshot of all closes nothing that was known before.
    france()
    taken()
    numbers = []
    for number in (1, 300):
        import_vintage(places.france(*places.communes(number)))
        with statements_of() as statements:
            taken(DAY + timedelta(days=1 + number // 300))
        numbers.append(
            len([one for one in statements if not one.startswith("INSERT INTO odlocale_observed")])
        )
    assert numbers[0] == numbers[1]
