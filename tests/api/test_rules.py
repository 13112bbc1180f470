"""The rules over the interface: what they are, what they say of a case, what is wrong with a question."""

from __future__ import annotations

import io
import itertools
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.api.conftest import Program, signed_in

pytestmark = pytest.mark.django_db
RULE = "missions.equipment-support"
LINE = {
    "task_kind": "trial-production",
    "cost_class": "purchase",
    "amount": 1_000_000_001,
    "other_public": 0,
    "software": False,
}


def ask(body: Any, path: str = f"/rules/{RULE}/evaluate", **headers: Any) -> Any:
    return Program().post(path, body, idempotency_key=None, x_csrftoken=None, **headers)


def test_the_rules_are_listed_with_what_they_ask_and_rest_on() -> None:
    found = {rule["id"]: rule for rule in Program().get("/rules?on=2026-05-05").json()["items"]}
    rule = found[RULE]
    assert rule["since"] == "2025-10-10"
    assert {fact["name"] for fact in rule["facts"]} >= set(LINE)
    values = {each["id"]: each["value"] for each in rule["legal_values"]}
    assert values["missions.equipment.trial_purchase_cap"] in (50, "1/2")


def test_a_rule_is_read_with_its_text_its_noes_and_its_scenarios() -> None:
    rule = Program().get(f"/rules/{RULE}?on=2026-05-05").json()
    assert rule["text"].startswith("@rule(")
    assert {each["code"] for each in rule["refusals"]} == {"other_public", "software"}
    assert rule["scenarios"]
    assert rule["versions"][0]["digest"] == rule["digest"]
    assert Program().get("/rules/missions.nothing").status_code == 404
    before = Program().get(f"/rules/{RULE}?on=2024-05-05")
    assert (before.status_code, before.json()["reasons"][0]["field"]) == (422, "on")


def test_anybody_may_ask_without_a_key_of_any_kind_and_nothing_is_kept() -> None:
    from khue.kernel.models import AuditRecord, KeptAnswer

    counts = AuditRecord.objects.count(), KeptAnswer.objects.count()
    told = ask({"facts": LINE, "on": "2026-05-05"}).json()
    assert (told["outcome"], told["value"], told["binding"]) == ("granted", 500_000_000, True)
    assert any(line["url"] and line["parameter"] for line in told["reasons"])
    assert (AuditRecord.objects.count(), KeptAnswer.objects.count()) == counts
    person = signed_in("researcher")
    answer = person.post(f"/rules/{RULE}/evaluate", {"facts": LINE}, idempotency_key=None, x_csrftoken=None)
    assert answer.status_code == 200


def test_the_answer_speaks_the_caller_s_language() -> None:
    vi = ask({"facts": LINE, "on": "2026-05-05"}, accept_language="vi").json()
    assert vi["reasons"][-1]["text"].startswith("Khoản chi này được hỗ trợ tối đa 500.000.000 đ")


def test_a_reform_and_another_knowledge_are_asked_for() -> None:
    reform = {"from": "2027-01-01", "parameters": {"missions.equipment.trial_purchase_cap": 60}}
    assert ask({"facts": LINE, "on": "2027-01-01", "reform": reform}).json()["value"] == 600_000_000
    assert ask({"facts": LINE, "on": "2026-12-31", "reform": reform}).json()["value"] == 500_000_000
    assert ask({"facts": LINE, "on": "2026-05-05", "known_on": "2026-05-05"}).json()["known_on"] == "2026-05-05"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"facts": {"amount": "much"}}, 422, "facts.amount"),
        ({"facts": {"softwar": True}}, 422, "facts.softwar"),
        ({"facts": LINE, "on": "1999-01-01"}, 422, "on"),
        ({"facts": LINE, "on": "not a day"}, 422, "on"),
        ({"facts": LINE, "reform": {}}, 422, "reform"),
        ({"facts": LINE, "reform": {"from": "2027-01-01", "parameters": {"x.y": 1}}}, 422, "reform.parameters.1.id"),
        ({"facts": [], "on": "2026-05-05"}, 422, "facts"),
        ({"facts": LINE, "colour": 1}, 422, "colour"),
        ({"facts": {f"f{n}": 1 for n in range(101)}}, 422, "facts"),
        (b"{", 400, "?"),
    ],
)
def test_what_cannot_be_asked_is_named(body: Any, status: int, field: str) -> None:
    answer = ask(body)
    assert answer.status_code == status
    if status == 422:
        assert field in {reason["field"] for reason in answer.json()["reasons"]}
        assert answer["Content-Type"].startswith("application/problem+json")


def test_the_next_question_is_the_one_that_settles_most() -> None:
    body = {"rules": [RULE], "facts": {"cost_class": "purchase", "colour": "red"}, "on": "2026-05-05"}
    told = ask(body, "/rules/next-question").json()
    assert told["question"]["name"] in told["answers"][0]["missing"]
    assert told["left"] == len(told["answers"][0]["missing"])
    done = ask({"rules": [RULE], "facts": LINE, "on": "2026-05-05"}, "/rules/next-question").json()
    assert (done["question"], done["left"], done["answers"][0]["value"]) == (None, 0, 500_000_000)
    assert ask({"rules": ["no.rule"], "facts": {}}, "/rules/next-question").status_code == 404
    wrong = ask({"rules": [RULE], "facts": {"amount": []}}, "/rules/next-question")
    assert (wrong.status_code, wrong.json()["reasons"][0]["field"]) == (422, "facts.amount")


