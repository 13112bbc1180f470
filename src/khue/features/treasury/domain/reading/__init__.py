"""Bank statements in: CSV, XLSX, MT940, CAMT.053. Bytes in, a ``Sheet`` out, or ``Unreadable`` with line and sentence."""

from __future__ import annotations

from khue.core.bilingual import Text
from khue.features.treasury.domain.lines import Fault, Sheet, Unreadable
from khue.features.treasury.domain.reading.camt import read_camt
from khue.features.treasury.domain.reading.mt940 import read_mt940
from khue.features.treasury.domain.reading.tables import read_csv, read_xlsx

FORMATS = {
    "csv": Text("CSV", "CSV"),
    "xlsx": Text("XLSX", "XLSX"),
    "mt940": Text("MT940", "MT940"),
    "camt053": Text("CAMT.053", "CAMT.053"),
}
_READERS = {"csv": read_csv, "xlsx": read_xlsx, "mt940": read_mt940, "camt053": read_camt}


def format_of(content: bytes) -> str:
    """The format that the bytes show. Raises Unreadable for none of the four."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"<"):
        return "camt053"
    if head.startswith((b":20:", b"{1:")):
        return "mt940"
    if head.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")) or b"\0" in head:
        raise Unreadable(
            Fault(
                0,
                Text(
                    "Hệ thống nhận sao kê CSV, XLSX, MT940 hoặc CAMT.053; tệp này là loại khác (ví dụ PDF, XLS cũ).",
                    "Statements are taken as CSV, XLSX, MT940 or CAMT.053; this file is of another type (PDF, old XLS).",
                ),
            )
        )
    return "csv"


def read_statement(content: bytes) -> tuple[str, Sheet]:
    """The format and what the file says. Raises Unreadable."""
    if not content:
        raise Unreadable(Fault(0, Text("Tệp rỗng, không có nội dung.", "The file is empty.")))
    kind = format_of(content)
    return kind, _READERS[kind](content)


__all__ = ["FORMATS", "format_of", "read_statement"]
