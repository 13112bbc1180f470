"""Bytes to text, and the small readings that the formats share."""

from __future__ import annotations

from datetime import date, datetime

from khue.core.bilingual import Text
from khue.features.treasury.domain.lines import Fault, Unreadable

_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d")


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8. Raises Unreadable that names the first line which is not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            Fault(
                line,
                Text(
                    "Dòng này không phải mã UTF-8. Mời ông/bà lưu lại tệp ở dạng “CSV UTF-8” rồi tải lên lại.",
                    "This line is not UTF-8. Save the file as “CSV UTF-8” and upload it again.",
                ),
            )
        ) from error


def day_of(text: str) -> date | None:
    """A day as banks write it, with or without the time after it."""
    first = text.strip().split(" ")[0].split("T")[0]
    for form in _DAYS:
        try:
            return datetime.strptime(first, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def amount_of(text: str) -> int | None:
    """Whole đồng out of ``1.850.000``, ``1,850,000.00``, ``-1850000``, ``(1.850.000)``; None for anything else."""
    typed = text.replace("\xa0", "").replace(" ", "").upper().removesuffix("VND").removesuffix("Đ")
    minus = typed.startswith(("-", "(")) or typed.endswith("-")
    typed = typed.strip("+-()")
    for cents in (".00", ",00", ".0", ",0", ","):
        if typed.endswith(cents) and (len(cents) > 1 or typed.count(",") == 1):
            typed = typed[: -len(cents)]
            break
    groups = typed.replace(",", ".").split(".")
    if not all(group.isascii() and group.isdigit() for group in groups) or len(typed) > 30:
        return None
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        return None
    value = int("".join(groups))
    return None if value > 10**17 else (-value if minus else value)
