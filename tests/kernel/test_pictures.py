"""Pictures that come in are drawn anew: whatever the bytes hold, what goes on is pixels, and nothing ends in an error."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from khue.core.errors import Refused
from khue.kernel import pictures

CANARY = b"CANARY-P1CTURE"


def made(kind: str = "PNG", size: tuple[int, int] = (800, 400), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode in ("RGB", "RGBA") else 0).save(out, kind, **more)
    return out.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_saying(width: int, height: int, *more: bytes, rows: bytes = b"") -> bytes:
    """A PNG whose header says this size, whatever its rows hold."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def code(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        pictures.drawn(content, "picture_1")
    [reason] = refused.value.decision.reasons
    assert reason.field == "picture_1"
    return reason.code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_jpeg_of_bounded_size_with_a_small_one_beside_it(kind: str) -> None:
    found = pictures.drawn(made(kind, (4000, 1000)))
    large, small = (Image.open(io.BytesIO(content)) for content in (found.large, found.small))
    assert (large.format, large.size, small.size) == ("JPEG", (1600, 400), (320, 80))
    assert (found.width, found.height) == (1600, 400)


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "1", "I;16", "LA"])
def test_every_way_to_hold_colours_is_read(mode: str) -> None:
    assert pictures.drawn(made("PNG", (100, 100), mode)).width == 100


def test_what_shines_through_is_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(clear, "PNG")
    found = Image.open(io.BytesIO(pictures.drawn(clear.getvalue()).large))
    assert min(found.getpixel((50, 50))) > 250  # type: ignore[arg-type]  # three bands of an RGB picture


def test_metadata_places_and_whatever_hides_behind_the_picture_stay_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif[0x8825] = {1: "N", 2: (21.0, 2.0, 3.0), 29: CANARY.decode()}
    exif[0x0112] = 6  # lies on its side
    jpeg = made("JPEG", exif=exif, comment=CANARY) + b"PK\x03\x04" + CANARY + b"<script>alert(1)</script>"
    assert jpeg.count(CANARY) >= 3
    found = pictures.drawn(jpeg)
    for content in (found.large, found.small):
        assert CANARY not in content
        assert b"Exif" not in content
        assert b"<script>" not in content
    assert (found.width, found.height) == (400, 800), "it stands upright"
    text = png_saying(
        60, 60, chunk(b"tEXt", b"Comment\0" + CANARY), rows=b"".join(b"\0" + b"\x20" * 180 for _ in range(60))
    )
    assert CANARY not in pictures.drawn(text).large


def test_a_header_that_unpacks_into_gigabytes_is_refused_before_it_is_unpacked() -> None:
    bomb = png_saying(60_000, 60_000, rows=b"\0" * 4_000_000)
    assert len(bomb) < 10_000
    assert code(bomb) == "picture.too-large"
    assert code(png_saying(12_001, 60)) == "picture.too-large"
    assert code(png_saying(8_000, 4_000)) == "picture.too-large"
    assert code(png_saying(2**31 - 1, 2**31 - 1)) in ("picture.too-large", "picture.unreadable")
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 80_000_000))
    assert code(png_saying(60, 60, text)) == "picture.unreadable"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture at all",
        b"%PDF-1.7 " + b"x" * 200,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0" + b"\0" * 400,
        b"RIFF\x40\x00\x00\x00WEBPVP8 " + b"\xff" * 80,
        b"GIF89a" + b"\0" * 50,
        made("JPEG")[:300],
        made("PNG")[:60],
        png_saying(0, 60),
        png_saying(100, 100, rows=b"\0" * 12),
        made("GIF"),
        made("BMP"),
        made("TIFF"),
        made("ICO", (64, 64)),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(content: bytes) -> None:
    assert code(content) == "picture.unreadable"


def test_moving_and_tiny_pictures_are_refused() -> None:
    frames = [Image.new("RGB", (80, 80), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        assert code(out.getvalue()) == "picture.moves"
    assert code(made("PNG", (49, 400))) == "picture.too-small"
