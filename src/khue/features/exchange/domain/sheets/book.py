"""The template of a sheet of offers, empty or filled, as XLSX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO

from khue.features.exchange.domain.sheets.columns import COLUMNS, Words, codes_sheet


def template(fields: Words, rows: Iterable[Mapping[str, str]] = ()) -> bytes:
    """A first sheet with the head (needed columns end with *), a second that explains columns and codes in both languages.

    ``rows`` are cells by the key of their column.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("Chào bán")
    page.append([f"{column.label.vi}{' *' if column.needed else ''}" for column in COLUMNS])
    for row in rows:
        page.append([_shown(row.get(column.key, "")) for column in COLUMNS])
    about = book.create_sheet("Cột")
    about.append(["Cột", "Column", "Bắt buộc / Needed", "Cần điền", "Expected"])
    for column in COLUMNS:
        said = column.expects
        about.append([column.label.vi, column.label.en, "*" if column.needed else "", said.vi, said.en])
    codes = book.create_sheet("Danh mục")
    codes.append(["Cột", "Mã / Code", "Tiếng Việt", "English"])
    for name, words in codes_sheet(fields):
        for code, said in words.items():
            codes.append([name.vi, code, said.vi, said.en])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _shown(cell: str) -> str:
    """Words that a sheet would take for a formula stand as words."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
