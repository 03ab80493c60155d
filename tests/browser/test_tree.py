"""The tree of territories and the territory facet, in a browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.territory import places
from tests.territory.portal import dataset, organization

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

PART = f"arbre-{places.STRADDLING}~{places.DEP}"


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    dataset("budget", organization("annecy", odlocale_territory=places.ANNECY))
    dataset("routes", organization("haute-savoie", odlocale_territory=places.DEP))


def item(page: Any, name: str) -> Any:
    return page.get_by_role("treeitem", name=re.compile(f"^{name}"))


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.id")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def opened(visit: Any, at: str = "", **how: Any) -> Any:
    """The page with its tree made, the first item in the order of Tab focused."""
    from playwright.sync_api import expect

    page = visit(f"/territoires{at}", **how)
    expect(page.get_by_role("tree")).to_be_visible()
    page.locator('[role=treeitem][tabindex="0"]').focus()
    return page


def test_a_branch_is_loaded_when_it_is_opened_with_the_mouse(visit: Any) -> None:
    from playwright.sync_api import expect

    page = opened(visit)
    page.locator("#arbre-reg-84 > .odlocale-row > .odlocale-expander").click()
    expect(item(page, "Haute-Savoie")).to_have_attribute("aria-level", "2")
    expect(page).to_have_url(re.compile(r"/territoires\?ouvert=reg-84$"))


def test_the_arrows_open_enter_leave_and_close(visit: Any) -> None:
    from playwright.sync_api import expect

    page = opened(visit)
    press(page, "ArrowRight")
    expect(item(page, "Ain")).to_be_visible()
    steps = []
    for key in ("ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft"):
        press(page, key)
        steps.append(focused(page))
    press(page, "ArrowLeft")
    expect(item(page, "Ain")).to_be_hidden()
    assert steps == ["arbre-dep-01", "arbre-dep-74", "arbre-dep-01", "arbre-reg-84"]


def test_home_and_end_go_to_the_first_and_the_last_item(visit: Any) -> None:
    page = opened(visit, "?ouvert=dep-74")
    steps = []
    for key in ("End", "Home"):
        press(page, key)
        steps.append(focused(page))
    assert steps == [f"arbre-{places.STRADDLING}", "arbre-reg-84"]


@pytest.mark.parametrize(
    ("typed", "expected"), [("a", "arbre-dep-01"), ("ca", f"arbre-{places.EPCI}"), ("CC", PART)]
)
def test_letters_go_to_the_next_item_of_that_name(visit: Any, typed: str, expected: str) -> None:
    page = opened(visit, "?ouvert=dep-74")
    press(page, "Home", *typed)
    assert focused(page) == expected


def test_enter_follows_the_name(visit: Any) -> None:
    from playwright.sync_api import expect

    page = opened(visit, "?ouvert=com-74269")
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"/territoire/com-74269$"))


def test_back_from_a_page_finds_the_tree_as_it_was(visit: Any) -> None:
    from playwright.sync_api import expect

    page = opened(visit, "?ouvert=reg-84")
    press(page, "h", "ArrowRight")
    expect(item(page, "CA du Grand Annecy")).to_be_visible()
    press(page, "Enter")
    expect(page).to_have_url(re.compile(r"/territoire/dep-74$"))
    page.go_back()
    expect(item(page, "CA du Grand Annecy")).to_be_visible()


def test_the_tree_is_one_stop_of_the_tab_key(visit: Any) -> None:
    page = opened(visit, "?ouvert=dep-74")
    assert page.locator('.odlocale-tree [tabindex="0"]').count() == 1


def test_an_item_has_its_place_among_its_siblings(visit: Any) -> None:
    page = opened(visit, "?ouvert=dep-74")
    shown = page.locator(f'[id="{PART}"]').evaluate(
        "one => ['level', 'posinset', 'setsize', 'expanded'].map(name => one.getAttribute('aria-' + name))"
    )
    assert shown == ["3", "2", "2", "false"]


def test_an_item_is_named_with_its_numbers(visit: Any) -> None:
    from playwright.sync_api import expect

    page = opened(visit, "?ouvert=dep-74")
    expect(page.locator("#arbre-dep-74")).to_have_accessible_name("Haute-Savoie 2 datasets, 2 organizations")


def test_what_is_loaded_is_said(visit: Any) -> None:
    from playwright.sync_api import expect

    page = opened(visit)
    press(page, "ArrowRight")
    expect(page.locator(".odlocale-tree [role=status]")).to_have_text(
        "3 territories below Auvergne-Rhône-Alpes"
    )


def test_a_branch_that_fails_says_so_and_is_tried_again(visit: Any) -> None:
    from playwright.sync_api import expect

    page = opened(visit, tolerated=["/territoires/branche/"])
    page.route("**/territoires/branche/*", lambda route: route.fulfill(status=503))
    press(page, "ArrowRight")
    failure = page.locator(".odlocale-failure")
    expect(failure).to_contain_text("What is below Auvergne-Rhône-Alpes could not be loaded.")
    page.unroute("**/territoires/branche/*")
    failure.get_by_role("button", name="Try again").click()
    expect(item(page, "Haute-Savoie")).to_be_visible()
    expect(failure).to_have_count(0)


def test_a_part_below_the_whole_leads_to_its_place(visit: Any) -> None:
    from playwright.sync_api import expect

    page = opened(visit, f"?ouvert={places.STRADDLING}")
    page.get_by_role("link", name="Part in Haute-Savoie").click()
    expect(page.locator(f'[id="{PART}"]')).to_be_visible()
    expect(item(page, "Seyssel")).to_be_visible()


def test_without_javascript_the_tree_is_opened_and_closed_by_links(visit: Any) -> None:
    from playwright.sync_api import expect

    page = visit("/territoires", javascript=False)
    page.get_by_role("link", name="Open Auvergne-Rhône-Alpes").click()
    page.get_by_role("link", name="Open Haute-Savoie").click()
    expect(page.get_by_role("link", name="CA du Grand Annecy", exact=True)).to_be_visible()
    page.get_by_role("link", name="Close Haute-Savoie").click()
    expect(page.get_by_role("link", name="CA du Grand Annecy", exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", [f"?ouvert={PART.removeprefix('arbre-')}", "?q=annecy"])
def test_the_page_is_for_everybody(visit: Any, address: str, width: int) -> None:
    page = visit(f"/territoires{address}", width=width)
    assert serious(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_tree_is_not_wider_than_the_screen(visit: Any, width: int) -> None:
    page = opened(visit, f"?ouvert={PART.removeprefix('arbre-')}", width=width)
    # CKAN's own grid is six pixels wider than a telephone.
    assert page.locator(".odlocale-tree").evaluate("one => one.getBoundingClientRect().right") <= width


def test_the_facet_leads_down_and_up_again(visit: Any) -> None:
    from playwright.sync_api import expect

    page = visit("/dataset/")
    facet = page.locator(".odlocale-facet")
    facet.get_by_role("link", name="Auvergne-Rhône-Alpes").click()
    facet.get_by_role("link", name="Haute-Savoie").click()
    expect(page).to_have_url(re.compile(r"\?territoire=dep-74$"))
    expect(facet.get_by_role("link", name="CA du Grand Annecy")).to_be_visible()
    facet.get_by_role("link", name="All territories").click()
    expect(page).to_have_url(re.compile(r"/dataset/\??$"))


def test_the_facet_finds_a_territory_that_it_does_not_list(visit: Any) -> None:
    from playwright.sync_api import expect

    page = visit("/dataset/?q=budget", javascript=False)
    page.locator(".odlocale-facet-search input[name=q]").fill("annecy")
    page.locator(".odlocale-facet-search button").click()
    page.get_by_role("link", name="Filter the datasets (Annecy)", exact=True).click()
    expect(page).to_have_url(re.compile(r"/dataset/\?q=budget&territoire=com-74010$"))


def test_the_facet_is_for_everybody(visit: Any) -> None:
    page = visit("/dataset/?territoire=dep-74")
    assert serious(page, ".odlocale-facet") == []
