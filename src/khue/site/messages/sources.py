"""Where messages come from: our own code and templates, and the libraries whose sentences our readers see.

Templates go through Django's own ``templatize`` and then Babel's Python extractor, so a message is found exactly
as Django will look it up (``trimmed``, doubled per cent signs, contexts), and no gettext binary is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]
ROOT = PACKAGE.parents[1]
SKIPPED_FOLDERS = frozenset({"__pycache__", "locale", "migrations", "node_modules", "static", "tests"})
TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".xml"})

# Babel knows gettext, ngettext, pgettext, npgettext and _; Django adds the lazy ones.
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

_SPEAKS = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\s*\(|{{%\s*(?:block)?trans")
"""A file without any of these says nothing to a reader."""

Key = tuple[str, str]
"""What gettext looks a message up by: context (may be empty) and singular msgid."""


@dataclass(slots=True)
class Message:
    """One msgid with every place that uses it. ``plural`` is empty where there is none."""

    msgid: str
    plural: str = ""
    context: str = ""
    places: list[tuple[str, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.msgid

    @property
    def place(self) -> str:
        """The first place as ``file:line``."""
        return "{}:{}".format(*self.places[0])


@dataclass(frozen=True, slots=True)
class Library:
    """The parts of an installed package whose sentences reach our pages, and where its own Vietnamese is."""

    package: str
    parts: tuple[str, ...]
    skips: tuple[str, ...] = ()
    catalogues: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        # found without importing it: its modules want settings, and these commands need none
        spec = find_spec(self.package)
        if spec is None or not spec.origin:
            raise ImportError(f"{self.package} is not installed")
        return Path(spec.origin).parent


LIBRARIES = (
    Library(
        "django",
        parts=(
            "core", "db/models", "forms", "utils", "views",
            "contrib/auth", "contrib/messages", "contrib/postgres", "contrib/sessions",
        ),
        # the admin is not used (DESIGN §11); the others are pages of a developer's machine and of the shell
        skips=(
            "contrib/auth/admin.py", "contrib/auth/management", "core/management",
            "views/templates", "views/static.py", "views/debug.py",
        ),
        catalogues=("conf", "contrib/auth", "contrib/sessions"),
    ),
    Library(
        "allauth",
        parts=(
            "account", "core", "mfa", "socialaccount", "usersessions",
            "templates/account", "templates/allauth", "templates/mfa",
            "templates/socialaccount", "templates/usersessions",
        ),
        # OpenID Connect is the only provider that Khuê configures
        skips=("account/admin.py", "mfa/admin.py", "socialaccount/admin.py", "usersessions/admin.py",
               "socialaccount/providers"),
    ),
    Library("allauth", parts=("socialaccount/providers/base", "socialaccount/providers/openid_connect")),
    Library("crispy_forms", parts=(".",)),
    Library("crispy_bootstrap5", parts=(".",)),
    Library("django_htmx", parts=(".",)),
    Library("ninja", parts=(".",)),
)  # fmt: skip


def own_messages() -> dict[Key, Message]:
    """Every message of ``src/khue``, in the order of files and lines."""
    return _collect(_files(PACKAGE), ROOT)


def library_messages() -> dict[Key, Message]:
    """Every message of the parts of ``LIBRARIES`` that our readers may see; places are relative to the package's home."""
    found: dict[Key, Message] = {}
    for library in LIBRARIES:
        folder = library.folder
        skipped = tuple(folder / skip for skip in library.skips)
        files = (
            path
            for part in library.parts
            for path in _files(folder / part)
            if not any(path.is_relative_to(skip) for skip in skipped)
        )
        for key, message in _collect(files, folder.parent).items():
            found.setdefault(key, message)
    return found


def templates() -> Iterator[tuple[str, str]]:
    """Each of our HTML templates as path (relative to the repository) and source."""
    for path in _files(PACKAGE):
        if path.suffix == ".html":
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts[:-1]
        if SKIPPED_FOLDERS.intersection(inside) or not path.is_file():
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts):
            yield path


def _collect(files: Iterable[Path], root: Path) -> dict[Key, Message]:
    found: dict[Key, Message] = {}
    for path in files:
        place = path.relative_to(root).as_posix()
        for line, ids, notes, context in _extract(path):
            singular, plural = (ids[0], ids[1]) if isinstance(ids, tuple) else (ids, "")
            message = found.setdefault((context or "", singular), Message(singular, plural, context or ""))
            message.plural = message.plural or plural
            message.places.append((place, line))
            message.notes.extend(note for note in notes if note not in message.notes)
    return found


def _extract(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    source = path.read_text("utf-8")
    if not _SPEAKS.search(source):  # most files of a library: reading them word by word would take seconds
        return
    if path.suffix != ".py":
        # Inside one pair of brackets the tokenizer minds neither indentation nor line ends.
        source = f"({templatize(source, origin=str(path))}\n)"
    yield from extract("python", BytesIO(source.encode()), KEYWORDS, ("Translators:",))
