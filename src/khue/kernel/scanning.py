"""Virus scan by clamd, over its own INSTREAM protocol. Off unless ``settings.KHUE_CLAMD`` names a scanner.

A scanner that is configured and does not answer means *not scanned*: the file is refused, never stored unseen.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

CHUNK = 64 * 1024  # bytes per INSTREAM part; clamd's own StreamMaxLength bounds the sum
PATIENCE = 30.0  # seconds for each read or write


class ScannerUnreachable(OSError):
    """The scanner did not answer, or not in its protocol."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``found`` names the signature; empty means clean."""

    found: str = ""

    @property
    def clean(self) -> bool:
        return not self.found


def _connect(address: str) -> socket.socket:
    """``host:port`` or the path of a unix socket."""
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(PATIENCE)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)


def _answer(link: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < 4096:
        part = link.recv(1024)
        if not part:
            break
        received += part
    return received.rstrip(b"\0\n").decode("utf-8", "replace")


def _send(link: socket.socket, chunks: Iterable[bytes]) -> None:
    link.sendall(b"zINSTREAM\0")
    for chunk in chunks:
        view = memoryview(chunk)
        for start in range(0, len(view), CHUNK):
            part = view[start : start + CHUNK]
            link.sendall(struct.pack("!L", len(part)) + bytes(part))
    link.sendall(struct.pack("!L", 0))


def scan(address: str, chunks: Iterable[bytes]) -> Verdict:
    """Ask the clamd at ``address``. Raises ScannerUnreachable when there is no usable answer."""
    try:
        with _connect(address) as link:
            # clamd closes early when the stream is over its limit; its answer may still be there to read.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(link, chunks)
            answer = _answer(link)
    except (OSError, ValueError) as error:
        raise ScannerUnreachable(f"clamd at {address}: {error}") from error
    state = answer.removeprefix("stream: ")
    if state == "OK":
        return Verdict()
    if state.endswith(" FOUND"):
        return Verdict(found=state.removesuffix(" FOUND"))
    raise ScannerUnreachable(f"clamd at {address} answered {answer!r}")
