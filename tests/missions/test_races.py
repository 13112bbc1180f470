"""Several at once on one support, one budget, one invoice: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from khue.core.actor import Actor
from khue.core.errors import Conflict, Refused
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import SubmitDossier, Withdraw
from khue.features.dossiers.models import DecisionRecord, Document, Dossier
from khue.features.ledger import queries as ledger
from khue.features.missions import usecases
from khue.features.missions.domain.commands import (
    AnswerDelivery,
    DecideSupport,
    DeliverTranche,
    RegisterEquipment,
)
from khue.features.missions.models import Delivery, EquipmentItem, EquipmentSupport, Tranche
from khue.features.treasury import queries as treasury
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import payments
from khue.site.sample.applications import Item, Project, paper
from khue.site.sample.stories import Story
from tests.cast import persona
from tests.missions.stories import a_story, an_order, appraised, running

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]
LINE = "budget:2026-EQ"
THREADS = 6


def outcome(result: Any) -> str:
    return type(result).__name__ if isinstance(result, Exception) else "done"


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(map(outcome, results))


def colleague(of: str, who: str, name: str) -> Actor:
    """Another officer with the same rights."""
    return replace(persona(of), key=persona(who).key, name=name)


def audit(deed: str) -> int:
    return AuditRecord.objects.filter(deed=f"missions.{deed}").count()


def support_of(story: Story) -> EquipmentSupport:
    return EquipmentSupport.objects.get(pk=story.support_id)


def test_two_officers_decide_at_once_and_the_second_is_told_who_was_faster(in_threads: InThreads) -> None:
    story = appraised()
    task = story.task("decision")
    deciders = {a.key: a for a in (persona("decider"), colleague("decider", "auditor", "Phó Chủ tịch (mẫu)"))}
    grant, refuse = deciders.values()
    results = in_threads(
        lambda: usecases.decide_support(DecideSupport(task, "grant", "", "2026-EQ"), actor=grant),
        lambda: usecases.decide_support(DecideSupport(task, "refuse", "Chưa đủ căn cứ"), actor=refuse),
    )
    assert outcomes(results) == {"done": 1, "Conflict": 1}
    support = support_of(story)
    record = DecisionRecord.objects.get(dossier=story.dossier_id)
    loser = next(result for result in results if isinstance(result, Conflict))
    assert deciders[record.decider].name in loser.text.vi
    assert deciders[record.decider].name in loser.text.en
    assert support.decided_by == record.decider
    committed = ledger.balance("budget.committed", f"support:{support.pk}")
    assert (support.state, committed) in {("granted", support.asked), ("refused", 0)}
    assert audit("decide_support") == 1
    assert Document.objects.filter(dossier=story.dossier_id, kind="decision").count() == 1


def test_the_last_money_of_a_budget_line_goes_to_one_of_two_supports(in_threads: InThreads) -> None:
    small = Project("Cảm biến khí", "research-topic", "climate-response", (Item("Cảm biến", "purchase", 700),))
    stories = [appraised(small, money=1_000), appraised(small, money=0)]
    tasks = [story.task("decision") for story in stories]
    results = in_threads(
        *(
            lambda t=t: usecases.decide_support(DecideSupport(t, "grant", "", "2026-EQ"), actor=persona("decider"))
            for t in tasks
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    loser = next(result for result in results if isinstance(result, Refused))
    assert "300" in loser.text.vi
    assert "300" in loser.text.en
    assert ledger.balance("budget.available", LINE) == 300
    assert Counter(support_of(story).state for story in stories) == {"granted": 1, "appraised": 1}
    assert DecisionRecord.objects.count() == 1
    assert audit("decide_support") == 1
    assert ledger.verify().sound


def test_one_invoice_line_in_two_applications_handed_in_at_once_counts_once(in_threads: InThreads) -> None:
    drafts = [a_story(money=0).draft().dossier_id for _ in range(2)]
    results = in_threads(
        *(
            lambda d=d: dossiers.submit_dossier(SubmitDossier(d, True, once=uuid4()), actor=persona("researcher"))
            for d in drafts
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 1}
    number = next(result for result in results if isinstance(result, str))
    loser = next(result for result in results if isinstance(result, Refused))
    reason = loser.decision.reasons[0]
    assert reason.code == "ledger.invoice_line_taken"
    assert reason.field == "lines.1.invoice_number"
    assert EquipmentSupport.objects.get().dossier_number == number
    assert Counter(Dossier.objects.filter(pk__in=drafts).values_list("state", flat=True)) == {
        "submitted": 1,
        "draft": 1,
    }


def test_a_payment_ordered_by_several_at_once_is_ordered_once(in_threads: InThreads) -> None:
    story = running().delivered(1).accepted(1)
    asked = an_order(story, story.task("payment", 1))
    results = in_threads(
        *(
            lambda: usecases.order_payment(replace(asked, once=uuid4()), actor=persona("accountant"))
            for _ in range(THREADS)
        )
    )
    assert outcomes(results) == {"done": 1, "Conflict": THREADS - 1}
    first = Tranche.objects.get(support=story.support_id, no=1)
    assert first.state == "ordered"
    assert ledger.balance("payable.support", f"tranche:{first.pk}") == 0
    assert ledger.balance("payable.ordered", f"order:{first.order}") == first.amount
    assert audit("order_payment") == 1


def test_news_of_the_bank_heard_by_several_workers_at_once_counts_once(in_threads: InThreads) -> None:
    story = running().delivered(1).accepted(1).ordered(1).sent(1)
    order = story.order(1)
    account = treasury.order(order.id).account
    lines = [payments.Booking(persona("accountant").today, -order.amount, order.reference)]
    payments.taken_in(account, "a.csv", payments.csv_statement(account, 0, lines), actor=persona("accountant"))
    job = Actor("job:missions.follow_orders", "follow", persona("accountant").moment)
    results = in_threads(*(lambda: usecases.follow_order(order.id, actor=job) for _ in range(THREADS)))
    assert outcomes(results) == {"done": THREADS}
    assert support_of(story).paid == order.amount
    assert audit("follow_order") == 1
    assert Notice.objects.filter(title_vi__contains="Đã chi trả đợt 1").count() == 1


def test_one_form_of_payment_posted_many_times_is_done_once_and_all_are_told_so(in_threads: InThreads) -> None:
    story = running().delivered(1).accepted(1)
    asked = replace(an_order(story, story.task("payment", 1)), once=uuid4())
    results = in_threads(*(lambda: usecases.order_payment(asked, actor=persona("accountant")) for _ in range(THREADS)))
    assert outcomes(results) == {"done": THREADS}
    assert audit("order_payment") == 1
    assert Tranche.objects.get(support=story.support_id, no=1).state == "ordered"


def test_a_delivery_sent_twice_at_once_is_one_delivery_and_one_task(in_threads: InThreads) -> None:
    story = running()
    results = in_threads(
        *(
            lambda: usecases.deliver_tranche(
                DeliverTranche(story.support_id, 1, "Biên bản", (paper("bien-ban"),), once=uuid4()),
                actor=persona("researcher"),
            )
            for _ in range(3)
        )
    )
    assert outcomes(results) == {"done": 1, "Refused": 2}
    assert Delivery.objects.count() == 1
    assert story.task("acceptance", 1)


def test_accepted_by_one_and_returned_by_another_at_once_is_one_answer(in_threads: InThreads) -> None:
    story = running().delivered(1)
    task = story.task("acceptance", 1)
    results = in_threads(
        lambda: usecases.answer_delivery(AnswerDelivery(task, True), actor=persona("officer")),
        lambda: usecases.answer_delivery(AnswerDelivery(task, False, "Thiếu ảnh"), actor=persona("appraiser")),
    )
    assert outcomes(results) == {"done": 1, "Conflict": 1}
    tranche = Tranche.objects.get(support=story.support_id, no=1)
    owed = ledger.balance("payable.support", f"tranche:{tranche.pk}")
    assert (tranche.state, owed) in {("accepted", tranche.amount), ("returned", 0)}


@pytest.mark.parametrize("turn", range(3))
def test_a_withdrawal_and_a_decision_at_once_leave_one_outcome_and_no_deadlock(
    turn: int, in_threads: InThreads
) -> None:
    story = appraised()
    task = story.task("decision")
    results = in_threads(
        lambda: dossiers.withdraw_dossier(
            Withdraw(story.dossier_id, "Đổi kế hoạch", uuid4()), actor=persona("researcher")
        ),
        lambda: usecases.decide_support(DecideSupport(task, "grant", "", "2026-EQ"), actor=persona("decider")),
    )
    support = support_of(story)
    committed = ledger.balance("budget.committed", f"support:{support.pk}")
    state = Dossier.objects.get(pk=story.dossier_id).state
    assert outcome(results[0]) != "OperationalError", results[0]
    assert outcome(results[1]) in ("done", "Conflict"), results[1]
    # Also after a grant a dossier can be withdrawn until the agreement: what was committed goes back.
    assert (state, support.state, committed) == ("withdrawn", "cancelled", 0)


def test_pieces_registered_at_once_never_exceed_their_cost_line(in_threads: InThreads) -> None:
    story = running()
    actor = persona("researcher")
    results = in_threads(
        *(
            lambda n=n: usecases.register_equipment(
                RegisterEquipment(story.support_id, 1, f"Máy {n}", f"SN-{n}", "P.101", 900_000_000, actor.today),
                actor=actor,
            )
            for n in range(4)
        )
    )
    assert outcomes(results) == {"done": 2, "Refused": 2}
    assert sum(EquipmentItem.objects.values_list("cost", flat=True)) <= 1_850_000_000
