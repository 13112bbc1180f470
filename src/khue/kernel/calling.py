"""Calling another system over HTTP: never a private address, never a redirect, bounded in time and in what is read."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.decision import Reason

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 10.0
MOST_READ = 2_000  # bytes of an answer; the rest is not even taken from the wire
MOST_SAID = 500  # letters of it that are kept
NEXT = Text("Mời ông/bà nhập địa chỉ khác.", "Enter another address.")


@dataclass(frozen=True, slots=True)
class Called:
    """``status`` None when no answer came: then ``said`` is why."""

    status: int | None
    said: str
    took_ms: int


def address_reasons(address: str, field: str = "address") -> list[Reason]:
    """Why an address can't be called, as far as its text says; where its name leads is looked at before each call."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    private = settings.KHUE_PRIVATE_ADDRESSES
    if parts.scheme not in ("https", "http") or not host or not address.isascii() or " " in address:
        return [_reason("form", "Đây không phải địa chỉ web đầy đủ.", "This is no whole web address.", field)]
    if parts.scheme == "http" and not private:
        return [_reason("https", "Địa chỉ phải bắt đầu bằng https://.", "The address must begin with https://.", field)]
    if parts.username or parts.password or parts.fragment or port == 0:
        text = ("Địa chỉ không được chứa tên đăng nhập hay dấu #.", "The address may hold neither a login nor a #.")
        return [_reason("parts", *text, field)]
    try:
        inside = not private and not _is_public(ipaddress.ip_address(host))
    except ValueError:
        inside = not private and (
            host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or "." not in host
        )
    if inside:
        return [_reason("private", "Địa chỉ thuộc mạng nội bộ.", "The address belongs to a private network.", field)]
    return []


def _reason(code: str, vi: str, en: str, field: str) -> Reason:
    return Reason(f"address.{code}", Text(vi, en), NEXT, field)


def _is_public(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


class NotPublic(Exception):
    """The name leads into a private network."""


def _pinned(address: str) -> tuple[str, str, str]:
    """(address with the number that the name leads to, host header, name for TLS). The name is asked once, so that it
    can't lead elsewhere between the look and the call. Raises NotPublic, OSError.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not settings.KHUE_PRIVATE_ADDRESSES and not all(map(_is_public, numbers)):
        raise NotPublic
    shown = f"[{numbers[0]}]" if numbers[0].version == 6 else str(numbers[0])
    pinned = urlunsplit((parts.scheme, f"{shown}:{port}", parts.path or "/", parts.query, ""))
    return pinned, parts.netloc, host


@cache
def _trust() -> ssl.SSLContext:
    """Whom we believe; read once, because that takes longer than a call."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


@contextmanager
def line() -> Iterator[httpx.Client]:
    """A client for several calls; connections stay open between them."""
    import httpx

    times = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    with httpx.Client(timeout=times, follow_redirects=False, trust_env=False, verify=_trust()) as client:
        yield client


def post(client: httpx.Client, address: str, body: bytes, headers: Mapping[str, str]) -> Called:
    """Send a body. Never raises for what the other side does or fails to do."""
    import httpx

    begun = time.monotonic()

    def after(status: int | None, said: str) -> Called:
        return Called(status, said[:MOST_SAID], int((time.monotonic() - begun) * 1000))

    try:
        pinned, host, name = _pinned(address)
        sent = {**headers, "Host": host}
        with client.stream("POST", pinned, content=body, headers=sent, extensions={"sni_hostname": name}) as answer:
            return after(answer.status_code, _beginning(answer))
    except NotPublic:
        return after(None, "the name leads into a private network")
    except httpx.HTTPError as error:
        return after(None, type(error).__name__)
    except (OSError, UnicodeError) as error:
        return after(None, f"{type(error).__name__}: the name leads nowhere")


def _beginning(answer: httpx.Response) -> str:
    """The first letters of an answer; what is no text shows as marks, and NUL can't be kept."""
    read = b""
    for part in answer.iter_raw(MOST_READ):
        read += part
        if len(read) >= MOST_READ:
            break
    return read[:MOST_READ].decode("utf-8", "replace").replace("\0", "�")[:MOST_SAID]
