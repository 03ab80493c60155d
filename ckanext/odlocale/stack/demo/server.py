"""Serves the sample DCAT catalogues and files: `python -m ckanext.odlocale.stack.demo.server PORT`."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from ckanext.odlocale.stack.demo import rdf
from ckanext.odlocale.stack.demo.content import MADE_UP, Entry, entries

Answer = tuple[str, str]

# Where each DCAT source is, in which syntax, and as what it is sent.
CATALOGUES = {
    "haute-savoie": ("/catalogues/haute-savoie.ttl", "turtle", "text/turtle"),
    "savoie": ("/catalogues/savoie.jsonld", "json-ld", "application/ld+json"),
}


class Samples:
    """What is served at each address.

    :param base: our own address
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.entries = entries()
        self.catalogues = {path: (code, syntax, kind) for code, (path, syntax, kind) in CATALOGUES.items()}
        self.files = {f"/fichiers/{entry.source}/{entry.slug}.csv": entry for entry in self.entries}
        self.pages = {f"/jeux/{entry.source}/{entry.slug}": entry for entry in self.entries}

    def answer(self, address: str) -> Answer | None:
        """The media type and text at this address, None when there is nothing."""
        asked = urlsplit(address)
        if asked.path in self.catalogues:
            return self._catalogue(asked.path, parse_qs(asked.query).get("page", ["1"])[0])
        if asked.path in self.files:
            return "text/csv; charset=utf-8", table(self.files[asked.path])
        if asked.path in self.pages:
            entry = self.pages[asked.path]
            return "text/plain; charset=utf-8", f"{entry.title}\n{entry.written}\n\n{entry.description}\n"
        return ("text/plain; charset=utf-8", self._index()) if asked.path == "/" else None

    def _catalogue(self, path: str, page: str) -> Answer | None:
        code, syntax, kind = self.catalogues[path]
        mine = [entry for entry in self.entries if entry.source == code]
        if not page.isdecimal() or not 1 <= int(page) <= rdf.pages(mine):
            return None
        graph = rdf.catalogue(mine, self.base, f"{self.base}{path}", int(page))
        return kind, graph.serialize(format=syntax)

    def _index(self) -> str:
        return f"{MADE_UP}\n\n" + "".join(f"{self.base}{path}\n" for path in self.catalogues)


def table(entry: Entry) -> str:
    """The file of a sample dataset: facts about its producer, and nothing that could pass for its data."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["producteur", "territoire", "siren", "habitants", "jeu", "annee", "mention"])
    producer = entry.producer
    known = (producer.id, producer.siren, producer.population) if producer else ("", "", "")
    writer.writerow([entry.place, *known, entry.kind.title, entry.year, MADE_UP])
    return stream.getvalue()


def handler(find: Callable[[str], Answer | None]) -> type[BaseHTTPRequestHandler]:
    """A request handler for what `find` gives."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = find(self.path)
            kind, text = found or ("text/plain; charset=utf-8", "Il n'y a rien à cette adresse.\n")
            body = text.encode()
            self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

        def log_message(self, format: str, *args: object) -> None:
            """Only errors are worth a line in the log of the stack."""
            if args[1:2] and str(args[1]) >= "400":
                super().log_message(format, *args)

    return Handler


def serve(port: int) -> None:
    """Serves until the process is ended."""
    samples = Samples(f"http://127.0.0.1:{port}")
    with ThreadingHTTPServer(("127.0.0.1", port), handler(samples.answer)) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