def test_a_question_is_throttled_like_any_visitor_s() -> None:
    from khue.kernel.api.callers import VISITOR_PER_MINUTE

    program = Program()
    # A minute may end on the way: two of them bear no more than this.
    codes = (program.get("/rules/missions.nothing").status_code for _ in range(2 * VISITOR_PER_MINUTE + 1))
    seen = list(itertools.takewhile(lambda code: code != 429, codes))
    assert set(seen) == {404}
    assert len(seen) <= 2 * VISITOR_PER_MINUTE


# -- many cases --------------------------------------------------------------------------------------------------------

MANY = f"/api/v1/rules/{RULE}/evaluate-many?on=2026-05-05"
NDJSON, PARQUET = "application/x-ndjson", "application/vnd.apache.parquet"


def send(body: bytes, kind: str = NDJSON, address: str = MANY, **headers: str) -> Any:
    return Program().client.generic(
        "POST", address, body, content_type=kind, headers={"accept-language": "en", **headers}
    )


def rows_of(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def test_many_cases_are_answered_in_their_order_and_a_bad_row_in_its_place() -> None:
    lines: list[Any] = [
        json.dumps(LINE),
        "null",
        json.dumps(LINE | {"amount": None}),
        json.dumps(LINE | {"amount": -1, "softwar": 1}),
        "{broken",
        "",
        json.dumps(LINE | {"other_public": 5, "software": True, "serves_task_directly": False}),
        '{"amount": 1, "amount": 2}',
        '"' + "x" * 300_000 + '"',
        json.dumps(LINE | {"task_kind": "research-topic"}),
    ]
    found = rows_of(send("\n".join(lines).encode()))
    assert [row["row"] for row in found] == [1, 2, 3, 4, 5, 7, 8, 9, 10]
    by = {row["row"]: row for row in found}
    assert by[1] == {"row": 1, "outcome": "granted", "values": {"value": 500_000_000}, "refusals": []}
    assert (by[3]["outcome"], by[3]["missing"]) == ("unknown", ["amount"])
    assert by[3]["expected"]["amount"].startswith("Give a whole number")
    assert [p["field"] for p in by[4]["problems"]] == ["amount", "softwar"]
    assert (by[7]["outcome"], by[7]["refusals"]) == ("refused", ["other_public", "software"])
    assert by[10]["values"] == {"value": 1_000_000_001}
    for bad in (2, 5, 8, 9):
        assert by[bad]["outcome"] == "problem"
        assert by[bad]["problems"][0]["text"]


def test_many_cases_get_what_each_gets_alone_over_the_edges_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    from khue.features.rulebook.api import many

    monkeypatch.setattr(many, "CHUNK", 7)
    cases = [LINE | {"amount": 10**9 + n, "cost_class": ("purchase", "operation")[n % 2]} for n in range(30)]
    found = rows_of(send("\n".join(map(json.dumps, cases)).encode()))
    alone = [ask({"facts": case, "on": "2026-05-05"}).json() for case in cases]
    assert [(row["outcome"], row["values"]) for row in found] == [(one["outcome"], one["values"]) for one in alone]


def test_a_file_that_is_too_large_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from khue.features.rulebook.api import many

    monkeypatch.setattr(many, "MOST_ROWS", 3)
    answer = send(b"{}\n" * 4)
    assert answer.status_code == 413
    assert "khue rules simulate" in answer.json()["detail"]
    monkeypatch.setattr(many, "LARGEST", 100)
    assert send(b"{}" + b" " * 200).status_code == 413


def test_a_row_that_is_no_json_is_told_by_its_own_column() -> None:
    found = rows_of(send(f"{json.dumps(LINE)}\n{{broken\n".encode()))
    assert [row["row"] for row in found] == [1, 2]
    assert found[1]["problems"][0]["text"] == "The line is not valid JSON (column 2)."


def test_only_rows_are_taken_and_an_unknown_rule_or_day_is_named() -> None:
    assert send(b"{}", "application/json").status_code == 415
    assert send(b"{}", address="/api/v1/rules/no.rule/evaluate-many").status_code == 404
    assert send(b"{}", address=f"/api/v1/rules/{RULE}/evaluate-many?on=1999-01-01").status_code == 422
    assert rows_of(send(b"\n")) == []


def test_parquet_comes_back_as_parquet_with_its_other_columns() -> None:
    table = pa.table(
        {"id": [1, 2, 3], **{name: [value] * 3 for name, value in LINE.items()}, "amount": [100, None, -5]}
    )
    answer = send(parquet(table), PARQUET)
    assert (answer.status_code, answer["Content-Type"]) == (200, PARQUET)
    found = pq.read_table(io.BytesIO(b"".join(answer.streaming_content))).to_pylist()
    assert [(row["id"], row["outcome"], row["value"], row["problem"]) for row in found] == [
        (1, "granted", 50, None),
        (2, "unknown", None, None),
        (3, "problem", None, "amount"),
    ]


def test_parquet_that_is_none_or_of_the_wrong_type_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from khue.features.rulebook.api import many

    broken = send(b"PAR1 nothing of it", PARQUET)
    assert (broken.status_code, broken.json()["reasons"][0]["field"]) == (422, "body")
    wrong = send(parquet(pa.table({"amount": ["much"]})), PARQUET)
    assert (wrong.status_code, wrong.json()["reasons"][0]["field"]) == (422, "amount")
    monkeypatch.setattr(many, "MOST_ROWS", 3)
    assert send(parquet(pa.table({"amount": [1, 2, 3, 4]})), PARQUET).status_code == 413


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()
