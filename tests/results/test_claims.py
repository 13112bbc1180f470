"""A party claims a result that is on offer: once, while claims are taken, with its ground; the owner hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.features.results import queries, usecases
from khue.features.results.domain.claims import ClaimTransfer, WithdrawClaim
from khue.features.results.domain.rights import OfferTransfer, WithdrawOffer
from khue.features.results.models import TransferClaim
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.cast import MOMENT, organisation, persona
from tests.results.stories import registered

pytestmark = pytest.mark.django_db
PURPOSE = "Lắp thử tại ba trạm bơm."


def on_offer() -> tuple[int, int]:
    """A registered result and its offer, open for thirty days."""
    result = registered()
    day = MOMENT.date()
    asked = OfferTransfer(result, Text("Dùng tại Hà Nội"), day, day + timedelta(days=30), uuid4())
    return result, usecases.offer_transfer(asked, actor=persona("researcher"))


def claimed(offer: int, who: str = "founder", days: int = 0, **more: Any) -> int:
    given = {"party": organisation("TLX"), "purpose": PURPOSE, "once": uuid4()} | more
    return usecases.claim_transfer(ClaimTransfer(offer, **given), actor=persona(who, days=days))


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in caught.value.decision.reasons}


def test_a_claim_leaves_every_trace_and_a_repetition_none() -> None:
    result, offer = on_offer()
    once = uuid4()
    made, again = claimed(offer, once=once), claimed(offer, once=once)
    assert made == again
    row = TransferClaim.objects.get()
    assert (row.offer_id, row.party_name, row.purpose) == (offer, persona_firm(), PURPOSE)
    assert (
        AuditRecord.objects.filter(deed="results.claim_transfer", subjects__contains=[f"result:{result}"]).count() == 1
    )
    for party in (organisation("TLX"), organisation("VLSH")):
        assert TimelineRow.objects.filter(party=party, wire="results.transfer_claimed").count() == 1
    assert Notice.objects.filter(
        party=persona("researcher").key, title_vi__contains="đăng ký nhận chuyển giao"
    ).exists()
    [seen] = queries.claims_on(result, persona("researcher"))
    assert (seen.id, seen.purpose, seen.may_withdraw) == (made, PURPOSE, False)
    assert [one.id for one in queries.my_claims(persona("founder")).rows] == [made]
    assert queries.my_claims(persona("resident")).rows == ()


def persona_firm() -> str:
    return people.parties([organisation("TLX")])[organisation("TLX")].name


def test_refusals_name_every_reason_and_change_nothing() -> None:
    _result, offer = on_offer()
    claimed(offer)
    before = AuditRecord.objects.count(), Notice.objects.count()
    with pytest.raises(Refused) as caught:
        claimed(offer, purpose=" ")
    assert codes(caught) == {"results.claim_party", "results.claim_purpose"}
    with pytest.raises(Refused) as caught:
        claimed(offer, who="researcher", party=organisation("VLSH"))
    assert codes(caught) == {"results.claim_party"}
    with pytest.raises(Refused) as caught:
        claimed(offer, days=30, party=persona("founder").key)
    assert codes(caught) == {"results.claim_state"}, "the window ends before that day"
    with pytest.raises(NotAllowed):
        claimed(offer, who="resident")
    with pytest.raises(Missing):
        claimed(offer + 99)
    usecases.withdraw_offer(WithdrawOffer(offer, "Đã chuyển giao"), actor=persona("researcher"))
    now = AuditRecord.objects.count(), Notice.objects.count()
    with pytest.raises(Refused):
        claimed(offer, party=persona("founder").key)
    assert (AuditRecord.objects.count(), Notice.objects.count()) == now
    assert TransferClaim.objects.count() == 1
    assert before[0] < now[0], "only the withdrawal of the offer came between"


def test_a_claim_is_taken_back_by_its_party_alone_and_stays_on_record() -> None:
    result, offer = on_offer()
    made = claimed(offer)
    with pytest.raises(Missing):
        usecases.withdraw_claim(WithdrawClaim(made, "x"), actor=persona("researcher"))
    with pytest.raises(Refused) as caught:
        usecases.withdraw_claim(WithdrawClaim(made, " "), actor=persona("founder"))
    assert codes(caught) == {"results.claim_ground"}
    once = uuid4()
    for _time in range(2):
        usecases.withdraw_claim(WithdrawClaim(made, "Đổi kế hoạch", once), actor=persona("founder"))
    with pytest.raises(Refused):
        usecases.withdraw_claim(WithdrawClaim(made, "Lần nữa"), actor=persona("founder"))
    [seen] = queries.claims_on(result, persona("officer"))
    assert (seen.state.code, seen.ground, seen.purpose) == ("withdrawn", "Đổi kế hoạch", PURPOSE)
    assert claimed(offer) != made, "the party may claim anew"
    for change in ({"purpose": "Khác"}, {"party_name": "Khác"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            TransferClaim.objects.filter(pk=made).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        TransferClaim.objects.filter(pk=made).delete()


def test_what_a_restricted_claimant_said_is_not_shown_to_staff() -> None:
    result, offer = on_offer()
    claimed(offer)
    party = people.party_id(organisation("TLX"))
    Restriction.objects.create(party_id=party, request="YC-2026-0911", handler="party:0", begun_at=MOMENT)
    [seen] = queries.claims_on(result, persona("officer"))
    assert (seen.name, seen.purpose, seen.party) == (people.RESTRICTED, "", "")
    assert [one.purpose for one in queries.my_claims(persona("founder")).rows] == [PURPOSE]
