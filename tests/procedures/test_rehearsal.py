"""Small cases whose figures can be told by hand."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from khue.core.clock import Term
from khue.features.dossiers.domain.definition import Procedure, Step, build
from khue.features.procedures.domain.rehearsal import PastCase, PastVisit, assumptions, percentile, rehearse

WORDS = {"vi": "x", "en": "x"}


def step(key: str, kind: str, right: str, outcomes: dict[str, str]) -> dict[str, Any]:
    ends = [{"key": o, "label": WORDS, "next": target} for o, target in outcomes.items()]
    return {"key": key, "name": {"vi": key, "en": key}, "kind": kind, "right": right, "who": WORDS, "outcomes": ends}


def procedure(*steps: dict[str, Any]) -> Procedure:
    frame = dict.fromkeys(("name", "summary", "who", "result"), WORDS)
    return build({"key": "p", "room": "r", **frame, "sections": [], "steps": list(steps)})


CHECK = step("check", "check", "a.check", {"accept": "work", "no": "end.returned"})
WORK = step("work", "work", "a.work", {"done": "decide"})
DECIDE = step("decide", "decide", "a.decide", {"grant": "end.granted", "back": "work"})
PLAIN = procedure(CHECK, WORK, DECIDE)
KNOWN: dict[str, Step] = {found.key: found for found in PLAIN.steps}
TERMS = {"check": None, "work": Term(5, "working_days"), "decide": Term(2, "working_days")}


def case(number: str, check: int, work: int, decide: int, waited: int = 0) -> PastCase:
    return PastCase(
        number,
        (
            PastVisit("check", "accept", check),
            PastVisit("work", "done", work, waited),
            PastVisit("decide", "grant", decide),
        ),
    )


PAST = tuple(case(str(n), 1, n, 2) for n in range(1, 11))


def times(found: Any, key: str) -> Any:
    return next(each for each in found.steps if each.key == key)


def test_the_nearest_rank_is_what_a_clerk_would_count() -> None:
    assert [percentile([5, 1, 4, 2, 3], share) for share in (50, 90, 100, 1)] == [3, 5, 5, 1]
    assert percentile([], 90) == 0


def test_replayed_through_their_own_steps_cases_take_what_they_took() -> None:
    found = rehearse(PLAIN, TERMS, PAST, KNOWN)
    work = times(found, "work")
    assert (work.visits, work.median, work.ninetieth, work.in_time, work.source) == (10, 5, 9, 0.5, "own")
    assert (found.median, found.ninetieth, found.promised) == (8, 12, 7)
    assert found.in_time == 0.5, "work plus decision within 7 days: cases 1 to 5"
    assert times(found, "check").in_time is None


def test_a_shorter_clock_makes_nobody_faster_and_more_late() -> None:
    found = rehearse(PLAIN, {**TERMS, "work": Term(3, "working_days")}, PAST, KNOWN)
    assert times(found, "work").in_time == 0.3
    assert (found.median, found.in_time) == (8, 0.3)


def test_waiting_for_the_applicant_lengthens_the_case_and_breaks_no_clock() -> None:
    found = rehearse(PLAIN, TERMS, (case("1", 1, 2, 2, waited=20),), KNOWN)
    assert (found.median, found.in_time) == (25, 1.0)
    assert times(found, "work").waited == 20


def test_a_loop_is_replayed_as_it_went() -> None:
    again = PastCase(
        "1",
        (
            PastVisit("check", "accept", 1), PastVisit("work", "done", 3), PastVisit("decide", "back", 1),
            PastVisit("work", "done", 4), PastVisit("decide", "grant", 1),
        ),
    )  # fmt: skip
    found = rehearse(PLAIN, TERMS, (again,), KNOWN)
    assert (found.median, times(found, "work").visits) == (10, 2)


def test_a_dropped_step_drops_out() -> None:
    check = deepcopy(CHECK)
    check["outcomes"][0]["next"] = "decide"
    decide = {**deepcopy(DECIDE), "outcomes": [DECIDE["outcomes"][0]]}
    found = rehearse(procedure(check, decide), TERMS, PAST, KNOWN)
    assert (found.median, [each.key for each in found.steps]) == (3, ["check", "decide"])


def test_a_new_step_takes_the_times_of_the_same_role_and_says_so() -> None:
    work = {**deepcopy(WORK), "outcomes": [{"key": "done", "label": WORDS, "next": "second"}]}
    second = step("second", "work", "a.work", {"done": "decide"})
    found = rehearse(procedure(CHECK, work, second, DECIDE), TERMS, PAST, KNOWN)
    new = times(found, "second")
    assert (new.source, new.taken_from.en, new.visits) == ("same_role", "work", 10)
    assert any("“second” is new" in text.en for text in assumptions(found))


def test_a_step_like_none_before_takes_its_whole_clock_and_a_renamed_one_the_times_of_its_own_case() -> None:
    alone = step("screen", "check", "b.other", {"accept": "decide"})
    decide = {**deepcopy(DECIDE), "outcomes": [DECIDE["outcomes"][0]]}
    only_decided = tuple(PastCase(c.number, c.visits[2:]) for c in PAST)
    found = rehearse(procedure(alone, decide), {"screen": Term(4, "working_days")}, only_decided, KNOWN)
    assert (times(found, "screen").source, times(found, "screen").median, found.median) == ("assumed", 4, 6)
    check, renamed = deepcopy(CHECK), {**deepcopy(WORK), "key": "review"}
    check["outcomes"][0]["next"] = "review"
    decide["outcomes"] = [DECIDE["outcomes"][0]]
    found = rehearse(procedure(check, renamed, decide), TERMS, PAST, KNOWN)
    assert times(found, "review").ninetieth == 9
    assert found.median == 8, "each case takes its own days for the renamed step"


def test_calendar_days_count_five_of_seven() -> None:
    found = rehearse(PLAIN, {**TERMS, "work": Term(7, "calendar_days")}, PAST, KNOWN)
    assert times(found, "work").clock == 5


def test_the_same_seed_gives_the_same_figures_and_no_case_gives_none() -> None:
    work = {**deepcopy(WORK), "outcomes": [{"key": "done", "label": WORDS, "next": "second"}]}
    new = procedure(CHECK, work, step("second", "work", "a.work", {"done": "decide"}), DECIDE)
    assert rehearse(new, TERMS, PAST, KNOWN, seed=7) == rehearse(new, TERMS, PAST, KNOWN, seed=7)
    empty = rehearse(new, TERMS, (), KNOWN)
    assert (empty.cases, empty.median, empty.in_time) == (0, 0, None)


def test_a_circle_without_end_is_cut() -> None:
    circle = procedure(CHECK, WORK, {**deepcopy(DECIDE), "outcomes": [{"key": "back", "label": WORDS, "next": "work"}]})
    found = rehearse(circle, TERMS, PAST[:1], KNOWN)
    assert found.cases == 1
