"""The rules over the interface: what they are, what they say of a case, what is wrong with a question."""

from __future__ import annotations

from typing import Any

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
    codes = {program.get("/rules/missions.nothing").status_code for _ in range(VISITOR_PER_MINUTE + 1)}
    assert codes == {404, 429}
