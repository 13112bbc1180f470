"""Private files: taken in whole or not at all, served only to who may read their subject.

The bytes are written first (temporary name, fsync, rename), the row in the deed's transaction. A deed that fails
leaves bytes without a row; ``sweep_orphans`` removes them a day later.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, NotAllowed, Refused
from khue.kernel import scanning, uploads
from khue.kernel.jobs import app
from khue.kernel.models import StoredFile

if TYPE_CHECKING:
    from khue.kernel.deeds import Deed

ORPHAN_AGE = 24 * 3600  # seconds; no deed is under way for so long
ReadersAnswer = Callable[[Actor, str], bool]
_readers: dict[str, ReadersAnswer] = {}


@dataclass(frozen=True, slots=True)
class FileCard:
    """A stored file as pages show it."""

    id: str
    name: str
    size: int
    media_type: str
    sha256: str
    url: str
    note: str = ""
    remove_href: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that was checked, scanned and written, and belongs to no record yet."""

    id: uuid.UUID
    name: str
    media_type: str
    size: int
    sha256: str


# -- taking in -------------------------------------------------------------------------------------------------------


def receive(upload: uploads.Upload, *, field: str = "file") -> Received:
    """Check, scan and write the bytes, outside any transaction. Raises Refused with all reasons for ``field``.

    Use it before a deed when a scanner is set: a slow scanner then holds no lock. ``store`` takes the result.
    """
    name = uploads.clean_name(upload.name or "")
    ending = uploads.ending_of(name)
    reasons = [*uploads.name_reasons(name, field), *uploads.size_reasons(upload.size or 0, field)]
    media_type = ""
    if upload.size and not isinstance(upload, uploads.TooBig):
        media_type = uploads.type_by_content(upload, ending)
        reasons += uploads.type_reasons(media_type, ending, field)
    reasons = reasons or _scan_reasons(upload, field)
    if reasons:
        raise Refused.because(*reasons)
    identity = uuid.uuid4()
    size, sha256 = write(identity, upload.chunks())
    return Received(identity, name, media_type, size, sha256)


def store(
    upload: uploads.Upload | Received, *, deed: Deed, owner: str, kind: str, subject: str = "", field: str = ""
) -> StoredFile:
    """Take in a file as part of ``deed``.

    ``owner`` party key; ``kind`` the paper's role; ``subject`` whose readers may read it (the owner when empty);
    ``field`` the form field that a refusal belongs to (``kind`` when empty). Raises Refused.
    """
    got = upload if isinstance(upload, Received) else receive(upload, field=field or kind)
    row = _row(got, owner, kind, subject, deed)
    row.save(force_insert=True)
    return row


def store_many(got: Mapping[str, Received], *, deed: Deed, owner: str, subject: str) -> None:
    """Files that were received, kind → file, in one statement."""
    StoredFile.objects.bulk_create(_row(file, owner, kind, subject, deed) for kind, file in got.items())


def _row(got: Received, owner: str, kind: str, subject: str, deed: Deed) -> StoredFile:
    return StoredFile(
        id=got.id,
        owner=owner,
        kind=kind,
        subject=subject or owner,
        name=got.name,
        media_type=got.media_type,
        size=got.size,
        sha256=got.sha256,
        stored_by=deed.actor.key,
        stored_at=deed.moment,
    )


def is_clean(upload: uploads.Upload) -> bool:
    """Whether the scanner lets it pass; without a scanner everything does."""
    return not _scan_reasons(upload, "file")


def _scan_reasons(upload: uploads.Upload, field: str) -> list[Reason]:
    if not settings.KHUE_CLAMD:
        return []
    try:
        verdict = scanning.scan(settings.KHUE_CLAMD, upload.chunks())
    except scanning.ScannerUnreachable:
        return [
            Reason(
                "file.not-scanned",
                Text(
                    "Chưa quét được mã độc trong tệp nên tệp chưa được lưu.",
                    "The file could not be scanned for malware, so it was not kept.",
                ),
                Text(
                    "Mời ông/bà thử lại sau ít phút; các nội dung khác vẫn được giữ.",
                    "Please try again in a few minutes; everything else is kept.",
                ),
                field,
            )
        ]
    if verdict.clean:
        return []
    return [
        Reason(
            "file.malware",
            Text(
                f"Tệp có dấu hiệu mã độc ({verdict.found}) nên không được nhận.",
                f"The file looks like malware ({verdict.found}) and was not taken.",
            ),
            Text(
                "Mời ông/bà kiểm tra máy tính, tạo lại tệp rồi tải lên.",
                "Check the computer it comes from, make the file anew and upload it.",
            ),
            field,
        )
    ]


def path_of(identity: uuid.UUID) -> Path:
    return Path(settings.KHUE_FILES) / identity.hex[:2] / str(identity)


