"""Places in a definition that is being changed: the part that one page edits, put in, moved and taken out by its keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["texts", "needs", "basis", "documents", "section", "field", "column", "step", "all"]
Content = Mapping[str, Any]
TEXTS = ("name", "summary", "who", "result", "publicity", "title_field", "same_day")
LISTS = ("needs", "basis", "documents")
HEAD = ("key", "title", "help")
_INSIDE = {"section": "sections", "step": "steps", "field": "fields", "column": "columns"}


@dataclass(frozen=True, slots=True)
class Place:
    """``field`` has (section, field), ``column`` (section, field, column), ``section`` and ``step`` their own key."""

    kind: Kind
    keys: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return ":".join((self.kind, ".".join(self.keys))) if self.keys else self.kind

    @property
    def key(self) -> str:
        return self.keys[-1] if self.keys else ""


def part(content: Content, place: Place) -> Any | None:
    """What stands at a place, as plain JSON; None when nothing does."""
    match place.kind:
        case "all":
            return deepcopy(dict(content))
        case "texts":
            return {name: deepcopy(content[name]) for name in TEXTS if name in content}
        case "needs" | "basis" | "documents":
            return deepcopy(content.get(place.kind, []))
    found = _find(_siblings(content, place), place.key)
    if found is None:
        return None
    if place.kind == "section":
        return {name: deepcopy(found[name]) for name in HEAD if name in found}
    if place.kind == "field":
        return {name: deepcopy(value) for name, value in found.items() if name != "columns"}
    return deepcopy(dict(found))


def mark(value: Any | None) -> str:
    """A short mark of a part: a page carries it, so that a part which somebody else changed meanwhile is noticed."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def put(content: Content, place: Place, value: Any) -> dict[str, Any]:
    """The content with another value at a place; a new element comes last among its siblings.

    A section keeps its fields, a table its columns.
    """
    made = deepcopy(dict(content))
    if place.kind == "all":
        return deepcopy(dict(value))
    if place.kind == "texts":
        for name in TEXTS:
            made.pop(name, None)
        return {**made, **deepcopy(value)}
    if place.kind in LISTS:
        made[place.kind] = deepcopy(value)
        return made
    siblings = _siblings(made, place, make=True)
    found = _find(siblings, place.key)
    new = {**deepcopy(value), "key": place.key}
    if place.kind == "section":
        new["fields"] = found["fields"] if found and "fields" in found else []
    if place.kind == "field" and new.get("kind") == "table":
        new["columns"] = found.get("columns", []) if found else []
    if found is None:
        siblings.append(new)
    else:
        siblings[siblings.index(found)] = new
    return made


def without(content: Content, place: Place) -> dict[str, Any]:
    """The content without the element at a place."""
    made = deepcopy(dict(content))
    siblings = _siblings(made, place)
    found = _find(siblings, place.key)
    if found is not None:
        siblings.remove(found)
    return made


def shifted(content: Content, place: Place, by: int) -> dict[str, Any]:
    """The content with an element moved up (-1) or down (1) among its siblings; at the end it stays."""
    made = deepcopy(dict(content))
    siblings = _siblings(made, place)
    found = _find(siblings, place.key)
    if found is not None:
        at = siblings.index(found)
        to = min(max(at + by, 0), len(siblings) - 1)
        siblings.insert(to, siblings.pop(at))
    return made


def exists(content: Content, place: Place) -> bool:
    return place.kind in ("texts", *LISTS, "all") or _find(_siblings(content, place), place.key) is not None


def place_of(content: Content, path: tuple[str | int, ...]) -> Place:
    """The place to which a problem of the checker (``("sections", 0, "fields", 2, "show_when")``) belongs."""
    match path:
        case ("sections", int(s), "fields", int(f), "columns", int(c), *_):
            return Place("column", _keys(content, ("sections", s), ("fields", f), ("columns", c)))
        case ("sections", int(s), "fields", int(f), *_):
            return Place("field", _keys(content, ("sections", s), ("fields", f)))
        case ("sections", int(s), *_):
            return Place("section", _keys(content, ("sections", s)))
        case ("steps", int(s), *_):
            return Place("step", _keys(content, ("steps", s)))
        case ("needs" | "basis" | "documents" as name, *_):
            return Place(name)
        case (str(name), *_) if name in TEXTS:
            return Place("texts")
    return Place("all")


def _keys(content: Content, *way: tuple[str, int]) -> tuple[str, ...]:
    keys, here = [], content
    for name, index in way:
        here = here[name][index]
        keys.append(str(here.get("key", "")))
    return tuple(keys)


def _siblings(content: Any, place: Place, *, make: bool = False) -> list[Any]:
    """The list that holds the elements beside a place; empty when its holder is not there."""
    here = content
    for kind, key in (("section", 0), ("field", 1)):
        if place.kind in ("field", "column") and len(place.keys) > key + 1:
            found = _find(here.get(_INSIDE[kind], []), place.keys[key])
            if found is None:
                return []
            here = found
    name = _INSIDE[place.kind]
    if make:
        return here.setdefault(name, [])  # type: ignore[no-any-return]  # definitions are JSON
    return here.get(name, [])  # type: ignore[no-any-return]  # definitions are JSON


def _find(siblings: list[Any], key: str) -> Any | None:
    return next((item for item in siblings if isinstance(item, Mapping) and item.get("key") == key), None)
