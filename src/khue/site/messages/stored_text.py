"""Sentences that are recorded rather than looked up: ``Text(vi, en)`` in the code, ``vi`` and ``en`` in the city's files."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from khue.site.messages.sources import PACKAGE, ROOT


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in both languages. ``computed`` when parts of it are only known at run time (shown as …)."""

    place: str
    vi: str
    en: str
    computed: bool = False


def stored_texts(source_folder: Path = PACKAGE.parent) -> Iterator[Pair]:
    """Every pair written down in ``src``: Python files, then the TOML files of the city packages."""
    for path in sorted(source_folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _of_python(path)
    for path in sorted(source_folder.rglob("*.toml")):
        yield from _of_toml(path)


def _of_python(path: Path) -> Iterator[Pair]:
    source = path.read_text("utf-8")
    if "Text(" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            given = dict(zip(("vi", "en"), node.args, strict=False))
            given |= {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            vi, en = _written(given.get("vi")), _written(given.get("en", ast.Constant("")))
            if vi is not None and en is not None:
                yield Pair(f"{_named(path)}:{node.lineno}", vi[0], en[0], vi[1] or en[1])


def _written(node: ast.expr | None) -> tuple[str, bool] | None:
    """A literal and whether parts of it are computed; None for a name or another expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, False
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        return "".join(str(part) for part in parts), True
    return None


def _of_toml(path: Path) -> Iterator[Pair]:
    source = path.read_text("utf-8")
    try:
        content = tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return  # `khue procedures check` and the loaders say what is wrong with it, and where
    lines = source.splitlines()
    for table in _tables(content):
        vi, en = table.get("vi"), table.get("en", "")
        if isinstance(vi, str) and isinstance(en, str):
            first = vi.strip().split("\n")[0]
            line = next((number for number, text in enumerate(lines, 1) if first and first in text), 1)
            yield Pair(f"{_named(path)}:{line}", vi, en)


def _tables(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _tables(inner)


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
