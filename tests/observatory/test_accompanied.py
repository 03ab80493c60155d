"""What animators, harvests and the socle say of territories, read from the portal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.observatory.helping import animator, mandate, region
from tests.observatory.portal import DAY, counted, filled, taken
from tests.territory import places
from tests.territory.queries import counted as statements_of

pytestmark = pytest.mark.ckan

BEFORE = DAY - timedelta(days=400)


def offer(territory: str) -> None:
    from ckanext.odlocale.animator import offers

    offers.add(
        None, {"organization_id": region(), "service": "formation", "perimeter": [territory], "since": DAY}
    )


def opened_on(day: date) -> None:
    """All datasets were made on a day."""
    import sqlalchemy as sa
    from ckan import model

    model.Session.execute(sa.text("UPDATE package SET metadata_created = :day"), {"day": day})
    model.Session.commit()


def test_a_mandate_in_force_accompanies() -> None:
    filled()
    animator()
    mandate(places.ANNECY, BEFORE)
    mandate(places.SEYSSEL, BEFORE, DAY - timedelta(days=1))
    mandate(places.EPAGNY, DAY + timedelta(days=1))
    taken()
    assert counted("accompanied") == (1, 9)


def test_a_mandate_that_was_only_asked_for_accompanies_nobody() -> None:
    filled()
    animator()
    mandate(places.ANNECY, BEFORE, state="asked")
    taken()
    assert counted("accompanied") == (0, 9)


def test_a_mandate_that_was_ended_accompanied_until_then() -> None:
    from datetime import UTC, datetime

    filled()
    animator()
    opened_on(DAY - timedelta(days=20))
    ended = datetime(2026, 11, 14, 12, tzinfo=UTC)
    mandate(places.ANNECY, BEFORE, state="ended", ended=ended)
    taken()
    # Three are new: Annecy, helped when it opened; the région and Epagny, not.
    assert (counted("accompanied"), counted("accompanied_new")) == ((0, 9), (1, 3))


def test_who_opened_before_its_mandate_is_told_from_who_opened_since() -> None:
    filled()
    animator()
    opened_on(DAY - timedelta(days=20))
    mandate(places.ANNECY, BEFORE)
    mandate(places.EPAGNY, DAY - timedelta(days=10))
    taken()
    assert (counted("opened_before"), counted("opened_since")) == ((1, 2), (1, 2))


def test_where_nobody_offers_help_and_nobody_accompanies_is_a_white_zone() -> None:
    filled()
    animator()
    offer(places.DEP)
    mandate(places.OTHER_SEYSSEL, BEFORE)
    taken()
    # In reg-84: itself, the Ain and the straddling EPCI; not the Haute-Savoie and what is in it.
    assert counted("white_zone") == (3, 9)


def test_the_figures_of_an_animator_are_of_whom_it_accompanies() -> None:
    filled()
    animator()
    mandate(places.ANNECY, BEFORE)
    mandate(places.SEYSSEL, BEFORE)
    taken()
    assert counted("open", animator="region") == (1, 2)


def test_a_mandate_of_a_commune_that_merged_is_of_its_successor() -> None:
    filled()
    animator()
    mandate(places.OLD_ANNECY, BEFORE)
    taken()
    assert counted("open", animator="region") == (1, 1)


def test_a_past_day_with_animators_worked_out_again_gives_the_same() -> None:
    from ckanext.odlocale.observatory.history.snapshots import differences

    filled()
    animator()
    mandate(places.ANNECY, BEFORE, DAY)
    taken()
    taken(DAY + timedelta(days=1))
    assert (differences(DAY), differences(DAY + timedelta(days=1))) == ({}, {})
    assert [counted("accompanied", date=str(DAY + timedelta(days=n))) for n in (0, 1)] == [(1, 9), (0, 9)]


def test_the_pages_show_who_accompanies(app: Any) -> None:
    filled()
    animator()
    mandate(places.ANNECY, BEFORE)
    mandate(places.SEYSSEL, BEFORE)
    taken()
    board = app.get("/observatoire/reg-84").body
    assert "/observatoire/animateur/region" in board
    page = app.get("/observatoire/animateur/region").body
    listed = app.get("/observatoire/animateur/region/collectivites?indicateur=open&cote=non").body
    assert "1 of 2 collectivités" in page
    assert ("Seyssel" in listed, "Annecy &lt;b&gt;" in listed) == (True, False)


def test_who_publishes_for_others_is_told(app: Any) -> None:
    filled()
    taken()
    assert "Who publishes for others" in app.get("/observatoire/dep-74").body


@pytest.mark.parametrize(
    "address", ["/observatoire/animateur/nobody", "/observatoire/animateur/annecy/collectivites"]
)
def test_who_is_no_animator_has_no_page(app: Any, address: str) -> None:
    filled()
    taken()
    app.get(address, status=404)


def test_the_figures_of_nobody_are_refused() -> None:
    import ckan.plugins.toolkit as tk

    filled()
    taken()
    with pytest.raises(tk.ObjectNotFound):
        counted("open", animator="nobody")


def test_the_page_of_an_animator_costs_as_many_statements_for_one_mandate_as_for_three(app: Any) -> None:
    filled()
    animator()
    numbers = []
    for territory in (places.ANNECY, places.SEYSSEL, places.EPAGNY):
        mandate(territory, BEFORE)
        taken()
        app.get("/observatoire/animateur/region")
        with statements_of() as statements:
            app.get("/observatoire/animateur/region")
        numbers.append(len(statements))
    assert numbers[0] == numbers[2]
