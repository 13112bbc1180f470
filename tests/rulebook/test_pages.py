"""The public page of legal values."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest
from django.test import Client

from khue.features.rulebook import queries
from khue.features.rulebook.views.frame import ROWS_PER_SHEET

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words"), [("vi", "Thẩm định kinh phí"), ("en", "Cost appraisal")])
def test_a_visitor_reads_value_provision_and_source(language: str, words: str) -> None:
    page = Client().get(f"/{language}/law/parameters/", {"q": "tham dinh kinh phi"}).content.decode()
    assert words in page
    assert "missions.clock.cost_appraisal" in page
    assert "268/2025/NĐ-CP" in page
    assert "missions.equipment" not in page


def test_a_filter_by_certainty_shows_only_such_values() -> None:
    answer = Client().get("/vi/law/parameters.json", {"certainty": "digest"})
    rows = json.loads(b"".join(answer.streaming_content))["rows"]
    assert rows
    assert {row["certainty"] for row in rows} == {"digest"}


def test_the_csv_holds_every_value_with_its_source() -> None:
    body = b"".join(Client().get("/vi/law/parameters.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body)))
    cap = next(row for row in rows if row[0] == "missions.equipment.trial_purchase_cap")
    assert cap[2] == "50"
    assert any(cell.startswith("https://") for cell in cap)


@pytest.mark.parametrize("query", ["certainty=wrong", "q=" + "x" * 5000, "q=%3Cscript%3E"])
def test_odd_filters_break_nothing(query: str) -> None:
    answer = Client().get(f"/vi/law/parameters/?{query}")
    assert answer.status_code == 200
    assert b"<script>" not in answer.content.replace(b"<script src=", b"")


@pytest.mark.parametrize("name", ["parameters", "rules", "certainty"])
def test_a_long_list_comes_in_sheets_that_hold_every_row_once(name: str) -> None:
    shown, sheets, path = [], 0, f"/vi/law/{name}/"
    kind = "rules" if name == "rules" else "parameters"
    while path:
        body = Client().get(path).content.decode()
        table = body.partition("<tbody")[2].partition("</tbody>")[0]
        assert table.count("<tr") <= ROWS_PER_SHEET
        first_cells = [row.partition("</td>")[0].partition("</th>")[0] for row in table.split("<tr")[1:]]
        shown += [re.findall(rf"/vi/law/{kind}/([^/?]+)/", cell)[0] for cell in first_cells]
        following = re.search(r'href="(\?[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="(\?[^"]*)"', body)
        path = (
            f"/vi/law/{name}/" + (html.unescape(following[1] or following[2]) if following else "") if following else ""
        )
        sheets += 1
    every = (
        Client().get("/vi/law/parameters.json")
        if name == "parameters"
        else Client().get(f"/vi/law/{name}/?format=json")
    )
    rows = json.loads(b"".join(every.streaming_content))["rows"]  # type: ignore[attr-defined]
    assert sheets > 1
    assert shown == [row["id"] for row in rows]
    assert "<tbody" in Client().get(f"/vi/law/{name}/?after=nothing-of-ours").content.decode(), "it begins anew"


def test_the_way_back_leads_to_the_sheet_before() -> None:
    second = Client().get("/vi/law/rules/", {"q": "", "after": "missions.author-reward-floor"}).content.decode()
    back = re.search(r'href="(\?[^"]*)"[^>]*rel="prev"|rel="prev"[^>]*href="(\?[^"]*)"', second)
    assert back
    before = Client().get("/vi/law/rules/" + html.unescape(back[1] or back[2])).content.decode()
    assert "/vi/law/rules/missions.author-reward-floor/" in before


@pytest.mark.parametrize(("language", "words"), [("vi", "công nghệ số"), ("en", "digital technology")])
def test_codes_of_a_value_are_told_in_words(language: str, words: str) -> None:
    figure = Client().get(f"/{language}/law/parameters/law.key_fields.statutory/").content.decode()
    assert words in figure
    assert "carbon-reduction" not in figure
    compared = (
        Client().get(f"/{language}/law/compare/", {"first": "30/06/2026", "second": "01/07/2026"}).content.decode()
    )
    assert words in compared


def test_every_code_of_every_value_has_words() -> None:
    book = queries.lawbook()
    wordless = [
        (id, code)
        for id, entry in book.entries.items()
        if entry.unit == "codes"
        for dated in queries.life(id)
        for code in str(dated.value or "").split(",")
        if code and code not in queries.code_words(id)
    ]
    assert wordless == []
    assert set(queries.filed_code_words()) <= set(book.entries)
