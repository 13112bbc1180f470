"""A real receiver of webhooks on loopback: up or down as told, with an answer of its choice; it verifies signatures."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


@dataclass
class Receiver:
    """``secrets`` that it knows; ``answers`` are given in turn, 204 once they are used up."""

    port: int
    secrets: list[str] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    body: bytes = b""
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    def up(self) -> None:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["content-length"]))
                status = receiver.answers.pop(0) if receiver.answers else 204
                if status < 300 or status >= 500:  # one that breaks after it has understood
                    receiver.understood(sent, dict(self.headers.items()))
                self.send_response(status)
                said = b"" if status == 204 else receiver.body
                self.send_header("content-length", str(len(said)))
                if status == 302:
                    self.send_header("location", "http://169.254.169.254/")
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *said: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def understood(self, sent: bytes, headers: dict[str, str]) -> None:
        for secret in self.secrets:
            try:
                said = Webhook(secret).verify(sent, headers)
            except WebhookVerificationError:
                continue
            self.got.append((headers["webhook-id"], said))
            return
        self.bad.append(headers.get("webhook-id", ""))


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Its port is its own from the start; it listens when it is told to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    made = Receiver(port)
    try:
        yield made
    finally:
        made.down()
