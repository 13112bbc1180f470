"""The engine on a small law: days, what is known, reforms, exceptions, circles, and what is refused when loaded."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.engine import Point, RulebookError, RuleMissing
from khue.core.rules.explain import explain
from khue.core.rules.expressions import (
    DefinitionError,
    count,
    day,
    granted_by,
    law,
    least,
    lines,
    money,
    ordinarily,
    value_of,
    yesno,
)
from khue.core.rules.kinds import Kind
from khue.core.rules.nearest import nearest
from khue.core.rules.program import CircleError
from khue.core.rules.questions import next_question
from khue.core.rules.reading import FactsRefused
from khue.core.rules.reform import Change, Reform, ReformRefused, Switch, read_reform
from khue.core.rules.rule import Impossible, Refusal, Rule, Ruling, rule, say
from tests.core.rules.cases import alone, law_of, rulebook_of, together, value

ASK = ("Bao nhiêu?", "How much?")
cost = money("cost", "Chi phí", "Cost", ask=ASK)
small = yesno("small", "Doanh nghiệp nhỏ", "Small firm", ask=ASK)
young = yesno("young", "Mới thành lập", "Young firm", ask=ASK)
START = date(2025, 1, 1)


def support(*, id: str = "test.support", since: date = START, **more: date) -> Rule:
    """Half the cost; all of it for small firms; nothing for young ones."""

    @rule(id, title=("Hỗ trợ", "Support"), cites=("res-1.cap",), since=since, **more)
    def define() -> Ruling:
        share = ordinarily(law.share("test.share"), (small, Fraction(1)))
        most = least(share.of(cost, "down"), law.money("test.ceiling")).called("Mức tối đa", "Most")
        return Ruling(
            values={"value": most},
            then=say("Được {most}.", "May receive {most}.", most=most),
            refusals=(
                Refusal("young", young, say("Doanh nghiệp mới.", "Young firm."), Text("Chờ.", "Wait."), ("res-1.cap",)),
            ),
        )

    return define


SHARE = value(
    "test.share", "percent", "from = 2025-01-01, until = 2026-01-01, value = 50", "from = 2026-01-01, value = 60"
)
CEILING = value("test.ceiling", "dong", "from = 2025-01-01, value = 1000000")
LAW = law_of(SHARE, CEILING)
CASE = {"cost": 1000, "small": False, "young": False}


def test_the_value_of_the_day_counts() -> None:
    book = rulebook_of(LAW, support())
    assert book.ask("test.support", CASE, Point(date(2025, 12, 31))).value == 500
    assert book.ask("test.support", CASE, Point(date(2026, 1, 1))).value == 600


def test_a_day_before_the_rule_and_a_day_outside_the_law_are_refused_by_name() -> None:
    book = rulebook_of(LAW, support(since=date(2025, 6, 1)))
    with pytest.raises(RuleMissing, match=r"not in force on 2025-05-31"):
        book.ask("test.support", CASE, Point(date(2025, 5, 31)))
    with pytest.raises(RuleMissing, match="outside the life"):
        book.ask("test.support", CASE, Point(date(1999, 1, 1)))
    with pytest.raises(RuleMissing, match="no rule"):
        book.ask("test.nothing", CASE, Point(date(2026, 1, 1)))


def test_an_exception_prevails_over_the_default() -> None:
    book = rulebook_of(LAW, support())
    assert book.ask("test.support", CASE | {"small": True}, Point(date(2026, 5, 1))).value == 1000


def test_two_exceptions_that_differ_are_reported_and_not_chosen_between() -> None:
    @rule("test.two", title=("Hai", "Two"), cites=("res-1.cap",), since=START)
    def two() -> Ruling:
        found = ordinarily(cost, (small, law.money("test.ceiling")), (young, law.money("test.ceiling") - 1))
        return Ruling(values={"value": found}, then=say("Xong.", "Done."))

    book = rulebook_of(LAW, two)
    with pytest.raises(FactsRefused, match="Two exceptions"):
        book.ask("test.two", {"cost": 1, "small": True, "young": True}, Point(START))
    bound = book.at("test.two", Point(START))
    cases = [{"cost": 1, "small": a, "young": b} for a in (True, False) for b in (True, False)]
    assert together(bound, cases) == [alone(bound, case) for case in cases]


def test_what_became_known_later_is_not_used_for_an_earlier_knowledge() -> None:
    later = value(
        "test.share",
        "percent",
        "from = 2025-01-01, value = 50",
        "from = 2025-01-01, value = 80, known_from = 2026-03-01",
    )
    book = rulebook_of(law_of(later, CEILING), support())
    day_ = date(2025, 5, 1)
    assert book.ask("test.support", CASE, Point(day_)).value == 800
    assert book.ask("test.support", CASE, Point(day_, known_on=date(2026, 2, 28))).value == 500


def test_a_rule_known_later_does_not_change_what_was_answered_before() -> None:
    older = support(known_since=date(2025, 1, 1))

    @rule("test.support", title=("Mới", "New"), cites=("res-1.cap",), since=START, known_since=date(2026, 6, 1))
    def newer() -> Ruling:
        return Ruling(values={"value": cost}, then=say("Hết.", "All."))

    book = rulebook_of(LAW, older, newer)
    day_ = date(2025, 5, 1)
    assert book.ask("test.support", {"cost": 1000}, Point(day_)).value == 1000
    assert book.ask("test.support", CASE, Point(day_, known_on=date(2026, 1, 1))).value == 500


def test_a_reform_changes_its_days_and_no_other() -> None:
    reform = Reform("60", (Change("test.share", 70, date(2026, 7, 1)),))
    book = rulebook_of(LAW, support())
    assert book.ask("test.support", CASE, Point(date(2026, 6, 30), reform=reform)).value == 600
    changed = book.ask("test.support", CASE, Point(date(2026, 7, 1), reform=reform))
    assert changed.value == 700
    assert changed.binding is False
    assert "assumed by the reform" in " ".join(line.text.en for line in explain(changed).reasons)


def test_a_reform_switches_a_rule_off_or_puts_another_in_its_place() -> None:
    other = support(id="test.other")
    book = rulebook_of(LAW, support(), other)
    off = Reform("off", switches=(Switch("test.support", date(2026, 7, 1)),))
    with pytest.raises(RuleMissing):
        book.ask("test.support", CASE, Point(date(2026, 7, 1), reform=off))
    assert book.ask("test.support", CASE, Point(date(2026, 6, 30), reform=off)).value == 600
    replaced = Reform("other", switches=(Switch("test.support", date(2026, 7, 1), replaced_by=other),))
    assert book.ask("test.support", CASE, Point(date(2026, 7, 1), reform=replaced)).bound.rule.id == "test.other"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"from": "2026-01-01", "parameters": [{"id": "test.nothing", "value": 1}]}, "parameters.1.id"),
        ({"from": "2026-01-01", "parameters": [{"id": "test.share", "value": "much"}]}, "parameters.1.value"),
        ({"parameters": [{"id": "test.share", "value": 60}]}, "parameters.1.from"),
        (
            {"from": "2026-01-01", "parameters": [{"id": "test.share", "value": 60, "until": "2025-01-01"}]},
            "parameters.1.until",
        ),
        (
            {
                "from": "2026-01-01",
                "parameters": [{"id": "test.share", "value": 60}, {"id": "test.share", "value": 70}],
            },
            "test.share",
        ),
        (
            {"from": "2026-01-01", "rules": [{"id": "test.support", "off": True, "replaced_by": "test.support"}]},
            "rules.1",
        ),
        ({"from": "never", "parameters": {"test.share": 60}}, "from"),
        ({"from": "2026-01-01"}, "reform"),
        ([], "reform"),
        ({"from": "2026-01-01", "params": {}}, "params"),
    ],
)
def test_a_reform_that_cannot_be_is_refused_with_the_field(raw: object, field: str) -> None:
    book = rulebook_of(LAW, support())
    with pytest.raises(ReformRefused) as refused:
        read_reform(raw, book.book, book.rules)
    assert field in [problem.field for problem in refused.value.problems]


def test_a_reform_is_read_from_a_table() -> None:
    book = rulebook_of(LAW, support())
    reform = read_reform({"name": "x", "from": "2026-01-01", "parameters": {"test.share": 75}}, book.book, book.rules)
    assert book.ask("test.support", CASE, Point(date(2026, 1, 1), reform=reform)).value == 750


def test_a_missing_fact_is_asked_only_while_it_matters() -> None:
    book = rulebook_of(LAW, support())
    answer = book.ask("test.support", {"cost": 1000}, Point(START))
    assert (answer.outcome, answer.missing) == (Outcome.UNKNOWN, ("small", "young"))
    refused = book.ask("test.support", {"young": True}, Point(START))
    assert (refused.outcome, refused.missing) == (Outcome.REFUSED, ())


def test_the_next_question_is_the_one_that_settles_most() -> None:
    book = rulebook_of(LAW, support())
    found = next_question([book.ask("test.support", {}, Point(START))])
    # A young firm gets nothing: that answer may spare all others.
    assert found is not None
    assert found.name == "young"


def test_an_unset_value_makes_the_answer_unknown_and_says_which() -> None:
    unset = value("test.share", "percent", "from = 2025-01-01, unset = true", certainty="unset")
    book = rulebook_of(law_of(unset, CEILING), support())
    answer = book.ask("test.support", CASE, Point(START))
    assert (answer.outcome, answer.missing, answer.unset) == (Outcome.UNKNOWN, (), ("test.share",))
    # The exception needs no share: what the law does not say does not matter there.
    assert book.ask("test.support", CASE | {"small": True}, Point(START)).value == 1000


@pytest.mark.parametrize(("certainty", "binding"), [("confirmed", True), ("reported", True), ("digest", False)])
def test_an_answer_binds_only_on_values_that_bind(certainty: str, binding: bool) -> None:
    share = value("test.share", "percent", "from = 2025-01-01, value = 50", certainty=certainty)
    answer = rulebook_of(law_of(share, CEILING), support()).ask("test.support", CASE, Point(START))
    assert (answer.value, answer.binding) == (500, binding)


@pytest.mark.parametrize("certainty", ["draft", "comparator"])
def test_a_value_that_is_only_offered_is_not_applied(certainty: str) -> None:
    share = value("test.share", "percent", "from = 2025-01-01, value = 50", certainty=certainty)
    answer = rulebook_of(law_of(share, CEILING), support()).ask("test.support", CASE, Point(START))
    assert (answer.outcome, answer.unset) == (Outcome.UNKNOWN, ("test.share",))


def test_the_nearest_change_is_the_smallest() -> None:
    book = rulebook_of(LAW, support())
    refused = nearest(book.ask("test.support", CASE | {"young": True}, Point(START)))
    assert refused is not None
    assert [(fact.name, found) for fact, found in refused.changes] == [("young", False)]
    more = nearest(book.ask("test.support", CASE, Point(START)))
    assert more is not None
    assert ([fact.name for fact, _ in more.changes], more.answer.value) == (["small"], 1000)


def test_the_digest_is_that_of_question_law_and_answer() -> None:
    book = rulebook_of(LAW, support())
    first = book.ask("test.support", CASE, Point(START)).digest
    assert rulebook_of(LAW, support()).ask("test.support", CASE, Point(START)).digest == first
    assert book.ask("test.support", CASE | {"cost": 1001}, Point(START)).digest != first
    changed = law_of(SHARE.replace("value = 60", "value = 61"), CEILING)
    assert rulebook_of(changed, support()).ask("test.support", CASE, Point(START)).digest != first


# ---- lists of lines ---------------------------------------------------------------------------------------------------

parts = lines(
    "parts",
    "Các phần",
    "Parts",
    ask=ASK,
    fields=(money("amount", "Số tiền", "Amount", ask=ASK, maximum=10**12), day("paid", "Ngày", "Day", ask=ASK)),
)
number = count("number", "Số", "Number", ask=ASK, maximum=100)


def over_lines() -> Rule:
    @rule("test.lines", title=("Dòng", "Lines"), cites=("res-1.cap",), since=START)
    def define() -> Ruling:
        total = parts.total(lambda line: line.amount)
        return Ruling(
            values={"value": total, "lines": parts.count()},
            then=say("Cộng {total}.", "In all {total}.", total=total),
            refusals=(
                Refusal(
                    "large",
                    parts.any(lambda line: line.amount > law.money("test.ceiling")),
                    say("Quá lớn.", "Too large."),
                ),
                Refusal("many", parts.count() > number, say("Quá nhiều.", "Too many.")),
            ),
            impossible=(Impossible(total > 10**13, Text("Không thể.", "Impossible."), "parts"),),
        )

    return define


def test_lines_are_counted_summed_and_looked_through() -> None:
    bound = rulebook_of(LAW, over_lines()).at("test.lines", Point(START))
    cases = [
        {"parts": (), "number": 2},
        {"parts": ({"amount": 5}, {"amount": 7}), "number": 2},
        {"parts": ({"amount": 5}, {"amount": 7}), "number": 1},
        {"parts": ({"amount": 5}, {}), "number": 2},
        {"parts": ({}, {"amount": 1_000_001}), "number": 2},
        {"number": 2},
        {"parts": ({"amount": 1},)},
    ]
    found = [alone(bound, case) for case in cases]
    assert [outcome for outcome, _, _ in found] == [
        "granted",
        "granted",
        "refused",
        "unknown",
        "refused",
        "unknown",
        "unknown",
    ]
    assert found[1][1] == {"value": 12, "lines": 2}
    assert together(bound, cases) == found


def test_a_line_is_read_by_number_and_field() -> None:
    book = rulebook_of(LAW, over_lines())
    with pytest.raises(FactsRefused) as refused:
        book.ask("test.lines", {"parts": [{"amount": 1}, {"amount": -1, "sum": 2}], "number": 1.5}, Point(START))
    assert [problem.field for problem in refused.value.problems] == ["parts.2.amount", "parts.2.sum", "number"]


# ---- rules that rest on rules ----------------------------------------------------------------------------------------


def resting(id: str, on: str) -> Rule:
    @rule(id, title=("Dựa", "Rests"), cites=("res-1.cap",), since=START)
    def define() -> Ruling:
        return Ruling(
            values={"value": value_of(on, Kind.MONEY)},
            then=say("Theo.", "Follows."),
            refusals=(Refusal("no", ~granted_by(on), say("Không.", "No."), rests_on=("res-1.cap",)),),
        )

    return define


def test_a_rule_rests_on_another() -> None:
    book = rulebook_of(LAW, support(), resting("test.upper", "test.support"))
    assert book.ask("test.upper", CASE, Point(START)).value == 500
    assert book.ask("test.upper", {"young": True}, Point(START)).outcome is Outcome.REFUSED
    assert set(book.ask("test.upper", {}, Point(START)).missing) == {"cost", "small", "young"}


def test_rules_in_a_circle_are_refused_when_loaded() -> None:
    with pytest.raises(RulebookError, match=r"circle: test\.a → test\.b → test\.a"):
        rulebook_of(LAW, resting("test.a", "test.b"), resting("test.b", "test.a"))
    assert issubclass(CircleError, DefinitionError)


# ---- what is refused when law and rules are put together -----------------------------------------------------------


def problems(*parameters: str, rules: tuple[Rule, ...] = ()) -> str:
    with pytest.raises(RulebookError) as refused:
        rulebook_of(law_of(*parameters), *(rules or (support(),)))
    return str(refused.value)


def test_a_value_missing_on_a_day_of_the_rule_is_named_with_the_day() -> None:
    late = SHARE.replace("from = 2025-01-01", "from = 2025-02-01")
    assert "test.support holds from 2025-01-01, but test.share has no value on 2025-01-01" in problems(late, CEILING)
    ended = value("test.ceiling", "dong", "from = 2025-01-01, until = 2026-05-01, value = 5")
    assert "test.ceiling has no value on 2026-05-01" in problems(SHARE, ended)


def test_an_unknown_value_a_wrong_unit_and_a_citation_to_nowhere_are_named() -> None:
    assert "uses test.ceiling, which the law files do not have" in problems(SHARE)
    days = value("test.ceiling", "calendar_days", "from = 2025-01-01, value = 5")
    assert "takes test.ceiling for money, but its unit is calendar_days" in problems(SHARE, days)

    @rule("test.lost", title=("Lạc", "Lost"), cites=("res-9.none",), since=START)
    def lost() -> Ruling:
        return Ruling(values={"value": cost}, then=say("Xong.", "Done."))

    assert "cites res-9.none" in problems(SHARE, CEILING, rules=(lost,))


def test_two_versions_that_hold_on_one_day_are_refused() -> None:
    text = problems(SHARE, CEILING, rules=(support(), support(since=date(2026, 1, 1))))
    assert "two versions hold on 2026-01-01" in text


def test_a_rule_that_is_not_well_made_fails_where_it_is_written() -> None:
    with pytest.raises(DefinitionError, match="not compared"):
        small > True  # noqa: B015
    with pytest.raises(DefinitionError, match="neither true nor false"):
        bool(small)
    with pytest.raises(DefinitionError, match="different kinds"):
        cost + number
    with pytest.raises(DefinitionError, match="a share is taken of money"):
        law.share("test.share").of(small, "down")
    with pytest.raises(DefinitionError, match="no fixme"):
        parts.total(lambda line: line.fixme)


def test_the_nearest_number_is_the_closest_one() -> None:
    @rule("test.seats", title=("Ghế", "Seats"), cites=("res-1.cap",), since=START)
    def seats() -> Ruling:
        left = law.count("test.seats") - number
        return Ruling(
            values={"value": left},
            then=say("Còn {left}.", "{left} left.", left=left),
            refusals=(Refusal("full", number > law.count("test.seats"), say("Hết.", "Full.")),),
        )

    book = rulebook_of(law_of(value("test.seats", "count", "from = 2025-01-01, value = 6")), seats)
    near = nearest(book.ask("test.seats", {"number": 9}, Point(START)))
    assert near is not None
    assert [found for _, found in near.changes] == [6]
