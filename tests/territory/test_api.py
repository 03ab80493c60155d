"""The API: every page has its action, lists are paged, and docs/api.md shows what is really answered."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.territory import everything, places
from tests.territory.people import act, sysadmin, token

pytestmark = pytest.mark.ckan

DOCUMENT = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
EXAMPLE = re.compile(r"```sh\n(.+?)```\n\n```json\n(.+?)```", re.DOTALL)
EXAMPLES = EXAMPLE.findall(DOCUMENT)


def address_of(command: str) -> str:
    return next(word for word in shlex.split(command) if word.startswith("https://"))


def action_of(command: str) -> str:
    return urlsplit(address_of(command)).path.rsplit("/", 1)[-1]


def test_every_page_of_the_room_has_its_action(app: Any) -> None:
    import ckan.plugins.toolkit as tk

    from ckanext.odlocale.territory import views

    blueprints = {getattr(views, name).name for name in views.__all__}
    rules = (rule.endpoint for rule in app.flask_app.url_map.iter_rules())
    shown = {rule for rule in rules if rule.split(".")[0] in blueprints} - {*everything.FILES}
    assert shown == {*everything.ACTION_OF_PAGE} == {*everything.PAGES, *everything.FORMS}
    assert all(tk.get_action(name) for name in everything.ACTION_OF_PAGE.values())


@pytest.mark.parametrize("action", everything.LISTS)
def test_a_list_is_paged(action: str) -> None:
    everything.grow(3)
    data, path = everything.LISTS[action], everything.LISTED.get(action, "results")

    def page(**limits: int) -> list[Any]:
        found = act(action, sysadmin(), **data, **limits)
        for key in path.split("."):
            found = found[key]
        return found

    both = page(limit=2)
    assert [page(limit=1), page(limit=1, offset=1), page(limit=2, offset=10**6)] == [both[:1], both[1:2], []]


@pytest.mark.parametrize("action", everything.ACTIONS)
def test_an_action_is_documented_with_an_example(action: str) -> None:
    assert action in {action_of(command) for command, _ in EXAMPLES}


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=[action_of(command) for command, _ in EXAMPLES])
def test_a_documented_example_is_answered_with_the_documented_keys(
    app: Any, command: str, answer: str
) -> None:
    build()
    assert shape(ask(app, command)) == shape(json.loads(answer))


def build() -> None:
    """The portal of the examples."""
    from bench.crowd import Row, identifier, load
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france(without=[places.OTHER_SEYSSEL]))
    import_vintage(places.france())
    load(
        [
            Row("haute-savoie", "Département de la Haute-Savoie", None, {"odlocale_territory": places.DEP}),
            Row("annecy", "Ville d’Annecy", None, {"odlocale_territory": places.ANNECY}),
            Row("epagny-metz-tessy", "Mairie d’Epagny Metz-Tessy"),
        ]
    )
    everything.journal({identifier("epagny-metz-tessy"): places.EPAGNY}, "claimed")
    everything.journal({identifier("annecy"): places.ANNECY}, "written")


def ask(app: Any, command: str) -> Any:
    """What a documented command is answered here, by a system administrator where it sends a token."""
    words = shlex.split(command.replace("\\\n", " "))
    address = urlsplit(address_of(command))
    headers = token(sysadmin()) if any("Authorization" in word for word in words) else {}
    where = f"{address.path}?{address.query}"
    if "-d" not in words:
        return app.get(where, headers=headers, status=200).json["result"]
    data = json.loads(words[words.index("-d") + 1])
    return app.post(where, json=data, headers=headers, status=200).json["result"]


def shape(value: Any) -> Any:
    """The keys of an answer, at all depths; of a list, those of its first item."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(one) for one in value[:1]]
    return None
