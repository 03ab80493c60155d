"""Publishing a set in three steps on a portal whose own schema asks for more than the form has."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ckan.tests import factories, helpers

from tests.socle import scheming
from tests.socle.portal import DELIBERATIONS, RIGHT

pytestmark = scheming.marks_for(Path(__file__).with_name("strict_schema.yaml").as_uri())


def send(app: Any) -> Any:
    person = factories.UserWithToken()
    members = [{"name": person["name"], "capacity": "editor"}]
    factories.Organization(name="annecy", title="Ville d’Annecy", siren="200063402", users=members)
    form = {"organisation": "annecy", "upload": (io.BytesIO(RIGHT.encode()), "d.csv")}
    headers = {"Authorization": person["token"]}
    return app.post(f"/socle/{DELIBERATIONS}/publier", data=form, headers=headers)


def test_the_form_names_what_is_missing_and_leads_to_the_full_one(app: Any) -> None:
    body = send(app).body
    assert ("shelf: Missing value" in body, "/dataset/new?group=" in body) == (True, True)


def test_nothing_is_made(app: Any) -> None:
    send(app)
    assert helpers.call_action("package_list") == []
