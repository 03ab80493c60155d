"""What the table of docs/rights.md asks, cell by cell, with something of its own to be asked about."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.animator.world import SERVICES, World
from tests.territory.places import ANNECY, DEP, OTHER_SEYSSEL
from tests.territory.portal import organization

COLUMNS = {
    "an": None,
    "cm": "commune_member",
    "ce": "commune_editor",
    "ca": "commune_admin",
    "am": "animator_member",
    "ae": "animator_editor",
    "aa": "animator_admin",
    "ot": "other_admin",
    "su": "above_admin",
    "sa": "root",
}
FILE = {"url": "http://example.org/b.csv", "name": "B"}


def table() -> dict[str, dict[str, bool]]:
    """Action to column to whether it is allowed, as the page says it."""
    text = (Path(__file__).parents[2] / "docs" / "rights.md").read_text()
    lines = [
        [cell.strip() for cell in line.strip("|\n").split("|")] for line in text.splitlines() if "|" in line
    ]
    header, _rule, *rows = lines
    return {
        row[0]: {name: cell == "x" for name, cell in zip(header[1:], row[1:], strict=True)} for row in rows
    }


TABLE = table()
Asked = tuple[str, dict[str, Any]]


class Tries:
    """What each line of the table asks, with something of its own to ask it about."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who, self.made = world, who, 0

    def new(self, **fields: Any) -> dict[str, Any]:
        self.made += 1
        return self.world.dataset(f"{self.who}-{self.made}", **fields)

    def offer(self) -> dict[str, Any]:
        from tests.territory.people import act

        wanted = {"animator": "departement", "service": "formation"}
        return act("odlocale_offer_create", self.world.root, **wanted)

    def asked(self, line: str) -> Asked:
        name = re.match(r"`(\w+)`", line)
        assert name is not None
        return name[1], self.data(name[1], line.partition(", ")[2])

    def data(self, name: str, how: str) -> dict[str, Any]:
        kind, _, rest = name.removeprefix("odlocale_").partition("_")
        method: Callable[..., dict[str, Any]] = getattr(self, f"_{kind}", self._other)
        return method(rest, how)

    def _animator(self, rest: str, how: str) -> dict[str, Any]:
        if rest.startswith("support"):
            return {"supporter": "syndicat", "supported": "departement"}
        if rest == "help":
            return {"id": ANNECY}
        # Made of, or unmade from, an organization of its own, so that the others keep their world.
        spare = (
            organization(f"spare-{self.who}-{rest}")["name"]
            if rest in ("create", "delete")
            else "departement"
        )
        if rest == "delete":
            from tests.territory.people import act

            act("odlocale_animator_create", self.world.root, id=spare, kind="other")
        return (
            {"id": spare, "kind": "departement", "perimeter": [DEP]}
            if rest != "show"
            else {"id": "departement"}
        )

    def _white(self, rest: str, how: str) -> dict[str, Any]:
        return {"service": "formation"}

    def _offer(self, rest: str, how: str) -> dict[str, Any]:
        if rest == "list":
            return {"id": "departement"}
        wanted = {"animator": "departement", "service": "stimulation"}
        return wanted if rest == "create" else {"id": self.offer()["id"], **wanted}

    def _mandate(self, rest: str, how: str) -> dict[str, Any]:
        wanted = {"animator": "departement", "territory": ANNECY, "services": SERVICES}
        self.made += 1
        apart = {"since": f"{2130 + self.made}-01-01", "until": f"{2130 + self.made}-12-31"}
        side = "collectivite" if "par la commune" in how or "pour la commune" in how else "animator"
        if rest == "create":
            return {**wanted, **apart, "side": side}
        if rest in ("accept", "refuse", "withdraw"):
            return {"id": self.world.asked(side, **apart)}
        if rest == "end":
            return {"id": self.world.signed(**apart)}
        if rest == "revoke":
            from tests.territory.people import act

            mandate = self.world.signed(**apart)
            act("odlocale_mandate_delegate", self.world.root, id=mandate)
            return {"id": mandate}
        return {} if rest == "list" else {"id": self.world.mandate}

    def _package(self, rest: str, how: str) -> dict[str, Any]:
        self.made += 1
        new = {"name": f"made-{self.who}-{self.made}", "title": "Made", "owner_org": "annecy"}
        if rest == "create" and "remonté" in how:
            extras = [
                {"key": "odlocale_territory", "value": OTHER_SEYSSEL},
                {"key": "rolled_up_from", "value": OTHER_SEYSSEL},
            ]
            return {**new, "owner_org": "departement", "extras": extras}
        if rest == "create":
            return {**new, "private": "privé" in how}
        dataset = self.new(private="privé" in how)
        if rest == "search":
            return {"q": f"name:{dataset['name']}", "include_private": True}
        if rest == "update":
            owner = "departement" if "emporte" in how else "annecy"
            return {**dataset, "owner_org": owner}
        return {"id": dataset["id"], "notes": "Changed"} if rest == "patch" else {"id": dataset["id"]}

    def _resource(self, rest: str, how: str) -> dict[str, Any]:
        dataset = self.new()
        resource = dataset["resources"][0]
        if rest == "create":
            return {"package_id": dataset["id"], **FILE}
        if rest == "view_create":
            return {"resource_id": resource["id"], "title": "View", "view_type": "text_view"}
        return {**resource, **FILE} if rest == "update" else {"id": resource["id"], "name": "C"}

    def _organization(self, rest: str, how: str) -> dict[str, Any]:
        if rest == "list_for_user":
            return {"permission": "create_dataset"}
        if rest == "member_create":
            return {"id": "annecy", "username": self.world.people["stranger"], "role": "member"}
        if rest == "delete":
            self.world.spare(self.who, COLUMNS)
            return {"id": f"empty-{self.who}"}
        return {"id": "annecy", "description": "Changed"}

    def _other(self, rest: str, how: str) -> dict[str, Any]:
        raise AssertionError(rest)


class Rights(World):
    """The world, with the mandate of the table."""

    def __init__(self) -> None:
        super().__init__()
        self.mandate = self.delegated()

    def spare(self, who: str, columns: dict[str, str | None]) -> None:
        """An organization with the commune's people, to be deleted."""
        from tests.territory.people import act

        organization(f"empty-{who}")
        for role in ("member", "editor", "admin"):
            person = self.people[f"commune_{role}"]
            act("organization_member_create", self.root, id=f"empty-{who}", username=person, role=role)
