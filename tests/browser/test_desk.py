"""The desk of an animator and the kits, as people use them: on a telephone, without scripts, read aloud."""

from __future__ import annotations

from typing import Any

import pytest

from tests.animator.desk.portal import animator, mandate, published
from tests.browser.chromium import serious
from tests.territory import places
from tests.territory.people import act, sysadmin
from tests.territory.portal import organization

pytestmark = [pytest.mark.ckan, pytest.mark.browser]

HOSTILE = """<b>"Mairie" & d'Annecy</b> """ + "très-long" * 20
DESK = "/animateur/adico/suivi"


@pytest.fixture
def editor(clean_site: None) -> dict[str, Any]:
    """Somebody of an animator with a hostile name, whose communes are at different steps."""
    from ckan.tests.factories import User
    from ckan.tests.helpers import call_action

    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france(places.renamed(places.SEYSSEL, HOSTILE[:200])))
    helper = animator("adico", places.DEP, title=HOSTILE)
    person = User(fullname="Anne Le Goff")
    call_action("organization_member_create", id="adico", username=person["name"], role="editor")
    annecy = organization("annecy", HOSTILE, odlocale_territory=places.ANNECY)
    published(annecy, "un", "invalid", {"siret": 3})
    mandate(helper, places.SEYSSEL, state="asked", asked_by_side="collectivite", signed=None)
    fields = {
        "kit_kind": "technique",
        "kit_rules": ["siret"],
        "kit_stage": "first-dataset",
        "author": HOSTILE[:90],
    }
    admin = sysadmin()
    act(
        "package_create", admin, type="kit", name="kit-siret", title=HOSTILE, owner_org=annecy["id"], **fields
    )
    return person


def test_who_asks_comes_first_and_a_step_is_noted_without_scripts(visit: Any, editor: dict[str, Any]) -> None:
    page = visit(DESK, user=editor, language="fr", width=360, javascript=False)
    assert page.locator(".odlocale-row").first.get_attribute("data-need") == "answer"
    page.locator(".odlocale-row input").first.check()
    page.locator("#etape-note").select_option("contacted")
    page.get_by_role("button", name="Noter").click()
    assert "Contactée" in page.locator(".odlocale-row").first.inner_text()


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_known_of_an_authority_has_room(visit: Any, editor: dict[str, Any], width: int) -> None:
    page = visit(DESK, user=editor, language="fr", width=width)
    rows = page.locator(".odlocale-row > dl").all()
    # A column of one letter is what there was; the theme of CKAN 2.11 has wider edges than that of 2.12.
    assert {one.evaluate("shown => shown.clientWidth > 200") for one in rows} == {True}


def test_a_filter_is_one_click(visit: Any, editor: dict[str, Any]) -> None:
    page = visit(DESK, user=editor, language="fr")
    page.locator(".odlocale-needs a", has_text="Fichiers non valides").click()
    shown = [one.get_attribute("data-territory") for one in page.locator(".odlocale-row").all()]
    assert shown == [places.ANNECY]


ADDRESSES = (
    DESK,
    f"{DESK}/{places.ANNECY}",
    "/kits",
    "/kit/kit-siret",
    "/kits/fiche/deroule-de-formation",
    "/bonnes-pratiques",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_pages_are_readable_by_everybody_and_fit_a_phone(
    visit: Any, editor: dict[str, Any], address: str
) -> None:
    page = visit(address, user=editor, language="fr", width=360)
    ours = page.locator(".odlocale-desk, .odlocale-kits").first
    wide = ours.evaluate("shown => shown.scrollWidth <= 360")
    assert (wide, serious(page, ".odlocale-desk, .odlocale-kits")) == (True, [])
