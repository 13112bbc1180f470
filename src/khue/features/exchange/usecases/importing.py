"""Offers in a sheet: the sheet is taken in, the worker makes drafts of its good rows and names every bad cell.

Safe to kill and to repeat at any moment: each lot of rows is a deed of its own that moves the mark of what is done. The
sheet may hold what is confidential: nobody reads the file but the worker, which erases it when it is through.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.exchange import access
from khue.features.exchange.domain.drafts import to_json
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.sheets import (
    MOST_ROWS,
    CellFault,
    GoodRow,
    ImportOffers,
    cells_of,
    columns_of,
    missing_columns,
    read_row,
)
from khue.features.exchange.events import ImportOrdered
from khue.features.exchange.models import DraftConfidential, ImportFault, OfferDraft, OfferImport
from khue.features.exchange.queries.facts import is_supplier
from khue.features.exchange.queries.rules import field_names
from khue.features.people import queries as people
from khue.kernel import files, uploads
from khue.kernel.deeds import Deed, command
from khue.kernel.erasing import erase_files

READ_JOB = "job.exchange.read_sheet"
LOT = 500  # rows of one deed
UNPACKED = 300 * 1024 * 1024
"""A sheet that grows beyond this when unpacked is a bomb."""
Rows = list[tuple[int, Sequence[Any]]]


class Unreadable(Exception):
    """The sheet as a whole can't be read; ``text`` says why."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(vi, en)


def import_offers(asked: ImportOffers, *, actor: Actor) -> int:
    """Take a sheet in; its id. The worker reads it next. Raises Refused (no XLSX, no supplier), NotAllowed."""
    access.require_side(actor, asked.party)
    with command("exchange.import_offers", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        party = people.party(asked.party)
        require(_may_import(asked, is_supplier(party.id)))
        row = OfferImport.objects.create(
            party_id=party.id,
            party_name=party.name,
            sheet_name=uploads.clean_name(asked.sheet.name or "")[:200],
            asked_by=actor.key,
            asked_by_name=actor.name,
            asked_at=deed.moment,
        )
        deed.subject = f"offer_import:{row.pk}"
        kept = files.store(asked.sheet, deed=deed, owner=asked.party, kind="offer-import", subject=deed.subject, field="sheet")  # fmt: skip
        if kept.media_type != uploads.XLSX:
            raise Refused.because(wrong("sheet", "Tệp phải là bảng tính XLSX.", "The file must be an XLSX sheet."))
        row.sheet = kept.pk
        row.save(update_fields=["sheet"])
        deed.about(asked.party)
        deed.emit(ImportOrdered(subject=deed.subject, parties=(asked.party,), of_import=row.pk))
        deed.result(row.pk)
        return int(row.pk)


def _may_import(asked: ImportOffers, supplier: bool) -> Decision:
    found = []
    if asked.sheet is None:
        found.append(wrong("sheet", "Chưa chọn tệp.", "No file is chosen."))
    if not supplier:
        text = Text("Bên này chưa là bên cung đang hoạt động của Sàn.", "The party is not an active supplier of the exchange.")  # fmt: skip
        step = Text("Mời ông/bà đăng ký thành viên và chờ xác minh.", "Ask for membership and wait until it is verified.")  # fmt: skip
        found.append(Reason("exchange.no_supplier", text, step, "party"))
    return Decision.refuse_if_any(found)


def read_sheet(import_id: int, *, actor: Actor) -> int:
    """Read what is left of a sheet; how many rows were read now. Raises NotAllowed for anyone but the job."""
    actor.require(READ_JOB)
    row = OfferImport.objects.filter(pk=import_id, state="waiting").first()
    if row is None or row.sheet is None:
        return 0
    try:
        places, rows = rows_of(row.sheet)
    except Unreadable as found:
        _end(import_id, actor, found.text)
        return 0
    read = 0
    left = rows[row.done :]
    for start in range(0, len(left), LOT):
        lot = left[start : start + LOT]
        if not _take_lot(import_id, row.done + read, len(rows), lot, places, actor):
            return read
        read += len(lot)
    _end(import_id, actor)
    return read


def rows_of(sheet: UUID) -> tuple[dict[str, int], Rows]:
    """Where the columns stand, and every row that says something, by its number in the sheet. Raises Unreadable."""
    from openpyxl import load_workbook

    try:
        with files.open_bytes(sheet) as stream:
            with zipfile.ZipFile(stream) as package:
                if sum(part.file_size for part in package.infolist()) > UNPACKED:
                    raise Unreadable("Tệp nở quá lớn khi giải nén.", "The file unpacks to far too much.")
            stream.seek(0)
            page = load_workbook(stream, read_only=True, data_only=True).worksheets[0]
            lines = enumerate(page.iter_rows(values_only=True), 1)
            places = columns_of(next(lines, (1, ()))[1])
            rows = list(_telling(lines))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its XML parser does
        raise Unreadable("Tệp XLSX bị hỏng, không mở được.", "The XLSX file is broken and can't be opened.") from error
    if missing := missing_columns(places):
        vi, en = ", ".join(one.label.vi for one in missing), ", ".join(one.label.en for one in missing)
        raise Unreadable(f"Dòng đầu thiếu cột: {vi}. Mời ông/bà dùng tệp mẫu.", f"The first row lacks the columns: {en}. Use the template.")  # fmt: skip
    return places, rows


def _telling(lines: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Sequence[Any]]]:
    for count, (number, cells) in enumerate(lines):
        if count > MOST_ROWS:
            raise Unreadable(f"Tệp có hơn {MOST_ROWS} dòng.", f"The file has more than {MOST_ROWS} rows.")
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _take_lot(
    import_id: int, done: int, total: int, lot: Sequence[tuple[int, Sequence[Any]]], places: dict[str, int], actor: Actor
) -> bool:  # fmt: skip
    """One lot of rows in one deed; whether this worker is still the one that reads the sheet."""
    with command("exchange.take_rows", actor, subject=f"offer_import:{import_id}") as deed:
        row = OfferImport.objects.select_for_update().get(pk=import_id)
        if row.done != done or row.state != "waiting":
            deed.nothing_done()
            return False
        names = field_names(deed.today)
        read = [read_row(number, cells_of(cells, places), names, deed.today) for number, cells in lot]
        good = [one for one in read if isinstance(one, GoodRow)]
        bad = [one for one in read if not isinstance(one, GoodRow)]
        _drafts(row, good, deed)
        ImportFault.objects.bulk_create(_fault(row, fault) for faults in bad for fault in faults)
        row.rows, row.done = total, row.done + len(read)
        row.good, row.bad = row.good + len(good), row.bad + len(bad)
        row.save(update_fields=["rows", "done", "good", "bad"])
        deed.after(done=row.done, good=row.good, bad=row.bad)
    return True


