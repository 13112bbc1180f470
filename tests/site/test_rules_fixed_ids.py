"""The rules that other systems call by name answer on the command line: an ordinary case, one on the boundary, one with a fact missing.

The figures are those of the fact files, worked out by hand. No id and no name of a fact may change.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from typer.testing import CliRunner

from khue.core.rules.engine import Rulebook
from khue.core.rules.lawbook import Confirmation, confirmed_with
from khue.core.rules.loading import city_law, city_rulebook
from khue.site.cli import app
from khue.site.rules import law

BN = 10**9
TRIAL = {"task_kind": "trial-production", "cost_class": "purchase", "other_public": 0, "software": False}
SOFTWARE = {"task_kind": "research-topic", "cost_class": "purchase", "amount": BN, "other_public": 0, "software": True}
TEST = {"start": "2026-01-05", "extensions": []}
AFTER = {"start": "2029-01-05", "end": "2032-01-04"}
INTO = {"direction": "into-vietnam", "signed_on": "2026-01-05"}
DOMESTIC = {"direction": "domestic", "public_money": True, "signed_on": "2026-01-05"}
ON = "2026-05-05"

GRANTED: list[tuple[str, dict[str, Any], Any, bool, set[str]]] = [
    # equipment: half of buying in trial production, the whole in a research topic, never more than the law's share
    ("missions.equipment-support", TRIAL | {"amount": 1_850_000_000}, 925_000_000, True, {"1/2"}),
    ("missions.equipment-support", TRIAL | {"amount": 1}, 0, True, {"1/2"}),
    ("missions.equipment-support", SOFTWARE | {"serves_task_directly": True}, BN, True, {"1"}),
    ("missions.equipment-support", TRIAL | {"cost_class": "operation", "amount": 7}, 7, True, {"1"}),
    # authors: at least 30 % of the after-tax profit on the part that the budget paid; known from a digest only
    ("missions.author-reward-floor", {"after_tax_profit": BN, "budget_share": "60%"}, 180_000_000, False, {"3/10"}),
    ("missions.author-reward-floor", {"after_tax_profit": 1, "budget_share": 1}, 1, False, {"3/10"}),
    # a test: three years, one extension of three years
    ("sandbox.term", TEST | {"end": "2027-01-04"}, "2027-01-04", True, {"3"}),
    ("sandbox.term", TEST | {"end": "2029-01-05"}, "2029-01-05", True, {"3"}),
    ("sandbox.term", {"start": "2026-01-05", "end": "2029-01-04", "extensions": [AFTER]}, "2032-01-04", True, {"3"}),
    # the city in the fund: 600 bn and 49 %, the tighter of both
    ("venture.city-ceiling", {"total_capital": 1_200 * BN}, 588 * BN, True, {"600000000000", "49/100"}),
    ("venture.city-ceiling", {"total_capital": 1_224_489_795_918}, 599_999_999_999, True, {"49/100"}),
    ("venture.city-ceiling", {"total_capital": 1_224_489_795_919}, 600 * BN, True, {"600000000000"}),
    ("venture.investor-seats", {"other_investors": 4}, 2, True, {"6"}),
    ("venture.investor-seats", {"other_investors": 6}, 0, True, {"6"}),
    # transfer contracts: compulsory in three cases, filed within 90 days; the certificate of a result exempts
    ("exchange.registration-duty", INTO, "compulsory", True, {"90"}),
    ("exchange.registration-duty", DOMESTIC | {"has_result_certificate": False}, "compulsory", True, {"90"}),
    ("exchange.registration-duty", DOMESTIC | {"has_result_certificate": True}, "voluntary", True, {"true"}),
    ("exchange.registration-duty", {**DOMESTIC, "public_money": False}, "voluntary", True, set()),
    ("exchange.amendment-fee", {"contract_value": 4 * BN}, 4_000_000, True, {"1/1000"}),
    ("exchange.amendment-fee", {"contract_value": 3 * BN}, 3_000_000, True, {"3000000"}),
    ("exchange.amendment-fee", {"contract_value": 5 * BN + 1}, 5_000_000, True, {"5000000"}),
    # startups: 70 % of a programme, all of the interest paid
    ("startups.capacity-programme-support", {"programme_cost": 500_000_000}, 350_000_000, True, {"7/10"}),
    ("startups.capacity-programme-support", {"programme_cost": 1}, 0, True, {"7/10"}),
    ("startups.interest-support", {"interest_paid": 120_000_000}, 120_000_000, True, {"1"}),
    ("startups.interest-support", {"interest_paid": 0}, 0, True, {"1"}),
    # experts: four months' pay; a text of the city: ten days
    ("talent.bonus-ceiling", {"monthly_pay": 60_000_000}, 240_000_000, True, {"4"}),
    ("talent.bonus-ceiling", {"monthly_pay": 0}, 0, True, {"4"}),
    ("law.earliest-effect", {"adopted_on": "2025-09-29"}, "2025-10-09", True, {"10"}),
    ("law.earliest-effect", {"adopted_on": "2025-04-01"}, "2025-04-11", True, {"10"}),
]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("missions.equipment-support", TRIAL | {"amount": BN, "other_public": 1}, "other_public"),
    ("missions.equipment-support", SOFTWARE | {"serves_task_directly": False}, "software"),
    ("sandbox.term", TEST | {"end": "2029-01-06"}, "term_too_long"),
    ("venture.investor-seats", {"other_investors": 7}, "too_many_investors"),
]
OPEN: list[tuple[str, dict[str, Any], str]] = [
    ("missions.equipment-support", TRIAL, "amount"),
    ("missions.equipment-support", SOFTWARE, "serves_task_directly"),
    ("missions.author-reward-floor", {"after_tax_profit": BN}, "budget_share"),
    ("sandbox.term", TEST, "end"),
    ("venture.city-ceiling", {}, "total_capital"),
    ("venture.investor-seats", {}, "other_investors"),
    ("exchange.registration-duty", DOMESTIC, "has_result_certificate"),
    ("exchange.amendment-fee", {}, "contract_value"),
    ("startups.capacity-programme-support", {}, "programme_cost"),
    ("startups.interest-support", {}, "interest_paid"),
    ("talent.bonus-ceiling", {}, "monthly_pay"),
    ("law.earliest-effect", {}, "adopted_on"),
]
FIXED = {rule for rule, *_ in OPEN}
KEYS = {"outcome", "binding", "value", "reasons", "missing", "next_question", "edition"}
VIETNAMESE = re.compile("[ạảãáàăằắẳẵặâầấẩẫậđẹẻẽéèêềếểễệịỉĩíìọỏõóòôồốổỗộơờớởỡợụủũúùưừứửữựỵỷỹýỳ]", re.IGNORECASE)


@pytest.fixture(scope="module")
def filed() -> Rulebook:
    return city_rulebook("khue_hanoi", city_law("khue_hanoi"))


@pytest.fixture(autouse=True)
def the_law_of_the_files(filed: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what sample officers confirmed; read once for all cases."""
    monkeypatch.setattr(law, "rulebook_at_hand", lambda *_: filed)


