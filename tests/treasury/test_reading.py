"""Statements as banks write them, and as nobody should: each bad file gets a sentence, with the line where there is one."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from khue.features.treasury.domain.lines import Unreadable
from khue.features.treasury.domain.reading import read_statement
from khue.features.treasury.domain.reading.text import amount_of, day_of
from khue.features.treasury.domain.reference import reference_of, references_in
from khue.features.treasury.queries import AccountCard
from khue.site.sample.payments import Booking, camt_statement, csv_statement, mt940_statement

DAY = date(2026, 3, 2)
REFERENCE = reference_of(2026, 17)
BOOKINGS = (
    Booking(DAY, 5_000_000, "Cap kinh phi", "FD1"),
    Booking(DAY, -1_200_000, f"CT DI {REFERENCE} dot 1", "FT1", "10000000001", "VIEN VAT LIEU"),
    Booking(DAY, -1_100, "Phi chuyen tien", "FE1", charge=True),
)


def account() -> AccountCard:
    from datetime import UTC, datetime

    from khue.features.treasury.domain.accounts import ACCOUNT_KINDS, AccountKind

    kind = AccountKind.TREASURY
    return AccountCard(
        1, kind, ACCOUNT_KINDS[kind], "9527300012345", "Sở", "Kho bạc", "", datetime(2026, 1, 1, tzinfo=UTC)
    )


def fault(content: bytes) -> tuple[int, str]:
    with pytest.raises(Unreadable) as refused:
        read_statement(content)
    first = refused.value.faults[0]
    assert first.text.en
    return first.line, first.text.vi


@pytest.mark.parametrize(
    ("write", "kind"), [(csv_statement, "csv"), (mt940_statement, "mt940"), (camt_statement, "camt053")]
)
def test_every_format_says_the_same(write, kind) -> None:  # type: ignore[no-untyped-def]  # a fixture of a library without types
    found, sheet = read_statement(write(account(), 7_000_000, BOOKINGS))
    assert found == kind
    assert (sheet.opening, sheet.closing, sheet.number) == (7_000_000, 10_798_900, "9527300012345")
    assert [line.amount for line in sheet.lines] == [5_000_000, -1_200_000, -1_100]
    assert [line.bank_reference for line in sheet.lines] == ["FD1", "FT1", "FE1"]
    assert references_in(sheet.lines[1].text) == (REFERENCE,)
    assert len({line.key for line in sheet.lines}) == 3
    if kind != "csv":
        assert [line.charge for line in sheet.lines] == [False, False, True]


def test_a_line_has_the_same_key_whichever_format_brings_it() -> None:
    files = (csv_statement, mt940_statement, camt_statement)
    keys = [[line.key for line in read_statement(write(account(), 0, BOOKINGS))[1].lines] for write in files]
    assert keys[0] == keys[1] == keys[2]


def test_an_xlsx_reads_like_its_csv() -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    for row in (
        ("Số tài khoản", "9527300012345"), ("Số dư đầu kỳ", 100), ("Ngày", "Nội dung", "Ghi nợ", "Ghi có"),
        (DAY, "Thu phí", 30, None), ("Cộng phát sinh", None, 30, 0), ("Số dư cuối kỳ", 70),
    ):  # fmt: skip
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    kind, sheet = read_statement(out.getvalue())
    assert (kind, sheet.opening, sheet.closing, sheet.lines[0].amount, sheet.lines[0].line) == ("xlsx", 100, 70, -30, 4)


def test_a_balance_column_proves_the_sums_where_no_opening_stands() -> None:
    text = "Ngày;Diễn giải;Nợ;Có;Số dư\n02/03/2026;Thu phí;1.000;;9.000\n02/03/2026;Cấp;;2.000,00;11.000\n"
    sheet = read_statement(text.encode())[1]
    assert (sheet.opening, sheet.closing) == (10_000, 11_000)


def test_bad_files_are_named_by_line() -> None:
    good = csv_statement(account(), 0, BOOKINGS)
    assert fault(b"") == (0, "Tệp rỗng, không có nội dung.")
    line, said = fault(good.replace("Cấp".encode(), b"").replace(b"Phi", b"Ph\xed"))
    assert (line, "UTF-8" in said) == (7, True)
    assert "lệch 1 đ" in fault(good.replace(b"1100", b"1101"))[1]
    assert fault(good.replace(b"1200000", b"1.2tr"))[0] == 6
    assert fault(good.replace(b"02/03/2026,FT1", b"31/02/2026,FT1"))[0] == 6
    assert "“Nội dung”" in fault(good.replace("Nội dung".encode(), b"X"))[1]
    assert "không có số dư" in fault("Ngày,Nội dung,Nợ,Có\n02/03/2026,Phí,10,\n".encode())[1]
    assert "PDF" in fault(b"%PDF-1.7 ...")[1]


def test_mt940_names_the_line_and_what_is_missing() -> None:
    good = mt940_statement(account(), 0, BOOKINGS)
    assert ":62F:" in fault(good.replace(b":62F:", b":99F:"))[1]
    assert fault(good.replace(b"D1200000,NTRF", b"X1200000,NTRF"))[0] == 7
    assert "lệch" in fault(good.replace(b"D1100,", b"D1200,"))[1]
    assert "VND" in fault(good.replace(b"VND0,", b"USD0,"))[1]


def test_xml_with_entities_a_bomb_or_half_a_file_is_not_opened() -> None:
    good = camt_statement(account(), 0, BOOKINGS)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    reading = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert "DTD" in fault(good.replace(head, head + reading))[1]
    bomb = b'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]>'
    assert "DTD" in fault(good.replace(head, head + bomb).replace(b"Cap kinh phi", b"&b;"))[1]
    line, said = fault(good[: len(good) // 2])
    assert line > 1
    assert "hỏng" in said
    assert "0 sao kê" in fault(b"<Document/>")[1]
    line, said = fault(good.replace(b'<Amt Ccy="VND">1200000<', b'<Amt Ccy="EUR">1200000<'))
    assert (line, "EUR" in said) == (7, True)
    assert "lệch" in fault(good.replace(b">1200000<", b">1300000<"))[1]


def test_an_xlsx_that_unpacks_to_far_too_much_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 301 * 1024 * 1024)
    assert "quá lớn" in fault(out.getvalue())[1]
    assert "hỏng" in fault(b"PK\x03\x04 no package")[1]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1.850.000", 1_850_000), ("1,850,000.00", 1_850_000), ("-1850000", -1_850_000), ("(1.850)", -1_850), ("1 850 VND", 1_850),
     ("1.85", None), ("1.8500.000", None), ("một", None), ("", None), ("1e9", None)],
)  # fmt: skip
def test_amounts_are_whole_dong_or_nothing(typed: str, value: int | None) -> None:
    assert amount_of(typed) == value


def test_days_and_references_as_banks_print_them() -> None:
    assert day_of("02/03/2026 14:05:00") == day_of("2026-03-02T10:00") == day_of("20260302") == DAY
    assert day_of("03/2026") is None
    assert references_in(f"ct di {REFERENCE[:5].lower()} {REFERENCE[5:]}.hs") == (REFERENCE,)
    wrong = REFERENCE[:-1] + str((int(REFERENCE[-1]) + 1) % 10)
    assert references_in(wrong) == ()
