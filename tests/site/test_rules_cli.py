"""``khue rules`` at the terminal and for programs: answers, problems, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from khue.site.cli import app
from khue.site.rules import law

RULE = "missions.equipment-support"
LINE = {
    "task_kind": "trial-production",
    "cost_class": "purchase",
    "amount": 1_000_000_001,
    "other_public": 0,
    "software": False,
}


def khue(*words: str, typed: str | bytes | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["rules", *words], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def asked(*words: str, typed: Any = LINE) -> tuple[int, Any]:
    text = typed if isinstance(typed, str | bytes) else json.dumps(typed)
    code, out, _err = khue("explain", RULE, "--facts", "-", "--json", *words, typed=text)
    return code, json.loads(out)


def test_an_answer_has_everything_that_a_program_needs() -> None:
    code, told = asked("--on", "2026-05-05", "--lang", "en")
    assert code == 0
    assert (told["outcome"], told["binding"], told["value"]) == ("granted", True, 500_000_000)
    law_line = next(line for line in told["reasons"] if line["parameter"])
    assert law_line["parameter"] == "missions.equipment.trial_purchase_cap"
    assert law_line["provision"] == "res-34-2025.equipment-trial"
    assert law_line["value"] == "1/2"
    assert told["missing"] == []
    assert told["next_question"] is None
    assert told["edition"]
    assert told["nearest"]["changes"] == {"task_kind": "research-topic"}


def test_a_refusal_and_an_open_question_are_answers_too() -> None:
    code, told = asked("--on", "2026-05-05", typed=LINE | {"other_public": 5})
    assert (code, told["outcome"], told["reasons"][0]["code"]) == (0, "refused", "other_public")
    code, told = asked("--on", "2026-05-05", typed={"amount": 5})
    assert (code, told["outcome"]) == (0, "unknown")
    assert told["next_question"]["fact"] in told["missing"]


def test_the_facts_may_be_yaml_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "line.yaml"
    file.write_text(
        "task_kind: research-topic\ncost_class: operation\namount: 1.850.000.000\nother_public: 0\nsoftware: no\n"
    )
    code, out, _ = khue("explain", RULE, "--facts", str(file), "--on", "2026-05-05")
    assert code == 0
    assert "Đáp ứng · 1.850.000.000 đ" in out
    assert "Nghị quyết 34/2025/NQ-HĐND" in out
    code, out, _ = khue("explain", RULE, "--facts", str(file), "--on", "2026-05-05", "--lang", "en")
    assert code == 0
    assert "Granted" in out
    assert "Edition" in out


def test_a_reform_changes_its_own_days_only(tmp_path: Path) -> None:
    file = tmp_path / "reform.yaml"
    file.write_text("name: sixty\nfrom: 2027-01-01\nparameters:\n  missions.equipment.trial_purchase_cap: 60\n")
    assert asked("--on", "2026-12-31", "--reform", str(file))[1]["value"] == 500_000_000
    assert asked("--on", "2027-01-01", "--reform", str(file))[1]["value"] == 600_000_000


@pytest.mark.parametrize(
    ("words", "typed", "field", "code"),
    [
        ((), {"amount": "much"}, "amount", "value"),
        ((), {"amount": -1}, "amount", "value"),
        ((), {"softwar": True}, "softwar", "unknown_fact"),
        ((), [1, 2], "facts", "shape"),
        ((), "{", "facts", "unreadable"),
        ((), '{"amount": 1, "amount": 2}', "amount", "unreadable"),
        ((), "amount: 1\namount: 2\n", "facts", "unreadable"),
        ((), "a: &x [1]\nb: *x\n", "facts", "unreadable"),
        ((), b"\xff\xfe", "facts", "unreadable"),
        (("--on", "2025-10-09"), LINE, "on", "day"),
        (("--on", "1999-01-01"), LINE, "on", "day"),
        (("--on", "tomorrow"), LINE, "on", "day"),
        (("--known-on", "32/01/2026"), LINE, "known_on", "day"),
        (("--lang", "fr"), LINE, "lang", "language"),
        (("--reform", "/no/such/file"), LINE, "reform", "unreadable"),
    ],
)
def test_what_cannot_be_used_is_named(words: tuple[str, ...], typed: Any, field: str, code: str) -> None:
    exit_code, told = asked(*words, typed=typed)
    assert exit_code == 2
    assert [(p["field"], p["code"]) for p in told["problems"]] == [(field, code)]
    assert told["problems"][0]["text"]


def test_a_reform_that_contradicts_itself_is_named(tmp_path: Path) -> None:
    file = tmp_path / "reform.json"
    cap = "missions.equipment.trial_purchase_cap"
    file.write_text(
        json.dumps({"from": "2027-01-01", "parameters": [{"id": cap, "value": 60}, {"id": cap, "value": 70}]})
    )
    code, told = asked("--reform", str(file))
    assert (code, told["problems"][0]["field"]) == (2, f"reform.{cap}")


def test_an_unknown_rule_is_named_on_the_error_channel() -> None:
    code, out, err = khue("explain", "missions.nothing", "--lang", "en")
    assert code == 2
    assert out == ""
    assert "rule: The rulebook has no rule “missions.nothing”" in err


def test_a_rule_is_shown_with_its_text_and_scenarios() -> None:
    code, out, _ = khue("show", RULE, "--json", "--on", "2026-05-05")
    told = json.loads(out)
    assert code == 0
    assert told["text"].startswith("@rule(")
    assert "equipment_support" in told["text"]
    assert {fact["name"] for fact in told["facts"]} >= set(LINE)
    assert told["scenarios"]
    assert {each["code"] for each in told["refusals"]} == {"other_public", "software"}
    code, out, _ = khue("list")
    assert code == 0
    assert RULE in out
    code, out, _ = khue("show", RULE, "--source", "--lang", "en")
    assert code == 0
    assert "research topic" in out
    assert "@rule(" in out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "vi",
            (
                "Thời gian thử nghiệm dài nhất: 3 năm (theo nội dung đã công bố; sandbox.term.longest)",
                "áp dụng từ 10/10/2025",
                "Thử nghiệm bắt đầu ngày [Ngày bắt đầu thử nghiệm], trước khi Nghị quyết có hiệu lực. (before_law)",
                "Lần gia hạn này bắt đầu ngày nào? (start: một ngày)",
            ),
        ),
        (
            "en",
            (
                "Longest term of a test: 3 years (as published; sandbox.term.longest)",
                "holds from 10 October 2025",
                "The test starts on [First day of the test], before the resolution is in force. (before_law)",
                "(start: a day)",
            ),
        ),
    ],
)
def test_a_rule_is_shown_in_the_words_of_a_reader(language: str, words: tuple[str, ...]) -> None:
    code, out, _ = khue("show", "sandbox.term", "--lang", language)
    assert code == 0
    for each in words:
        assert each in out


def test_no_rule_is_shown_with_places_or_units_that_only_a_program_reads() -> None:
    for id in law.rulebook_at_hand().rules:
        told = khue("show", id, "--lang", "vi")[1]
        assert not re.search(r"[{}]|[0-9] (dong|years|months|working_days|calendar_days|count|percent|flag)\b", told), (
            told
        )
        assert not re.search(r": (True|False|None)\b", told), told


def test_what_was_checked_is_counted_in_the_reader_s_language() -> None:
    assert "quy tắc" in khue("check", "--lang", "vi")[1]
    assert "scenarios" in khue("check", "--lang", "en")[1]


def test_the_city_s_rules_hold() -> None:
    code, out, _ = khue("check", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["failures"] == []
    assert told["scenarios"] >= told["rules"] >= 1


def test_a_scenario_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(
        f"rule: {RULE}\nscenarios:\n- vi: Sai\n  en: Wrong\n  day: 2026-05-05\n  expect: {{outcome: granted}}\n"
    )
    from khue.core.rules import loading
    from khue.core.rules.scenarios import read_scenarios

    monkeypatch.setattr(loading, "city_scenarios", lambda _city: read_scenarios(tmp_path))
    code, out, _ = khue("check")
    assert code == 1
    assert f"{RULE}: Sai: outcome: expected 'granted', found 'unknown'" in out


def test_no_service_starts_on_rules_that_do_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    from khue.core.rules.engine import RulebookError
    from khue.site import cli
    from khue.site.serve import CannotStart

    def failing() -> int:
        raise RulebookError(["a rule fails"])

    monkeypatch.setattr(law, "check", failing)
    with pytest.raises(CannotStart, match="a rule fails"):
        cli._require_rules()


def test_json_lines_are_answered_line_by_line_and_a_bad_one_says_where(tmp_path: Path) -> None:
    source, target = tmp_path / "cases.ndjson", tmp_path / "answers.ndjson"
    rows = [json.dumps(LINE), "", "not json", json.dumps(LINE | {"amount": -5}), json.dumps(LINE | {"amount": None})]
    rows += ['{"amount": 1, "amount": 2}', json.dumps([1]), json.dumps(LINE | {"colour": 1}), json.dumps(LINE)]
    source.write_text("\n".join(rows))
    words = ("--in", str(source), "--out", str(target), "--on", "2026-05-05", "--lang", "en", "--json")
    code, out, _ = khue("simulate", RULE, *words)
    assert code == 0
    told = json.loads(out)
    assert told["outcomes"] == {"granted": 2, "problem": 5, "unknown": 1}
    answers = {each["row"]: each for each in map(json.loads, target.read_text().splitlines())}
    assert sorted(answers) == [1, 3, 4, 5, 6, 7, 8, 9], "rows keep their numbers; the empty one is none"
    assert answers[9] == answers[1] | {"row": 9}
    assert answers[4]["problems"][0]["field"] == "amount"
    assert "đồng" in answers[4]["problems"][0]["text"]
    assert answers[5]["missing"] == ["amount"]
    code, out, _ = khue("simulate", RULE, "--in", str(source), "--on", "2026-05-05", "--engine", "spark", "--json")
    assert (code, json.loads(out)["problems"][0]["field"]) == (2, "engine")
    code, out, _ = khue("simulate", RULE, "--in", str(source), "--out", str(tmp_path), "--on", "2026-05-05", "--json")
    assert (code, json.loads(out)["problems"][0]["field"]) == (2, "out")
