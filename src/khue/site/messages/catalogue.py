"""The Vietnamese catalogue: two files that people edit, one that Django reads.

``django.po`` holds the messages of Khuê, ``libraries.po`` those of the libraries that have no Vietnamese of their own or a
poor one. Both are compiled into one ``django.mo``; Django merges it last (LOCALE_PATHS), so it wins over the libraries' own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from khue.site.messages.sources import LIBRARIES, PACKAGE, Key, Message

FOLDER = PACKAGE / "locale" / "vi" / "LC_MESSAGES"
OWN = FOLDER / "django.po"
LIBRARY = FOLDER / "libraries.po"
COMPILED = FOLDER / "django.mo"

_HEADER = """\
# {title}
# Tidied by `khue messages extract`: the Vietnamese is written here by hand, the rest is not. See docs/decisions/0006-message-language.md.
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_TITLES = {
    OWN.name: "Khuê in Vietnamese.",
    LIBRARY.name: "Vietnamese for the libraries whose sentences our readers see.",
}


def read(path: Path) -> Catalog:
    """The catalogue in ``path``, empty when there is no such file. Raises PoFileError when it is not a PO file."""
    if not path.exists():
        return Catalog(locale="vi")
    with path.open("rb") as file:
        return read_po(file, locale="vi", charset="utf-8", abort_invalid=True)


def entries(catalog: Catalog) -> dict[Key, Entry]:
    """The entries by what gettext looks them up by, without the header."""
    return {key_of(entry): entry for entry in catalog if entry.id}


def key_of(entry: Entry) -> Key:
    return entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0]


def vietnamese(entry: Entry | None) -> str:
    """The translation; empty when there is none. Vietnamese has one form for every number."""
    if entry is None:
        return ""
    forms = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
    return forms[0] if forms else ""


def library_vietnamese() -> frozenset[Key]:
    """What the libraries translate themselves, in the part of them that we show."""
    found: set[Key] = set()
    for library in LIBRARIES:
        for part in library.catalogues:
            with (library.folder / part / "locale/vi/LC_MESSAGES/django.mo").open("rb") as file:
                # a compiled catalogue gives plural ids as a list
                found |= {(e.context or "", e.id if isinstance(e.id, str) else e.id[0]) for e in read_mo(file) if e.id}
    return frozenset(found)


@dataclass(slots=True)
class Tidied:
    """What ``tidy`` did, for the person at the terminal."""

    own: int = 0
    library: int = 0
    missing: list[Message] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)


def tidy(own: Mapping[Key, Message], library: Mapping[Key, Message], folder: Path = FOLDER) -> Tidied:
    """Write both files anew: every message in the order of its source, its Vietnamese kept, nothing guessed.

    A message that changed its wording is a new message; what nobody uses any more is dropped and reported.
    """
    own_before, library_before = entries(read(folder / OWN.name)), entries(read(folder / LIBRARY.name))
    translated_there = library_vietnamese()
    known = {**library_before, **own_before}
    theirs = {
        key: message
        for key, message in library.items()
        if key not in own and (key not in translated_there or key in known)
    }
    done = Tidied(len(own), len(theirs))
    for name, messages in ((OWN.name, own), (LIBRARY.name, theirs)):
        catalogue = Catalog(locale="vi")
        for key, message in messages.items():
            _add(catalogue, message, known.get(key))
            if not vietnamese(known.get(key)):
                done.missing.append(message)
        write(folder / name, catalogue)
    done.dropped = [(key[1], vietnamese(entry)) for key, entry in known.items() if key not in own and key not in theirs]
    return done


def _add(catalogue: Catalog, message: Message, known: Entry | None) -> None:
    text = vietnamese(known)
    catalogue.add(
        (message.msgid, message.plural) if message.plural else message.msgid,
        (text,) if message.plural else text,
        locations=[(place, 0) for place in dict.fromkeys(place for place, _ in message.places)],
        flags=known.flags & {"fuzzy"} if known else (),
        auto_comments=message.notes,
        user_comments=known.user_comments if known else (),
        context=message.context or None,
    )


def write(path: Path, catalogue: Catalog) -> None:
    """The file without dates and line numbers: it changes only when a message does."""
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = _HEADER.format(title=_TITLES.get(path.name, path.name)) + body.getvalue().decode().strip() + "\n"
    _replace(path, text.encode())


@dataclass(slots=True)
class Merged:
    """What a fragment brought: filled entries, other wordings that were not taken, and messages that nobody uses."""

    filled: int = 0
    other_wordings: list[tuple[str, str, str]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def merge(fragment: Path, *, replace: bool = False, folder: Path = FOLDER) -> Merged:
    """Take the Vietnamese of ``fragment`` into both files. What is translated already stays, unless ``replace``."""
    done = Merged()
    files = {name: read(folder / name) for name in (OWN.name, LIBRARY.name)}
    targets = {key: entry for catalogue in files.values() for key, entry in entries(catalogue).items()}
    for key, offered in entries(read(fragment)).items():
        target, text = targets.get(key), vietnamese(offered)
        if target is None:
            done.unused.append(key[1])
        elif text and text != vietnamese(target):
            if vietnamese(target) and not replace:
                done.other_wordings.append((key[1], vietnamese(target), text))
            else:
                target.string = text if isinstance(target.id, str) else (text,)
                done.filled += 1
    for name, catalogue in files.items():
        write(folder / name, catalogue)
    return done


def compile_messages(folder: Path = FOLDER) -> Path:
    """Write ``django.mo`` when a PO file is newer than it. Needs run-time dependencies only, and no settings."""
    compiled = folder / COMPILED.name
    sources = [folder / LIBRARY.name, folder / OWN.name]
    if compiled.exists() and all(compiled.stat().st_mtime_ns > path.stat().st_mtime_ns for path in sources):
        return compiled
    catalogue = Catalog(locale="vi")
    for entry in _usable(sources):
        catalogue.add(entry.id, entry.string, context=entry.context)
    body = BytesIO()
    write_mo(body, catalogue)
    _replace(compiled, body.getvalue())
    return compiled


def _usable(sources: Iterable[Path]) -> Iterable[Entry]:
    for path in sources:
        for entry in entries(read(path)).values():
            if vietnamese(entry) and not entry.fuzzy:
                yield entry


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all: a process that starts meanwhile reads the old file or the new one."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
