"""The index of the public search on disk: its fields, its editions, its one writer, its readers.

An edition is a folder with the files of the index and the place in the audit record that they have come to; ``current``
names the one in use. Building anew fills another folder beside it and then renames one small file, so that nobody who
asks meets a half-built index. Whoever finds an edition broken says so by a file, and the writer builds anew.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import threading
import uuid
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from khue.core.terms import pairs, terms
from khue.kernel.finding.sources import FACETS, Listing
from khue.kernel.search.index import Place

if TYPE_CHECKING:
    import tantivy

LAYOUT = 2  # a new one for other fields and for another packing
HEAP, HEAP_ANEW = 32_000_000, 160_000_000  # bytes of the writer, following and building anew
LONGEST = 20_000  # characters of one listing that are searched and quoted
NO_PRICE = 2**62  # after every price when the cheapest stand first

# What summaries are made of: short texts become half as long when the packer knows the words beforehand.
_KNOWN = (
    "trong không được cho các và của với công nghệ hệ thống thiết bị xử lý nước thải sản xuất sản phẩm quy trình phần mềm "
    "ứng dụng doanh nghiệp nghiên cứu đo lường cảm biến nhận dạng tiếng Việt năng lượng mặt trời vật liệu chế tạo tự động "
    "hóa môi trường sinh học y tế bệnh viện giáo dục tài chính nông nghiệp thành phố Hà Nội thời gian dữ liệu điều khiển "
    "tại và được thử nghiệm, giảm chi phí so với  system for the of and with production treatment process from using"
    '","","/offers/,"2026-0,000000,{"field":["environmental-technology"],"field":["digital-technology"],"type":["process"],'
    '"type":["software"],"type":["machine"],"trl":["8"],"mode":["sale","lease"],"mode":["licence","joint-development"],'
    '"ip":["copyright"],"ip":["patent-granted"],"price":["500m-2bn"],"price":["100m-500m"],"owner":["institute"],'
    '"owner":["startup"],"owner":["firm"],"evidence":["used"],"evidence":["tested"]}]'
).encode()


def home() -> Path:
    return Path(settings.KHUE_SEARCH) / f"public-{LAYOUT}"


def current() -> Path | None:
    """The folder of the edition in use; None before the first was built."""
    try:
        return home() / (home() / "current").read_text(encoding="utf-8").strip()
    except OSError:
        return None


def read_place(edition: Path) -> Place | None:
    try:
        return Place(**json.loads((edition / "place.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_place(edition: Path, place: Place) -> None:
    spoken = {"last": place.last, "recent": place.recent, "at": place.at}
    _write(edition / "place.json", json.dumps(spoken))


def read_day(edition: Path) -> date | None:
    """The day as of which listings of the edition are shown; None for one that doesn't say so."""
    try:
        return date.fromisoformat((edition / "day").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_day(edition: Path, day: date) -> None:
    _write(edition / "day", day.isoformat())


def _write(target: Path, text: str) -> None:
    """Whole or not at all, also for whoever reads meanwhile."""
    part = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(target)


def schema() -> tantivy.Schema:
    import tantivy

    build = tantivy.SchemaBuilder()
    build.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "readers", *FACETS):
        build.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("plain", "title", "marked", "pairs"):
        build.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("newest", "cheapest", "dearest"):
        build.add_unsigned_field(name, fast=True)
    build.add_bytes_field("shown", stored=True)
    return build.build()


# -- reading ------------------------------------------------------------------------------------------------------------


class Reader:
    """The index as this process reads it, renewed when the writer has committed."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # who finds an edition torn forgets it while opening it
        self._edition: Path | None = None
        self._stamp = 0
        self._index: Any = None

    def index(self) -> tantivy.Index | None:
        """None before it was built, and while a broken one is built anew."""
        edition = current()
        if edition is None:
            return None
        try:
            stamp = (edition / "place.json").stat().st_mtime_ns
        except OSError:
            return None
        with self._lock:
            if self._edition != edition:
                return self._open(edition, stamp)
            if self._stamp != stamp:
                try:
                    self._index.reload()
                except (ValueError, OSError):
                    say_torn(edition)
                    return None
                self._stamp = stamp
            opened: tantivy.Index | None = self._index
            return opened

    def _open(self, edition: Path, stamp: int) -> tantivy.Index | None:
        import tantivy

        try:
            index = tantivy.Index.open(str(edition / "files"))
            index.config_reader("manual")
            index.reload()
        except (ValueError, OSError):
            say_torn(edition)
            return None
        self._edition, self._stamp, self._index = edition, stamp, index
        return index

    def forget(self) -> None:
        with self._lock:
            self._edition = self._index = None


reader = Reader()


def say_torn(edition: Path | None = None) -> None:
    """The edition in use can't be read: the writer builds another at its next pass."""
    edition = edition or current()
    if edition is not None:
        with suppress(OSError):
            (edition / "torn").touch()
    reader.forget()


