"""The table of docs/rights.md, tried cell by cell through pages, by people who are logged in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.animator.rights import COLUMNS, TABLE, Rights, Tries
from tests.sessions import session_cookie
from tests.territory.people import act
from tests.territory.places import ANNECY

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.usefixtures("june"),
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
    # The browser lane sends the forms with their tokens.
    pytest.mark.ckan_config("WTF_CSRF_ENABLED", False),
]

OWN = "/animateur/departement"
NO_PAGE = {
    # An action of programs: a person changes all of the form, and finds the organizations in it.
    "package_patch",
    "resource_patch",
    "organization_list_for_user",
}
ACTS = {
    "accept": "accepter",
    "refuse": "refuser",
    "withdraw": "retirer",
    "end": "terminer",
    "delegate": "deleguer",
    "revoke": "reprendre",
}
Form = dict[str, Any] | None


class Pages:
    """The page of each line: where it is, what is sent to it, and whether that did something."""

    def __init__(self, app: Any, world: Rights, column: str) -> None:
        self.app, self.world, self.column = app, world, column
        self.tries = Tries(world, column)
        who = COLUMNS[column]
        self.person = world.root if who == "root" else who and world.people[who]

    def may(self, line: str) -> bool:
        name, data = self.tries.asked(line)
        kind, _, rest = name.removeprefix("odlocale_").partition("_")
        return getattr(self, f"_{kind}")(rest, line.partition(", ")[2], data)

    def _opened(self, address: str, form: Form = None) -> Any:
        """The answer of a page, its redirection not followed: the session is that of a browser."""
        from ckan import model

        headers = {}
        if self.person:
            headers["Cookie"] = "=".join(session_cookie(self.app, model.User.get(self.person).id))
        # A client that keeps cookies of its own would not send the one of the session; that of CKAN goes
        # through what CKAN 2.11 wraps around its application, which reads the language of an address.
        client = self.app.test_client(use_cookies=False)
        asked = {"headers": headers, "follow_redirects": False}
        return client.get(address, **asked) if form is None else client.post(address, data=form, **asked)

    def _read(self, address: str) -> bool:
        return self._opened(address).status_code == 200

    def _sent(self, address: str, form: dict[str, Any]) -> bool:
        return self._opened(address, form).status_code == 302

    def _changed(self, address: str, form: dict[str, Any], look: Callable[[], Any]) -> bool:
        """Whether sending a form to one of CKAN's pages changed something, which its answer hides."""
        from ckan import model

        before = look()
        self._opened(address, form)
        model.Session.expire_all()
        return look() != before

    def _animator(self, rest: str, how: str, data: dict[str, Any]) -> bool:
        if rest in ("show", "list", "tree", "help", "autocomplete"):
            listed = {"show": OWN, "list": "/animateurs?nature=departement", "tree": "/animateurs"}
            listed["autocomplete"] = "/api/3/action/odlocale_animator_autocomplete?q=haute"
            return self._read(listed.get(rest, f"/animateurs/qui-peut-aider?territoire={ANNECY}"))
        if rest.startswith("support"):
            act = {"acte": "retirer"} if rest.endswith("delete") else {}
            return self._sent(f"{OWN}/soutien", {"soutien": "syndicat", **act})
        profile = {"nature": "departement", "perimetre": ["dep-74"]}
        if rest == "create":
            return self._sent("/animateurs/nouveau", {**profile, "organisation": data["id"]})
        return self._sent(f"/animateur/{data['id']}/{'profil' if rest == 'update' else 'retirer'}", profile)

    def _white(self, rest: str, how: str, data: dict[str, Any]) -> bool:
        return self._read("/animateurs/zones-blanches.csv?service=formation")

    def _offer(self, rest: str, how: str, data: dict[str, Any]) -> bool:
        if rest == "list":
            return self._read(OWN)
        address = f"{OWN}/offre" if rest == "create" else f"{OWN}/offre/{data['id']}"
        return self._sent(address + "/retirer" * (rest == "delete"), {"service": "stimulation"})

    def _mandate(self, rest: str, how: str, data: dict[str, Any]) -> bool:
        if rest == "list":
            return self._read("/conventions")
        if rest == "create":
            form = {"animateur": "departement", "territoire": ANNECY, "service": data["services"]}
            days = {"depuis": data["since"], "jusque": data["until"], "cote": data["side"]}
            return self._sent("/convention/demander", {**form, **days})
        address = f"/convention/{data['id']}"
        if rest in ("show", "journal"):
            return self._read(address if rest == "show" else f"{address}/texte.pdf")
        return self._sent(f"{address}/{ACTS[rest]}", {})

    def _package(self, rest: str, how: str, data: dict[str, Any]) -> bool:
        from ckan import model

        if rest == "create":
            pairs = enumerate(data.pop("extras", []))
            extras = {f"extras__{at}__{key}": value for at, one in pairs for key, value in one.items()}
            self._opened("/dataset/new", {**data, "save": "", **extras})
            return model.Package.get(data["name"]) is not None
        if rest == "show":
            return self._read(f"/dataset/{model.Package.get(data['id']).name}")
        if rest == "search":
            name = data["q"].partition(":")[2]
            return f"/dataset/{name}" in self._opened(f"/dataset/?q=name:{name}").get_data(as_text=True)
        package = model.Package.get(data["id"])
        assert package is not None
        if rest == "delete":
            return self._changed(f"/dataset/delete/{package.id}", {}, lambda: package.state)
        form = {"name": data["name"], "title": "Changed", "owner_org": data["owner_org"], "save": ""}
        changed = self._changed(f"/dataset/edit/{package.id}", form, lambda: package.title)
        if "emporte" in how:
            return package.owner_org == model.Group.get("departement").id
        return changed

    def _resource(self, rest: str, how: str, data: dict[str, Any]) -> bool:
        from ckan import model

        if rest == "create":
            package = model.Package.get(data["package_id"])
            form = {"url": data["url"], "name": "B", "save": "go-metadata", "id": ""}
            address = f"/dataset/{package.id}/resource/new"
            return self._changed(address, form, lambda: len(package.resources))
        resource = model.Resource.get(data.get("resource_id") or data["id"])
        address = f"/dataset/{resource.package_id}/resource/{resource.id}"
        if rest == "delete":
            return self._changed(f"{address}/delete", {}, lambda: resource.state)
        if rest == "view_create":
            form = {"title": "View", "view_type": "text_view", "save": ""}
            return self._sent(f"{address}/new_view", form)
        form = {"url": data["url"], "name": "Changed", "save": ""}
        return self._changed(f"{address}/edit", form, lambda: resource.name)

    def _organization(self, rest: str, how: str, data: dict[str, Any]) -> bool:
        from ckan import model

        group = model.Group.get(data["id"])
        if rest == "patch":
            # The territory is in the form, and stays in it.
            extras = {"odlocale_territory": ANNECY}
            form = {"name": "annecy", "title": "Ville", "description": self.column, "save": "", **extras}
            return self._changed("/organization/edit/annecy", form, lambda: group.description)
        if rest == "member_create":
            person = model.User.get(data["username"]).id
            form = {"username": data["username"], "role": "member", "save": ""}
            address = "/organization/member_new/annecy"
            done = self._changed(address, form, lambda: self._is_member(person, group.id))
            act("organization_member_delete", self.world.root, id="annecy", username=data["username"])
            return done
        return self._changed(f"/organization/delete/{group.id}", {}, lambda: group.state)

    @staticmethod
    def _is_member(person: str, group: str) -> bool:
        from ckan import model

        found = model.Session.query(model.Member).filter_by(table_id=person, group_id=group, state="active")
        return found.count() > 0


def with_pages() -> list[str]:
    """The lines whose action has a page."""
    return [line for line in TABLE if line.strip("`").partition("`")[0] not in NO_PAGE]


@pytest.mark.parametrize("column", COLUMNS)
def test_each_page_does_it_exactly_where_the_table_says(app: Any, column: str) -> None:
    pages = Pages(app, Rights(), column)
    found = {line: pages.may(line) for line in with_pages()}
    assert found == {line: TABLE[line][column] for line in with_pages()}


def test_nearly_all_of_the_table_has_a_page() -> None:
    assert len(with_pages()) == len(TABLE) - len(NO_PAGE)
