"""A commune, its animator, another one, one above, and the people of each."""

from __future__ import annotations

from typing import Any

from tests.territory.people import act, member, sysadmin
from tests.territory.places import ANNECY, DEP, REG, france
from tests.territory.portal import organization

SERVICES = ["formation", "hebergement"]
YEAR = {"since": "2126-01-01", "until": "2126-12-31"}


def loaded() -> None:
    """The territories."""
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france())


class World:
    """The portal of the tests.

    :ivar root: name of a system administrator
    :ivar people: names of users, by what they are
    """

    def __init__(self) -> None:
        loaded()
        self.root = sysadmin()
        self.commune = organization("annecy", "Ville d'Annecy", odlocale_territory=ANNECY)
        self.animator = organization("departement", "Haute-Savoie", odlocale_territory=DEP)
        self.other = organization("syndicat", "Syndicat <b>mixte</b>")
        self.above = organization("region", "Région", odlocale_territory=REG)
        self.people = {
            **self._of("commune", self.commune),
            **self._of("animator", self.animator),
            "other_admin": member(self.other, "admin"),
            "above_admin": member(self.above, "admin"),
            "stranger": member(None, ""),
        }
        for name, kind in (
            ("departement", "departement"),
            ("syndicat", "syndicat_mixte"),
            ("region", "region"),
        ):
            act("odlocale_animator_create", self.root, id=name, kind=kind, perimeter=[DEP])
        act("odlocale_animator_support_create", self.root, supporter="region", supported="departement")

    def _of(self, what: str, group: dict[str, Any]) -> dict[str, str]:
        return {f"{what}_{role}": member(group, role) for role in ("member", "editor", "admin")}

    def asked(self, side: str = "animator", animator: str = "departement", **values: Any) -> str:
        """The id of a mandate that one side asked for."""
        wanted = {"territory": ANNECY, "services": SERVICES, **YEAR, **values}
        made = act("odlocale_mandate_create", self.root, animator=animator, side=side, **wanted)
        return made["id"]

    def signed(self, **values: Any) -> str:
        """The id of a signed mandate."""
        mandate = self.asked(**values)
        act("odlocale_mandate_accept", self.root, id=mandate)
        return mandate

    def delegated(self, **right: Any) -> str:
        """The id of a mandate that lets the animator publish."""
        mandate = self.signed()
        act("odlocale_mandate_delegate", self.root, id=mandate, **right)
        return mandate

    def dataset(self, name: str = "budget", **fields: Any) -> dict[str, Any]:
        """A dataset of the commune, with a file."""
        resources = fields.pop("resources", [{"url": "http://example.org/a.csv", "name": "A"}])
        wanted = {"name": name, "title": name, "owner_org": self.commune["id"], "resources": resources}
        return act("package_create", self.root, **wanted, **fields)


def allowed(name: str, user: str | None, /, **data: Any) -> bool:
    """Whether an action lets somebody do this."""
    import ckan.plugins.toolkit as tk
    from ckan import model

    try:
        act(name, user, **data)
    except tk.NotAuthorized:
        model.Session.rollback()
        return False
    except tk.ValidationError as error:
        model.Session.rollback()
        # CKAN tells in the form that one may not publish in an organization.
        if "owner_org" in error.error_dict:
            return False
        raise
    return True
