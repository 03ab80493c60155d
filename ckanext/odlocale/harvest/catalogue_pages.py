"""The pages of a DCAT catalogue, each by the address that the one before gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import ckan.plugins.toolkit as tk

from ckanext.odlocale.harvest.documents import Document, FetchError, Seen
from ckanext.odlocale.harvest.fetching import Client
from ckanext.odlocale.harvest.rdf import ACCEPT, CataloguePage, read_page


@dataclass(slots=True)
class CatalogueReader:
    """Reads a catalogue once.

    :param address: of its first page
    :param syntax: name of an RDF syntax, for a server that says a wrong media type
    :param first: the document of the address, where it was read already
    :param seen: the pages read so far, with what their server said of them
    """

    client: Client
    address: str
    syntax: str | None = None
    first: Document | None = None
    seen: list[tuple[str, Seen]] = field(default_factory=list)
    _bodies: set[int] = field(default_factory=set)

    def pages(self) -> Iterator[CataloguePage]:
        """All of them, read one by one.

        :raises FetchError: a page cannot be read, or the pages do not end
        """
        following: str | None = self.address
        visited: set[str] = set()
        while following is not None:
            if following in visited:
                raise FetchError(self._again())
            visited.add(following)
            document = self._read(following)
            page = read_page(document, self.syntax, self.client.limits.triples)
            yield page
            link = page.next_page()
            following = urljoin(document.url, link) if link else None

    def _read(self, url: str) -> Document:
        if len(self.seen) >= self.client.limits.pages:
            message = tk._(
                "{url} has more than {pages} pages. "
                "Raise ckanext.odlocale.harvest.max_pages if that is right."
            )
            raise FetchError(message.format(url=self.address, pages=self.client.limits.pages))
        document = self.client.get(url, ACCEPT) if self.first is None or self.seen else self.first
        if hash(document.body) in self._bodies:
            raise FetchError(self._again())
        self._bodies.add(hash(document.body))
        self.seen.append((url, document.seen))
        return document

    def _again(self) -> str:
        message = tk._("{url} sends the same page again and again. Tell those who run it.")
        return message.format(url=self.address)
