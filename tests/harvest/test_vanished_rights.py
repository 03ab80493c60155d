"""Who decides about what vanished, by action, page and command."""

from __future__ import annotations

import json

import pytest

from tests.harvest import portals

pytestmark = pytest.mark.ckan

WHO = {"nobody": False, "stranger": False, "editor": False, "admin": True, "sysadmin": True}


@pytest.fixture
def made(portal):
    return portals.source("http://127.0.0.1:1", "odlocale_ckan", portal)


@pytest.fixture
def held(made, portal):
    """A source of which one dataset waits for a person; its table row is all that this takes."""
    import sqlalchemy as sa
    from ckan import model
    from ckan.tests.factories import Dataset

    from ckanext.odlocale.harvest.vanished import now, vanished_table

    dataset = Dataset(title="<b>Gone</b>", owner_org=portal)
    row = {"source_id": made.id, "guid": "g", "package_id": dataset["id"], "since": now(), "held": True}
    model.Session.execute(sa.insert(vanished_table).values(row))
    model.Session.commit()
    return made


def token(who: str, organization: str) -> dict[str, str]:
    """What a person sends to be known."""
    from ckan.tests import helpers
    from ckan.tests.factories import SysadminWithToken, UserWithToken

    if who == "nobody":
        return {}
    person = SysadminWithToken() if who == "sysadmin" else UserWithToken()
    if who in ("editor", "admin"):
        member = {"id": organization, "username": person["name"], "role": who}
        helpers.call_action("organization_member_create", **member)
    return {"Authorization": person["token"]}


@pytest.mark.parametrize(("who", "may"), WHO.items())
def test_the_list_and_the_decision_are_for_who_answers_for_the_source(app, portal, held, who, may) -> None:
    sent = token(who, portal)
    address = "/api/3/action/odlocale_harvest_vanished_"
    listed = app.post(f"{address}list", json={"id": "source"}, headers=sent)
    confirmed = app.post(f"{address}confirm", json={"id": "source"}, headers=sent)
    assert (listed.status_code, confirmed.status_code) == ((200, 200) if may else (403, 403))


@pytest.mark.parametrize("who", ["stranger", "admin"])
def test_the_page_of_the_source_says_it_to_who_may_decide(app, portal, held, who) -> None:
    page = app.get("/harvest/source", headers=token(who, portal)).body
    shown = ("Confirm the deletion" in page, "&lt;b&gt;Gone&lt;/b&gt;" in page, "<b>Gone</b>" in page)
    assert shown == ((who == "admin"), (who == "admin"), False)


@pytest.mark.parametrize("data", [{}, {"id": ""}, {"id": "none"}, {"id": ["source"]}])
def test_bad_input_is_refused(app, held, data) -> None:
    answer = app.post(
        "/api/3/action/odlocale_harvest_vanished_confirm", json=data, headers=token("sysadmin", "")
    )
    assert answer.status_code in (404, 409)


def test_the_command_lists_and_confirms(cli, held) -> None:
    from ckan.cli.cli import ckan

    listed = json.loads(cli.invoke(ckan, ["odlocale", "harvest", "vanished", "source", "--json"]).stdout)
    done = cli.invoke(ckan, ["odlocale", "harvest", "vanished", "source", "--confirm", "--json"])
    assert ([one["waits"] for one in listed], json.loads(done.stdout)[0]["waits"]) == ([True], False)
