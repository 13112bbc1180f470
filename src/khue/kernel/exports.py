"""Tables to take away: CSV for spreadsheets, XLSX, JSON. Streamed, bounded, and safe to open.

A value that a spreadsheet would run as a formula is kept as text. A table longer than the bound is cut, and the file
says so in its last line.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.kernel.headers import disposition

# ``key`` is stable (attribute or mapping key of a row, and the JSON name); the heading is what people read.
Columns = Sequence[tuple[str, Any]]

MOST_ROWS = 100_000
LONGEST_CELL = 32_767  # characters, by Excel's own limit
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def most_rows() -> int:
    """The bound of every export, in rows (``KHUE_EXPORT_MAX_ROWS``)."""
    return int(getattr(settings, "KHUE_EXPORT_MAX_ROWS", MOST_ROWS))


@dataclass(frozen=True, slots=True)
class _Table:
    """What is exported. Words are fixed here: the lines are written when the request's language may be gone."""

    keys: tuple[str, ...]
    headings: tuple[str, ...]
    rows: Iterable[Any]
    most: int
    note: str
    language: str

    @classmethod
    def of(cls, columns: Columns, rows: Iterable[Any]) -> _Table:
        most, language = most_rows(), get_language() or "vi"
        note = _("Cut after %(count)s rows. Narrow the search to export the rest.") % {"count": most}
        headings = tuple(str(_value(heading, language)) for _key, heading in columns)
        return cls(tuple(key for key, _heading in columns), headings, rows, most, note, language)

    def values(self, row: Any) -> list[Any]:
        return [_value(_read(row, key), self.language) for key in self.keys]

    def lines(self) -> Iterator[list[Any]]:
        """Heading, rows up to the bound, and the note when there were more."""
        yield list(self.headings)
        source = iter(self.rows)
        for row in islice(source, self.most):
            yield self.values(row)
        if next(source, None) is not None:
            yield [self.note]


def csv_response(name: str, columns: Columns, rows: Iterable[Any]) -> HttpResponseBase:
    """``name.csv``: UTF-8 with mark, comma, CRLF, days as 2026-03-17, numbers bare."""
    lines = _csv_lines(_Table.of(columns, rows))
    return _as_download(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), f"{name}.csv")


def json_response(name: str, columns: Columns, rows: Iterable[Any]) -> HttpResponseBase:
    """``name.json``: ``{"columns": {key: heading}, "rows": [{key: value}], "count", "cut", "maximum"}``."""
    parts = _json_parts(_Table.of(columns, rows))
    return _as_download(StreamingHttpResponse(parts, content_type="application/json"), f"{name}.json")


def xlsx_response(name: str, columns: Columns, rows: Iterable[Any]) -> HttpResponseBase:
    """``name.xlsx``: one sheet, first line fixed; built on disk, then streamed."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Khuê")
    sheet.freeze_panes = "A2"

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, value=_NOT_IN_XML.sub("", value)[:LONGEST_CELL])
        made.data_type = "s"  # openpyxl would take "=…" for a formula
        return made

    for line in _Table.of(columns, rows).lines():
        sheet.append([cell(_for_sheet(value)) for value in line])
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(out)
    out.seek(0)
    return _as_download(FileResponse(out, content_type=XLSX), f"{name}.xlsx")


def _as_download(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


# -- values ----------------------------------------------------------------------------------------------------------


def _read(row: Any, key: str) -> Any:
    return row[key] if isinstance(row, Mapping) else getattr(row, key)


def _value(value: Any, language: str) -> Any:
    """A value as a machine reads it: text in the reader's language, times in the city's zone."""
    if isinstance(value, Text):
        return value.into(language)
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(microsecond=0) if timezone.is_aware(value) else value
    if value is None or isinstance(value, bool | int | Decimal | date | str):
        return value
    return str(value)


def _for_csv(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return str(value).replace("\0", "")


def _for_sheet(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)  # a sheet knows no zones; the times are the city's
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return str(value)  # a sheet keeps 15 digits; money must not be rounded
    return value


def _for_json(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


# -- lines -----------------------------------------------------------------------------------------------------------


class _Line:
    """What ``csv.writer`` writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(table: _Table) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    for line in table.lines():
        yield writer.writerow([_for_csv(value) for value in line])


def _json_parts(table: _Table) -> Iterator[str]:
    headings = dict(zip(table.keys, table.headings, strict=True))
    yield f'{{"columns": {json.dumps(headings, ensure_ascii=False)}, "rows": ['
    source, count = iter(table.rows), 0
    for row in islice(source, table.most):
        values = dict(zip(table.keys, map(_for_json, table.values(row)), strict=True))
        yield (",\n" if count else "\n") + json.dumps(values, ensure_ascii=False)
        count += 1
    cut = next(source, None) is not None
    yield f'\n], "count": {count}, "cut": {json.dumps(cut)}, "maximum": {table.most}}}\n'
