"""The pages of a territory, of the vintages and of an organization, in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.territory import places
from tests.territory.portal import dataset, organization

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

LONG = f'<b>Grand</b> "Annecy" {"o" * 150}'
PAGES = pytest.mark.parametrize(
    "address",
    [
        f"/territoire/{places.DEP}",
        f"/territoire/{places.EPAGNY}",
        "/territoires/millesimes",
        "/territoires?q=cran",
        "/organization/grand-annecy",
    ],
)
WIDTHS = pytest.mark.parametrize("width", [360, 1280])


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    dataset("budget", organization("annecy", odlocale_territory=places.ANNECY))
    organization("haute-savoie", odlocale_territory=places.DEP)
    organization("grand-annecy", title=LONG, odlocale_territory=places.EPCI)


@PAGES
@WIDTHS
def test_the_page_is_for_everybody(visit: Any, address: str, width: int) -> None:
    assert serious(visit(address, language="fr", width=width)) == []


@PAGES
def test_nothing_of_the_page_is_wider_than_a_telephone(visit: Any, address: str) -> None:
    page = visit(address, language="fr", width=360)
    # CKAN's own wrapper is a little wider than a phone; what we put into it is not.
    beyond = """all => all.filter(one => one.getBoundingClientRect().right > innerWidth
                                         && !one.closest(".visually-hidden")).map(one => one.outerHTML)"""
    assert page.locator(".module-content *, .odlocale-header *").evaluate_all(beyond) == []


def test_words_and_numbers_of_the_tree_stand_apart_on_a_telephone(visit: Any) -> None:
    page = visit(f"/territoires?ouvert={places.DEP}", language="fr", width=360)
    together = """rows => rows.filter(row => {
        const box = one => { const range = document.createRange();
                             range.selectNodeContents(one.matches(".odlocale-name") ? one : one.firstChild);
                             return range.getBoundingClientRect() };
        const [first, second] = row.querySelectorAll(".odlocale-numbers > span");
        const words = row.querySelector(".odlocale-name") || row.firstElementChild;
        return box(words).right > box(first).left || box(first).right > box(second).left;
    }).map(row => row.innerText)"""
    assert page.locator(".odlocale-row, .odlocale-legend").evaluate_all(together) == []
