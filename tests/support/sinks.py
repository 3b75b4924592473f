"""Where messages end up in tests: a mail server and a web service of this machine, which keep what they accepted."""

from __future__ import annotations

import http.server
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class _MailTalk(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs. A message counts when its last dot has come and was answered."""

    def handle(self) -> None:
        self.answer("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.answer("354 go on")
                if (data := self.data()) is None:
                    return  # broken off: a mail server throws away what it has so far
                self.server.kept.append(message_from_bytes(data))  # type: ignore[attr-defined]
            self.answer("221 bye" if word == b"QUIT" else "250 sink")
            if word == b"QUIT":
                return

    def data(self) -> bytes | None:
        """Everything up to the dot; None when the client is gone before."""
        lines: list[bytes] = []
        while line := self.rfile.readline():
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line)
        return None

    def answer(self, text: str) -> None:
        """One line of answer."""
        self.wfile.write(text.encode() + b"\r\n")


class _WebTalk(http.server.BaseHTTPRequestHandler):
    """Takes whatever is posted, or refuses it."""

    def do_POST(self) -> None:
        """Keep the body."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.kept.append(json.loads(body))  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        if self.server.location:  # type: ignore[attr-defined]
            self.send_header("Location", self.server.location)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


@contextmanager
def mail_sink() -> Iterator[tuple[int, list[Message]]]:
    """A mail server: its port, and the messages that it has accepted."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _MailTalk) as server:
        kept: list[Message] = []
        server.kept, server.daemon_threads = kept, True  # type: ignore[attr-defined]
        yield from _running(server, kept)


@contextmanager
def web_sink(status: int = 200, *, location: str = "") -> Iterator[tuple[int, list[dict[str, str]]]]:
    """A web service: its port, and what was posted to it."""
    with _Server(("127.0.0.1", 0), _WebTalk) as server:
        kept: list[dict[str, str]] = []
        server.kept, server.status, server.location = kept, status, location  # type: ignore[attr-defined]
        yield from _running(server, kept)


def _running(server: socketserver.TCPServer, kept: list) -> Iterator[tuple[int, list]]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], kept
    finally:
        server.shutdown()
        thread.join()
