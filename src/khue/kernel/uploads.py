"""What may come in as a file: name, size and type by content. No database here.

Every refusal is a ``Reason`` in both languages, bound to the field that carried the file.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Protocol, cast

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from khue.core.bilingual import Text
from khue.core.decision import Reason

if TYPE_CHECKING:
    _Bytes = UploadedFile[bytes]
else:
    _Bytes = UploadedFile  # not subscriptable when running

MEGABYTE = 1024 * 1024
LONGEST_NAME = 150  # characters, ending included

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain"
CSV = "text/csv"

BY_ENDING = {
    "pdf": PDF,
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
    "docx": DOCX,
    "xlsx": XLSX,
    "txt": TEXT,
    "csv": CSV,
}
SHOWN_IN_BROWSER = frozenset({PDF, PNG, JPEG})
# What a page may say in an ``accept`` attribute.
ACCEPT = ",".join(f".{ending}" for ending in BY_ENDING)

# Direction marks can make "gpj.exe" look like "exe.jpg"; control characters break headers.
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff]")
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


class Upload(Protocol):
    """What Django's uploaded files and ``ContentFile`` have in common."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


class TooBig(_Bytes):
    """A file whose bytes were not kept because there were too many; its size is the true one."""

    def __init__(self, name: str, size: int, content_type: str | None) -> None:
        super().__init__(BytesIO(), name, content_type, size)


class BoundedUpload(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: stops keeping bytes beyond the limit, but reads on.

    So a 40 MB file fills neither memory nor disk, everything else typed in the form arrives, and the page can say
    how big the file was.
    """

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # passes on what Django gives
        self.over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.over = self.over or start + len(raw_data) > most_bytes()
        return None if self.over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        if not self.over:
            return None
        return TooBig(self.file_name or "", file_size, self.content_type)


def most_bytes() -> int:
    """The largest file taken, in bytes (``KHUE_MAX_FILE_MB``)."""
    return int(settings.KHUE_MAX_FILE_MB) * MEGABYTE


def size_in_words(size: int, language: str) -> str:
    """``41,3 MB`` / ``41.3 MB``; small files in kB."""
    if size < 100 * 1024:
        return f"{max(1, round(size / 1024))} kB"
    words = f"{size / MEGABYTE:.1f}".removesuffix(".0") + " MB"
    return words.replace(".", ",") if language == "vi" else words


def clean_name(raw: str) -> str:
    """A name safe to show and to offer on download: NFC, no folders, no direction marks or control characters."""
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    name = _UNSAFE.sub("-", _UNSHOWABLE.sub("", name))
    return re.sub(r"\s+", " ", name).strip(" .")


def ending_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def name_reasons(name: str, field: str) -> list[Reason]:
    """Why a cleaned name can't be taken."""
    if not name:
        return [
            Reason(
                "file.no-name",
                Text("Tệp không có tên.", "The file has no name."),
                Text("Mời ông/bà đặt tên cho tệp rồi tải lên lại.", "Give the file a name and upload it again."),
                field,
            )
        ]
    if len(name) > LONGEST_NAME:
        return [
            Reason(
                "file.name-too-long",
                Text(
                    f"Tên tệp dài {len(name)} ký tự, tối đa {LONGEST_NAME} ký tự.",
                    f"The file name has {len(name)} characters; the most is {LONGEST_NAME}.",
                ),
                Text("Mời ông/bà đặt tên ngắn hơn rồi tải lên lại.", "Shorten the name and upload the file again."),
                field,
            )
        ]
    return []


def size_reasons(size: int, field: str) -> list[Reason]:
    if size <= 0:
        return [
            Reason(
                "file.empty",
                Text("Tệp rỗng, không có nội dung.", "The file is empty."),
                Text(
                    "Mời ông/bà mở tệp để kiểm tra rồi tải lên lại.", "Open the file to check it, then upload it again."
                ),
                field,
            )
        ]
    if size > most_bytes():
        most = int(settings.KHUE_MAX_FILE_MB)
        return [
            Reason(
                "file.too-big",
                Text(
                    f"Tệp có dung lượng {size_in_words(size, 'vi')}, tối đa {most} MB.",
                    f"The file is {size_in_words(size, 'en')}; the most is {most} MB.",
                ),
                Text(
                    "Mời ông/bà giảm dung lượng (ví dụ: quét ở độ phân giải thấp hơn) hoặc chia thành nhiều tệp.",
                    "Make it smaller (scan at a lower resolution, for example) or split it into several files.",
                ),
                field,
            )
        ]
    return []


def _office_type(stream: IO[bytes]) -> str:
    """DOCX or XLSX by what the package holds; empty for other archives and for files with macros."""
    try:
        with zipfile.ZipFile(stream) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    if "[Content_Types].xml" not in names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else ""


def _reads_as_text(upload: Upload) -> bool:
    """UTF-8 (with or without mark) throughout, without control characters."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in upload.chunks():
            if re.search(r"[\x00-\x08\x0b\x0e-\x1f]", decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def type_by_content(upload: Upload, ending: str) -> str:
    """The media type that the bytes show, among those taken; empty when it is none of them.

    ``ending`` only tells plain text from CSV, which no byte can.
    """
    upload.seek(0)
    head = next(iter(upload.chunks()), b"")[:8192]
    guess = filetype.guess_mime(head)
    if guess in (PDF, PNG, JPEG):
        return str(guess)
    if head.startswith(b"PK\x03\x04"):
        upload.seek(0)
        return _office_type(cast(IO[bytes], getattr(upload, "file", upload)))
    if guess is None and BY_ENDING.get(ending) in (TEXT, CSV):
        upload.seek(0)
        return BY_ENDING[ending] if _reads_as_text(upload) else ""
    return ""


def type_reasons(media_type: str, ending: str, field: str) -> list[Reason]:
    """Why a type can't be taken: not on the list, or name and content disagree."""
    taken = Text(
        "Hệ thống nhận tệp PDF, PNG, JPEG, DOCX, XLSX (không có macro), CSV và TXT (mã UTF-8).",
        "Taken are PDF, PNG, JPEG, DOCX, XLSX (without macros), CSV and TXT (in UTF-8).",
    )
    if not media_type:
        said = f" (.{ending})" if ending else ""
        text = Text(
            f"Nội dung tệp{said} không thuộc loại được nhận.",
            f"The content of the file{said} is not of a type that is taken.",
        )
        return [Reason("file.wrong-type", text, taken, field)]
    if BY_ENDING.get(ending) != media_type:
        real = next(name for name, kind in BY_ENDING.items() if kind == media_type)
        text = Text(
            f"Đuôi tệp là “.{ending}” nhưng nội dung là {real.upper()}.",
            f"The file name ends in “.{ending}” but the content is {real.upper()}.",
        )
        step = Text(
            f"Mời ông/bà đổi đuôi tệp thành “.{real}” hoặc chọn đúng tệp.",
            f"Rename the file to end in “.{real}”, or choose the right file.",
        )
        return [Reason("file.type-differs", text, step, field)]
    return []