def write(identity: uuid.UUID, chunks: Iterator[bytes]) -> tuple[int, str]:
    """Bytes to disk, readable by us alone; visible under their name only when complete. Gives size and SHA-256."""
    target = path_of(identity)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}.part")
    size, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            out.flush()
            os.fsync(out.fileno())
        os.rename(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return size, digest.hexdigest()


# -- reading ---------------------------------------------------------------------------------------------------------


def register_reader(subject_kind: str, answer: ReadersAnswer) -> None:
    """From now on ``answer(actor, subject)`` says who may read files of subjects ``<subject_kind>:…``."""
    _readers[subject_kind] = answer


def may_read(actor: Actor, subject: str) -> bool:
    """Whether the actor may read files of this subject. A kind nobody answers for is closed to all but its party."""
    answer = _readers.get(subject.partition(":")[0])
    if answer is not None:
        return answer(actor, subject)
    return actor.is_signed_in and actor.may_act_for(subject, "files")


def readable(identity: uuid.UUID, actor: Actor) -> StoredFile:
    """The row, for this actor. Raises NotAllowed for a visitor (who may sign in), Missing for everyone else."""
    row = StoredFile.objects.filter(pk=identity).first()
    if row is not None and may_read(actor, row.subject):
        return row
    if not actor.is_signed_in:
        # The same answer whether or not the file exists.
        raise NotAllowed(
            Text("Ông/bà cần đăng nhập để đọc tệp này.", "You need to sign in to read this file."),
            Text("Mời ông/bà đăng nhập rồi mở lại đường dẫn.", "Sign in, then open the link again."),
        )
    raise Missing(
        Text("Không có tệp này, hoặc ông/bà không có quyền đọc tệp.", "There is no such file, or not for you."),
        Text("Mời ông/bà mở tệp từ trang của hồ sơ có tệp này.", "Open the file from the page of its dossier."),
    )


def card(identity: uuid.UUID | str) -> FileCard:
    """Raises Missing when there is no such file."""
    row = StoredFile.objects.filter(pk=identity).first()
    if row is None:
        raise Missing(Text("Không có tệp này.", "There is no such file."))
    return card_of(row)


def cards(subject: str, kind: str = "") -> tuple[FileCard, ...]:
    """All files of a subject, oldest first."""
    rows = StoredFile.objects.filter(subject=subject)
    if kind:
        rows = rows.filter(kind=kind)
    return tuple(card_of(row) for row in rows.order_by("stored_at", "id"))


def cards_with_kinds(subject: str) -> tuple[tuple[str, FileCard], ...]:
    """All files of a subject with their kinds, oldest first; one query."""
    rows = StoredFile.objects.filter(subject=subject).order_by("stored_at", "id")
    return tuple((row.kind, card_of(row)) for row in rows)


def cards_by_id(identities: Iterable[str]) -> tuple[FileCard, ...]:
    """The files of these ids that are there, in one query, for lists over many subjects."""
    return tuple(card_of(row) for row in StoredFile.objects.filter(pk__in=list(identities)))


def card_of(row: StoredFile) -> FileCard:
    return FileCard(
        id=str(row.id),
        name=row.name,
        size=row.size,
        media_type=row.media_type,
        sha256=row.sha256,
        url=reverse("kernel:file", args=[row.id]),
    )


def open_bytes(identity: uuid.UUID) -> IO[bytes]:
    """The bytes, opened for reading. Raises Missing when the disk has lost them."""
    try:
        return path_of(identity).open("rb")
    except FileNotFoundError as error:
        raise Missing(
            Text("Nội dung tệp không còn trên máy chủ.", "The content of the file is no longer on the server."),
            Text("Mời ông/bà báo cho quản trị viên.", "Please tell the administrators."),
        ) from error


# -- sweeping --------------------------------------------------------------------------------------------------------


def _old_files(before: float) -> Iterator[Path]:
    """Files under the store that nobody has touched since ``before`` (wall time, seconds)."""
    for folder in sorted(Path(settings.KHUE_FILES).glob("[0-9a-f][0-9a-f]")):
        for path in folder.iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    yield path


def sweep_orphans(older_than: float = ORPHAN_AGE) -> int:
    """Remove bytes without a row and parts of broken writes, older than so many seconds. Gives how many."""
    removed = 0
    for path in _old_files(time.time() - older_than):
        if path.name.endswith(".part") or not _has_row(path.name):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _has_row(name: str) -> bool:
    """Whether a row names these bytes; a file that we did not name ourselves is not ours to remove."""
    try:
        identity = uuid.UUID(name)
    except ValueError:
        return True
    return StoredFile.objects.filter(pk=identity).exists()


@app.periodic(cron="17 2 * * *")
@app.task(name="kernel.sweep_files", queueing_lock="kernel.sweep_files")
def sweep_files(timestamp: int) -> int:
    """Nightly: bytes that a failed deed left behind."""
    return sweep_orphans()