def told(rule: str, facts: dict[str, Any], lang: str) -> dict[str, Any]:
    words = ["rules", "explain", rule, "--facts", "-", "--on", ON, "--lang", lang, "--json"]
    done = CliRunner().invoke(app, words, input=json.dumps(facts))
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer.keys() >= KEYS
    assert all(each.keys() >= {"text", "provision", "parameter", "value"} for each in answer["reasons"])
    assert any(VIETNAMESE.search(each["text"].replace("đồng", "")) for each in answer["reasons"]) is (lang == "vi")
    return dict(answer)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("rule", "facts", "value", "binding", "law_says"), GRANTED)
def test_what_is_granted(
    rule: str, facts: dict[str, Any], value: Any, binding: bool, law_says: set[str], lang: str
) -> None:
    answer = told(rule, facts, lang)
    assert (answer["outcome"], answer["value"], answer["binding"]) == ("granted", value, binding)
    assert (answer["missing"], answer["next_question"]) == ([], None)
    legal = [each for each in answer["reasons"] if each["parameter"]]
    assert all(each["provision"] for each in legal)
    assert law_says <= {json.dumps(each["value"]).strip('"') for each in legal}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("rule", "facts", "code"), REFUSED)
def test_what_is_refused(rule: str, facts: dict[str, Any], code: str, lang: str) -> None:
    answer = told(rule, facts, lang)
    assert (answer["outcome"], answer["binding"], answer["value"]) == ("refused", True, None)
    refused = [each for each in answer["reasons"] if each.get("code") == code]
    assert len(refused) == 1
    assert refused[0]["provision"]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("rule", "facts", "asked"), OPEN)
def test_what_is_missing_is_asked_for(rule: str, facts: dict[str, Any], asked: str, lang: str) -> None:
    answer = told(rule, facts, lang)
    assert (answer["outcome"], answer["binding"], answer["value"]) == ("unknown", False, None)
    assert asked in answer["missing"]
    assert answer["next_question"]["fact"] == asked


def test_each_fixed_id_is_tried_in_three_ways(filed: Rulebook) -> None:
    assert set(filed.rules) >= FIXED
    for rule in FIXED:
        tried = sum(1 for each, *_ in GRANTED if each == rule) + sum(1 for each, *_ in REFUSED if each == rule)
        assert tried >= 2, rule


def test_what_was_known_on_a_day_counts_when_asked_as_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An officer reads 60 % on 1 May, for days since October: before that reading the city knew 50 %."""
    cap, read = "missions.equipment.trial_purchase_cap", date(2026, 5, 1)
    found = Confirmation(cap, 60, date(2025, 10, 10), None, read, "Nghị quyết 34/2025/NQ-HĐND", date(2025, 9, 29))
    book = city_rulebook("khue_hanoi", confirmed_with(city_law("khue_hanoi"), [found]))
    monkeypatch.setattr(law, "rulebook_at_hand", lambda *_: book)
    case = json.dumps(TRIAL | {"amount": 1_000_000})
    for known_on, value in ((None, 600_000), ("2026-05-01", 600_000), ("2026-04-30", 500_000)):
        words = ["rules", "explain", "missions.equipment-support", "--facts", "-", "--on", ON, "--json"]
        done = CliRunner().invoke(app, words + (["--known-on", known_on] if known_on else []), input=case)
        assert (done.exit_code, json.loads(done.stdout)["value"]) == (0, value)
