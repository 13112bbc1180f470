"""Answers at the deadline, and two answers of one party at once: each is in or refused, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from khue.core.errors import KhueError
from khue.features.demands import usecases
from khue.features.demands.domain.demands import ExtendDeadline, WithdrawDemand
from khue.features.demands.domain.solutions import ProposeSolution
from khue.features.demands.models import Demand, Solution
from tests.cast import persona
from tests.demands.stories import DAYS, institute, published

pytestmark = pytest.mark.slow
Threads = Callable[..., list[Any]]


def test_a_party_that_answers_twice_at_once_stands_with_one_solution(clone_db: str, in_threads: Threads) -> None:
    demand = published()
    asked = [ProposeSolution(demand, institute(), f"Giải pháp {no}") for no in range(4)]
    results = in_threads(*(partial(usecases.propose_solution, one, actor=persona("researcher")) for one in asked))
    assert [result for result in results if not isinstance(result, Exception)] == [1]
    assert all(isinstance(result, KhueError) for result in results if isinstance(result, Exception))
    assert Solution.objects.count() == 1


def test_an_answer_and_a_withdrawal_at_once_leave_no_answer_to_a_withdrawn_demand(
    clone_db: str, in_threads: Threads
) -> None:
    demand = published()
    answers = [
        partial(usecases.propose_solution, ProposeSolution(demand, party, "Giải pháp"), actor=persona(who))
        for party, who in ((institute(), "researcher"), (persona("resident").key, "resident"))
    ]
    leave = partial(usecases.withdraw_demand, WithdrawDemand(demand, "Thôi"), actor=persona("founder"))
    results = in_threads(answers[0], leave, answers[1])
    assert Demand.objects.get().state == "withdrawn"
    taken = sorted(result for result in (results[0], results[2]) if not isinstance(result, Exception))
    assert sorted(Solution.objects.values_list("no", flat=True)) == taken
    assert all(isinstance(result, KhueError) for result in results if isinstance(result, Exception))


def test_an_answer_in_the_last_second_and_an_extension_at_once_are_both_kept(
    clone_db: str, in_threads: Threads
) -> None:
    demand = published()
    end = Demand.objects.get().deadline
    last = end - timedelta(milliseconds=200)
    answers = [
        partial(usecases.propose_solution, ProposeSolution(demand, party, "Giải pháp"), actor=persona(who, at=last))
        for party, who in ((institute(), "researcher"), (persona("resident").key, "resident"))
    ]
    asked = ExtendDeadline(demand, end + timedelta(days=DAYS), "Thêm thời gian")
    longer = partial(usecases.extend_deadline, asked, actor=persona("founder", at=last))
    results = in_threads(*answers, longer)
    assert not [result for result in results if isinstance(result, Exception)]
    assert (Demand.objects.get().deadline, Solution.objects.count()) == (asked.deadline, 2)
