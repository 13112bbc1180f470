"""Exports hold what the page holds, open safely, and say when they were cut."""

import csv
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from khue.core.bilingual import Text
from khue.kernel.exports import csv_response, json_response, xlsx_response

COLUMNS = (("name", Text("Bên nhận", "Party")), ("amount", "Amount"), ("on", "Day"), ("at", "Moment"), ("note", "Note"))


@dataclass(frozen=True)
class Line:
    name: object
    amount: int = 1_850_000_000
    on: date | None = date(2026, 3, 17)
    at: datetime | None = datetime(2026, 3, 17, 2, 30, tzinfo=UTC)
    note: object = None


def body(response):
    return b"".join(response.streaming_content)


def csv_rows(response):
    text = body(response).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def sheet_rows(response):
    sheet = load_workbook(BytesIO(body(response))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()], sheet


def test_csv_has_headings_days_and_bare_numbers_in_the_readers_language():
    with translation.override("vi"):
        rows = csv_rows(csv_response("supports", COLUMNS, [Line("Viện Vật lý, cơ sở 2")]))
    assert rows[0] == ["Bên nhận", "Amount", "Day", "Moment", "Note"]
    assert rows[1] == ["Viện Vật lý, cơ sở 2", "1850000000", "2026-03-17", "2026-03-17T09:30:00+07:00", ""]


def test_the_language_is_fixed_when_the_answer_is_made_not_when_it_is_read():
    with translation.override("en"):
        response = csv_response("supports", COLUMNS, [Line(Text("Viện", "Institute"))])
    with translation.override("vi"):
        assert [row[0] for row in csv_rows(response)] == ["Party", "Institute"]


def test_the_name_of_the_download_may_be_vietnamese():
    response = csv_response("hỗ trợ", COLUMNS, [])
    assert "filename*=UTF-8''h%E1%BB%97%20tr%E1%BB%A3.csv" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("evil", ["=1+1", "+84 912", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("x")'])
def test_a_value_that_looks_like_a_formula_stays_text(evil):
    assert csv_rows(csv_response("x", COLUMNS, [Line(evil)]))[1][0] == "'" + evil
    rows, sheet = sheet_rows(xlsx_response("x", COLUMNS, [Line(evil)]))
    assert sheet["A2"].data_type == "s"
    assert rows[1][0].strip() == evil.strip()


def test_a_negative_amount_stays_a_number():
    assert csv_rows(csv_response("x", COLUMNS, [Line("a", amount=-5)]))[1][1] == "-5"


def test_xlsx_keeps_types_and_the_citys_time():
    rows, sheet = sheet_rows(xlsx_response("x", COLUMNS, [Line("a")]))
    assert rows[1] == ["a", 1_850_000_000, datetime(2026, 3, 17), datetime(2026, 3, 17, 9, 30), None]  # noqa: DTZ001
    assert sheet.freeze_panes == "A2"


def test_xlsx_does_not_round_money_beyond_what_a_sheet_can_hold():
    rows, _sheet = sheet_rows(xlsx_response("x", COLUMNS, [Line("a", amount=1_234_567_890_123_457)]))
    assert rows[1][1] == "1234567890123457"


def test_xlsx_takes_any_text_a_person_can_send():
    rows, _sheet = sheet_rows(xlsx_response("x", COLUMNS, [Line("a\x00b\x0bc" + "d" * 40_000)]))
    assert rows[1][0].startswith("abcddd")
    assert len(rows[1][0]) == 32_767


def test_json_names_columns_and_counts():
    got = json.loads(body(json_response("x", COLUMNS, [Line("Viện"), {**Line("b").__dict__, "on": None}])))
    assert got["columns"]["amount"] == "Amount"
    assert got["rows"][0]["on"] == "2026-03-17"
    assert got["rows"][1]["on"] is None
    assert (got["count"], got["cut"]) == (2, False)


class TestBound:
    def test_a_table_longer_than_the_bound_is_cut_and_says_so(self, settings):
        settings.KHUE_EXPORT_MAX_ROWS = 2
        lines = [Line(str(n)) for n in range(3)]
        with translation.override("en"):
            rows = csv_rows(csv_response("x", COLUMNS, lines))
            sheet, _ = sheet_rows(xlsx_response("x", COLUMNS, lines))
        assert [row[0] for row in rows] == [
            "Party",
            "0",
            "1",
            "Cut after 2 rows. Narrow the search to export the rest.",
        ]
        assert sheet[-1][0] == rows[-1][0]
        got = json.loads(body(json_response("x", COLUMNS, lines)))
        assert (got["count"], got["cut"], got["maximum"]) == (2, True, 2)

    def test_a_table_of_just_the_bound_is_whole(self, settings):
        settings.KHUE_EXPORT_MAX_ROWS = 2
        assert len(csv_rows(csv_response("x", COLUMNS, [Line("a"), Line("b")]))) == 3

    def test_rows_beyond_the_bound_are_not_fetched(self, settings):
        settings.KHUE_EXPORT_MAX_ROWS = 2
        fetched = []

        def source():
            for n in range(1000):
                fetched.append(n)
                yield Line(str(n))

        csv_rows(csv_response("x", COLUMNS, source()))
        assert fetched == [0, 1, 2]

    def test_nothing_is_fetched_before_the_answer_is_read(self):
        csv_response("x", COLUMNS, (1 / 0 for _ in range(1)))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), max_size=5))
def test_every_text_comes_back_from_csv_as_it_was(names):
    rows = csv_rows(csv_response("x", [("name", "Name")], [Line(name) for name in names]))
    unquoted = [
        row[0][1:] if row and row[0][:2] in {"'" + c for c in "=+-@\t\r\n＝＋－＠"} else row[0] if row else ""
        for row in rows[1:]
    ]
    assert unquoted == names
