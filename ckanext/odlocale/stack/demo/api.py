"""CKAN's action API, as an administrator of a site of the stack."""

from __future__ import annotations

import contextlib
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from ckanext.odlocale.stack import registry, sites
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.sites import Running

ADMINISTRATOR = "administrateur"
TIMEOUT = 300


class RefusedError(StackError):
    """The API refuses an action; the message says which and why."""


class NotFoundError(RefusedError):
    """The API does not know what an action was asked for."""


@dataclass(frozen=True, slots=True)
class Api:
    """The actions of one site.

    :param url: the site's address
    :param token: an API token, empty for nobody's
    """

    url: str
    token: str

    def __call__(self, action: str, **data: Any) -> Any:
        """The result of the action.

        :raises NotFoundError: what it names does not exist
        :raises RefusedError: it is refused for another reason, or the site does not answer
        """
        request = urllib.request.Request(
            f"{self.url}/api/3/action/{action}",
            data=json.dumps(data).encode(),
            headers={"Content-Type": "application/json", "Authorization": self.token},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as error:
            kind = NotFoundError if error.code == 404 else RefusedError
            raise kind(f"{self.url} refuses {action}: {_reason(error)}") from error
        except (OSError, ValueError) as error:
            raise RefusedError(f"{self.url} does not answer {action}: {error}") from error

    def find(self, action: str, **data: Any) -> Any:
        """The result of the action, or None when what it names does not exist."""
        with contextlib.suppress(NotFoundError):
            return self(action, **data)
        return None


def field(thing: dict[str, Any], key: str) -> Any:
    """A field of a dataset, source or organization, declared by the site's schema or an extra."""
    extras = {extra["key"]: extra["value"] for extra in thing.get("extras", [])}
    return thing.get(key) or extras.get(key)


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        said = json.loads(error.read())["error"]
    except (ValueError, KeyError, TypeError):
        return f"HTTP {error.code}"
    fields = {name: value for name, value in said.items() if name != "__type"}
    return said.get("message") or json.dumps(fields, ensure_ascii=False)


def administrator(running: Running) -> tuple[Api, str]:
    """The API of a site as its administrator, who is made the first time, and the password to log in."""
    password = registry.secret(running.var, f"{running.site.key}-administrator")
    path = running.folder / "administrator.token"
    if path.exists():
        api = Api(running.url, path.read_text())
        if _is_accepted(api):
            return api, password
    _make_administrator(running, password)
    token = sites.ckan(running, "user", "token", "add", "--quiet", ADMINISTRATOR, "demo").strip()
    path.touch(mode=0o600)
    path.write_text(token)
    return Api(running.url, token), password


def _is_accepted(api: Api) -> bool:
    try:
        # Shown to administrators and to the person only.
        return "email" in api("user_show", id=ADMINISTRATOR)
    except RefusedError:
        return False


def _make_administrator(running: Running, password: str) -> None:
    if f"name={ADMINISTRATOR}" not in sites.ckan(running, "user", "list"):
        email = "email=administrateur@example.org"
        sites.ckan(
            running, "user", "add", ADMINISTRATOR, email, f"password={password}", "fullname=Administrateur"
        )
    sites.ckan(running, "sysadmin", "add", ADMINISTRATOR)
