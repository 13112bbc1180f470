"""Several at once on one transfer: real threads, a database of its own. One file, one decision, one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from khue.features.results import usecases as results
from khue.features.results.domain.claims import WithdrawClaim
from khue.features.transfers import usecases
from khue.features.transfers.domain.commands import DecideTransfer, OpenTransfer
from khue.features.transfers.models import Handover, Transfer, TransferAnswer
from tests.cast import persona
from tests.transfers.stories import CLOSED, checked, claimed_twice, granted, opened, proposed, signed, written

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(done: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in done)


def test_two_officers_open_one_file(in_threads: InThreads) -> None:
    offer, _firm, _person = claimed_twice()
    done = in_threads(
        *(
            lambda: usecases.open_transfer(OpenTransfer(offer, uuid4()), actor=persona("officer", days=CLOSED))
            for _ in range(3)
        )
    )
    assert outcomes(done) == {"done": 1, "Conflict": 2}
    assert [row.number for row in Transfer.objects.all()] == ["CG-2026-0001"], "no number is lost"


def test_a_claim_withdrawn_at_the_moment_of_the_decision_gets_nothing(in_threads: InThreads) -> None:
    offer, firm, person = claimed_twice()
    transfer = opened(offer)
    checked(transfer, firm)
    checked(transfer, person, "other", able=False)
    proposed(transfer, firm, refused=(person,))
    decision, _withdrawal = in_threads(
        lambda: usecases.decide_transfer(
            DecideTransfer(transfer, "Theo đề xuất", uuid4()), actor=persona("decider", days=CLOSED)
        ),
        lambda: results.withdraw_claim(
            WithdrawClaim(firm, "Đổi kế hoạch", uuid4()), actor=persona("founder", days=CLOSED)
        ),
    )
    if isinstance(decision, Exception):
        assert type(decision).__name__ == "Refused"
        assert TransferAnswer.objects.count() == 0
    else:
        assert TransferAnswer.objects.count() == 2
        assert outcomes(in_threads(lambda: written(transfer, firm))) == {"Refused": 1}, "it withdrew"


def test_both_sides_sign_at_once(in_threads: InThreads) -> None:
    transfer, firm, _person = granted()
    made = written(transfer, firm)
    done = in_threads(lambda: signed(made, "researcher"), lambda: signed(made, "founder"))
    assert outcomes(done) == {"done": 2}
    assert Handover.objects.get().state == "handed"
