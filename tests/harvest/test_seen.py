"""What is seen of sources: pages, actions, command, mails."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.harvest import portals
from tests.harvest.portals import SILLINGY, harvest, of, organization, remote_dataset
from tests.harvest.test_vanished_rights import WHO, token
from tests.territory.people import act, sysadmin
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

REPORT, LIST = "odlocale_harvest_source_report", "odlocale_harvest_source_list"


@pytest.fixture
def made(portal, server) -> Any:
    """A source of a rolled-up dataset, one in review and one without title."""
    server.serves_ckan(
        remote_dataset("A", organization=of("Commune de Sillingy")),
        remote_dataset("<b>B</b>", organization=of("Régie du lac")),
        {**remote_dataset("C"), "title": "", "name": ""},
    )
    made = portals.source(server.url, "odlocale_ckan", portal)
    harvest(made)
    return made


@pytest.mark.parametrize(("who", "may"), WHO.items())
def test_how_a_source_is_is_for_who_answers_for_it(app, portal, who, may) -> None:
    portals.source("http://127.0.0.1:1", "odlocale_ckan", portal)
    sent = token(who, portal)
    answers = [
        app.get("/moissonnage", headers=sent, expect_errors=True),
        app.get("/moissonnage/source/source", headers=sent, expect_errors=True),
        app.get("/moissonnage/source/source/essai", headers=sent, expect_errors=True),
        *(app.post(f"/api/3/action/{name}", json={"id": "source"}, headers=sent) for name in (REPORT, LIST)),
    ]
    assert [answer.status_code for answer in answers] == [200 if may else 403] * 5


def test_the_administrator_of_another_organization_sees_no_source(app, portal) -> None:
    portals.source("http://127.0.0.1:1", "odlocale_ckan", portal)
    sent = token("admin", organization("other"))
    assert app.post(f"/api/3/action/{LIST}", json={}, headers=sent).json["result"]["count"] == 0


def test_a_report_counts_what_the_portal_has_and_groups_what_went_wrong(made) -> None:
    report = act(REPORT, sysadmin(), id="source")
    figures = ("health", "datasets", "rolled_up", "in_review", "producers_in_review", "elsewhere")
    [run], [cause] = report["runs"], report["causes"]
    assert [report[name] for name in figures] == ["partly", 2, 1, 1, 1, 0]
    assert (run["added"], run["errors"], run["unchanged"], cause["count"]) == (2, 1, 0, 1)
    assert "Ask its publisher to give it one" in cause["examples"][0]["message"]


def test_the_form_of_a_source_that_was_harvested_has_its_type_and_its_configuration(
    app, portal, server
) -> None:
    server.serves(portals.turtle("Budget"))
    harvest(portals.source(f"{server.url}/catalogue", "odlocale_dcat", portal, territory=SILLINGY))
    form = app.get("/harvest/edit/source", headers=token("sysadmin", "")).body
    told = ('value="odlocale_dcat" checked', f"&#34;territory&#34;: &#34;{SILLINGY}&#34;")
    assert [one in form for one in told] == [True, True]


def test_the_page_says_which_part_of_its_portal_a_source_takes(app, portal) -> None:
    filters = {"organization": "<b>mairie</b>", "territory": SILLINGY, "tag": "eau"}
    portals.source("http://127.0.0.1:1", "odlocale_dcat", portal, portal="udata", filters=filters)
    page = app.get("/moissonnage/source/source", headers=token("sysadmin", "")).body
    shown = ("&lt;b&gt;mairie&lt;/b&gt;", "<dd>Sillingy</dd>", "<dd>eau</dd>")
    assert [one in page for one in shown] == [True, True, True]


def test_the_page_shows_it_and_hostile_titles_as_text(app, made) -> None:
    page = app.get("/moissonnage/source/source", headers=token("sysadmin", "")).body
    tried = app.get("/moissonnage/source/source/essai", headers=token("sysadmin", "")).body
    assert ("Ask its publisher to give it one" in page, "<b>B</b>" in tried, "&lt;b&gt;B" in tried) == (
        True,
        False,
        True,
    )


def test_trying_a_source_writes_nothing(made, portal, server) -> None:
    server.serves_ckan(*(remote_dataset(f"D{number}") for number in range(30)))
    rows = act("odlocale_harvest_source_preview", sysadmin(), id="source")
    assert (len(rows), sorted(portals.datasets())) == (20, ["<b>B</b>", "A"])


def test_a_source_that_cannot_be_read_says_so_on_its_page(app, portal) -> None:
    portals.source("http://127.0.0.1:1", "odlocale_ckan", portal)
    page = app.get("/moissonnage/source/source/essai", headers=token("sysadmin", "")).body
    assert "The source cannot be read now." in page


def test_progress_is_shown_during_a_run(app, made) -> None:
    from ckan import model
    from ckanext.harvest.model import HarvestJob

    model.Session.query(HarvestJob).update({"status": "Running", "finished": None})
    model.Session.commit()
    page = app.get("/moissonnage/source/source", headers=token("sysadmin", "")).body
    assert "Under way: 3 of 3 records" in page


def test_a_list_of_many_sources_costs_as_many_queries_as_of_one(app, portal) -> None:
    from ckanext.odlocale.harvest import seen

    costs = []
    for start in (0, 4):
        for number in range(start, start + 4 if start else 1):
            portals.source(f"http://127.0.0.1:1/{number}", "odlocale_ckan", portal, f"s{number}")
        with counted() as queries:
            found = seen.sources(seen.Scope())
        costs.append((len(queries), len(found)))
    assert costs[0][0] == costs[1][0]
    assert [number for _cost, number in costs] == [1, 5]


def test_the_command_says_how_every_source_is(cli, made) -> None:
    from ckan.cli.cli import ckan

    done = cli.invoke(ckan, ["odlocale", "harvest", "status", "--json"])
    assert [(one["name"], one["health"]) for one in json.loads(done.stdout)] == [("source", "partly")]


def test_a_territory_knows_its_sources_in_error_and_what_others_publish_for_it(made, portal) -> None:
    from ckanext.odlocale.harvest.shared import TerritoryHarvest, harvests_of

    assert harvests_of([portals.DEP, SILLINGY]) == {
        "dep-74": TerritoryHarvest(("source",), ("source",), 0),
        SILLINGY: TerritoryHarvest((), (), 1),
    }


def test_a_mail_about_a_run_says_what_went_wrong_and_where_all_of_it_is(
    app, made, mail_server, monkeypatch
) -> None:
    import ckan.plugins.toolkit as tk
    from ckan.tests.factories import Sysadmin

    Sysadmin(email="somebody@example.org")
    monkeypatch.setitem(tk.config, "ckan.harvest.status_mail.errored", True)
    monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@example.org")
    with app.flask_app.test_request_context():
        harvest_again(made)
    [message] = [one for one in mail_server.get_smtp_messages() if "somebody@example.org" in one[2]]
    text = body_of(message[3])
    assert ("Ask its publisher to give it one" in text, "/moissonnage/source/source" in text) == (True, True)


def harvest_again(made: Any) -> None:
    """The run has errors again: nothing of it was imported."""
    from ckanext.harvest.model import HarvestSource

    source: Any = HarvestSource.get(made.id)
    source.config = json.dumps({"force_all": True})
    source.save()
    harvest(made)


def body_of(message: Any) -> str:
    """The text of a mail as it was sent."""
    import email
    import email.policy

    raw = message if isinstance(message, bytes) else str(message).encode()
    parsed: Any = email.message_from_bytes(raw, policy=email.policy.default)
    return parsed.get_body(("plain",)).get_content()
