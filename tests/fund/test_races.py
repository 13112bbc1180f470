"""Several at once on the same capital, the same statement line, the same vote: real threads, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import Refused
from khue.features.fund import queries, usecases
from khue.features.fund.domain.cases import AskPayment, CastVote, DecideMotion
from khue.features.fund.domain.lending import BookRepayment, UndoRepayment
from khue.features.fund.models import FundCase, FundPayment, MotionVote, Repayment, RepaymentUndone
from khue.features.treasury.models import BankLine
from khue.site.sample import fund as sample
from khue.site.sample.applications import paper
from tests.cast import persona
from tests.fund.stories import act, applied, founded, in_suspense, lent, running

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)


def test_the_last_capital_is_bound_once(in_threads: InThreads) -> None:
    founded(capital=300_000_000)
    motions = [sample.laid(applied("grant", 200_000_000).pk, act()) for _ in range(3)]
    results = in_threads(
        *(
            lambda motion=motion: usecases.decide_motion(
                DecideMotion(motion, "approve", "Đồng ý", uuid4()), actor=persona("appraiser")
            )
            for motion in motions
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 2}
    found = queries.capital()
    assert (found.available, found.committed) == (100_000_000, 200_000_000)
    assert Counter(FundCase.objects.values_list("state", flat=True)) == {"approved": 1, "laid": 2}


def test_one_statement_line_repays_once_and_one_vote_counts_once(in_threads: InThreads) -> None:
    founded()
    loan = lent()
    line = in_suspense(2_000_000, 1)
    actor = persona("accountant", days=1)
    results = in_threads(
        *(lambda: usecases.book_repayment(BookRepayment(loan.pk, line, once=uuid4()), actor=actor),) * 4
    )
    assert outcomes(results) == {"done": 1, "Refused": 3}
    assert Repayment.objects.get().amount == 2_000_000
    assert BankLine.objects.get(pk=line).set_aside == 0
    motion = sample.laid(applied("grant", 600_000_000).pk, act())
    votes = in_threads(
        *(lambda: usecases.cast_vote(CastVote(motion, True, once=uuid4()), actor=persona("reviewer")),) * 4
    )
    assert outcomes(votes) == {"done": 1, "Conflict": 3}
    assert (
        MotionVote.objects.filter(motion=motion).count() == queries.motion_card(motion, persona("officer")).agreed == 1
    )


def test_a_repayment_is_taken_back_once_whatever_is_booked_meanwhile(in_threads: InThreads) -> None:
    founded()
    loan = lent()
    repayment = sample.repaid(loan.pk, 2_000_000, act(1))
    actor = persona("accountant", days=2)
    asked = [UndoRepayment(repayment, "Ghi nhầm khoản vay.", uuid4()) for _ in range(4)]
    results = in_threads(*(lambda one=one: usecases.undo_repayment(one, actor=actor) for one in asked))
    assert outcomes(results) == {"done": 1, "Refused": 3}
    loan.refresh_from_db()
    assert (loan.repaid, RepaymentUndone.objects.count(), _line_of(repayment).set_aside) == (0, 1, 2_000_000)


def test_an_invoice_asked_for_under_two_contracts_at_once_is_paid_under_one(in_threads: InThreads) -> None:
    founded()
    cases = [running("grant", amount) for amount in (200_000_000, 210_000_000)]
    papers = [(paper("hoa-don"),) for _case in cases]
    asked = [
        AskPayment(case.pk, 1_000_000, "Mua vật tư đo", each, ("0100109106", symbol, number, 1), None, uuid4())
        for case, each, symbol, number in zip(cases, papers, ("C26TAA", "c26 taa"), ("77", "000077"), strict=True)
    ]
    results = in_threads(
        *(lambda one=one: usecases.ask_payment(one, actor=persona("researcher", days=1)) for one in asked)
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    (refused,) = (result for result in results if isinstance(result, Refused))
    assert "khoản chi của Quỹ số" in refused.decision.reasons[0].text.vi
    assert FundPayment.objects.count() == 1


def _line_of(repayment: int) -> BankLine:
    return BankLine.objects.get(pk=Repayment.objects.get(pk=repayment).bank_line)
