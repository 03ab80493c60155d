"""From /socle to the badge, as somebody of a commune does it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ckan.common import config

from tests.background import run_jobs
from tests.browser.chromium import serious
from tests.socle.made import SIRET, written
from tests.socle.portal import RIGHT, WRONG

pytestmark = [pytest.mark.ckan, pytest.mark.browser]


@pytest.fixture(autouse=True)
def _folder_of_uploads(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def editor() -> dict[str, Any]:
    """Somebody who publishes for Plouzané."""
    from ckan.tests.factories import Organization, User

    person = User(fullname="Anne Le Goff")
    siren = {"key": "siren", "value": SIRET[:9]}
    members = [{"name": person["name"], "capacity": "editor"}]
    Organization(name="plouzane", title="Commune de Plouzané", users=members, extras=[siren])
    return person


def publish(visit: Any, editor: dict[str, Any], file: Path, **how: Any) -> Any:
    """The three steps: choose the set, the form, the file and its verdict."""
    page = visit("/socle", user=editor, language="fr", **how)
    page.get_by_role("link", name="Délibérations", exact=True).click()
    page.get_by_role("link", name="Publier pour", exact=False).or_(
        page.locator("a.btn-primary[href*='publier']")
    ).first.click()
    page.locator("#field-upload").set_input_files(str(file))
    page.locator("form[enctype] button[type=submit]").click()
    run_jobs()
    page.reload()
    return page


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_three_steps_lead_to_a_valid_file(
    visit: Any, editor: dict[str, Any], tmp_path: Path, javascript: bool
) -> None:
    file = written(tmp_path, RIGHT, "deliberations.csv")
    page = publish(visit, editor, file, width=360, javascript=javascript)
    assert page.locator("#verdict .odlocale-badge").get_attribute("data-verdict") == "valid"


def test_an_invalid_file_is_explained(visit: Any, editor: dict[str, Any], tmp_path: Path) -> None:
    page = publish(visit, editor, written(tmp_path, WRONG, "deliberations.csv"), width=360)
    assert page.locator("#verdict details[open] li").first.inner_text().startswith("Ligne ")


def test_the_report_is_readable_by_everybody(visit: Any, editor: dict[str, Any], tmp_path: Path) -> None:
    page = publish(visit, editor, written(tmp_path, WRONG, "deliberations.csv"))
    assert serious(page, "#verdict") == []


@pytest.mark.parametrize(
    "address", ["/socle", "/socle/scdl/deliberations", "/socle/scdl/deliberations/publier"]
)
def test_the_pages_are_readable_by_everybody(visit: Any, editor: dict[str, Any], address: str) -> None:
    page = visit(address, user=editor, language="fr", width=360)
    assert serious(page, ".odlocale-socle") == []


@pytest.mark.parametrize(
    "address", ["/socle", "/socle/scdl/deliberations", "/socle/scdl/deliberations/publier"]
)
def test_the_pages_fit_a_phone(visit: Any, editor: dict[str, Any], address: str) -> None:
    page = visit(address, user=editor, language="fr", width=360)
    assert page.locator(".odlocale-socle").evaluate("shown => shown.scrollWidth") <= 360
