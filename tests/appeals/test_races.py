"""Several at once on one appeal: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from khue.features.appeals import usecases
from khue.features.appeals.domain.commands import SuspendExecution, WithdrawAppeal
from khue.features.dossiers.models import DecisionRecord
from khue.features.ledger import queries as ledger
from khue.features.missions import usecases as missions
from khue.features.missions.models import EquipmentSupport, RecoveryClaim, SupportRevision, Tranche
from tests.appeals.stories import given, reviewer
from tests.cast import MOMENT, persona
from tests.missions.stories import an_order, appraised, running

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(found).__name__ if isinstance(found, Exception) else "done" for found in results)


def test_two_decisions_on_one_appeal_at_once_are_one(in_threads: InThreads) -> None:
    story = appraised().granted()
    appeal = given(story)
    first, second = appeal.decision("annulled"), appeal.decision("upheld")
    results = in_threads(
        lambda: usecases.decide_appeal(first, actor=reviewer(5)),
        lambda: usecases.decide_appeal(second, actor=reviewer(5)),
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    upheld = appeal.row.outcome == "upheld"
    assert SupportRevision.objects.count() == (0 if upheld else 1)
    assert DecisionRecord.objects.filter(dossier=story.dossier_id).count() == (1 if upheld else 2)
    assert ledger.verify().sound


def test_an_appeal_withdrawn_while_it_is_decided_ends_once(in_threads: InThreads) -> None:
    story = appraised().granted()
    appeal = given(story)
    command = appeal.decision("annulled")
    results = in_threads(
        lambda: usecases.decide_appeal(command, actor=reviewer(5)),
        lambda: usecases.withdraw_appeal(WithdrawAppeal(appeal.id, once=uuid4()), actor=persona("researcher", days=5)),
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    support = EquipmentSupport.objects.get(pk=story.support_id)
    assert (appeal.row.state, support.state) in {("decided", "annulled"), ("withdrawn", "granted")}


def test_a_payment_and_the_annulment_at_once_leave_no_money_without_its_claim(in_threads: InThreads) -> None:
    story = running().delivered(1).accepted(1)
    asked = an_order(story, story.task("payment", 1))
    appeal = given(story)
    command = appeal.decision("annulled", repay_by=MOMENT.date() + timedelta(days=40))
    results = in_threads(
        lambda: missions.order_payment(asked, actor=persona("accountant", days=5)),
        lambda: usecases.decide_appeal(command, actor=reviewer(5)),
    )
    support = EquipmentSupport.objects.get(pk=story.support_id)
    claimed = sum(RecoveryClaim.objects.values_list("amount", flat=True))
    assert (support.reclaimed, claimed) == (0, 0), "what was only ordered is neither paid nor to be given back"
    tranche = Tranche.objects.get(support=support, no=1)
    assert ledger.balance("payable.support", f"tranche:{tranche.pk}") == 0
    held = ledger.balance("payable.ordered", f"order:{tranche.order}") if tranche.order else 0
    if results[1] is None:
        assert (support.state, tranche.state, held) == ("annulled", "cancelled", 0)
        assert ledger.balance("budget.committed", f"support:{support.pk}") == 0
    else:
        assert (support.state, tranche.state, held) == ("running", "ordered", tranche.amount)
    assert ledger.verify().sound


def test_a_payment_and_the_suspension_at_once_never_both_take_the_money(in_threads: InThreads) -> None:
    story = running().delivered(1).accepted(1)
    asked = an_order(story, story.task("payment", 1))
    appeal = given(story)
    in_threads(
        lambda: missions.order_payment(asked, actor=persona("accountant", days=5)),
        lambda: usecases.suspend_execution(SuspendExecution(appeal.id, "Khó thu hồi", uuid4()), actor=reviewer(5)),
    )
    tranche = Tranche.objects.get(support=story.support_id, no=1)
    held = ledger.balance("payable.suspended", f"tranche:{tranche.pk}")
    assert held == (tranche.amount if tranche.state == "accepted" else 0)
    assert ledger.balance("payable.support", f"tranche:{tranche.pk}") == 0
    assert ledger.verify().sound
