"""Reminders of mandates in a portal, by its mail server and its command."""

from __future__ import annotations

import json
from email.utils import parseaddr
from typing import Any

import pytest

from tests import post
from tests.animator.world import World
from tests.territory.people import act
from tests.territory.places import SEYSSEL

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("june"),
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
]

# On the fifteenth of June 2126.
SOON = {"since": "2126-01-01", "until": "2126-06-20"}


@pytest.fixture
def world() -> World:
    return World()


def address_of(user: str) -> str:
    from ckan import model

    return model.User.get(user).email


def reached(letters: list[Any]) -> list[str]:
    """The addresses that letters are to."""
    return sorted(parseaddr(post.told(letter)[0])[1] for letter in letters)


def remind(cli: Any, *options: str) -> Any:
    from ckan.cli.cli import ckan

    return cli.invoke(ckan, ["odlocale", "animator", "remind", "--json", *options])


def test_both_sides_are_written_to_once(cli: Any, world: World, letters: list[Any]) -> None:
    act(
        "odlocale_animator_update",
        world.root,
        id="departement",
        kind="departement",
        contact_email="donnees@example.org",
    )
    mandate = world.signed(**SOON)
    first, second = remind(cli), remind(cli)
    people = [address_of(world.people[one]) for one in ("animator_admin", "commune_admin")]
    assert reached(letters) == sorted(["donnees@example.org", *people])
    assert json.loads(first.stdout) == {"sent": {mandate: 3}, "failed": [], "unreached": []}
    assert json.loads(second.stdout) == {"sent": {}, "failed": [], "unreached": []}
    told = [post.told(letter) for letter in letters]
    assert told[0][1] == "The agreement of Haute-Savoie and Annecy ends on June 20, 2126"
    assert f"/convention/{mandate}" in told[0][2]


def test_a_reminder_is_in_the_journal(cli: Any, world: World, letters: list[Any]) -> None:
    mandate = world.signed(**SOON)
    remind(cli)
    journal = act("odlocale_mandate_journal", world.root, id=mandate)
    assert [one["action"] for one in journal] == ["reminded", "signed", "asked"]


@pytest.mark.parametrize(
    "fields",
    [
        {"until": "2126-12-31"},
        {"until": ""},
        {"since": "2125-01-01", "until": "2126-06-14"},
    ],
    ids=["later", "never", "over"],
)
def test_what_does_not_end_soon_is_left(
    cli: Any, world: World, letters: list[Any], fields: dict[str, str]
) -> None:
    world.signed(**fields)
    assert (json.loads(remind(cli).stdout)["sent"], letters) == ({}, [])


def test_what_is_not_signed_is_left(cli: Any, world: World, letters: list[Any]) -> None:
    world.asked(**SOON)
    assert (json.loads(remind(cli).stdout)["sent"], letters) == ({}, [])


def test_a_dry_run_sends_nothing(cli: Any, world: World, letters: list[Any]) -> None:
    mandate = world.signed(**SOON)
    assert list(json.loads(remind(cli, "--dry-run").stdout)["sent"]) == [mandate]
    assert letters == []


def test_a_mail_server_that_is_down_is_told_and_the_reminder_is_due_again(
    cli: Any, world: World, monkeypatch: Any
) -> None:
    import ckan.plugins.toolkit as tk

    mandate = world.signed(**SOON)
    with post.serving() as (address, _taken):
        monkeypatch.setitem(tk.config, "smtp.server", address)
    monkeypatch.setitem(tk.config, "smtp.mail_from", "portail@example.org")
    down = remind(cli)
    assert (down.exit_code, json.loads(down.stdout)["failed"]) == (1, [mandate])
    with post.serving() as (address, taken):
        monkeypatch.setitem(tk.config, "smtp.server", address)
        assert list(json.loads(remind(cli).stdout)["sent"]) == [mandate]
    assert taken != []


def test_an_authority_without_organization_is_spoken_for_by_its_animator(
    cli: Any, world: World, letters: list[Any]
) -> None:
    world.signed(territory=SEYSSEL, **SOON)
    remind(cli)
    assert reached(letters) == [address_of(world.people["animator_admin"])]


@pytest.mark.ckan_config("ckanext.odlocale.animator.reminder_days", "bientôt")
def test_a_wrong_setting_is_told(cli: Any) -> None:
    told = remind(cli)
    assert (told.exit_code, "has to be numbers of days: bientôt" in told.stderr) == (2, True)


def test_the_tree_on_the_command_line(cli: Any, world: World) -> None:
    from ckan.cli.cli import ckan

    told = cli.invoke(ckan, ["odlocale", "animator", "tree"])
    assert told.stdout.splitlines() == [
        "region  Région  (region)",
        "  departement  Haute-Savoie  (departement)",
        "syndicat  Syndicat <b>mixte</b>  (syndicat_mixte)",
    ]


def test_an_animator_on_the_command_line(cli: Any, world: World) -> None:
    from ckan.cli.cli import ckan

    act("odlocale_offer_create", world.root, animator="departement", service="formation")
    told = cli.invoke(ckan, ["odlocale", "animator", "show", "departement"]).stdout.splitlines()
    assert told[0] == "organization: departement"
    assert told[-3:] == ["supported_by: region", "supports:", "offer: formation dep-74 from 2126-06-15"]


def test_an_animator_that_is_none_is_told(cli: Any, world: World) -> None:
    from ckan.cli.cli import ckan

    told = cli.invoke(ckan, ["odlocale", "animator", "show", "annecy"])
    assert (told.exit_code, "This organization is no animator." in told.stderr) == (1, True)
