"""Days: terms before and after, terms in hours, days that the law itself names, and shares of counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khue.core.calendar import WorkCalendar
from khue.core.rules.engine import Point, Rulebook, RulebookError
from khue.core.rules.expressions import choose, count, day, law, lines
from khue.core.rules.kinds import EARLIEST, FIRST_DAY
from khue.core.rules.reading import FactsRefused
from khue.core.rules.rule import Rule, Ruling, rule, say
from tests.core.rules.cases import NO_HOLIDAYS, alone, law_of, random_case, rulebook_of, together, value

START = date(2025, 1, 1)
ASK = ("Khi nào?", "When?")
met = day("met", "Ngày họp", "Day of the meeting", ask=ASK)
members = count("members", "Số thành viên", "Members", ask=ASK, maximum=1000)
visits = lines("visits", "Các lần", "Visits", ask=ASK, fields=(day("came", "Ngày đến", "Day", ask=ASK),))
LAW = law_of(
    value("test.lead", "working_days", "from = 2025-01-01, value = 3"),
    value("test.notice", "hours", "from = 2025-01-01, value = 70"),
    value("test.turn", "day", 'from = 2025-01-01, value = "2025-10-01"'),
    value("test.quorum", "fraction", 'from = 2025-01-01, value = "2/3"'),
)


def days_rule() -> Rule:
    @rule("test.days", title=("Ngày", "Days"), cites=("res-1.cap",), since=START)
    def define() -> Ruling:
        lead = law.term("test.lead")
        last = visits.latest(lambda visit: visit.came.after(lead), otherwise=met)
        return Ruling(
            values={
                "value": met.before(lead),
                "notice": met.after(law.term("test.notice")),
                "rules": choose(met < law.day("test.turn"), "old", "new"),
                "quorum": law.share("test.quorum").of(members, "up"),
                "last": last,
            },
            then=say("Ngày {turn}.", "On {turn}.", turn=law.day("test.turn")),
        )

    return define


BOUND = rulebook_of(LAW, days_rule()).at("test.days", Point(START))


def case(**facts: object) -> dict[str, object]:
    return {"met": date(2025, 9, 30), "members": 7, "visits": ()} | facts


def test_a_term_in_working_days_is_counted_back_over_the_weekend() -> None:
    values = BOUND.answer(case(met=date(2026, 3, 2))).values
    assert values["value"] == date(2026, 2, 25)


def test_hours_end_on_a_day_that_is_never_too_late() -> None:
    assert BOUND.answer(case()).values["notice"] == date(2025, 10, 2)


def test_the_law_names_a_day_and_the_day_itself_is_after_it() -> None:
    assert [BOUND.answer(case(met=date(2025, 9, 30) + timedelta(days=d))).values["rules"] for d in (0, 1)] == [
        "old",
        "new",
    ]


def test_a_share_of_a_count_is_rounded_as_stated() -> None:
    assert [BOUND.answer(case(members=n)).values["quorum"] for n in (5, 6, 7, 9)] == [4, 4, 5, 6]


def test_a_case_may_lie_before_the_life_of_the_law_but_not_its_working_days() -> None:
    book = rulebook_of(LAW, days_rule())
    with pytest.raises(FactsRefused) as refused:
        book.ask("test.days", case(met=EARLIEST - timedelta(days=1)), Point(START))
    assert refused.value.problems[0].field == "met"
    old = case(met=EARLIEST)
    assert BOUND.answer(old).fault is not None
    late = case(visits=({"came": FIRST_DAY - timedelta(days=1)},))
    assert together(BOUND, [old, late, case()]) == [alone(BOUND, each) for each in (old, late, case())]


def test_a_text_that_is_no_day_is_refused_when_the_law_is_read() -> None:
    with pytest.raises(Exception, match="is no value for the unit day"):
        law_of(value("test.turn", "day", 'from = 2025-01-01, value = "2025-13-01"'))


def test_a_day_of_the_law_is_no_amount() -> None:
    @rule("test.wrong", title=("Sai", "Wrong"), cites=("res-1.cap",), since=START)
    def wrong() -> Ruling:
        return Ruling(values={"value": law.money("test.turn")}, then=say("?", "?"))

    with pytest.raises(RulebookError, match="its unit is day"):
        rulebook_of(LAW, wrong)


@settings(max_examples=60, deadline=None)
@given(st.lists(random_case(BOUND), min_size=1, max_size=20))
def test_one_case_says_the_same_as_many(cases: list[dict[str, object]]) -> None:
    assert together(BOUND, cases) == [alone(BOUND, each) for each in cases]


def test_the_calendar_is_made_only_for_a_rule_that_counts_working_days() -> None:
    made: list[WorkCalendar] = []

    def calendar() -> WorkCalendar:
        made.append(NO_HOLIDAYS)
        return NO_HOLIDAYS

    @rule("test.plain", title=("Số", "Number"), cites=("res-1.cap",), since=START)
    def plain() -> Ruling:
        return Ruling(values={"value": members + 1}, then=say("Một", "One"))

    book = Rulebook(LAW, [plain, days_rule()], calendar)
    assert book.ask("test.plain", {"members": 3}, Point(START)).value == 4
    assert made == []
    book.at("test.days", Point(START))
    assert made
