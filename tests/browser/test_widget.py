"""The widget of a territory on a commune's own site, which forbids what it does not need."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.browser.chromium import serious
from tests.territory import places
from tests.territory.portal import dataset, organization

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

PORTAL = "http://test.ckan.net"
STRICT = f"default-src 'none'; script-src {PORTAL}; frame-src {PORTAL}"
SCRIPT = f'<script src="{PORTAL}/territoire/com-74010/widget.js" data-couleur="#0a6640" async></script>'


@pytest.fixture(autouse=True)
def seven_datasets() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    annecy = organization("annecy", "Ville d’Annecy", odlocale_territory="com-74010")
    for name in ("arbres", "budget", "eau", "ecoles", "menus", "prenoms", "velos"):
        dataset(name, annecy, title=name.capitalize())


@dataclass
class Site:
    """A commune's own site: one page, under a policy. No page of the world may load what is local."""

    policy: str = STRICT
    script: str = SCRIPT

    @property
    def page(self) -> bytes:
        return (
            '<!DOCTYPE html><html lang="fr"><meta name="viewport" content="width=device-width"><title>Mairie'
            f"</title><h1>Mairie</h1>{self.script}<p>Fin</p></html>"
        ).encode()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", self.policy)]
        start_response("200 OK", headers)
        return [self.page]


@pytest.fixture
def site(visit: Any) -> Iterator[Any]:
    """Opens a commune's page that shows the widget, under a policy and at a width."""
    served = Site()
    server = make_server("127.0.0.1", 0, served, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def opened(policy: str = STRICT, width: int = 1280, script: str = SCRIPT) -> Any:
        served.policy, served.script = policy, script
        # Nothing of the portal but the widget: its own pages give cookies, that of a missing icon too.
        page = visit("about:blank", width=width)
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        return page

    yield opened
    server.shutdown()


def frame_of(page: Any) -> Any:
    return page.frame_locator("iframe.odlocale-widget")


def test_the_datasets_are_listed_under_a_strict_policy(site: Any) -> None:
    from playwright.sync_api import expect

    page = site()
    expect(frame_of(page).get_by_role("listitem")).to_have_count(5)
    assert page.locator("iframe").get_attribute("title") == "Open data: Annecy"


def test_the_frame_is_as_high_as_its_page(site: Any) -> None:
    from playwright.sync_api import expect

    page = site(width=300)
    frame = frame_of(page)
    expect(frame.get_by_role("listitem")).to_have_count(5)
    height = frame.locator("body").evaluate("body => Math.ceil(body.getBoundingClientRect().height)")
    expect(page.locator("iframe")).to_have_css("height", f"{height}px")


def test_nothing_is_wider_than_a_column_of_300_pixels(site: Any) -> None:
    from playwright.sync_api import expect

    page = site(width=300)
    frame = frame_of(page)
    expect(frame.get_by_role("listitem")).to_have_count(5)
    assert frame.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")


def test_the_sites_colour_is_shown(site: Any) -> None:
    from playwright.sync_api import expect

    button = frame_of(site()).get_by_role("button", name="Search")
    expect(button).to_have_css("background-color", "rgb(10, 102, 64)")


def test_words_are_searched_within_the_widget(site: Any) -> None:
    from playwright.sync_api import expect

    frame = frame_of(site())
    frame.get_by_role("searchbox").fill("budget")
    frame.get_by_role("searchbox").press("Enter")
    expect(frame.get_by_role("status")).to_have_text("1 dataset")
    expect(frame.get_by_role("listitem")).to_have_count(1)
    expect(frame.get_by_role("button", name="Search")).to_have_css("background-color", "rgb(10, 102, 64)")


def test_further_datasets_are_reached_by_keyboard(site: Any) -> None:
    from playwright.sync_api import expect

    frame = frame_of(site())
    frame.get_by_role("link", name="Next").press("Enter")
    expect(frame.get_by_role("status")).to_have_text("7 datasets, page 2 of 2")
    expect(frame.get_by_role("listitem")).to_have_count(2)


def test_a_dataset_opens_on_the_portal_in_a_new_tab(site: Any) -> None:
    page = site()
    with page.context.expect_page() as opened:
        frame_of(page).get_by_role("link", name="Velos").click()
    assert (opened.value.url, opened.value.evaluate("window.opener")) == (f"{PORTAL}/dataset/velos", None)


def test_neither_the_site_nor_the_portal_gets_a_cookie(site: Any) -> None:
    from playwright.sync_api import expect

    page = site()
    expect(frame_of(page).get_by_role("listitem")).to_have_count(5)
    assert page.context.cookies() == []


def test_only_the_frame_is_listened_to(site: Any) -> None:
    from playwright.sync_api import expect

    page = site()
    frame = frame_of(page)
    expect(frame.get_by_role("listitem")).to_have_count(5)
    page.evaluate("window.postMessage({odlocaleHeight: 19999}, '*')")
    page.evaluate("new Promise(done => setTimeout(done))")
    expect(page.locator("iframe")).not_to_have_css("height", "19999px")


def test_a_site_that_forbids_frames_gets_a_link(site: Any, visit: Any) -> None:
    from playwright.sync_api import expect

    page = site(policy=f"default-src 'none'; script-src {PORTAL}; frame-src 'none'")
    expect(page.get_by_role("link", name="Open data: Annecy")).to_have_attribute(
        "href", f"{PORTAL}/territoire/com-74010"
    )
    # The browser tells the site's owner what the policy forbids.
    visit.troubles = [[] for _ in visit.troubles]


def test_the_widget_of_a_former_commune_shows_its_successor(site: Any) -> None:
    from playwright.sync_api import expect

    page = site(script=SCRIPT.replace("74010", "74093"))
    expect(frame_of(page).get_by_role("heading")).to_contain_text("Annecy")


@pytest.mark.parametrize("asked", ["", "?q=zzz", "?q=title:[", "?couleur=ffee00"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_in_a_widget_keeps_anybody_out(visit: Any, asked: str, language: str) -> None:
    page = visit(f"/territoire/com-74010/widget{asked}", language=language, width=300, tolerated=["q=title"])
    assert serious(page, "body") == []


def test_a_widget_works_without_scripts(visit: Any) -> None:
    page = visit("/territoire/com-74010/widget?nombre=3", javascript=False)
    page.get_by_role("link", name="Next").click()
    assert page.get_by_role("status").inner_text() == "7 datasets, page 2 of 3"
