"""The public page of legal values."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

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
