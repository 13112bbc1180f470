"""Pictures that become public: opened, drawn anew and kept small, so that nothing but what is seen goes on.

What came in is never stored: its metadata (place, device, thumbnails, text) and whatever else hides in the bytes stay behind.
Method: decision record 0049.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.files.base import ContentFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.kernel import files, uploads

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS: Final = ("PNG", "JPEG", "WEBP")
ACCEPT: Final = ".png,.jpg,.jpeg,.webp"
LARGEST_FILE: Final = 10 * uploads.MEGABYTE
MOST_PIXELS: Final = 30_000_000
LONGEST_SIDE: Final = 12_000
"""Pixels of a side of what comes in; a header that says more is refused before anything is unpacked."""
LEAST_SIDE: Final = 50
WIDE, SMALL = 1600, 320
"""The longest side of the kept picture and of its small one, in pixels."""
QUALITY: Final = 84


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it is kept: JPEG bytes without metadata, and a small one. ``width`` and ``height`` of the large one, in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The two files of a picture, written and without a row yet: ``files.store`` takes them into a deed."""

    large: files.Received
    small: files.Received
    width: int
    height: int


def take(upload: uploads.Upload, *, name: str, field: str) -> Taken:
    """Check, scan, draw anew and write both files, outside any transaction. ``name`` without ending: the sender's own name tells too much.

    Raises Refused with the reason for ``field``; no bytes whatever give another error.
    """
    size = upload.size or 0
    if size > LARGEST_FILE:
        raise _too_big_a_file(size, field)
    reasons = uploads.size_reasons(size, field)
    if not reasons and not files.is_clean(upload):
        reasons = [_no_picture(field)]
    if reasons:
        raise Refused.because(*reasons)
    upload.seek(0)
    found = drawn(b"".join(upload.chunks()), field)
    large = files.receive(ContentFile(found.large, f"{name}.jpg"), field=field)
    small = files.receive(ContentFile(found.small, f"{name}-s.jpg"), field=field)
    return Taken(large, small, found.width, found.height)


def drawn(content: bytes, field: str = "") -> Drawn:
    """The picture in these bytes, drawn anew. Raises Refused: no still PNG, JPEG or WebP, damaged, too large or too small in pixels."""
    from PIL import Image as images

    with warnings.catch_warnings():
        warnings.simplefilter("error", images.DecompressionBombWarning)
        try:
            with images.open(io.BytesIO(content), formats=FORMATS) as opened:
                _require_bounds(opened, field)
                return _drawn(opened)
        except Refused:
            raise
        except (images.DecompressionBombError, images.DecompressionBombWarning) as error:
            raise Refused.because(_too_many_pixels(field)) from error
        except Exception as error:  # a decoder fails in many ways; whatever it is, these bytes are no picture
            raise Refused.because(_no_picture(field)) from error


def _require_bounds(opened: Image, field: str) -> None:
    """By the header alone, before a pixel is unpacked."""
    width, height = opened.size
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise Refused.because(_too_many_pixels(field))
    if min(width, height) < LEAST_SIDE:
        raise Refused.because(
            Reason(
                "picture.too-small",
                Text(f"Ảnh chỉ có {width} × {height} điểm ảnh, quá nhỏ.", f"The picture has only {width} × {height} pixels."),
                Text(
                    f"Mời ông/bà chọn ảnh có mỗi cạnh từ {LEAST_SIDE} điểm ảnh.",
                    f"Choose one with {LEAST_SIDE} pixels or more on each side.",
                ),
                field,
            )
        )  # fmt: skip
    if (
        opened.format != "MPO" and getattr(opened, "n_frames", 1) > 1
    ):  # a telephone's MPO is one picture with another beside it
        raise Refused.because(
            Reason(
                "picture.moves",
                Text("Chỉ nhận ảnh tĩnh, không nhận ảnh động.", "Only still pictures are taken."),
                Text("Mời ông/bà chọn ảnh tĩnh, hoặc đưa đường dẫn video.", "Choose a still one, or give the link of a video."),
                field,
            )
        )  # fmt: skip


def _drawn(opened: Image) -> Drawn:
    from PIL import ImageOps

    opened.draft("RGB", (WIDE, WIDE))  # JPEG: unpacked no larger than needed; nothing for the others
    opened.load()
    plain = opened if opened.mode in ("RGB", "RGBA", "L") else opened.convert("RGBA")
    plain.thumbnail((WIDE, WIDE))  # before the colours are mixed: what follows is small
    large = _on_white(ImageOps.exif_transpose(plain))
    small = large.copy()
    small.thumbnail((SMALL, SMALL))
    return Drawn(_jpeg(large), _jpeg(small), large.width, large.height)


def _on_white(picture: Image) -> Image:
    """A fresh picture with the pixels alone: nothing that was attached to the old one goes along."""
    from PIL import Image as images

    seen = picture.convert("RGBA")
    fresh = images.new("RGB", seen.size, "white")
    fresh.paste(seen, mask=seen.getchannel("A"))
    return fresh


def _jpeg(picture: Image) -> bytes:
    out = io.BytesIO()
    options: dict[str, Any] = {"quality": QUALITY, "optimize": True, "progressive": True}
    picture.save(out, "JPEG", **options)
    return out.getvalue()


def _too_many_pixels(field: str) -> Reason:
    return Reason(
        "picture.too-large",
        Text("Ảnh có quá nhiều điểm ảnh.", "The picture has too many pixels."),
        Text(
            f"Mời ông/bà thu nhỏ ảnh, cạnh dài nhất khoảng {WIDE} điểm ảnh.",
            f"Make it smaller: {WIDE} pixels on the longer side are enough.",
        ),
        field,
    )


def _no_picture(field: str) -> Reason:
    return Reason(
        "picture.unreadable",
        Text("Tệp này không phải là ảnh PNG, JPEG hoặc WebP đọc được.", "This file is no PNG, JPEG or WebP picture that can be read."),
        Text("Mời ông/bà mở ảnh, lưu lại dạng PNG hoặc JPEG rồi tải lên.", "Open the picture, save it as PNG or JPEG, and upload that."),
        field,
    )  # fmt: skip


def _too_big_a_file(size: int, field: str) -> Refused:
    most = LARGEST_FILE // uploads.MEGABYTE
    return Refused.because(
        Reason(
            "picture.big-file",
            Text(
                f"Ảnh có dung lượng {uploads.size_in_words(size, 'vi')}, tối đa {most} MB.",
                f"The picture is {uploads.size_in_words(size, 'en')}; the most is {most} MB.",
            ),
            Text("Mời ông/bà thu nhỏ ảnh rồi tải lên lại.", "Make the picture smaller and upload it again."),
            field,
        )
    )
