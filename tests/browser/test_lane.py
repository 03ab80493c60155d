"""The browser lane itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chromium import serious

pytestmark = [pytest.mark.ckan, pytest.mark.browser]


def test_a_page_is_seen_with_its_language_and_scripts(visit: Any) -> None:
    page = visit("/dataset/", language="fr")
    assert page.evaluate("[document.documentElement.lang, typeof ckan.module]") == ["fr", "function"]


def test_a_page_is_seen_without_scripts(visit: Any) -> None:
    page = visit("/dataset/", javascript=False)
    assert page.locator("h1").count() > 0


def test_somebody_is_logged_in(visit: Any) -> None:
    from ckan.tests.factories import User

    page = visit("/dashboard/datasets", user=User(fullname="Zoé Martin"))
    assert "Zoé Martin" in page.locator(".account").inner_text()


def test_what_fails_on_a_page_is_told(visit: Any) -> None:
    page = visit("/dataset/")
    with page.expect_console_message(lambda message: message.text == "worse"):
        page.evaluate("fetch('/nowhere').then(() => console.error('worse'))")
    told, visit.troubles = visit.troubles[0], []
    assert told == ["404: http://test.ckan.net/nowhere", "worse, at "]


def test_axe_sees_a_page(visit: Any) -> None:
    page = visit("/dataset/")
    page.evaluate("document.querySelector('.main').insertAdjacentHTML('beforeend', '<input class=\"bad\">')")
    assert [one for one in serious(page) if "bad" in one] == ['label: <input class="bad">']
