"""What a territory publishes of the socle, and what is still missing, in a browser."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from ckan.common import config

from ckanext.odlocale.socle import checking
from ckanext.odlocale.socle.consolidation.building import build
from tests.browser.chromium import serious
from tests.socle.portal import DELIBERATIONS, RIGHT, WRONG, publish
from tests.territory.people import act, sysadmin
from tests.territory.places import ANNECY, EPAGNY, EPCI, france
from tests.territory.portal import organization

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

HOSTILE = f'<b>Décisions</b> "d’ici" {"o" * 150}'
SETTING = "ckanext.odlocale.socle.consolidation.organization"


@pytest.fixture(autouse=True)
def editor(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """Somebody of Annecy, which has a valid file, one that fails and a declaration; Epagny has a file."""
    from ckan.tests import factories

    from ckanext.odlocale.territory.vintages.importer import import_vintage

    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))
    monkeypatch.setitem(config, SETTING, "portail")
    import_vintage(france())
    organization("portail", HOSTILE)
    person = factories.User(fullname=HOSTILE)
    annecy = organization("annecy", HOSTILE, odlocale_territory=ANNECY)
    act("organization_member_create", sysadmin(), id="annecy", username=person["name"], role="editor")
    _published(annecy, RIGHT)
    _published(organization("epagny", HOSTILE, odlocale_territory=EPAGNY), WRONG)
    act(
        "odlocale_declaration_set",
        sysadmin(),
        id=ANNECY,
        schema="scdl/prenoms",
        year=datetime.now(UTC).year,
        kind="sans-objet",
    )
    build(str(EPCI), DELIBERATIONS)
    return person


def _published(owner: dict[str, Any], content: str) -> None:
    from ckan.tests import factories

    dataset = factories.Dataset(owner_org=owner["id"], title=HOSTILE)
    checking.check(publish(content, dataset=dataset, socle_schema=DELIBERATIONS)["id"])


def matrix(visit: Any, territory: str, **how: Any) -> Any:
    page = visit(f"/territoire/{territory}", language="fr", **how)
    if page.locator("#socle details[open]").count() == 0:
        page.locator("#socle summary").click()
    return page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("territory", [ANNECY, EPAGNY, EPCI])
@pytest.mark.parametrize("reader", ["anybody", "publisher"])
def test_the_matrix_fits_its_reader_and_is_readable_by_everybody(
    visit: Any, editor: dict[str, Any], territory: str, width: int, reader: str
) -> None:
    page = matrix(visit, territory, width=width, user=editor if reader == "publisher" else None)
    assert serious(page, "#socle") == []
    beyond = """all => all.filter(one => one.getBoundingClientRect().right > innerWidth
                                         && !one.closest(".visually-hidden, .table-responsive"))
                          .map(one => one.outerHTML)"""
    assert page.locator("#socle *").evaluate_all(beyond) == []


def test_who_publishes_declares_in_the_matrix(visit: Any, editor: dict[str, Any]) -> None:
    page = matrix(visit, ANNECY, width=360, user=editor)
    line = page.locator("#socle tr").filter(has=page.locator("input[value='scdl/subventions']"))
    line.locator("select[name=kind]").select_option("announced")
    line.locator("button").click()
    found = act("odlocale_socle_coverage", None, id=ANNECY, schema="scdl/subventions")["results"]
    assert found[0]["sets"][0]["state"] == "announced"


def test_the_page_leads_to_the_consolidated_file(visit: Any) -> None:
    page = visit(f"/territoire/{EPCI}", language="fr", width=360)
    page.locator("#consolides + p + ul a").click()
    assert "Valid rows" in page.locator(".resource-list").inner_text()
