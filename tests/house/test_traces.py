"""Every payment rests on something that somebody else accepted, every decision on provisions: over the records of all rooms."""

from __future__ import annotations

from typing import Any

import pytest

from khue.features.dossiers.models import DecisionRecord
from tests.conftest import pointed_at
from tests.house import traces
from tests.house.conftest import undone


@pytest.fixture
def records(stock: Any, django_db_blocker: Any) -> Any:
    name, _made, _signed_in = stock
    with django_db_blocker.unblock(), pointed_at(name), undone():
        yield name


def test_every_payment_of_every_room_traces_to_what_was_accepted(records: Any) -> None:
    found = list(traces.payments())
    assert {subject.partition(":")[0] for subject, _wrong in found} >= {
        "tranche",
        "advance",
        "fund_payment",
    }
    assert [line for line in found if line[1]] == []


def test_every_decision_rests_on_provisions_that_are_on_record(records: Any) -> None:
    found = list(traces.decisions())
    assert len(found) == DecisionRecord.objects.count() > 0
    assert [line for line in found if line[1]] == []


def test_a_trace_that_breaks_is_seen(records: Any) -> None:
    """The test above can fail: an amount that nobody accepted is told, in the room that it belongs to."""
    from khue.features.treasury.models import PaymentOrder

    order = PaymentOrder.objects.exclude(state="cancelled").order_by("pk")[0]
    order.amount += 1
    kind, _colon, number = order.subject.partition(":")
    assert traces._ROOMS[kind](int(number), order)