def _fault(row: OfferImport, fault: CellFault) -> ImportFault:
    said = fault.expected
    return ImportFault(
        of_import=row, row=fault.row, column=fault.column, expected_vi=said.vi, expected_en=said.en or said.vi
    )


def _drafts(row: OfferImport, good: Sequence[GoodRow], deed: Deed) -> None:
    made = OfferDraft.objects.bulk_create(
        OfferDraft(
            party_id=row.party_id,
            party_name=row.party_name,
            title_vi=one.described.title.vi,
            title_en=one.described.title.en,
            said=to_json(one.described),
            valid_until=one.valid_until,
            source="import",
            of_import=row,
            row=one.row,
            made_by=row.asked_by,
            made_by_name=row.asked_by_name,
            made_at=deed.moment,
        )
        for one in good
    )
    DraftConfidential.objects.bulk_create(
        DraftConfidential(draft=draft, text=one.confidential)
        for draft, one in zip(made, good, strict=True)
        if one.confidential
    )


def _end(import_id: int, actor: Actor, why: Text | None = None) -> None:
    """The sheet is through: its file is erased, and who brought it is told."""
    with command("exchange.end_import", actor, subject=f"offer_import:{import_id}") as deed:
        row = OfferImport.objects.select_for_update().get(pk=import_id)
        if row.state != "waiting" or row.sheet is None:
            deed.nothing_done()
            return
        erase_files([row.sheet], deed=deed)
        row.state, row.sheet, row.ended_at = "failed" if why else "done", None, deed.moment
        if why:
            row.why_vi, row.why_en = why.vi, why.en
        row.save(update_fields=["state", "sheet", "ended_at", "why_vi", "why_en"])
        deed.after(state=row.state, good=row.good, bad=row.bad)
        title = Text(f"Đã đọc bảng tính {row.sheet_name}", f"The sheet {row.sheet_name} is read")
        body = why or Text(f"{row.good} bản nháp; {row.bad} dòng cần sửa.", f"{row.good} drafts; {row.bad} rows to mend.")  # fmt: skip
        deed.notify(row.asked_by, "exchange", title, body, f"/exchange/imports/{row.pk}/")
