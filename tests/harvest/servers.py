"""A real HTTP server on loopback that answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Query = dict[str, str]


@dataclass
class Answer:
    """One answer. A body that is a function is written piece by piece, for what never ends."""

    body: bytes | Callable[[], Iterator[bytes]] = b""
    kind: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Remote:
    """A server and what it answers: by path, else by default."""

    url: str
    answers: dict[str, Callable[[Query], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def on(self, path: str, answer: Answer | Callable[[Query], Answer]) -> None:
        """Answer this from now on to requests for the path."""
        self.answers[path] = answer if callable(answer) else lambda _query: answer

    def serves_ckan(self, *datasets: dict[str, Any], organizations: tuple[dict[str, Any], ...] = ()) -> None:
        """Be a CKAN with these datasets, in pages."""

        def search(query: Query) -> Answer:
            start, rows = int(query["start"]), int(query["rows"])
            ordered = sorted(datasets, key=lambda one: str(one.get("id")))
            return as_json({"count": len(datasets), "results": ordered[start : start + rows]})

        def show(query: Query) -> Answer:
            found = [one for one in organizations if one["name"] == query["id"]]
            return as_json(found[0]) if found else Answer(b"{}", status=404)

        self.on("/api/3/action/package_search", search)
        self.on("/api/3/action/organization_show", show)

    def serves(self, text: str, kind: str = "text/turtle", path: str = "/catalogue") -> None:
        """Have a document at a path."""
        self.on(path, Answer(text.encode(), kind))


def as_json(result: Any) -> Answer:
    """An answer of CKAN's API."""
    return Answer(json.dumps({"success": True, "result": result}).encode())


@contextmanager
def remote() -> Iterator[Remote]:
    """A server for one test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    site = Remote(f"http://127.0.0.1:{server.server_port}")
    server.site = site
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        site: Remote = self.server.site
        parts = urlsplit(self.path)
        site.asked.append(self.path)
        site.headers.append(dict(self.headers))
        make = site.answers.get(parts.path, lambda _query: Answer(b"no such page", "text/plain", 404))
        answer = make({key: values[0] for key, values in parse_qs(parts.query).items()})
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if isinstance(answer.body, bytes):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        try:
            for piece in [answer.body] if isinstance(answer.body, bytes) else answer.body():
                self.wfile.write(piece)
        except OSError:
            pass

    def log_message(self, *_arguments: Any) -> None:
        """Nothing: pytest's output is for failures."""
