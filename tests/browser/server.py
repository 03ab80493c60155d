"""The CKAN of the tests, served to a browser from the test's own process: one database, one configuration."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

# A test goes on when the pages it opened are answered wholly, so that nothing of them reaches the next one.
ANSWERED_WITHIN = 60

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Silent(WSGIRequestHandler):
    """No line for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        pass


class LiveServer:
    """Serves whichever application the running test has.

    :ivar application: set by each test before it opens a page
    """

    def __init__(self) -> None:
        self.application: Application | None = None
        self._running = 0
        self._changed = threading.Condition()
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=Silent)
        self.port = self._server.server_port

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        from ckan import model

        assert self.application is not None
        with self._one_more():
            try:
                # The whole answer, so that nothing is asked of the database once it counts as given.
                answer = self.application(environ, start_response)
                parts = list(answer)
                getattr(answer, "close", lambda: None)()
                return parts
            finally:
                model.Session.remove()

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, difference: int) -> None:
        with self._changed:
            self._running += difference
            self._changed.notify_all()

    def wait_until_idle(self) -> None:
        """Wait for the requests of pages that are closed by now."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._running == 0, ANSWERED_WITHIN)

    @contextmanager
    def serving(self) -> Iterator[LiveServer]:
        """Serve while the block runs."""
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()
