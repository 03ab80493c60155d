"""A source of any number of datasets: their pages are made when they are asked for, and kept nowhere."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PRODUCERS = 50
NOTES = "Les actes de l'année, au format du socle commun des données locales. " * 20


@contextmanager
def serving(count: int) -> Iterator[str]:
    """The address of a CKAN of that many datasets, on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if not parts.path.endswith("/package_search"):
                self.send_error(404)
                return
            query = {key: int(values[0]) for key, values in parse_qs(parts.query).items() if key != "sort"}
            body = json.dumps(_page(count, query["start"], query["rows"])).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Nothing: the report is what the bench says."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _page(count: int, start: int, rows: int) -> dict[str, Any]:
    found = [_dataset(number) for number in range(start, min(count, start + rows))]
    return {"success": True, "result": {"count": count, "results": found}}


def _dataset(number: int) -> dict[str, Any]:
    producer = f"Commune numéro {number % PRODUCERS}"
    return {
        "id": str(uuid.UUID(int=number + 1)),
        "name": f"jeu-{number}",
        "title": f"Délibérations {number}",
        "notes": f"{number} {NOTES}",
        "organization": {"id": f"o{number % PRODUCERS}", "name": f"o{number % PRODUCERS}", "title": producer},
        "resources": [{"url": f"http://127.0.0.1/{number}.csv", "format": "CSV", "name": "Fichier"}],
        "tags": [{"name": "délibérations"}],
        "extras": [],
    }
