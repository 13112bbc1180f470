"""A whole definition, as content or as a file: every problem with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from khue.features.dossiers.domain import shapes
from khue.features.dossiers.domain.checking.frame import document_problems, frame_problems
from khue.features.dossiers.domain.checking.names import ANY_CITY, City, Table
from khue.features.dossiers.domain.checking.questions import section_problems
from khue.features.dossiers.domain.checking.steps import step_problems
from khue.features.dossiers.domain.locating import Path, line_of, lines_of
from khue.features.dossiers.domain.shapes import Found


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def check_files(
    paths: Iterable[FilePath],
    *,
    rights: frozenset[str] | None = None,
    has_parameter: Callable[[str], bool] | None = None,
    documents: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Problem]:
    """Problems of all files. What the city package knows (see ``City``) is unchecked where it is None."""
    problems: list[Problem] = []
    holders: dict[str, str] = {}
    for path in paths:
        try:
            raw = path.read_bytes()
        except OSError as error:
            problems.append(Problem(path.name, 1, f"cannot be read: {error.strerror}"))
            continue
        problems += check(path.name, raw, rights=rights, has_parameter=has_parameter, documents=documents)
        content, lines, _ = parsed(path.name, raw)
        key = content.get("key")
        if isinstance(key, str) and key in holders:
            problems.append(Problem(path.name, line_of(lines, ("key",)), f'the key "{key}" is taken by {holders[key]}'))
        elif isinstance(key, str):
            holders[key] = path.name
    return problems


def check(
    name: str,
    raw: bytes,
    *,
    rights: frozenset[str] | None = None,
    has_parameter: Callable[[str], bool] | None = None,
    documents: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Problem]:
    """Problems of one file, in the order of its lines. A file without any can be built and stored."""
    content, lines, broken = parsed(name, raw)
    if broken:
        return [broken]
    found = check_content(content, City(rights, has_parameter, documents))
    return sorted((Problem(name, line_of(lines, item.path), item.text) for item in found), key=lambda p: p.line)


def check_content(content: Table, city: City = ANY_CITY) -> list[Found]:
    """Problems of a definition's content, by their place in it. Never raises, whatever the content holds."""
    clean, found = shapes.read(content)
    return [
        *found,
        *frame_problems(clean),
        *section_problems(clean),
        *step_problems(clean, city),
        *document_problems(clean, city),
    ]


def parsed(name: str, raw: bytes) -> tuple[dict[str, Any], dict[Path, int], Problem | None]:
    """Content and lines of a file; when it is no TOML both are empty, and the problem says where."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return {}, {}, Problem(name, raw[: error.start].count(b"\n") + 1, "is not UTF-8 text")
    try:
        return tomllib.loads(text), lines_of(text), None
    except ValueError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where.group(1)) if where else text.rstrip().count("\n") + 1
        return {}, {}, Problem(name, line, f"is not TOML: {str(error).split(' (at')[0]}")
    except RecursionError:
        return {}, {}, Problem(name, 1, "is not TOML that can be read: it is nested too deeply")
