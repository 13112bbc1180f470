"""Where in a TOML text a key stands, so that a problem can be named with its line. ``tomllib`` keeps no positions."""

from __future__ import annotations

import re

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRINGS = {
    '"""': re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''.*?'{3,5}", re.DOTALL),
    '"': re.compile(r'"((?:\\.|[^"\\\n])*)"'),
    "'": re.compile(r"'([^'\n]*)'"),
}
Path = tuple[str | int, ...]


def lines_of(text: str) -> dict[Path, int]:
    """Line number (from 1) of every table, key and list element: ``("steps", 1, "outcomes", 0, "next")`` → 41.

    ``text`` is TOML that ``tomllib`` accepts; of any other text only what stands before the fault is found.
    """
    scanner = _Scanner(text)
    scanner.scan()
    return scanner.found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it; 1 when nothing is known."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Scanner:
    """Walks once over the text. It judges nothing, so it is short: ``tomllib`` has said that all is well."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted = 0
        self.line = 1
        self.found: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}

    def scan(self) -> None:
        here: Path = ()
        while True:
            self.skip_space()
            before = self.at
            if self.starts("["):
                here = self.header()
            elif self.at < len(self.text):
                self.assignment(here)
            if self.at == before:
                return

    def header(self) -> Path:
        repeated = self.starts("[[")
        line = self.line_here()
        self.at += 2 if repeated else 1
        parts = self.key_parts()
        self.at += 2 if repeated else 1
        path: Path = ()
        for number, part in enumerate(parts, start=1):
            path = (*path, part)
            if repeated and number == len(parts):
                self.lengths[path] = self.lengths.get(path, 0) + 1
                self.found.setdefault(path, line)
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
            self.found.setdefault(path, line)
        return path

    def assignment(self, here: Path) -> None:
        line = self.line_here()
        path = here
        for part in self.key_parts():
            path = (*path, part)
            self.found.setdefault(path, line)
        if self.starts("="):
            self.at += 1
            self.value(path)

    def key_parts(self) -> list[str]:
        parts = []
        while True:
            self.skip_blanks()
            parts.append(self.key_part())
            self.skip_blanks()
            if not self.starts("."):
                return parts
            self.at += 1

    def key_part(self) -> str:
        for mark in ('"', "'"):
            if self.starts(mark):
                raw = self.take(_STRINGS[mark])
                return raw[1:-1]
        return self.take(_BARE)

    def value(self, path: Path) -> None:
        self.skip_blanks()
        if self.starts("["):
            self.array(path)
        elif self.starts("{"):
            self.inline_table(path)
        else:
            mark = next((mark for mark in _STRINGS if self.starts(mark)), "")
            self.take(_STRINGS[mark] if mark else _SCALAR)

    def array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while True:
            self.skip_space()
            before = self.at
            if self.closes("]"):
                return
            self.found.setdefault((*path, index), self.line_here())
            self.value((*path, index))
            index += 1
            if self.passes_comma("]") or self.at == before:
                return

    def inline_table(self, path: Path) -> None:
        self.at += 1
        while True:
            self.skip_space()
            before = self.at
            if self.closes("}"):
                return
            self.assignment(path)
            if self.passes_comma("}") or self.at == before:
                return

    def passes_comma(self, end: str) -> bool:
        """Steps over a comma; True when the list or table ended instead."""
        self.skip_space()
        if self.starts(","):
            self.at += 1
            return False
        return self.closes(end)

    def closes(self, end: str) -> bool:
        if not self.starts(end):
            return False
        self.at += 1
        return True

    def starts(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def skip_space(self) -> None:
        self.take(_SPACE)

    def line_here(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line
