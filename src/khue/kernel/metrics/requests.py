"""Counting requests: how many, how long, how they ended. A few microseconds each, written to memory-mapped files."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
ELSEWHERE = "none"
"""The route of a request that fits no address of ours."""


def folder() -> Path:
    """Where the processes of this server count together."""
    return Path(settings.KHUE_METRICS)


@cache
def _instruments() -> tuple[Any, Any]:
    """Made at the first request, in the process that counts."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    from prometheus_client import CollectorRegistry, Counter, Histogram

    registry = CollectorRegistry()
    counted = Counter("khue_requests", "Requests answered.", ["route", "method", "status"], registry=registry)
    timed = Histogram(
        "khue_request_seconds", "Seconds from the request to its answer.", ["route", "method"],
        buckets=BUCKETS, registry=registry,
    )  # fmt: skip
    return counted, timed


def observe(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count one request. A disk that is full or read-only costs a figure, never an answer."""
    match = request.resolver_match
    route = match.view_name if match is not None and match.view_name else ELSEWHERE
    method = request.method if request.method in METHODS else "OTHER"
    try:
        counted, timed = _instruments()
        counted.labels(route, method, f"{response.status_code // 100}xx").inc()
        timed.labels(route, method).observe(seconds)
    except (OSError, ValueError):
        _instruments.cache_clear()


def registry() -> Any:
    """What all processes have counted together."""
    _instruments()
    from prometheus_client import CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    made = CollectorRegistry()
    MultiProcessCollector(made, path=str(folder()))  # type: ignore[no-untyped-call]  # prometheus-client has no types here
    return made
