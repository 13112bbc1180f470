"""Several at once on one post, one offer, one due, one budget line: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from khue.features.ledger import queries as ledger
from khue.features.talent import usecases
from khue.features.talent.domain.commands import AnswerOffer, CheckDue, ConcludeContract, DraftOffer
from khue.features.talent.models import Engagement, Offer
from khue.features.treasury import queries as treasury
from khue.kernel.models import AuditRecord
from khue.site.sample import payments
from khue.site.sample import talent as sample
from tests.cast import persona
from tests.talent.stories import a_group, running, sent_offer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(found: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in found)


def test_one_post_two_offers_at_once_and_one_stands(in_threads: InThreads) -> None:
    need = sample.published(sample.WATER, persona)
    both = {
        sample.applied(need, persona("resident"), "overseas-vietnamese"),
        sample.applied(need, persona("founder"), "foreign"),
    }
    sample.selected(need, a_group(), persona, both)
    officer = persona("officer")
    said = sample.terms(officer.today, 80_000_000, 12)
    found = in_threads(
        *(lambda one=one: usecases.draft_offer(DraftOffer(one, said, once=uuid4()), actor=officer) for one in both)  # type: ignore[misc]  # the test gives what the type forbids
    )
    assert outcomes(found) == {"done": 1, "Refused": 1}
    assert Offer.objects.count() == 1


def test_one_offer_accepted_by_many_hands_makes_one_engagement(in_threads: InThreads) -> None:
    _group, offer = sent_offer()
    who = persona("resident")
    found = in_threads(
        *(lambda: usecases.answer_offer(AnswerOffer(offer, True, once=uuid4()), actor=who) for _ in range(5))
    )
    assert outcomes(found) == {"done": 1, "Refused": 4}
    assert Engagement.objects.count() == 1
    once = uuid4()
    same = in_threads(
        *(lambda: usecases.answer_offer(AnswerOffer(offer, True, once=once), actor=who) for _ in range(2))
    )
    assert outcomes(same) == {"Refused": 2}, "it was answered already"


def test_two_contracts_for_the_last_of_a_line(in_threads: InThreads) -> None:
    _group, offer = sent_offer()
    engagement = sample.accepted(offer, persona("resident"), persona)
    line = sample.line_filled(960_000_000, persona)
    decider = persona("decider")
    found = in_threads(
        *(
            lambda: usecases.conclude_contract(ConcludeContract(engagement, line, uuid4()), actor=decider)
            for _ in range(4)
        )
    )
    assert outcomes(found) == {"done": 1, "Refused": 3}
    assert next(one.available for one in ledger.budget_lines() if one.subject == f"budget:{line}") == 0


def test_a_result_is_accepted_once_and_ordered_once(in_threads: InThreads) -> None:
    story = running()
    due = story.due().pk
    sample.handed_in(due, story.expert, persona)
    payments.main_account(actor=persona("accountant"))
    officer = persona("officer")
    found = in_threads(
        *(lambda: usecases.check_due(CheckDue(due, True, "Đạt.", uuid4()), actor=officer) for _ in range(4))
    )
    assert outcomes(found) == {"done": 1, "Refused": 3}
    assert story.row.granted == story.due().amount
    orders = in_threads(*(lambda: sample.ordered(due, persona) for _ in range(3)))
    assert outcomes(orders) == {"done": 1, "Refused": 2}
    assert AuditRecord.objects.filter(deed="talent.order_due").count() == 1
    assert len(list(treasury.order_rows("prepared"))) == 1
