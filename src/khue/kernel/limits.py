"""Rate limits of public forms, counted in the cache that all processes share (by allauth's counter)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class LimitReached(Exception):
    """Too many of these from the same place. ``retry_after`` in whole seconds."""

    def __init__(self, bucket: str, retry_after: int) -> None:
        super().__init__(f"{bucket}: again in {retry_after} s")
        self.bucket = bucket
        self.retry_after = retry_after


def allow(request: HttpRequest, bucket: str, rate: str, *, key: str = "") -> None:
    """Count one use of ``bucket``. Raises LimitReached when the rate is used up.

    ``rate`` as ``20/h`` or ``5/m,50/d``; counted per client address, or per ``key`` when one is given (a tax code,
    say). Address and key are kept as a cache key for the rate's time only.
    """
    per = "key" if key else "ip"
    rates = [part.strip() for part in rate.split(",")]
    for one in rates:
        used = ratelimit.consume(
            request,
            app="khue",
            action=bucket,
            config={bucket: f"{one}/{per}"},
            key=key or None,
            limit_get=True,
        )
        if used is None:
            raise LimitReached(bucket, math.ceil(ratelimit.parse_rate(one).duration))


_here: dict[tuple[str, str, int], int] = {}
_HERE_AT_MOST = 50_000


def allow_here(request: HttpRequest, bucket: str, per_minute: int) -> None:
    """Count one use in this process only, per client address and minute. Raises LimitReached.

    For reading, where a shared counter would cost more than the page: every web process counts for itself.
    """
    minute = int(time.monotonic() // 60)
    key = (bucket, get_adapter().get_client_ip(request), minute)
    if len(_here) > _HERE_AT_MOST:
        for old in [known for known in list(_here) if known[2] != minute]:
            _here.pop(old, None)
    _here[key] = used = _here.get(key, 0) + 1
    if used > per_minute:
        raise LimitReached(bucket, 60)


def limited(bucket: str, rate: str, *, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """Decorator for the views of public forms: counts requests of these methods."""

    def around(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods:
                allow(request, bucket, rate)
            return view(request, *args, **kwargs)

        return counted  # type: ignore[return-value]  # the statement returns one row of numbers

    return around
