"""Calls in two stages: concepts first, then full proposals by those who were invited."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import (
    CancelCall,
    DecideProposal,
    HandIn,
    RecordOutcome,
    StartProposal,
)
from khue.features.calls.domain.judging import PutBeforeCouncil
from khue.features.calls.domain.rounds import PrepareRound
from khue.features.calls.models import Call, Member, Order, Proposal, Reminder
from khue.features.delivery.models import Mission
from khue.features.dossiers.models import DecisionRecord, Dossier
from khue.kernel.models import AuditRecord, Notice
from tests.calls.concepts import (
    WHY,
    checked,
    concept,
    concept_call,
    full_asked,
    full_call,
    judged,
    later,
    open_day,
    two_judged,
)
from tests.calls.judged import decided, followed
from tests.calls.stories import CANARY, approved_order, at, browser_of, opened, prepared, save
from tests.cast import organisation, persona
from tests.councils import cases

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.decision.reasons]


def begin(call: Call, key: str = "researcher", short: str = "VLSH", **more: object) -> Proposal:
    asked = StartProposal(call.pk, organisation(short), "Dự báo ngập úng, đề xuất hoàn chỉnh", **more)  # type: ignore[arg-type]  # the rest by name
    return Proposal.objects.get(pk=usecases.start_proposal(asked, actor=open_day(call, key)))


def test_a_concept_is_short_sealed_and_judged_with_its_ground() -> None:
    call = concept_call()
    row = concept(call)
    assert Dossier.objects.get(pk=row.dossier_id).procedure_key == "mission-concept"
    with pytest.raises(Missing):
        queries.proposal(row.pk, persona("officer"))
    assert CANARY not in str(list(AuditRecord.objects.values_list("body", flat=True)))
    opened(call)
    row.refresh_from_db()
    assert (row.asked, row.own) == (1_200_000_000, 300_000_000), "the two estimates stand for cost lines"
    checked(row)
    once = uuid4()
    for _again in range(2):
        usecases.record_outcome(RecordOutcome(row.pk, True, WHY, once=once), actor=later(call))
    row.refresh_from_db()
    assert (row.state, row.outcome_ground) == ("invited", WHY)
    assert Dossier.objects.get(pk=row.dossier_id).state == "granted"
    assert DecisionRecord.objects.get(dossier=row.dossier_id).amount is None
    assert Notice.objects.filter(party=persona("researcher").key, body_vi=WHY).count() == 1
    audit = AuditRecord.objects.filter(chain=f"proposal:{row.pk}", deed="calls.record_outcome")
    assert audit.count() == 1
    assert not Mission.objects.exists(), "a concept brings no mission"


def test_a_concept_is_not_funded_nor_chosen_in_a_round() -> None:
    call, first, _second = two_judged()
    with pytest.raises(Refused) as refused:
        usecases.decide_proposal(DecideProposal(first.pk, True, "Đủ căn cứ phê duyệt."), actor=later(call, "decider"))
    assert refused.value.decision.reasons
    waiting = concept_call(title="Tuyển chọn ý tưởng chống ngập hầm chui")
    with pytest.raises(Refused) as refused:
        usecases.prepare_round(PrepareRound("Vòng xét chọn quý hai", (waiting.pk,)), actor=persona("officer"))
    assert "concept_stage" in codes(refused)
    assert waiting.pk not in [pk for pk, _label in queries.callable_calls(persona("officer").today)]
    for state in ("recommended", "funded", "refused"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=first.pk).update(state=state)


def test_a_council_judges_concepts_as_it_judges_proposals() -> None:
    call = concept_call()
    row = concept(call)
    opened(call)
    checked(row)
    moment = later(call).moment
    found = cases.founded_council(at=moment)
    asked = PutBeforeCouncil(call.pk, found.council, (row.pk,))
    usecases.put_before_council(asked, actor=later(call))
    item = queries.verdicts_of([row.pk])[row.pk][0].item
    with pytest.raises(Refused) as refused:
        usecases.record_outcome(RecordOutcome(row.pk, True, WHY), actor=later(call))
    assert "before_council" in codes(refused)
    decided(found, [item], {item: "refused"}, moment + timedelta(days=1))
    assert followed(item)
    row.refresh_from_db()
    assert row.state == "not_invited"
    assert not followed(item), "once"


def test_only_who_was_invited_begins_the_full_proposal_and_others_are_told_why() -> None:
    call, first, second = two_judged()
    full = full_call(call)
    told = Notice.objects.filter(path=f"/calls/{full.pk}/")
    assert persona("researcher").key in told.values_list("party", flat=True)
    assert persona("founder").key not in told.values_list("party", flat=True)
    with pytest.raises(Refused) as refused:
        begin(full, "founder", "TLX")
    reason = next(r for r in refused.value.decision.reasons if r.code == "concept_not_invited")
    assert second.outcome_ground in reason.text.vi
    assert reason.next_step is not None
    with pytest.raises(Refused) as refused:
        begin(full, "founder", "TLX", concept=first.pk)
    assert "not_own_concept" in codes(refused)
    with pytest.raises(Refused) as refused:
        begin(full, "founder", "VLSH")
    assert codes(refused) == ["no_mandate"], "whose concepts there are is told to nobody else"
    assert not Proposal.objects.filter(call=full).exists()


def test_who_handed_in_no_concept_is_told_what_can_be_done() -> None:
    call = concept_call()
    judge = concept(call)
    opened(call)
    judged(judge, True)
    full = full_call(call)
    with pytest.raises(Refused) as refused:
        begin(full, "founder", "TLX")
    assert "no_concept" in codes(refused)
    page = browser_of("founder").get(f"/vi/calls/{full.pk}/").content.decode()
    assert "dành cho đơn vị được mời" in page


def test_the_full_proposal_begins_with_what_the_concept_said() -> None:
    call, first, _second = two_judged()
    full = full_call(call)
    once = uuid4()
    row = begin(full, once=once)
    assert begin(full, once=once).pk == row.pk, "a second posting does nothing more"
    answers = Dossier.objects.get(pk=row.dossier_id).answers
    assert answers["goal"] == Dossier.objects.get(pk=first.dossier_id).answers["goal"]
    assert {"capacity", "impact"} <= set(answers)
    assert "estimate" not in answers
    member = Member.objects.get(proposal=row)
    assert (member.role, member.confirmed_at is not None) == ("principal", True)
    researcher = open_day(full, "researcher")
    save(row, "content", {**{k: answers[k] for k in ("goal", "state_of_art", "products")}, "method": "Mới"}, researcher)
    found = queries.comparison(row.pk, "content", None, None, researcher)
    assert (found.older, found.newer) == (0, 1)
    [changed] = [one for one in found.fields if one.changed]
    assert (changed.before, changed.after) == ("Ghép ra-đa mưa với mô hình thủy lực.", "Mới")
    assert queries.comparison(row.pk, "content", 0, 1, researcher).older == 0
    page = queries.proposal(row.pk, researcher)
    assert page.concept == (first.pk, first.number)
    assert queries.proposal(first.pk, researcher).full == (row.pk, row.number)
    assert queries.proposal(first.pk, later(call)).full is None, "the full one is sealed for the office"
    with pytest.raises(Refused) as refused:
        begin(full)
    assert "concept_taken" in codes(refused)


def test_a_given_up_full_proposal_may_be_begun_again() -> None:
    from khue.features.calls.domain.commands import TakeBack

    call, _first, _second = two_judged()
    full = full_call(call)
    row = begin(full)
    usecases.take_back(TakeBack(row.pk, give_up=True), actor=open_day(full, "researcher"))
    assert begin(full).pk != row.pk


def test_the_full_call_waits_for_every_concept_and_is_one() -> None:
    call = concept_call()
    first, second = concept(call), concept(call, "founder", "TLX")
    with pytest.raises(Refused) as refused:
        usecases.prepare_call(full_asked(call), actor=later(call, days=1))
    assert "not_judged" in codes(refused)
    opened(call)
    judged(first, False, "Chưa rõ phương pháp hiệu chỉnh.")
    with pytest.raises(Refused) as refused:
        usecases.prepare_call(full_asked(call), actor=later(call, days=1))
    assert "not_judged" in codes(refused)
    judged(second, False, "Chưa rõ nguồn số liệu mưa.")
    with pytest.raises(Refused) as refused:
        usecases.prepare_call(full_asked(call), actor=later(call, days=1))
    assert "nobody_invited" in codes(refused)
    assert Call.objects.filter(order=call.order_id).count() == 1


def test_cancelling_the_full_call_keeps_the_invitations() -> None:
    call, first, _second = two_judged()
    full = full_call(call)
    with pytest.raises(Refused) as refused:
        usecases.prepare_call(full_asked(call), actor=later(call, days=1))
    assert "followed_already" in codes(refused)
    usecases.cancel_call(CancelCall(full.pk, "Điều chỉnh lại khung kinh phí."), actor=open_day(full, "officer"))
    assert Order.objects.get(pk=call.order_id).state == "called"
    again = full_call(call)
    assert begin(again).concept_id == first.pk


def test_a_direct_assignment_has_no_concept_stage() -> None:
    order = approved_order(
        mode="direct-assignment", ground="Đơn vị duy nhất có mạng đo mưa đã kiểm định.", performer=organisation("VLSH")
    )
    with pytest.raises(Refused) as refused:
        usecases.prepare_call(prepared(order, stage="concept"), actor=persona("officer"))
    assert "concept_direct" in codes(refused)


def test_authors_of_concepts_are_reminded_and_late_ones_refused() -> None:
    from khue.kernel.clock import job_actor

    call = concept_call()
    row = concept(call, sealed=False)
    job = replace(job_actor("calls.remind_writers"), moment=call.closes_at - timedelta(hours=20))
    assert usecases.remind_writers(call.pk, actor=job) == 1
    assert usecases.remind_writers(call.pk, actor=job) == 0
    assert Reminder.objects.filter(proposal=row).count() == 1
    with pytest.raises(Refused) as refused:
        usecases.hand_in(HandIn(row.pk, True), actor=at(persona("researcher"), call.closes_at))
    assert "late" in codes(refused)
    usecases.hand_in(HandIn(row.pk, True), actor=at(persona("researcher"), call.closes_at - timedelta(milliseconds=1)))


def test_only_the_office_prepares_and_judges() -> None:
    call, first, _second = two_judged()
    with pytest.raises(NotAllowed):
        usecases.prepare_call(full_asked(call), actor=later(call, "researcher"))
    with pytest.raises(NotAllowed):
        usecases.record_outcome(RecordOutcome(first.pk, True, WHY), actor=later(call, "founder"))
    with pytest.raises(Missing):
        queries.proposal(first.pk, later(call, "founder"))


def test_the_database_refuses_a_full_proposal_without_an_invited_concept() -> None:
    call, first, second = two_judged()
    full = full_call(call)
    row = begin(full)
    for wrong in (None, second.pk):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.create(
                call=full, concept_id=wrong, dossier_id=10**6, number="x", lead_id=first.lead_id, lead_name="x",
                title="x", started_by="x", started_at=row.started_at,
            )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=full.pk).update(concept_call=None)


def test_pages_show_both_stages() -> None:
    call, first, _second = two_judged()
    office = browser_of("officer")
    page = office.get(f"/vi/calls/{call.pk}/").content.decode()
    assert f"/calls/{call.pk}/full/" in page
    assert "giai đoạn ý tưởng" in page
    assert office.get(f"/vi/calls/{call.pk}/full/").status_code == 200
    assert office.get(f"/vi/calls/{full_call(call).pk}/full/").status_code == 404
    assert "giai đoạn ý tưởng" in office.get("/vi/calls/?view=ended").content.decode()
    assert first.outcome_ground in browser_of("researcher").get(f"/vi/proposals/{first.pk}/").content.decode()