def is_torn(edition: Path) -> bool:
    return (edition / "torn").exists()


# -- writing ------------------------------------------------------------------------------------------------------------


@contextmanager
def alone(name: str, *, waiting: bool = False) -> Iterator[bool]:
    """Whether this process is the only one of the node that does ``name``; ``waiting`` until it is."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if waiting else fcntl.LOCK_NB))
        except OSError:
            yield False
            return
        yield True


def new_edition() -> Path:
    edition = home() / f"edition-{uuid.uuid4().hex[:12]}"
    (edition / "files").mkdir(parents=True)
    return edition


def write_kinds(edition: Path, kinds: Iterable[str]) -> None:
    _write(edition / "kinds.json", json.dumps(sorted(kinds)))


def holds(edition: Path, kinds: Iterable[str]) -> bool:
    """Whether the edition was built with these kinds; an upgrade may have brought one that it knows nothing of."""
    try:
        return bool(json.loads((edition / "kinds.json").read_text(encoding="utf-8")) == sorted(kinds))
    except (OSError, ValueError):
        return False


def switch_to(edition: Path) -> None:
    """From now on this one is in use. Older ones go; who still reads them keeps the open files."""
    _write(home() / "current", edition.name)
    for other in home().glob("edition-*"):
        if other != edition:
            shutil.rmtree(other, ignore_errors=True)


class Writer:
    """Puts listings into an edition and takes them out. One at a time: its maker holds the lock."""

    def __init__(self, edition: Path, *, heap: int = HEAP) -> None:
        import tantivy

        self._index = tantivy.Index(schema(), path=str(edition / "files"), reuse=True)
        self._writer = self._index.writer(heap, 1)

    def put(self, listings: Iterable[Listing]) -> int:
        count = 0
        for listing in listings:
            self._writer.add_document(document(listing))
            count += 1
        return count

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._writer.delete_documents_by_term("key", key)

    def commit(self) -> None:
        self._writer.commit()

    def close(self) -> None:
        """Waits until small parts are joined to larger ones; not committed work is lost."""
        self._writer.wait_merging_threads()


def document(listing: Listing) -> tantivy.Document:
    import tantivy

    titles = [terms(listing.title_vi), terms(listing.title_en)]
    # Nothing is one word with the end of the text before it, so the pairs of each text are made apart.
    texts = [*titles, *(terms(text[:LONGEST]) for text in (listing.summary_vi, listing.summary_en, listing.words))]
    every = [term for text in texts for term in text]
    parts: dict[str, Any] = {
        "key": listing.key,
        "kind": listing.key.partition(":")[0],
        "readers": list(listing.readers),
        "plain": " ".join(term.plain for term in every),
        "title": " ".join(term.plain for text in titles for term in text),
        "marked": " ".join(term.marked for term in every if term.marked),
        "pairs": " ".join(pair for text in texts for pair in pairs(text)),
    }
    parts.update({name: list(codes) for name, codes in listing.facets.items() if name in FACETS and codes})
    made = tantivy.Document(**parts)
    # Named by their type: a number that is guessed to be signed ends the thread that writes.
    made.add_unsigned("newest", listing.on.toordinal())
    made.add_unsigned("cheapest", NO_PRICE if listing.price is None else listing.price)
    made.add_unsigned("dearest", 0 if listing.price is None else listing.price)
    made.add_bytes("shown", packed(listing))
    return made


def packed(listing: Listing) -> bytes:
    """What a result shows, small: a text alone is packed to half its size with words that are known beforehand."""
    shown = [
        listing.title_vi,
        listing.title_en,
        listing.summary_vi[:LONGEST],
        listing.summary_en[:LONGEST],
        listing.path,
        listing.on.isoformat(),
        listing.price,
        dict(listing.facets),
    ]
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _KNOWN)
    return packer.compress(text) + packer.flush()


def unpacked(shown: bytes) -> list[Any]:
    opener = zlib.decompressobj(-15, _KNOWN)
    found: list[Any] = json.loads(opener.decompress(bytes(shown)) + opener.flush())
    return found
