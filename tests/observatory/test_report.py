"""One page about a territory, to print."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.observatory.portal import filled, france, taken
from tests.territory import places

pytestmark = pytest.mark.ckan


def shown(app: Any, address: str, status: int = 200) -> Any:
    return app.get(address, status=status)


@pytest.mark.parametrize("territory", ["fr", places.REG, places.DEP, places.EPCI, places.ANNECY])
def test_every_territory_has_a_page_and_a_sheet(app: Any, territory: str) -> None:
    filled()
    taken()
    page = shown(app, f"/observatoire/{territory}/rapport").body
    sheet = shown(app, f"/observatoire/{territory}/rapport.pdf")
    assert "The list behind it" in page
    assert (sheet.content_type, sheet.data[:5]) == ("application/pdf", b"%PDF-")


def test_the_page_names_the_largest_of_those_that_must_and_have_not(app: Any) -> None:
    filled()
    taken()
    page = shown(app, "/observatoire/dep-74/rapport").body
    assert "Publish a first dataset" in page or "Say how many agents it has" in page


def test_the_page_says_how_it_came_about(app: Any) -> None:
    filled()
    taken()
    told = shown(app, "/fr/observatoire/dep-74/rapport").body
    assert "Collectivités ouvertes : 2 depuis le 24 novembre 2026." in told


def test_the_sheet_is_one_page_with_a_link_to_each_list(app: Any) -> None:
    filled()
    taken()
    content = shown(app, "/observatoire/reg-84/rapport.pdf").data
    assert len(re.findall(rb"/Type /Page\b", content)) == 1
    assert content.count(b"indicateur=open&cote=oui") >= 1


def test_a_name_of_any_letters_and_any_length_is_printed(app: Any) -> None:
    import sqlalchemy as sa
    from ckan import model

    filled()
    taken()
    name = 'Œuilly <b>"l’été"</b> Łódź 東京 ' + "x" * 200
    model.Session.execute(
        sa.text("UPDATE odlocale_territory SET name = :name WHERE id = 'dep-74'"), {"name": name}
    )
    model.Session.commit()
    content = shown(app, "/observatoire/dep-74/rapport.pdf").data
    assert len(re.findall(rb"/Type /Page\b", content)) == 1
    assert "<b>" not in shown(app, "/observatoire/dep-74/rapport").body.split("<h1>")[1].split("</h1>")[0]


def test_before_the_first_figures_there_is_no_page(app: Any) -> None:
    france()
    shown(app, "/observatoire/reg-84/rapport", status=404)
    shown(app, "/observatoire/reg-84/rapport.pdf", status=404)
