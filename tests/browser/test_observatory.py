"""The observatory as people see it: on a telephone and on a screen, with scripts and without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import serious
from tests.observatory.portal import filled, taken
from tests.territory import places

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

ADDRESSES = (
    "/observatoire",
    f"/observatoire/{places.DEP}",
    f"/observatoire/{places.ANNECY}",
    f"/observatoire/{places.REG}/collectivites",
    f"/observatoire/{places.REG}/rapport",
    f"/observatoire/{places.EPCI}/couverture",
)


@pytest.fixture(autouse=True)
def _figures(clean_site: None) -> None:
    filled()
    taken()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_its_reader_and_is_readable_by_everybody(visit: Any, address: str, width: int) -> None:
    page = visit(address, language="fr", width=width)
    assert serious(page, ".main") == []
    assert page.locator(".odlocale-observatory").evaluate("shown => shown.scrollWidth") <= width


def test_without_scripts_the_same_figures_are_there(visit: Any) -> None:
    page = visit(f"/observatoire/{places.DEP}", language="fr", width=360, javascript=False)
    assert "2 sur 5 collectivités" in page.locator(".odlocale-figures").inner_text()
    assert page.locator(".odlocale-png").count() == 0


def test_a_drawing_is_taken_as_an_image(visit: Any) -> None:
    page = visit(f"/observatoire/{places.REG}", language="fr")
    with page.expect_download() as taking:
        page.get_by_role("button", name="PNG de la courbe").click()
    file = Path(taking.value.path())
    assert (taking.value.suggested_filename, file.read_bytes()[:4]) == ("courbe-reg-84.png", b"\x89PNG")


def test_a_figure_leads_to_the_list_behind_it(visit: Any) -> None:
    page = visit(f"/observatoire/{places.DEP}", language="fr")
    page.locator(".odlocale-figure").first.get_by_role("link").first.click()
    assert page.locator("table tbody tr").count() == 2
