"""Several at once on one line, one invoice, one fee, one plan: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from khue.features.activities import usecases
from khue.features.activities.domain.commands import DecidePlan, ProposePlan
from khue.features.activities.models import EarnedFee, Spend
from khue.features.ledger import queries as ledger
from khue.kernel import clock
from khue.kernel.models import AuditRecord
from khue.site.sample import activities as sample
from khue.site.sample import payments
from tests.activities.stories import available, firm, in_force, minutes_signed, row
from tests.cast import persona

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(found: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in found)


def test_the_last_of_a_line_goes_to_one_and_an_invoice_counts_once(in_threads: InThreads) -> None:
    seminar, fees, _group = in_force()
    payee = firm()
    found = in_threads(*(lambda: sample.asked(seminar, payee, 60_000_000, persona) for _ in range(4)))
    assert outcomes(found) == {"done": 1, "Refused": 3}
    assert row(seminar).used == 60_000_000
    same = in_threads(
        lambda: sample.asked(seminar, payee, 1_000_000, persona, invoice="77"),
        lambda: sample.asked(fees, payee, 1_000_000, persona, invoice="077"),
    )
    assert outcomes(same) == {"done": 1, "Refused": 1}


def test_a_spend_is_accepted_once_and_ordered_once(in_threads: InThreads) -> None:
    seminar = in_force()[0]
    spend = sample.asked(seminar, firm(), 5_000_000, persona)
    payments.main_account(actor=persona("accountant"))
    found = in_threads(*(lambda: sample.accepted(spend, persona) for _ in range(4)))
    assert outcomes(found) == {"done": 1, "Refused": 3}
    assert row(seminar).spent == ledger.balance("payable.support", f"activity_spend:{spend}") == 5_000_000
    orders = in_threads(*(lambda: sample.ordered(spend, persona) for _ in range(3)))
    assert outcomes(orders) == {"done": 1, "Refused": 2}


def test_fees_of_minutes_are_taken_once_by_many_workers(in_threads: InThreads) -> None:
    fees = in_force()[1]
    minutes = minutes_signed()
    job = clock.job_actor("activities.take_fees")
    found = in_threads(*(lambda: usecases.take_fees(minutes, actor=job) for _ in range(3)))
    assert outcomes(found) == {"done": 3}
    assert Spend.objects.count() == EarnedFee.objects.filter(state="taken").count() == 5
    assert row(fees).used == 6_100_000
    assert AuditRecord.objects.filter(deed="activities.take_fees").count() == 1


def test_a_plan_is_approved_once_and_reserved_once(in_threads: InThreads) -> None:
    version = sample.drafted(persona, (sample.SEMINAR,))
    usecases.propose_plan(ProposePlan(version), actor=persona("officer"))
    decider = persona("decider")
    found = in_threads(
        *(lambda: usecases.decide_plan(DecidePlan(version, True, "", once=uuid4()), actor=decider) for _ in range(3))
    )
    assert outcomes(found) == {"done": 1, "Refused": 2}
    assert available() == 1_000_000_000 - 110_000_000
