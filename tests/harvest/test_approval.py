"""A source that an organization made is harvested once somebody who answers for the portal approved it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.harvest import portals
from tests.harvest.portals import DEP, SILLINGY, of, remote_dataset
from tests.territory.people import act, member, sysadmin, token

pytestmark = pytest.mark.ckan

DECIDE, PENDING = "odlocale_harvest_source_decide", "odlocale_harvest_source_pending_list"


@pytest.fixture
def commune(portal) -> dict[str, Any]:
    """The organization of Sillingy."""
    return {"id": portals.organization("sillingy", SILLINGY)}


@pytest.fixture
def editor(commune) -> str:
    return member(commune, "editor")


@pytest.fixture
def asked(commune, editor, server) -> str:
    """The id of a source that an editor of the commune made."""
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    return make(editor, commune, server.url)["id"]


def make(user: str, owner: dict[str, Any], url: str, **fields: Any) -> dict[str, Any]:
    """A source made by somebody, with their rights."""
    made = {"name": "source", "title": "Source", "url": url, "source_type": "odlocale_ckan"}
    return act("harvest_source_create", user, **{**made, "owner_org": owner["id"], **fields})


def state(source: str) -> str:
    from ckan import model

    from ckanext.odlocale.harvest import approval

    model.Session.remove()
    return approval.state_of(source)


def run(source: str) -> tuple[str, list[str]]:
    """Press *Reharvest*; the state of the job, and its errors."""
    job = act("harvest_job_create", sysadmin(), source_id=source, run=True)
    report = act("harvest_job_report", sysadmin(), id=job["id"])
    return act("harvest_job_show", sysadmin(), id=job["id"])["status"], [
        one["message"] for one in report["gather_errors"]
    ]


def animator(mandated: bool = True, delegated: bool = True, until: dt.date | None = None) -> dict[str, Any]:
    """An animator, with or without the right to publish for Sillingy."""
    from tests.animator.desk.portal import animator as helper
    from tests.animator.desk.portal import mandate

    made = helper("adico", DEP)
    if mandated:
        mandate(made, SILLINGY, delegation="publish" if delegated else "none", until=until)
    return made


def person(who: str, commune: dict[str, Any]) -> str | None:
    """The name of somebody of the table of rights."""
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    makers = {
        "nobody": lambda: None,
        "stranger": lambda: member(None, ""),
        "editor of the commune": lambda: member(commune, "editor"),
        "administrator of the commune": lambda: member(commune, "admin"),
        "administrator of an animator without mandate": lambda: member(animator(mandated=False), "admin"),
        "administrator of an animator that may not publish": lambda: member(
            animator(delegated=False), "admin"
        ),
        "administrator of an animator whose mandate is over": lambda: member(
            animator(until=yesterday), "admin"
        ),
        "editor of its animator": lambda: member(animator(), "editor"),
        "administrator of its animator": lambda: member(animator(), "admin"),
        "system administrator": sysadmin,
    }
    return makers[who]()


RIGHTS = {
    "nobody": False,
    "stranger": False,
    "editor of the commune": False,
    "administrator of the commune": False,
    "administrator of an animator without mandate": False,
    "administrator of an animator that may not publish": False,
    "administrator of an animator whose mandate is over": False,
    "editor of its animator": False,
    "administrator of its animator": True,
    "system administrator": True,
}


@pytest.mark.parametrize(("who", "may"), RIGHTS.items())
def test_who_sees_that_a_source_waits_and_approves_it(app, asked, commune, who, may) -> None:
    user = person(who, commune)
    sent = token(user) if user else {}
    listed = app.post(f"/api/3/action/{PENDING}", json={}, headers=sent)
    decided = app.post(f"/api/3/action/{DECIDE}", json={"id": asked, "decision": "approved"}, headers=sent)
    page = app.post("/moissonnage/source/source/decision", data={"decision": "approuver"}, headers=sent)
    assert [one.status_code for one in (listed, decided, page)] == [200 if may else 403] * 3
    assert (state(asked), [one["name"] for one in listed.json.get("result") or []]) == (
        ("approved", ["source"]) if may else ("waiting", [])
    )


@pytest.mark.parametrize(("who", "waits"), [(who, not may) for who, may in RIGHTS.items()][2:])
def test_whoever_may_approve_a_source_need_not_ask(commune, who, waits) -> None:
    user = str(person(who, commune))
    if "animator" in who:
        act("organization_member_create", sysadmin(), id=commune["id"], username=user, role="editor")
    made = make(user, commune, "http://127.0.0.1:1")
    assert state(made["id"]) == ("waiting" if waits else "approved")


def test_nothing_is_harvested_before_the_approval_and_the_job_says_so(asked, server) -> None:
    told = "This source waits for approval: nothing is harvested before."
    assert (run(asked), server.asked, portals.datasets()) == (("Finished", [told]), [], {})


def test_a_job_that_was_queued_before_does_not_run_either(asked, server) -> None:
    from ckanext.harvest.model import HarvestSource

    from ckanext.odlocale.harvest import approval
    from tests.harvest.test_gathering import a_job, consume

    act(DECIDE, sysadmin(), id=asked, decision="approved")
    job = a_job(HarvestSource.get(asked))
    approval.decide(asked, "refused", "somebody", "")
    assert (consume(job), server.asked) == ([], [])


def test_the_command_does_not_harvest_it_either(asked, cli) -> None:
    from ckan.cli.cli import ckan

    done = cli.invoke(ckan, ["odlocale", "harvest", "run", "source"])
    assert (done.exit_code, "waits for approval" in done.output + done.stderr) == (2, True)


def test_an_approved_source_is_harvested(asked) -> None:
    act(DECIDE, sysadmin(), id=asked, decision="approved")
    from ckanext.harvest.model import HarvestSource

    portals.harvest(HarvestSource.get(asked))
    assert list(portals.datasets()) == ["Budget"]


def test_a_refusal_is_told_with_its_reason_to_who_made_the_source(app, asked, commune) -> None:
    act(DECIDE, sysadmin(), id=asked, decision="refused", reason="<b>Ask</b> the EPCI")
    page = app.get("/moissonnage/source/source", headers=token(member(commune, "admin"))).body
    assert ("&lt;b&gt;Ask&lt;/b&gt; the EPCI" in page, "<b>Ask" in page, "Approve the source" in page) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"title": "Another title"}, "approved"),
        ({"url": "http://127.0.0.1:2"}, "waiting"),
        ({"source_type": "odlocale_dcat"}, "waiting"),
        ({"config": json.dumps({"policy": "source"})}, "waiting"),
    ],
)
def test_what_was_approved_is_the_address_the_type_and_the_configuration(
    asked, editor, change, after
) -> None:
    act(DECIDE, sysadmin(), id=asked, decision="approved")
    act("harvest_source_patch", editor, id=asked, **change)
    assert state(asked) == after


def test_a_source_that_was_changed_since_it_was_looked_at_is_not_approved(app, asked, editor) -> None:
    who = sysadmin()
    seen = act("odlocale_harvest_source_report", who, id=asked)["approval"]["asked"]
    act("harvest_source_patch", editor, id=asked, url="http://127.0.0.1:2")
    form = {"decision": "approuver", "demande": seen}
    page = app.post("/moissonnage/source/source/decision", data=form, headers=token(who)).body
    told = "The source was changed since you looked at it. Read it again before you decide."
    assert (told in page, state(asked)) == (True, "waiting")


def test_a_source_of_before_is_approved_until_its_organization_changes_its_address(
    portal, commune, editor
) -> None:
    made = portals.source("http://127.0.0.1:1", "odlocale_ckan", commune["id"])
    before = state(made.id)
    act("harvest_source_patch", editor, id=made.id, url="http://127.0.0.1:2")
    assert (before, state(made.id)) == ("approved", "waiting")


def test_any_change_of_a_refused_source_asks_again(asked, editor) -> None:
    act(DECIDE, sysadmin(), id=asked, decision="refused")
    act("harvest_source_patch", editor, id=asked, title="Better")
    assert state(asked) == "waiting"


def test_nobody_gets_around_it_by_making_a_dataset_of_that_type(commune, editor) -> None:
    fields = {"name": "hidden", "title": "x", "url": "http://127.0.0.1:1", "source_type": "odlocale_ckan"}
    made = act("package_create", editor, type="harvest", owner_org=commune["id"], **fields)
    assert state(made["id"]) == "waiting"


def test_an_approved_source_of_the_calendar_is_due_at_once(commune, editor) -> None:
    from ckanext.harvest.model import HarvestSource

    made = make(editor, commune, "http://127.0.0.1:1", frequency="WEEKLY")
    act(DECIDE, sysadmin(), id=made["id"], decision="approved")
    due = HarvestSource.get(made["id"]).next_run
    assert due <= dt.datetime.now(dt.UTC).replace(tzinfo=None)


def test_the_calendar_goes_on_for_the_others(commune, editor, server) -> None:
    """A source that may not run is no reason for the regular run to end."""
    make(editor, commune, "http://127.0.0.1:1", frequency="DAILY")
    portals.source(server.url, "odlocale_ckan", commune["id"], "other")
    act("harvest_source_patch", sysadmin(), id="other", frequency="DAILY")
    act("harvest_jobs_run", sysadmin())
    from ckanext.harvest.model import HarvestJob

    assert sorted(job.status for job in HarvestJob.filter()) == ["Finished", "Running"]


def test_pages_show_what_waits_and_how_to_decide(app, asked) -> None:
    sent = token(sysadmin())
    listed = app.get("/moissonnage", headers=sent).body
    page = app.get("/moissonnage/source/source", headers=sent).body
    assert ("Sources to approve" in listed, "Approve the source" in page, "Refuse it" in page) == (True,) * 3


def test_the_page_of_a_source_tells_its_editor_that_it_waits(app, asked, editor) -> None:
    assert "waits for approval" in app.get("/harvest/source", headers=token(editor)).body
