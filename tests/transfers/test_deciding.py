"""Who receives a result that public money formed: examined after claims ended, decided by two persons, answered with grounds."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.features.results import usecases as results
from khue.features.results.domain.claims import WithdrawClaim
from khue.features.results.domain.rights import WithdrawOffer
from khue.features.rulebook.models import KeptRuling
from khue.features.transfers import queries, usecases
from khue.features.transfers.domain.commands import DecideTransfer, EndTransfer, OpenTransfer, ReturnProposal
from khue.features.transfers.models import Capability, Transfer, TransferAnswer
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.cast import MOMENT, organisation, persona
from tests.results.test_claims import claimed, on_offer
from tests.transfers.stories import CLOSED, card, checked, claimed_twice, decided, granted, opened, posted, proposed

pytestmark = pytest.mark.django_db


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in caught.value.decision.reasons}


def test_the_whole_way_from_claims_to_the_decision() -> None:
    transfer, firm, person = granted()
    row = Transfer.objects.get(pk=transfer)
    assert (row.number, row.state, row.proposed_by == row.decided_by) == ("CG-2026-0001", "decided", False)
    answers = {one.claim_id: one.granted for one in TransferAnswer.objects.all()}
    assert answers == {firm: True, person: False}
    [ruling] = KeptRuling.objects.filter(rule="results.gratuitous-transfer")
    assert ruling.subject == f"transfer_answer:{TransferAnswer.objects.get(granted=True).pk}"
    assert ruling.outcome == "granted"
    deeds = AuditRecord.objects.filter(deed__startswith="transfers.").order_by("pk").values_list("deed", flat=True)
    assert [deed.removeprefix("transfers.") for deed in deeds] == [
        "open_transfer", "check_claim", "check_claim", "propose_transfer", "decide_transfer"
    ]  # fmt: skip
    assert TimelineRow.objects.filter(party=organisation("TLX"), wire="transfers.claim_answered").count() == 1
    assert Notice.objects.filter(party=persona("founder").key, title_vi__startswith="Không được nhận").count() == 1


def test_everybody_reads_who_receives_it_and_nobody_else_who_was_refused() -> None:
    transfer, firm, _person = granted()
    for who in ("resident", "reviewer", "chair"):
        seen = card(transfer, who)
        assert [claim for claim, _name in seen.receivers] == [firm]
        assert (seen.claims, seen.proposals, seen.role) == ((), (), "")
    assert {one.claim for one in card(transfer, "founder").claims} == {firm, _person}, "its own two"
    assert len(card(transfer, "researcher").claims) == 2, "the owner reads all"
    assert card(transfer, "researcher").proposals == (), "what officers proposed stays with them"
    assert len(card(transfer, "auditor").proposals) == 1


def test_before_the_decision_it_is_nobody_elses() -> None:
    offer, _firm, _person = claimed_twice()
    transfer = opened(offer)
    with pytest.raises(Missing):
        card(transfer, "resident")
    assert queries.transfers(persona("resident", days=CLOSED), "decided", None).rows == ()
    assert len(queries.transfers(persona("founder", days=CLOSED), "mine", None).rows) == 1, "two claims, one line"
    with pytest.raises(NotAllowed):
        queries.transfers(persona("founder", days=CLOSED), "waiting", None)


def test_a_file_is_opened_once_and_not_while_claims_are_taken() -> None:
    offer, _firm, _person = claimed_twice()
    with pytest.raises(Refused) as caught:
        opened(offer, days=CLOSED - 1)
    assert codes(caught) == {"transfers.still_open"}
    assert [one.offer for one in queries.offers_to_open(persona("officer", days=CLOSED))] == [offer]
    once = uuid4()
    asked = OpenTransfer(offer, once)
    made = [usecases.open_transfer(asked, actor=persona("officer", days=CLOSED)) for _time in range(2)]
    assert made[0] == made[1]
    with pytest.raises(Conflict):
        opened(offer)
    assert queries.offers_to_open(persona("officer", days=CLOSED)) == ()
    with pytest.raises(NotAllowed):
        opened(offer, who="researcher")


def test_a_person_may_not_receive_it_and_says_the_rulebook_why() -> None:
    offer, firm, person = claimed_twice()
    transfer = opened(offer)
    checked(transfer, firm)
    checked(transfer, person, "other")
    with pytest.raises(Refused) as caught:
        proposed(transfer, firm, person)
    assert codes(caught) == {"receiver"}
    assert caught.value.decision.reasons[0].source is not None, "with the provision it rests on"


def test_what_the_exchange_does_not_show_is_not_handed_over() -> None:
    _result, offer = on_offer()
    firm = claimed(offer)
    transfer = opened(offer)
    checked(transfer, firm)
    with pytest.raises(Refused) as caught:
        proposed(transfer, firm)
    assert codes(caught) == {"not_posted"}


def test_no_capability_no_result() -> None:
    offer = posted()
    firm = claimed(offer)
    transfer = opened(offer)
    with pytest.raises(Refused) as caught:
        proposed(transfer, firm)
    assert codes(caught) == {"transfers.unchecked"}
    checked(transfer, firm, able=False, ground="Chưa có người vận hành")
    with pytest.raises(Refused) as caught:
        proposed(transfer, firm)
    assert codes(caught) == {"capability"}
    checked(transfer, firm)
    proposed(transfer, firm)
    decided(transfer)
    assert Capability.objects.count() == 2, "the older check stays"


def test_whoever_proposed_does_not_decide_and_the_database_says_so_too() -> None:
    offer, firm, person = claimed_twice()
    transfer = opened(offer)
    checked(transfer, firm)
    checked(transfer, person, "other", able=False)
    proposed(transfer, firm, refused=(person,))
    with pytest.raises(NotAllowed):
        decided(transfer, who="officer")
    with pytest.raises(NotAllowed):
        decided(transfer, who="founder")
    row = Transfer.objects.get(pk=transfer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.filter(pk=transfer).update(
            state="decided", decided_by=row.proposed_by, decided_at=MOMENT, ground="x"
        )
    decided(transfer)
    for change in ({"state": "checking"}, {"ground": "khác"}, {"owner_name": "khác"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Transfer.objects.filter(pk=transfer).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        TransferAnswer.objects.filter(transfer=transfer).update(granted=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        TransferAnswer.objects.filter(transfer=transfer).delete()


def test_a_returned_proposal_stays_and_another_takes_its_place() -> None:
    offer, firm, person = claimed_twice()
    transfer = opened(offer)
    checked(transfer, firm)
    checked(transfer, person, "other", able=False)
    proposed(transfer, firm, refused=(person,))
    back = ReturnProposal(transfer, "Nêu rõ kế hoạch sử dụng", uuid4())
    usecases.return_proposal(back, actor=persona("decider", days=CLOSED))
    seen = card(transfer, "officer")
    assert (seen.state.code, seen.proposals[0].return_ground) == ("checking", "Nêu rõ kế hoạch sử dụng")
    assert Notice.objects.filter(party=persona("officer").key, title_vi__contains="được trả lại").count() == 1
    proposed(transfer, firm, refused=(person,))
    decided(transfer)
    assert [one.no for one in card(transfer, "officer").proposals] == [2, 1]


def test_a_claim_withdrawn_after_the_proposal_asks_for_another_proposal() -> None:
    offer, firm, person = claimed_twice()
    transfer = opened(offer)
    checked(transfer, firm)
    checked(transfer, person, "other", able=False)
    proposed(transfer, firm, refused=(person,))
    results.withdraw_claim(WithdrawClaim(firm, "Đổi kế hoạch", uuid4()), actor=persona("founder", days=CLOSED))
    with pytest.raises(Refused) as caught:
        decided(transfer)
    assert codes(caught) == {"transfers.claims_changed"}
    assert TransferAnswer.objects.count() == 0


def test_an_offer_withdrawn_meanwhile_ends_the_file() -> None:
    offer, _firm, _person = claimed_twice()
    transfer = opened(offer)
    with pytest.raises(Refused) as caught:
        ended(transfer)
    assert codes(caught) == {"transfers.claims_stand"}
    results.withdraw_offer(WithdrawOffer(offer, "Giữ lại để phát triển", uuid4()), actor=persona("researcher", days=CLOSED))  # fmt: skip
    ended(transfer)
    assert Transfer.objects.get(pk=transfer).state == "ended"
    assert Notice.objects.filter(party=persona("founder").key, title_vi__contains="kết thúc").exists()


def ended(transfer: int) -> None:
    usecases.end_transfer(EndTransfer(transfer, "Không còn bên nhận", uuid4()), actor=persona("officer", days=CLOSED))


def test_a_restricted_claimant_waits_and_is_named_to_nobody_of_staff() -> None:
    offer, firm, person = claimed_twice()
    transfer = opened(offer)
    checked(transfer, firm)
    checked(transfer, person, "other", able=False)
    proposed(transfer, firm, refused=(person,))
    party = people.party_id(organisation("TLX"))
    Restriction.objects.create(party_id=party, request="YC-2026-0911", handler="party:0", begun_at=MOMENT)
    with pytest.raises(NotAllowed):
        decided(transfer)
    shown = next(one for one in card(transfer, "officer").claims if one.claim == firm)
    assert (shown.name, shown.purpose, shown.party, shown.check) == (people.RESTRICTED, "", "", None)


def test_refusals_say_what_is_missing_and_change_nothing() -> None:
    offer, firm, person = claimed_twice()
    transfer = opened(offer)
    with pytest.raises(Refused) as caught:
        checked(transfer, firm, kind="bank", shown=" ", ground="")
    assert codes(caught) == {"transfers.kind", "transfers.shown", "transfers.ground"}
    before = AuditRecord.objects.count()
    with pytest.raises(Refused) as caught:
        usecases.decide_transfer(DecideTransfer(transfer, " ", uuid4()), actor=persona("decider", days=CLOSED))
    assert codes(caught) >= {"transfers.state", "transfers.ground"}
    assert AuditRecord.objects.count() == before
    assert person
