"""What all public pages have in common: how long they may be kept, their other language, what was searched for."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path

from khue.kernel import limits, web

LONGEST_SEARCH = 200
PAGE_KEPT = 30
"""Seconds for which a browser may show a public page again without asking."""
FILE_KEPT = 300
"""Seconds for which anybody, a proxy too, may keep a public file."""

Asked = ParamSpec("Asked")
View = Callable[Concatenate[HttpRequest, Asked], HttpResponseBase]


def public_page(view: View[Asked]) -> View[Asked]:
    """Says how long a page may be kept and where it stands in the other language.

    Only by the reader's own browser: a page carries the key of its forms. In the sample city the day can move at any
    moment, so there the browser asks each time.
    """

    @wraps(view)
    def answered(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        kept = "private, no-cache" if settings.KHUE_SAMPLE else f"private, max-age={PAGE_KEPT}"
        response.headers.setdefault("Cache-Control", kept)
        patch_vary_headers(response, ["Cookie"])
        path = escape_uri_path(request.path)
        response.headers["Link"] = ", ".join(
            f'<{web.in_language(path, code)}>; rel="alternate"; hreflang="{code}"' for code, _label in web.LANGUAGES
        )
        return response

    return answered


_kept: dict[Hashable, tuple[float, Any]] = {}
_KEPT_AT_MOST = 500
Value = TypeVar("Value")


def kept(key: Hashable, make: Callable[[], Value]) -> Value:
    """What ``make`` gives, kept in this process for ``KHUE_PUBLIC_KEPT`` seconds: a rush on a public list asks the
    database once. Only for what every reader of the same language sees alike.
    """
    now = time.monotonic()
    found = _kept.get(key)
    if found is not None and now < found[0]:
        return cast(Value, found[1])
    made = make()
    if settings.KHUE_PUBLIC_KEPT:
        if len(_kept) >= _KEPT_AT_MOST:
            _kept.clear()
        _kept[key] = (now + settings.KHUE_PUBLIC_KEPT, made)
    return made


def public_file(response: HttpResponseBase) -> HttpResponseBase:
    """The same for everybody: caches between may keep it for a short time."""
    response.headers["Cache-Control"] = f"public, max-age={FILE_KEPT}"
    return response


def searched(request: HttpRequest) -> str:
    """What was searched for, cut to a sensible length. Searching is counted, looking around is not.

    Raises LimitReached.
    """
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    if words:
        limits.allow_here(request, "portal.search", 60)
    return words
