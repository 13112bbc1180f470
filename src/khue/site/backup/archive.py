"""What lies inside a backup: a tar stream of head, pieces of the database's dump, files, keys, and last the manifest.

The head stands first, so that a backup that this version can't take is known at once; the manifest stands last, because
only then all hashes are known. Everything is read and written piece by piece: memory does not grow with the city.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import IO, Any

FORMAT = 1
HEAD, MANIFEST = "khue-backup.json", "manifest.json"
DATABASE, FILES, KEYS = "database/", "files/", "keys/"
PIECE = 16 << 20
BLOCK = 1 << 20
_COPYING: Any = {"copybufsize": BLOCK}

Watch = Callable[[int], None]
"""Told how many more bytes were done."""


class BadBackup(RuntimeError):
    """What is inside does not fit together, or is not for this version; the message is one clear line."""


@dataclass(frozen=True, slots=True)
class Head:
    """What has to be known before anything else is read."""

    version: str
    made_at: str
    city: str
    sample: bool
    postgres: int
    migrations: tuple[str, ...]
    """As ``ledger.0002_guards``, in the order in which they were applied."""
    bytes: int
    """About how much is inside, for the bar and the look at free space: database on disk and files."""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Part:
    """``sha256`` of the dump, or of the lines ``<sha256>  <name>`` of each file in the order of the archive."""

    count: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``state`` is ``state.read``: rows of each table, head of the audit, totals of the ledger."""

    database: Part
    files: Part
    keys: tuple[str, ...]
    state: dict[str, Any]
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def read(cls, given: bytes) -> Manifest:
        """Raises BadBackup."""
        try:
            said = json.loads(given)
            for name in ("database", "files"):
                said[name] = Part(**said[name])
            for name in ("keys", "missing", "damaged"):
                said[name] = tuple(said[name])
            return cls(**said)
        except (ValueError, TypeError, KeyError) as error:
            raise BadBackup("the manifest can't be read: this backup was not made whole") from error


def read_head(given: bytes) -> Head:
    """Raises BadBackup for another program's archive and for one of a later format."""
    try:
        said = json.loads(given)
        if said["format"] > FORMAT:
            raise BadBackup(
                f"this backup has format {said['format']}, made by Khuê {said['version']}; this version reads format "
                f"{FORMAT}: install that version, then restore"
            )
        said["migrations"] = tuple(said["migrations"])
        return Head(**said)
    except (ValueError, TypeError, KeyError) as error:
        raise BadBackup("this is no backup of Khuê: its head can't be read") from error


# -- writing -----------------------------------------------------------------------------------------------------------


@dataclass
class Writer:
    """Puts members into the tar stream and keeps count and hash of them."""

    tar: tarfile.TarFile
    watch: Watch
    _dump: Any = field(default_factory=hashlib.sha256)
    _list: Any = field(default_factory=hashlib.sha256)
    _counts: dict[str, int] = field(default_factory=lambda: {"pieces": 0, "dump": 0, "files": 0, "bytes": 0})
    keys: list[str] = field(default_factory=list)

    @classmethod
    def onto(cls, stream: IO[bytes], watch: Watch) -> Writer:
        return cls(tarfile.open(fileobj=stream, mode="w|", bufsize=BLOCK, **_COPYING), watch)

    def _put(self, name: str, size: int, content: IO[bytes]) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self.tar.addfile(entry, content)
        self.tar.members = []  # type: ignore[attr-defined]  # or it would keep each name until the end

    def head(self, head: Head) -> None:
        words = json.dumps(asdict(head), indent=1).encode()
        self._put(HEAD, len(words), io.BytesIO(words))

    def dump(self, stream: IO[bytes]) -> None:
        """The dump in numbered pieces: a tar member says its length first, and nobody knows that of a dump."""
        while piece := _filled(stream, PIECE):
            self._put(f"{DATABASE}{self._counts['pieces']:08}", len(piece), io.BytesIO(piece))
            self._dump.update(piece)
            self._counts["pieces"] += 1
            self._counts["dump"] += len(piece)
            self.watch(len(piece))

    def file(self, name: str, size: int, content: IO[bytes]) -> str:
        """A file of the store; its SHA-256. Raises BadBackup when it has not the length that it had."""
        hashing = _Hashing(content, self.watch)
        try:
            self._put(f"{FILES}{name}", size, hashing)  # type: ignore[arg-type]  # reads like a file, which is all that tarfile asks
        except tarfile.ReadError as error:
            raise BadBackup(f"the file {name} became shorter while it was read") from error
        digest: str = hashing.digest.hexdigest()
        self._list.update(_line(digest, name))
        self._counts["files"] += 1
        self._counts["bytes"] += size
        return digest

    def key(self, name: str, content: bytes) -> None:
        self._put(f"{KEYS}{name}", len(content), io.BytesIO(content))
        self.keys.append(f"{name} {hashlib.sha256(content).hexdigest()}")

    def abandon(self) -> None:
        """Let go of the stream without an end: what was written so far is no backup."""
        with suppress(OSError, ValueError):
            self.tar.fileobj.close()

    def end(self, state: dict[str, Any], missing: list[str], damaged: list[str]) -> Manifest:
        counts = self._counts
        made = Manifest(
            database=Part(counts["pieces"], counts["dump"], self._dump.hexdigest()),
            files=Part(counts["files"], counts["bytes"], self._list.hexdigest()),
            keys=tuple(self.keys),
            state=state,
            missing=tuple(missing),
            damaged=tuple(damaged),
        )
        words = made.to_bytes()
        self._put(MANIFEST, len(words), io.BytesIO(words))
        self.tar.close()
        return made


