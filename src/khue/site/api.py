"""The interface: doors of all rooms under ``/api/v1/``, and its description."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.kernel.api import interface, own
from khue.kernel.api.doors import Door
from khue.kernel.operations import api as operations

PREFIX = "api/v1/"
TITLE = Text("Giao diện lập trình của Khuê", "Khuê's interface for programs")
ABOUT = Text(
    "Mọi việc làm được trên trang đều làm được tại đây, với cùng quyền. Hướng dẫn: /vi/api/",
    "Whatever can be done on the pages can be done here, with the same rights. How to: /en/api/",
)


def doors() -> Iterable[Door]:
    """The kernel's doors and that of every room that has one."""
    yield own.door
    yield operations.door
    for room in settings.ROOMS:
        name = f"khue.features.{room}.api"
        if find_spec(f"khue.features.{room}") and find_spec(name):
            yield import_module(name).door


API = interface.build(doors(), title=TITLE, text=ABOUT)


@cache
def schema() -> dict[str, Any]:
    """The description in OpenAPI 3.1, as plain JSON; titles and texts in Vietnamese, then in English.

    ``x-title`` and ``x-text`` hold both languages apart, for pages that speak one.
    """
    found: dict[str, Any] = json.loads(json.dumps(API.get_openapi_schema(path_prefix=PREFIX), default=str))
    said = words()
    for methods in found["paths"].values():
        for told in methods.values():
            title = {"vi": told.pop("x-title-vi"), "en": told["summary"]}
            text = {"vi": said.get(told["operationId"], ""), "en": " ".join(told["description"].split())}
            told |= {"x-title": title, "x-text": text}
            told["summary"] = f"{title['vi']} / {title['en']}"
            told["description"] = "\n\n".join(part for part in text.values() if part)
    return found


@cache
def words() -> dict[str, str]:
    """What each operation does, in Vietnamese."""
    rooms = tomllib.loads(Path(__file__).with_name("interface_words.toml").read_text("utf-8"))
    return {name: text for room in rooms.values() for name, text in room.items()}


@cache
def meanings() -> dict[str, Text]:
    """What parameters, headers and members mean, in both languages, by the English of the description."""
    told = tomllib.loads(Path(__file__).with_name("interface_meanings.toml").read_text("utf-8"))
    return {english: Text(vietnamese, english) for english, vietnamese in told.items()}


@cache
def _text() -> bytes:
    return json.dumps(schema(), ensure_ascii=False, indent=1).encode()


@require_safe
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The description of the interface, for programs."""
    return HttpResponse(_text(), content_type="application/json")


def urls() -> Any:
    patterns, app, namespace = interface.addresses(API)
    described = path("openapi.json", interface.front(openapi), name="openapi")
    return include(([described, *patterns], app), namespace=namespace)
