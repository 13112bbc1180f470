"""Small clients over kept connections. Both ways to ask are bounded: by a number of requests, or by a schedule."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PATIENCE = 30.0


@dataclass(slots=True)
class Answers:
    """Seconds per answer, and what was no 200."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Client:
    """One connection, opened anew when it broke."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self.port = port
        self.headers = dict(headers or {})
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str, address: str = "") -> tuple[int, bytes]:
        """Status and body; raises OSError or http.client.HTTPException when there is no answer.

        ``address`` is the visitor's, as a proxy in front of the server would tell it.
        """
        headers = {**self.headers, "X-Forwarded-For": address} if address else self.headers
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            self._connection.request("GET", path, headers=headers)
            answer = self._connection.getresponse()
            body = answer.read()
            if answer.will_close:
                self.close()
            return answer.status, body
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def ask(self, path: str, since: float, into: Answers, address: str = "") -> None:
        """One request, counted from the moment ``since`` on the clock of ``perf_counter``."""
        try:
            status, _body = self.get(path, address)
        except (OSError, http.client.HTTPException) as error:
            into.faults.append(f"{path}: {type(error).__name__}")
            return
        into.seconds.append(time.perf_counter() - since)
        if status != 200:
            into.faults.append(f"{path}: {status}")


def closed_loop(
    port: int, path: str, *, clients: int, requests: int, headers: Mapping[str, str] | None = None
) -> Answers:
    """``clients`` who each ask again as soon as they have their answer, ``requests`` in all."""
    answers = Answers()

    def work() -> None:
        client = Client(port, headers)
        for _ in range(max(1, requests // clients)):
            client.ask(path, time.perf_counter(), answers)
        client.close()

    _together([work] * clients)
    return answers


def open_loop(port: int, paths: Sequence[str], *, rate: float, connections: int, visitors: int = 0) -> Answers:
    """One request per path, the n-th due at n/``rate`` seconds whatever became of the others.

    An answer's time counts from the moment at which its request was due, so waiting for a free connection counts.
    The requests come from ``visitors`` addresses in turn, as through a proxy; all from this machine when 0.
    """
    answers = Answers()
    lock = threading.Lock()
    waiting = iter(enumerate(paths))
    start = time.perf_counter() + 0.5

    def work() -> None:
        client = Client(port)
        while True:
            with lock:
                number, path = next(waiting, (-1, ""))
            if number < 0:
                client.close()
                return
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            client.ask(path, due, answers, _address(number % visitors) if visitors else "")

    _together([work] * connections)
    return answers


def _address(number: int) -> str:
    """An address of the range that is set aside for measurements of networks (RFC 2544)."""
    return f"198.18.{number // 250}.{number % 250 + 1}"


def _together(works: Sequence[object]) -> None:
    threads = [threading.Thread(target=work, daemon=True) for work in works]  # type: ignore[arg-type]  # each work takes nothing
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
