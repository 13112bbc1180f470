"""Files of a form that was refused wait on the disk for the same person, so that nothing has to be chosen twice.

The bytes lie in the store without a row of the database, where the nightly sweep removes them after a day. The page
carries a signed mark for each: it names the bytes, the person and the moment, works for half a day, and serves nobody
else. Nothing reads a kept file but the form that takes it along.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from khue.kernel import files, uploads

if TYPE_CHECKING:
    _Bytes = UploadedFile[bytes]
else:
    _Bytes = UploadedFile  # not subscriptable when running

KEPT_FOR = 12 * 3600  # seconds of wall time: half of what the sweep leaves alone
SALT = "khue.kept-file"
LONGEST = 2000
MOST = 20


class KeptUpload(_Bytes):
    """A file that was chosen before; to the form it is an upload like any other. ``mark`` is what the page carries."""

    mark = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What the page shows of a kept file."""

    mark: str
    name: str
    size: int


def keep(upload: uploads.Upload, holder: str) -> KeptFile | None:
    """Put an upload aside for this person; None for what can't be kept: too large, empty, or not clean."""
    if isinstance(upload, KeptUpload):
        return KeptFile(upload.mark, upload.name or "", upload.size or 0)
    name = uploads.clean_name(upload.name or "")
    if not holder or not upload.size or isinstance(upload, uploads.TooBig) or not name:
        return None
    if uploads.size_reasons(upload.size, "file") or not files.is_clean(upload):
        return None
    identity = uuid4()
    upload.seek(0)
    size, _sha = files.write(identity, upload.chunks())
    said = {"i": str(identity), "n": name, "s": size, "p": holder}
    return KeptFile(signing.dumps(said, salt=SALT), name, size)


def looks_right(upload: uploads.Upload) -> bool:
    """Whether name, size and type are those of a file that a matter may hold."""
    if not upload.size or isinstance(upload, uploads.TooBig):
        return False
    name = uploads.clean_name(upload.name or "")
    ending = uploads.ending_of(name)
    upload.seek(0)
    media_type = uploads.type_by_content(upload, ending)
    upload.seek(0)
    return not [
        *uploads.name_reasons(name, "file"),
        *uploads.size_reasons(upload.size, "file"),
        *uploads.type_reasons(media_type, ending, "file"),
    ]


def take(mark: str, holder: str) -> KeptUpload | None:
    """The file behind a mark; None when it is another's, too old, or no longer there."""
    if len(mark) > LONGEST or not holder:
        return None
    try:
        said: dict[str, Any] = signing.loads(mark, salt=SALT, max_age=KEPT_FOR)
        identity = UUID(str(said["i"]))
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None
    if said.get("p") != holder:
        return None
    try:
        content = files.path_of(identity).open("rb")
    except OSError:
        return None
    with suppress(OSError):
        os.utime(content.name)  # while somebody is at it, the sweep waits
    found = KeptUpload(content, str(said.get("n", "")), "", os.fstat(content.fileno()).st_size)
    found.mark = mark
    return found


def take_all(marks: Iterable[str], holder: str) -> list[KeptUpload]:
    """At most ``MOST`` of them, each once."""
    known = list(dict.fromkeys(marks))[:MOST]
    return [found for mark in known if (found := take(mark, holder)) is not None]
