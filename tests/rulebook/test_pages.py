"""The public page of legal values."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

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


@pytest.mark.parametrize(
    ("name", "kind", "file"),
    [
        ("parameters", "parameters", "parameters.json"),
        ("rules", "rules", "rules/?format=json"),
        ("certainty", "parameters", "certainty/?format=json"),
    ],
)
def test_a_long_list_comes_in_sheets_that_hold_every_row_once(name: str, kind: str, file: str) -> None:
    whole: Any = Client().get(f"/vi/law/{file}")
    every = [row["id"] for row in json.loads(b"".join(whole.streaming_content))["rows"]]
    shown: list[str] = []
    query = "?"
    while query:
        body = Client().get(f"/vi/law/{name}/{query}").content.decode()
        rows = body.partition("<tbody")[2].partition("</tbody>")[0].split("<tr")[1:]
        assert 0 < len(rows) <= ROWS_PER_SHEET
        shown += [re.findall(rf'/vi/law/{kind}/([^/?"]+)/', row)[0] for row in rows]
        query = _turned("next", body)
    assert len(every) > ROWS_PER_SHEET
    assert shown == every
    assert "<tbody" in Client().get(f"/vi/law/{name}/?after=nothing-of-ours").content.decode(), "it begins anew"


def test_the_way_back_leads_to_the_sheet_before() -> None:
    first = Client().get("/vi/law/parameters/", {"q": "nghi quyet"}).content.decode()
    second = Client().get("/vi/law/parameters/" + _turned("next", first)).content.decode()
    third = Client().get("/vi/law/parameters/" + _turned("next", second)).content.decode()
    assert _turned("prev", first) == ""
    for page, before in ((second, first), (third, second)):
        again = Client().get("/vi/law/parameters/" + _turned("prev", page)).content.decode()
        assert (
            again.partition("<tbody")[2].partition("</tbody>")[0]
            == before.partition("<tbody")[2].partition("</tbody>")[0]
        )


def _turned(way: str, body: str) -> str:
    """The query of the next or previous sheet; empty where there is none."""
    found = re.search(rf'rel="{way}" href="([^"]*)"', body)
    return html.unescape(found[1]) if found else ""


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