class _Hashing:
    """A stream that hashes what is read from it."""

    def __init__(self, stream: IO[bytes], watch: Watch) -> None:
        self.stream, self.watch = stream, watch
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.digest.update(block)
        self.watch(len(block))
        return block


def _filled(stream: IO[bytes], size: int) -> bytes:
    """So many bytes, fewer only at the end: a pipe gives what it has."""
    parts, left = [], size
    while left and (block := stream.read(left)):
        parts.append(block)
        left -= len(block)
    return b"".join(parts)


def _line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode()


# -- reading -----------------------------------------------------------------------------------------------------------


class Receiver:
    """Takes what a backup holds. This one takes nothing: for a check."""

    def head(self, head: Head) -> None:
        """Raises BadBackup to refuse the backup before anything else is read."""

    def dump(self, piece: bytes) -> None: ...

    def file(self, name: str, content: Iterator[bytes]) -> None:
        for _block in content:
            pass

    def key(self, name: str, content: bytes) -> None: ...


def read(stream: IO[bytes], receiver: Receiver, watch: Watch = lambda done: None) -> tuple[Head, Manifest]:
    """Go through the tar stream, hand each part to ``receiver``, and hold everything against the manifest at the end.

    Raises BadBackup. What was handed over counts only when this returns.
    """
    reading = _Reading(receiver, watch)
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=BLOCK) as tar:
            for entry in tar:
                content = tar.extractfile(entry)
                if content is None or reading.manifest is not None:
                    raise BadBackup(f"{entry.name!r} has no place in a backup")
                reading.take(entry.name, content)
                tar.members = []  # type: ignore[attr-defined]  # tarfile keeps every member otherwise
    except tarfile.TarError as error:
        raise BadBackup("this is no backup of Khuê, or it is cut off") from error
    return reading.whole()


class _Reading:
    def __init__(self, receiver: Receiver, watch: Watch) -> None:
        self.receiver, self.watch = receiver, watch
        self.head: Head | None = None
        self.manifest: Manifest | None = None
        self.dumped, self.listed = hashlib.sha256(), hashlib.sha256()
        self.pieces = self.dump_bytes = self.files = self.file_bytes = 0
        self.keys: list[str] = []

    def take(self, name: str, content: IO[bytes]) -> None:
        if self.head is None:
            if name != HEAD:
                raise BadBackup("this is no backup of Khuê: it does not begin with its head")
            self.head = read_head(content.read())
            self.receiver.head(self.head)
        elif name == MANIFEST:
            self.manifest = Manifest.read(content.read())
        elif name == f"{DATABASE}{self.pieces:08}":
            piece = content.read()
            self.dumped.update(piece)
            self.pieces, self.dump_bytes = self.pieces + 1, self.dump_bytes + len(piece)
            self.receiver.dump(piece)
            self.watch(len(piece))
        elif name.startswith(FILES) and ".." not in name:
            self._file(name.removeprefix(FILES), content)
        elif name.startswith(KEYS) and "/" not in name.removeprefix(KEYS):
            words = content.read()
            self.keys.append(f"{name.removeprefix(KEYS)} {hashlib.sha256(words).hexdigest()}")
            self.receiver.key(name.removeprefix(KEYS), words)
        else:
            raise BadBackup(f"{name!r} has no place in a backup")

    def _file(self, name: str, content: IO[bytes]) -> None:
        digest = hashlib.sha256()

        def blocks() -> Iterator[bytes]:
            while block := content.read(BLOCK):
                digest.update(block)
                self.file_bytes += len(block)
                self.watch(len(block))
                yield block

        self.receiver.file(name, blocks())
        self.listed.update(_line(digest.hexdigest(), name))
        self.files += 1

    def whole(self) -> tuple[Head, Manifest]:
        if self.head is None or self.manifest is None:
            raise BadBackup("the backup has no end: it was not made whole")
        found = Part(self.pieces, self.dump_bytes, self.dumped.hexdigest())
        for what, counted, said in (
            ("database", found, self.manifest.database),
            ("files", Part(self.files, self.file_bytes, self.listed.hexdigest()), self.manifest.files),
            ("keys", tuple(self.keys), self.manifest.keys),
        ):
            if counted != said:
                raise BadBackup(f"the {what} inside are not those of the manifest: {counted} instead of {said}")
        return self.head, self.manifest
