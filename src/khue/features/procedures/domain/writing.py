"""A definition written as the file from which it can be read again: the same content, and so the same digest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


def to_toml(content: Mapping[str, Any]) -> str:
    """The content as TOML. Raises TypeError for a value that no definition holds (a fraction, a day)."""
    return "\n".join(_table(content, ())).lstrip("\n") + "\n"


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Plain entries first: whatever follows a header belongs to it."""
    nested = {name: value for name, value in table.items() if _is_tables(value)}
    for name, value in table.items():
        if name not in nested:
            yield f"{_key(name)} = {_value(value)}"
    for name, rows in nested.items():
        for row in rows:
            yield ""
            yield f"[[{'.'.join(map(_key, (*path, name)))}]]"
            yield from _table(row, (*path, name))


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items())
        return "{ " + inside + " }" if inside else "{}"
    raise TypeError(f"a definition holds no {type(value).__name__}")


def _key(name: str) -> str:
    return name if name and _BARE.issuperset(name) else json.dumps(name, ensure_ascii=False)
