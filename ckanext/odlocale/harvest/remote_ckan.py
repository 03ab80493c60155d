"""The API of a remote CKAN: pages of datasets, and organizations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import ckan.plugins.toolkit as tk

from ckanext.odlocale.harvest.documents import FetchError
from ckanext.odlocale.harvest.fetching import Client

ROWS = 100
ID_ROWS = 1000
PATIENCE = 3
"""Organizations that may fail one after the other before no more are asked for."""


@dataclass(slots=True)
class RemoteCkan:
    """A remote CKAN.

    :param address: of its home page; what follows (``/api/3/action``) is added here
    """

    client: Client
    address: str

    def ids(self, filters: Sequence[str] = ()) -> Iterator[str]:
        """The id of every dataset: a CKAN sends nothing else when asked so, an old one sends them whole.

        :raises FetchError: a page cannot be read, or the pages do not end
        """
        for found in self.datasets(filters, {"rows": ID_ROWS, "fl": "id"}):
            if isinstance(found, Mapping) and found.get("id"):
                yield str(found["id"])

    def datasets(
        self, filters: Sequence[str] = (), options: Mapping[str, Any] | None = None
    ) -> Iterator[Any]:
        """Every dataset, page by page, sorted by id so that changes meanwhile hide none.

        :param filters: Solr filters, all of which apply
        :param options: further parameters of the search
        :raises FetchError: a page cannot be read, or the pages do not end
        """
        start, last = 0, set[str]()
        for _page in range(self.client.limits.pages):
            result = self._page(filters, start, options or {})
            found = result["results"]
            names = {str(one.get("id") if isinstance(one, Mapping) else one) for one in found}
            if found and names <= last:
                message = tk._("{url} sends the same page again and again. Tell those who run it.")
                raise FetchError(message.format(url=self.address))
            last = names
            yield from found
            start += len(found)
            if not found or start >= _count(result):
                return
        message = tk._(
            "{url} has more than {pages} pages. Raise ckanext.odlocale.harvest.max_pages if that is right."
        )
        raise FetchError(message.format(url=self.address, pages=self.client.limits.pages))

    def organization(self, name: str) -> dict[str, Any] | None:
        """An organization with its extras; None when it cannot be had, which is no error."""
        return self._shown(f"organization_show?id={quote(name)}&include_datasets=false&include_users=false")

    def group(self, name: str) -> dict[str, Any] | None:
        """A group; None when it cannot be had, which is no error."""
        return self._shown(f"group_show?id={quote(name)}")

    def _shown(self, action: str) -> dict[str, Any] | None:
        try:
            found = self.client.get(self._action(action), "application/json").json()
        except FetchError:
            return None
        result = found.get("result") if isinstance(found, Mapping) else None
        return dict(result) if isinstance(result, Mapping) else None

    def _page(self, filters: Sequence[str], start: int, options: Mapping[str, Any]) -> Mapping[str, Any]:
        asked: dict[str, Any] = {"rows": ROWS, "start": start, "sort": "id asc", **options}
        if filters:
            asked["fq"] = " ".join(f"({one})" if " OR " in one else one for one in filters)
        url = self._action(f"package_search?{urlencode(asked)}")
        answer = self.client.get(url, "application/json").json()
        result = answer.get("result") if isinstance(answer, Mapping) else None
        if not isinstance(result, Mapping) or not isinstance(result.get("results"), list):
            message = tk._("{url} does not answer like a CKAN. Check the address of the source.")
            raise FetchError(message.format(url=url))
        return result

    def _action(self, action: str) -> str:
        return f"{self.address.rstrip('/')}/api/3/action/{action}"


def _count(result: Mapping[str, Any]) -> float:
    count = result.get("count")
    return count if isinstance(count, int) else float("inf")


def with_organizations(packages: Iterator[Any], remote: RemoteCkan) -> Iterator[Any]:
    """The same datasets, whose ``organization`` now has the extras of the remote organization.

    Each organization is asked for once; what was learnt lives as long as this run over the catalogue.
    """
    known: dict[str, dict[str, Any] | None] = {}
    failures = 0
    for package in packages:
        organization = package.get("organization") if isinstance(package, dict) else None
        name = organization.get("name") if isinstance(organization, dict) else None
        if isinstance(name, str) and name not in known and failures < PATIENCE:
            known[name] = remote.organization(name)
            failures = 0 if known[name] else failures + 1
        if isinstance(organization, dict) and known.get(str(name)):
            yield {**package, "organization": {**organization, **_kept(known[str(name)] or {})}}
        else:
            yield package


def _kept(organization: Mapping[str, Any]) -> dict[str, Any]:
    """What may tell who it is; not its datasets, users and counts, which change from run to run."""
    left_out = (
        "packages",
        "package_count",
        "users",
        "num_followers",
        "groups",
        "tags",
        "image_url",
        "description",
    )
    return {
        key: value
        for key, value in organization.items()
        if key not in left_out and not key.startswith("image")
    }
