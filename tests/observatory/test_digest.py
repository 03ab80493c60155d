"""The monthly letter about a territory or whom an animator accompanies, to those who asked for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests import post
from tests.observatory.portal import DAY, filled, taken
from tests.territory import places
from tests.territory.people import act, token

pytestmark = pytest.mark.ckan

NEXT_MONTH = date(2026, 12, 2)


@pytest.fixture
def reader(clean_site: None) -> str:
    """Somebody with an account, of no organization."""
    from ckan.tests.factories import User

    filled()
    taken()
    return User(email="elue@example.org")["name"]


def asked(reader: str, wanted: bool = True, **about: str) -> Any:
    return act(
        "odlocale_observatory_digest_update", reader, wanted=wanted, **(about or {"territory": "dep-74"})
    )


def sent(day: date = DAY) -> dict[str, int]:
    from ckanext.odlocale.observatory.digest.sending import send

    return {name: number for name, number in send(day).items() if number}


def test_who_asked_gets_the_figures_and_who_acts_next(app: Any, reader: str, letters: list[Any]) -> None:
    asked(reader)
    with app.flask_app.test_request_context():
        assert sent() == {"sent": 1}
    _to, subject, told = post.told(letters[0])
    assert subject == "Open data: Haute-Savoie, November 24, 2026"
    lines = ("40\u00a0% (2 of 5)", "Who has to do something next:", "/observatoire/dep-74")
    assert [line for line in lines if line not in told] == []


def test_a_letter_names_who_has_opened_since_a_month_ago(app: Any, reader: str, letters: list[Any]) -> None:
    from tests.territory.portal import dataset, organization

    dataset("premier", organization("seyssel", "Seyssel", odlocale_territory=places.SEYSSEL))
    later = DAY + timedelta(days=31)
    taken(later)
    asked(reader)
    with app.flask_app.test_request_context():
        sent(later)
    assert "- Seyssel" in post.told(letters[0])[2]


def test_a_letter_comes_once_a_month(reader: str, letters: list[Any], app: Any) -> None:
    asked(reader)
    asked(reader)
    with app.flask_app.test_request_context():
        assert [sent(), sent(), sent(NEXT_MONTH), sent(NEXT_MONTH)] == [{"sent": 1}, {}, {"sent": 1}, {}]
    assert len(letters) == 2


def test_who_wants_no_more_gets_no_more(app: Any, reader: str, letters: list[Any]) -> None:
    asked(reader)
    asked(reader, wanted=False)
    assert (sent(), letters) == ({}, [])


def test_a_letter_that_fails_is_tried_again(
    app: Any, reader: str, letters: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import ckan.plugins.toolkit as tk

    asked(reader)
    address = tk.config["smtp.server"]
    with app.flask_app.test_request_context():
        monkeypatch.setitem(tk.config, "smtp.server", "127.0.0.1:9")
        assert sent() == {"failed": 1}
        monkeypatch.setitem(tk.config, "smtp.server", address)
        assert sent() == {"sent": 1}


def test_a_run_that_died_does_not_write_twice(
    app: Any, reader: str, letters: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckan import model
    from ckan.tests.factories import User

    from ckanext.odlocale.observatory.digest import sending

    asked(reader)
    asked(User(email="maire@example.org")["name"])
    kept = sending._sent

    def dying(*told: Any) -> Any:
        if letters:
            raise KeyboardInterrupt
        return kept(*told)

    with app.flask_app.test_request_context():
        monkeypatch.setattr(sending, "_sent", dying)
        with pytest.raises(KeyboardInterrupt):
            sent()
        model.Session.rollback()
        monkeypatch.setattr(sending, "_sent", kept)
        assert sent() == {"sent": 1}
    assert sorted(letter["To"] for letter in letters) == sorted({letter["To"] for letter in letters})


def test_a_deleted_account_gets_nothing(app: Any, reader: str, letters: list[Any]) -> None:
    from tests.territory.people import sysadmin

    asked(reader)
    act("user_delete", sysadmin(), id=reader)
    assert sent() == {}


def test_a_territory_that_is_gone_has_no_letter(app: Any, reader: str, letters: list[Any]) -> None:
    from ckan import model

    from ckanext.odlocale.observatory.digest.store import ask

    asked(reader)
    ask(model.User.get(reader).id, "animator-nobody")
    with app.flask_app.test_request_context():
        assert sent() == {"sent": 1, "nothing": 1}


def test_nobody_asks_without_an_account() -> None:
    import ckan.plugins.toolkit as tk

    filled()
    for name in ("odlocale_observatory_digest_update", "odlocale_observatory_digest_list"):
        with pytest.raises(tk.NotAuthorized):
            act(name, None, territory="dep-74")


@pytest.mark.parametrize("about", [{"territory": "dep-99"}, {"animator": "nobody"}])
def test_what_is_not_there_has_no_letter(reader: str, about: dict[str, str]) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises((tk.ObjectNotFound, tk.ValidationError)):
        asked(reader, **about)


def test_everybody_lists_their_own(reader: str) -> None:
    from ckan.tests.factories import User

    asked(reader)
    lists = [act("odlocale_observatory_digest_list", name) for name in (reader, User()["name"])]
    assert [[one["scope"] for one in found] for found in lists] == [["dep-74"], []]


def test_the_button_of_a_board_asks_and_takes_back(app: Any, reader: str) -> None:
    person = token(reader)
    for wanted, shown in (
        ("yes", "You receive this by mail each month."),
        ("no", "Receive this by mail each month"),
    ):
        app.post("/observatoire/dep-74/courriel", data={"wanted": wanted}, headers=person)
        assert shown in app.get("/observatoire/dep-74", headers=person).body


def test_whoever_is_not_logged_in_is_sent_to_the_login(app: Any, reader: str) -> None:
    assert "Log in to receive this by mail each month" in app.get("/observatoire/dep-74").body
    app.post("/observatoire/dep-74/courriel", data={"wanted": "yes"}, status=403)


def test_the_command_tells_how_many_it_sent(cli: Any, reader: str, letters: list[Any]) -> None:
    from ckan.cli.cli import ckan

    asked(reader)
    done = cli.invoke(ckan, ["odlocale", "observatory", "digest"])
    assert (done.exit_code, done.stdout.strip()) == (0, "sent 1, failed 0, nothing 0")
    assert len(letters) == 1


def test_a_command_speaks_the_language_of_the_portal(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import ckan.plugins.toolkit as tk
    import click

    from ckanext.odlocale.command import odlocale, spoken

    monkeypatch.setitem(tk.config, "ckan.locale_default", "fr")
    context = click.Context(odlocale)
    context.meta["flask_app"] = app.flask_app
    with spoken(context):
        assert tk._("Observatory") == "Observatoire"
