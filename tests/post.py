"""A mail server of the test: it takes every letter, and delivers none."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message


class _Letters(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[Message] = []


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as CKAN's mailer speaks."""

    def handle(self) -> None:
        self._say("220 test")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"DATA":
                self._take()
            self._say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def _take(self) -> None:
        self._say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.taken.append(message_from_bytes(b"".join(lines)))

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def serving() -> Iterator[tuple[str, list[Message]]]:
    """The address of the server while the block runs, and the letters that it took."""
    with _Letters() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}", server.taken
        server.shutdown()


def told(letter: Message) -> tuple[str, str, str]:
    """The address that a letter is to, its subject and its text."""
    part = next(one for one in letter.walk() if one.get_content_type() == "text/plain")
    text = part.get_payload(decode=True).decode()
    return str(letter["To"]), str(make_header(decode_header(letter["Subject"]))), text
