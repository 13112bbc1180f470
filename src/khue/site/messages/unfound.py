"""Messages that nobody finds: to the reader of words an f-string is one piece of text, whatever is called inside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from khue.site.messages.sources import KEYWORDS, PACKAGE, ROOT


def unfound(folder: Path = PACKAGE) -> Iterator[str]:
    """Path and line of each message that is asked for inside an f-string."""
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text("utf-8")
        if "gettext" in source:
            place = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
            yield from (f"{place}:{line}" for line in _inside_strings(ast.parse(source)))


def _inside_strings(tree: ast.Module) -> Iterator[int]:
    for text in ast.walk(tree):
        if isinstance(text, ast.JoinedStr):
            for node in ast.walk(text):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                    yield node.lineno
