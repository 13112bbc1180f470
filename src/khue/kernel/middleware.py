"""What surrounds every request: its id, its log line, its actor, its errors. No business effects here."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from khue.kernel import problems
from khue.kernel.logs import log
from khue.kernel.metrics.requests import observe
from khue.kernel.web import actor_of

Next = Callable[[HttpRequest], HttpResponseBase]
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
FILES_PER_FORM = 10  # a form may carry so many files of the largest size


class RequestId:
    """Every request has an id: the proxy's when it is well-formed, else a new one. It is in logs, audit and answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # rides on the request
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response


class _Queries:
    """Counts what the database is asked during a request."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - start


class AccessLog:
    """One line per request: who (by key), what (path without query), how long, how many queries."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.log = log("khue.access")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = time.perf_counter()
        queries = _Queries()
        with connection.execute_wrapper(queries):
            response = self.get_response(request)
        observe(request, response, time.perf_counter() - start)
        if request.path_info in _QUIET_PATHS and response.status_code < 400:
            return response
        actor = getattr(request, "_khue_actor", None)
        self.log.info(
            "request",
            method=request.method,
            path=request.path_info,
            status=response.status_code,
            ms=round((time.perf_counter() - start) * 1000, 1),
            actor=actor.key if actor else "",
            queries=queries.count,
            db_ms=round(queries.seconds * 1000, 1),
        )
        return response


class ActorMiddleware:
    """Gives ``request.actor``; it is built when first looked at."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]  # rides on the request
        response = self.get_response(request)
        # Pages that a library renders too: nothing of a signed-in session is kept on a shared computer. Only a user
        # that the page has looked at counts, so that a public page costs no query.
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class ErrorPages:
    """Errors of views become answers (``kernel.problems``); what no view should see is answered here."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return problems.bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        return problems.answer_error(request, error)


class BoundedBody:
    """Refuses a body that no form of ours could have sent, by its announced length, before a byte of it is read.

    One in chunks announces none: it would be read as empty, and the sender believe that it was taken.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.most = int(settings.KHUE_MAX_FILE_MB) * 1024 * 1024 * FILES_PER_FORM

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return problems.answer(request, problems.no_length())
        if announced.isdecimal() and int(announced) > self.most:
            return problems.answer(request, problems.too_large())
        return self.get_response(request)
