"""Datasets that belong elsewhere by now: page and actions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.background import run_jobs
from tests.harvest import portals
from tests.harvest.portals import SILLINGY, harvest, of, organization, organization_names, remote_dataset
from tests.harvest.test_vanished_rights import WHO, token

pytestmark = pytest.mark.ckan

PAGE = "/moissonnage/demenagements"


@pytest.fixture
def made(portal, server) -> Any:
    """A dataset that was rolled up before its commune had an organization."""
    server.serves_ckan(remote_dataset("A", organization=of("Commune de Sillingy")))
    made = portals.source(server.url, "odlocale_ckan", portal)
    harvest(made)
    organization("sillingy", SILLINGY)
    return made


@pytest.mark.parametrize("who", WHO)
def test_only_system_administrators_move_datasets(app, portal, who) -> None:
    sent = token(who, portal)
    asked = {"list": {}, "apply": {}, "undo": {"batch": "x"}}
    answers = [
        app.get(PAGE, headers=sent, expect_errors=True),
        *(
            app.post(f"/api/3/action/odlocale_harvest_rehome_{name}", json=data, headers=sent)
            for name, data in asked.items()
        ),
    ]
    assert [answer.status_code for answer in answers] == [200 if who == "sysadmin" else 403] * 4


def test_the_page_proposes_moves_and_moves_back(app, made) -> None:
    sent = token("sysadmin", "")
    page = app.get(PAGE, headers=sent).body
    key = re.search(r'name="choisi" value="([^"]+)"', page)
    app.post(PAGE, data={"choisi": key[1] if key else ""}, headers=sent)
    run_jobs()
    moved = organization_names()["A"]
    batch = re.search(r'name="lot" value="([^"]+)"', app.get(PAGE, headers=sent).body)
    app.post(f"{PAGE}/annuler", data={"lot": batch[1] if batch else ""}, headers=sent)
    run_jobs()
    assert (moved, organization_names()["A"]) == ("sillingy", "departement-74")


def test_nothing_is_moved_when_nothing_is_ticked(app, made) -> None:
    app.post(PAGE, data={}, headers=token("sysadmin", ""))
    run_jobs()
    assert organization_names()["A"] == "departement-74"
