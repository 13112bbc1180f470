"""The interface as a whole: rooms' doors under one address, errors from one table, a description of every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseNotAllowed
from django.urls import URLPattern
from django.utils import translation
from django.utils.translation import get_language_from_request
from ninja import NinjaAPI
from ninja.parser import Parser

from khue.core.bilingual import Text
from khue.kernel import problems, web
from khue.kernel.api import answers, refusals
from khue.kernel.api.doors import MEANINGS, PROBLEM, Door
from khue.kernel.api.shapes import Problem
from khue.kernel.problems import Problem as ProblemAnswer

VERSION = "1"
NAMESPACE = "api"


class StrictParser(Parser):
    """The gate has read the body already, strictly."""

    def parse_body(self, request: HttpRequest) -> Any:
        return getattr(request, "_khue_json", {})


class Interface(NinjaAPI):
    """Errors go through the one table of the house; the description names every status."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        found = refusals.answer(request, exc)
        if found is None:
            raise exc
        return found  # type: ignore[return-value]  # wrapped by its own decorator

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        parts = schema["components"]
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        parts.setdefault("schemas", {}).update(problem.pop("$defs", {}))
        parts["schemas"]["Problem"] = problem
        parts["responses"] = {str(code): _response(code) for code in MEANINGS}
        parts["parameters"] = _PARAMETERS
        parts["securitySchemes"] = _SCHEMES
        return schema


def _response(code: int) -> dict[str, Any]:
    if code == 304:
        return {"description": MEANINGS[code].en}
    return {
        "description": MEANINGS[code].en,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


_PARAMETERS: dict[str, Any] = {
    "Accept-Language": {
        "in": "header",
        "name": "Accept-Language",
        "description": "vi (default) or en: the language of labels and of problems",
        "schema": {"type": "string", "enum": ["vi", "en"]},
        "required": False,
    },
    "Idempotency-Key": {
        "in": "header",
        "name": "Idempotency-Key",
        "description": "A new UUID per deed; the same one when it is sent again gets the same answer (three days)",
        "schema": {"type": "string", "format": "uuid"},
        "required": True,
    },
    "If-Match": {
        "in": "header",
        "name": "If-Match",
        "description": "The ETag of what was read before",
        "schema": {"type": "string"},
        "required": True,
    },
    "If-None-Match": {
        "in": "header",
        "name": "If-None-Match",
        "description": "An ETag that the caller has: 304 when nothing has changed",
        "schema": {"type": "string"},
        "required": False,
    },
}
_SCHEMES = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "Signed in on the pages; writes also need X-CSRFToken.",
    },
    "key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "khue_…",
        "description": "A key of an organisation; scopes view, submit, sign.",
    },
}


def build(doors: Iterable[Door], *, title: Text, text: Text) -> Interface:
    """The interface of these rooms."""
    api = Interface(
        title=f"{title.vi} / {title.en}",
        version=VERSION,
        description=f"{text.vi}\n\n{text.en}",
        openapi_url=None,
        docs_url=None,
        urls_namespace=NAMESPACE,
        parser=StrictParser(),
    )
    for door in doors:
        api.add_router("", door.router)
    return api


def addresses(api: Interface) -> tuple[list[URLPattern], str, str]:
    """The URL patterns, each behind ``front``."""
    patterns, app, namespace = api.urls
    kept = [pattern for pattern in patterns if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    kept.sort(key=_fixed_first)
    for pattern in kept:
        assert pattern.callback is not None
        pattern.callback = front(pattern.callback)
    return kept, app, namespace


def _fixed_first(pattern: URLPattern) -> tuple[bool, ...]:
    """A word beats a parameter at the same place, in whatever order the rooms opened their doors."""
    return tuple("<" in step for step in str(pattern.pattern).split("/"))


def front(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What every operation has around it: language, limits' headers, tags, and the end of a write."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        words = _language(request)
        response: HttpResponseBase | None = None
        with translation.override(words):
            try:
                response = view(request, *args, **kwargs)
                if isinstance(response, HttpResponseNotAllowed):
                    response = _not_allowed(request, response)
            finally:
                pending = getattr(request, "_khue_pending", None)
                if pending is not None:
                    answers.finish(pending, response)
            return _limits(request, answers.dress(request, response, words))

    return answered


def _language(request: HttpRequest) -> str:
    """What the caller asks for, before what a browser remembers."""
    if "Accept-Language" in request.headers:
        cookies, request.COOKIES = request.COOKIES, {}
        found = get_language_from_request(request)
        request.COOKIES = cookies
    else:
        found = get_language_from_request(request)
    return "en" if found.startswith("en") else "vi"


def _not_allowed(request: HttpRequest, refused: HttpResponseNotAllowed) -> HttpResponseBase:
    title = Text("Địa chỉ này không nhận phương thức đó", "This address does not take that method")
    text = Text(f"Các phương thức: {refused.headers['Allow']}.", f"It takes: {refused.headers['Allow']}.")
    words = web.language()
    found = problems.answer(request, ProblemAnswer(405, "method", title.into(words), text.into(words)))
    found.headers["Allow"] = refused.headers["Allow"]
    return found


def _limits(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    caller = getattr(request, "_khue_caller", None)
    if caller is not None and caller.key is not None:
        response.headers["RateLimit-Limit"] = str(caller.allowed)
        response.headers["RateLimit-Remaining"] = str(caller.left)
        response.headers["RateLimit-Reset"] = str(caller.resets_in)
    return response
