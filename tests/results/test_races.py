"""Several at once on one offer: real threads, a database of its own. Every claim that was taken stays, and no party has two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import Refused
from khue.features.results import queries, usecases
from khue.features.results.domain.claims import ClaimTransfer
from khue.features.results.domain.rights import WithdrawOffer
from khue.features.results.models import TransferClaim
from khue.kernel.models import AuditRecord
from tests.cast import organisation, persona
from tests.results.test_claims import PURPOSE, claimed, on_offer

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)


def test_one_party_claims_once_and_no_other_partys_claim_is_lost(in_threads: InThreads) -> None:
    result, offer = on_offer()
    person = persona("founder").key
    asked = [ClaimTransfer(offer, organisation("TLX"), PURPOSE, uuid4()) for _ in range(3)]
    asked.append(ClaimTransfer(offer, person, PURPOSE, uuid4()))
    results = in_threads(*(lambda one=one: usecases.claim_transfer(one, actor=persona("founder")) for one in asked))
    assert outcomes(results) == {"done": 2, "Refused": 2}
    assert {f"party:{row.party_id}" for row in TransferClaim.objects.all()} == {organisation("TLX"), person}
    assert len(queries.claims_on(result, persona("researcher"))) == 2
    assert AuditRecord.objects.filter(deed="results.claim_transfer").count() == 2
    for refused in (one for one in results if isinstance(one, Refused)):
        assert {reason.code for reason in refused.decision.reasons} == {"results.claim_party"}


def test_a_claim_at_the_moment_of_withdrawal_is_kept_or_refused_with_its_reason(in_threads: InThreads) -> None:
    _result, offer = on_offer()
    claim, withdrawal = in_threads(
        lambda: claimed(offer),
        lambda: usecases.withdraw_offer(WithdrawOffer(offer, "Đã chuyển giao"), actor=persona("researcher")),
    )
    assert withdrawal is None, "the owner's word is never lost"
    if isinstance(claim, Refused):
        assert {reason.code for reason in claim.decision.reasons} == {"results.claim_state"}
        assert TransferClaim.objects.count() == 0
    else:
        assert TransferClaim.objects.get().pk == claim
