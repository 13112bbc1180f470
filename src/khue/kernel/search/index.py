"""The index on disk: its fields, its one writer, and how far it has come.

A folder per layout of the fields: a newer layout is built beside the old one. The place in the audit record is
written after the commit, so a crash between the two repeats work and loses none.
"""

from __future__ import annotations

import fcntl
import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from khue.core.folding import exact, fold
from khue.kernel.search.sources import Entry

if TYPE_CHECKING:
    import tantivy

LAYOUT = 1
HEAP = 64_000_000  # bytes of the writer
LONGEST_BODY = 40_000  # characters that are searched and quoted; a long paper is found by its beginning


@dataclass(slots=True)
class Place:
    """How far the index has followed the audit record; ``recent`` are the last ids, so that late commits are caught."""

    last: int = 0
    recent: list[int] = field(default_factory=list)
    at: str = ""


def folder() -> Path:
    return Path(settings.KHUE_SEARCH) / f"layout-{LAYOUT}"


def built_at() -> datetime | None:
    """The moment up to which the index is known to be true; None before it was built."""
    place = read_place()
    return datetime.fromisoformat(place.at) if place and place.at else None


def read_place() -> Place | None:
    try:
        return Place(**json.loads((folder() / "place.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_place(place: Place) -> None:
    target = folder() / "place.json"
    part = target.with_suffix(".part")
    part.write_text(json.dumps(asdict(place)), encoding="utf-8")
    part.replace(target)


def schema() -> tantivy.Schema:
    import tantivy

    build = tantivy.SchemaBuilder()
    for name in ("key", "kind"):
        build.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "words", "marked"):
        build.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    build.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    build.add_text_field("body", stored=True, tokenizer_name="raw", index_option="basic")
    return build.build()


_open: tuple[Path, int, Any] | None = None
_opening = threading.Lock()


def reader() -> tantivy.Index | None:
    """The index as this process reads it, renewed when the writer has committed; None before it was built."""
    import tantivy

    global _open
    here = folder()
    try:
        stamp = (here / "place.json").stat().st_mtime_ns
    except OSError:
        return None
    with _opening:
        if _open is None or _open[0] != here:
            _open = (here, stamp, tantivy.Index.open(str(here / "files")))
        elif _open[1] != stamp:
            _open[2].reload()
            _open = (here, stamp, _open[2])
        return _open[2]


@contextmanager
def writing(*, anew: bool = False) -> Iterator[Writer | None]:
    """The one writer of this node; None when another process writes just now. ``anew`` begins with an empty index."""
    import tantivy

    here = folder()
    (here / "files").mkdir(parents=True, exist_ok=True)
    with (here / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
            return
        index = tantivy.Index(schema(), path=str(here / "files"), reuse=True)
        writer = index.writer(HEAP, 1)
        try:
            if anew:
                writer.delete_all_documents()
            yield Writer(writer)
            writer.commit()
            writer.wait_merging_threads()
        finally:
            del writer


class Writer:
    """Puts entries in and takes them out, by their key."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def put(self, entries: Iterable[Entry], *, replacing: bool = True) -> int:
        """How many were put in. ``replacing`` is left out when the index is built anew."""
        count = 0
        for entry in entries:
            if replacing:
                self.remove([entry.key])
            self._writer.add_document(_document(entry))
            count += 1
        return count

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._writer.delete_documents_by_term("key", key)


def _document(entry: Entry) -> tantivy.Document:
    import tantivy

    body = entry.body[:LONGEST_BODY]
    every = f"{entry.title} {entry.note} {entry.aliases} {body}"
    shown = {"title": entry.title, "note": entry.note, "path": entry.path, "on": str(entry.on or "")}
    return tantivy.Document(
        key=entry.key,
        kind=entry.key.partition(":")[0],
        title=_words(fold(f"{entry.title} {entry.aliases}")),
        words=_words(fold(every)),
        marked=_words(exact(every)),
        shown=json.dumps(shown, ensure_ascii=False),
        body=body,
    )


def _words(text: str) -> str:
    """Words as both sides cut them: letters and digits; a number with dashes counts whole and in parts."""
    return " ".join(cut(text))


def cut(text: str) -> list[str]:
    """The words of folded text. ``hn-2026-000035`` gives itself and its parts; a word of over 60 letters is cut."""
    found: list[str] = []
    for piece in text.split():
        if piece.isalnum():
            found.append(piece[:60])
            continue
        bare = piece.strip(".,;:!?()[]{}\"'“”‘’…–-/*")
        parts = "".join(letter if letter.isalnum() else " " for letter in bare).split()
        if len(parts) > 1 and len(bare) <= 60:
            found.append(bare)
        found += [part[:60] for part in parts]
    return found


def clear() -> None:
    """Forget how far the index came: the next pass builds it anew."""
    (folder() / "place.json").unlink(missing_ok=True)


__all__ = ["Place", "Writer", "built_at", "clear", "cut", "read_place", "reader", "write_place", "writing"]
