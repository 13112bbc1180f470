"""Routes: every address with the name that ``reverse`` knows and the view that answers."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

INTERFACE = "api"


@dataclass(frozen=True, slots=True)
class Route:
    """``name`` with its namespace (``people:me``), ``path`` as it is written in the URLconf, with its arguments."""

    name: str
    path: str
    arguments: tuple[str, ...]
    view: str
    text: str
    in_languages: bool


def page() -> str:
    lines = [
        "# Routes",
        "",
        "`/vi/…` and `/en/…` are the same pages in two languages; addresses without them are for machines.",
    ]
    place = ""
    for route in sorted(all_routes(), key=lambda route: (route.view.split(".")[1:3], route.path)):
        here = ".".join(route.view.split(".")[:3]) if route.view.startswith("khue.features") else _floor(route)
        if here != place:
            place = here
            lines += ["", f"## {place.rpartition('.')[2]}", "", "| Address | Name | View |", "| --- | --- | --- |"]
        view = route.view.removeprefix(f"{place}.")
        text = f": {route.text}" if route.text else ""
        lines.append(f"| `{route.path}` | `{route.name}` | `{view}`{text} |")
    return "\n".join(lines)


def _floor(route: Route) -> str:
    return ".".join(route.view.split(".")[:2]) if route.view.startswith("khue.") else "libraries"


def all_routes() -> list[Route]:
    """Every route of a page. A route without a name has an empty one; the interface describes its own (``khue.site.api``)."""
    return list(_walk(get_resolver().url_patterns, "/", "", (), False))


def _walk(
    patterns: list[Any], path: str, space: str, arguments: tuple[str, ...], in_languages: bool
) -> Iterator[Route]:
    for pattern in patterns:
        here = (*arguments, *pattern.pattern.regex.groupindex) if hasattr(pattern.pattern, "regex") else arguments
        if isinstance(pattern, URLResolver) and pattern.namespace == INTERFACE:
            continue
        if isinstance(pattern, URLResolver):
            languages = in_languages or isinstance(pattern.pattern, LocalePrefixPattern)
            step = "vi/" if isinstance(pattern.pattern, LocalePrefixPattern) else _written(pattern)
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, path + step, inner, here, languages)
        elif isinstance(pattern, URLPattern):
            view, text = _view(pattern.callback)
            name = f"{space}{pattern.name}" if pattern.name else ""
            yield Route(name, path + _written(pattern), here, view, text, in_languages)


def _written(pattern: URLPattern | URLResolver) -> str:
    return str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z").replace("\\.", ".")


def _view(callback: Any) -> tuple[str, str]:
    found = inspect.unwrap(getattr(callback, "view_class", callback))
    text = (inspect.getdoc(found) or "").split("\n\n")[0].replace("\n", " ").replace("``", "`").replace("|", "or")
    return f"{found.__module__}.{found.__qualname__}", text if found.__module__.startswith("khue.") else ""
