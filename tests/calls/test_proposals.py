"""Proposals: begun, written by several, handed in, sealed, opened by two, checked, judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core.errors import Conflict, Missing, NotAllowed, Refused, Stale
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import (
    AnswerInvitation,
    DecideProposal,
    HandIn,
    InviteMember,
    OpenProposals,
    RecordOutcome,
    RemoveMember,
    StartProposal,
    TakeBack,
)
from khue.features.calls.models import Call, Member, Proposal, Reminder, SectionRevision
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import (
    AskSupplement,
    CompleteStep,
    SaveAnswers,
    StartDraft,
    SubmitDossier,
    Withdraw,
)
from khue.features.dossiers.models import Dossier
from khue.features.dossiers.queries.tasks import open_task_of
from khue.kernel.models import Notice, StoredFile
from tests.calls import stories
from tests.calls.stories import at, handed_in, opened, published_call, save, started, written
from tests.cast import organisation, persona

pytestmark = pytest.mark.django_db


def codes(refused: Any) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_the_rules_are_asked_before_anything_is_written() -> None:
    call = published_call()
    asked = StartProposal(call.pk, organisation("VLSH"), "Đề xuất dự báo ngập", capacity=False, matches=False)
    with pytest.raises(Refused) as refused:
        usecases.start_proposal(asked, actor=persona("researcher"))
    assert codes(refused) == {"capacity_and_experience", "matching_function"}
    assert all(reason.source for reason in refused.value.decision.reasons)
    assert not Proposal.objects.exists()
    assert not Dossier.objects.filter(procedure_key="mission-proposal").exists()


def test_a_private_person_leads_no_proposal_and_no_one_without_a_mandate() -> None:
    call = published_call()
    with pytest.raises(Refused) as refused:
        started(call, persona("resident"), persona("resident").key)
    assert "legal_person" in codes(refused)
    with pytest.raises(Refused) as refused:
        started(call, persona("founder"), organisation("VLSH"))
    assert "no_mandate" in codes(refused)


def test_only_the_performer_of_a_direct_assignment_proposes() -> None:
    call = stories.direct_call()
    with pytest.raises(Refused) as refused:
        started(call, persona("founder"), organisation("TLX"))
    assert "not_invited" in codes(refused)
    assert started(call).state == "writing"


def test_a_proposal_neither_begins_nor_ends_at_the_counter() -> None:
    researcher = persona("researcher")
    with pytest.raises(Refused) as refused:
        dossiers.start_draft(StartDraft("mission-proposal", organisation("VLSH")), actor=researcher)
    assert codes(refused) == {"elsewhere"}
    proposal = written(published_call())
    for deed in (
        lambda: dossiers.submit_dossier(SubmitDossier(proposal.dossier_id, True), actor=researcher),
        lambda: dossiers.withdraw_dossier(Withdraw(proposal.dossier_id, ""), actor=researcher),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert codes(refused) == {"in_envelope"}


def test_members_confirm_by_an_own_sign_in_and_the_list_of_what_is_missing_names_them() -> None:
    proposal = written(published_call())
    founder = persona("founder")
    usecases.invite_member(
        InviteMember(proposal.pk, founder.key, "member", organisation("TLX")), actor=persona("researcher")
    )
    with pytest.raises(Refused) as refused:
        usecases.hand_in(HandIn(proposal.pk, True), actor=persona("researcher"))
    assert codes(refused) == {"unconfirmed"}
    with pytest.raises(Missing):
        usecases.answer_invitation(AnswerInvitation(proposal.pk, True), actor=persona("resident"))
    usecases.answer_invitation(AnswerInvitation(proposal.pk, True), actor=founder)
    assert usecases.hand_in(HandIn(proposal.pk, True), actor=persona("researcher"))


def test_who_declines_or_is_taken_off_writes_no_more() -> None:
    call = published_call()
    proposal, founder, researcher = started(call), persona("founder"), persona("researcher")
    member = usecases.invite_member(InviteMember(proposal.pk, founder.key, "member"), actor=researcher)
    save(proposal, "content", {"goal": "x"}, founder)
    usecases.answer_invitation(AnswerInvitation(proposal.pk, False), actor=founder)
    with pytest.raises((Missing, Conflict)):
        save(proposal, "content", {"goal": "y"}, founder)
    usecases.remove_member(RemoveMember(proposal.pk, member), actor=researcher)
    with pytest.raises(Missing):
        queries.proposal(proposal.pk, founder)


def test_two_principals_or_a_member_twice_are_refused() -> None:
    proposal, researcher = written(published_call()), persona("researcher")
    with pytest.raises(Refused) as refused:
        usecases.invite_member(InviteMember(proposal.pk, persona("founder").key, "principal"), actor=researcher)
    assert codes(refused) == {"second_principal"}
    with pytest.raises(Refused) as refused:
        usecases.invite_member(InviteMember(proposal.pk, researcher.key, "member"), actor=researcher)
    assert codes(refused) == {"twice"}
    assert Member.objects.count() == 1


def test_two_who_save_one_section_overwrite_nothing_and_both_stay_readable() -> None:
    proposal, researcher, founder = started(published_call()), persona("researcher"), persona("founder")
    usecases.invite_member(InviteMember(proposal.pk, founder.key, "member"), actor=researcher)
    save(proposal, "content", {"goal": "Bản của chủ nhiệm"}, researcher)
    with pytest.raises(Stale):
        dossiers.save_answers(SaveAnswers(proposal.dossier_id, "content", {"goal": "Bản cũ"}, 0), actor=founder)
    save(proposal, "content", {"goal": "Bản của thành viên"}, founder)
    found = queries.comparison(proposal.pk, "content", None, None, researcher)
    goal = found.fields[0]
    assert (found.older, found.newer, goal.before, goal.after) == (1, 2, "Bản của chủ nhiệm", "Bản của thành viên")
    assert [line.saved_by for line in found.revisions] == [founder.name, researcher.name]


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_sealed() -> None:
    proposal = started(published_call())
    save(proposal, "costs", stories.answers()["costs"] | {"costs": [
        {"description": "A", "amount": 5_000_000_000, "requested": 4_000_000_000, "own_money": 0, "other_public": 500_000_000}
    ]}, persona("researcher"))  # fmt: skip
    with pytest.raises(Refused) as refused:
        usecases.hand_in(HandIn(proposal.pk, False), actor=persona("researcher"))
    assert {"unanswered", "principal", "certified", "over_frame", "not_covered", "two_sources"} <= codes(refused)
    assert Dossier.objects.get(pk=proposal.dossier_id).sealed_at is None


def test_handing_in_seals_it_tells_the_team_and_gives_no_clock_to_anybody() -> None:
    proposal = handed_in(published_call())
    dossier = Dossier.objects.get(pk=proposal.dossier_id)
    assert (proposal.state, dossier.state, proposal.submissions) == ("handed_in", "draft", 1)
    assert dossier.sealed_at is not None
    assert len(proposal.digest) == 64
    with pytest.raises(Conflict):
        save(proposal, "content", {"goal": "sửa sau khi nộp"}, persona("researcher"))


def test_the_database_itself_refuses_to_change_what_is_sealed() -> None:
    proposal = handed_in(published_call())
    for statement in (
        "UPDATE dossiers_dossier SET answers = '{}' WHERE id = %s",
        "DELETE FROM dossiers_draftfile WHERE dossier_id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [proposal.dossier_id])
    late = "UPDATE calls_proposal SET state = 'handed_in', handed_in_at = %s WHERE id = %s"
    usecases.take_back(TakeBack(proposal.pk), actor=persona("researcher"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            late.replace("SET", "SET handed_in_by = 'x', digest = 'x',"),
            [stories.CLOSES, proposal.pk],
        )


def test_the_last_moment_counts_and_the_next_one_is_late_with_nothing_lost() -> None:
    call = published_call()
    first, second = written(call), written(call, persona("founder"), organisation("TLX"))
    in_time = at(persona("researcher"), call.closes_at - timedelta(microseconds=1))
    usecases.hand_in(HandIn(first.pk, True), actor=in_time)
    late = at(persona("founder"), call.closes_at)
    with pytest.raises(Refused) as refused:
        usecases.hand_in(HandIn(second.pk, True), actor=late)
    assert codes(refused) == {"late"}
    second.refresh_from_db()
    assert second.state == "writing"
    assert queries.proposal(second.pk, late).asked == 1_200_000_000


def test_taken_back_changed_and_handed_in_again_before_the_hour() -> None:
    call = published_call()
    proposal, researcher = handed_in(call), persona("researcher")
    before = proposal.digest
    usecases.take_back(TakeBack(proposal.pk), actor=researcher)
    save(proposal, "content", stories.answers("khác")["content"], researcher)
    usecases.hand_in(HandIn(proposal.pk, True), actor=researcher)
    proposal.refresh_from_db()
    assert (proposal.submissions, proposal.digest == before) == (2, False)
    with pytest.raises(Refused) as refused:
        usecases.take_back(TakeBack(proposal.pk), actor=at(researcher, call.closes_at))
    assert codes(refused) == {"closed"}


def test_a_member_hands_nothing_in_and_the_same_form_twice_is_one_submission() -> None:
    proposal, founder, researcher = written(published_call()), persona("founder"), persona("researcher")
    usecases.invite_member(InviteMember(proposal.pk, founder.key, "member"), actor=researcher)
    usecases.answer_invitation(AnswerInvitation(proposal.pk, True), actor=founder)
    with pytest.raises(Refused) as refused:
        usecases.hand_in(HandIn(proposal.pk, True), actor=founder)
    assert codes(refused) == {"no_mandate"}
    once = uuid4()
    seals = {usecases.hand_in(HandIn(proposal.pk, True, once), actor=researcher) for _ in range(2)}
    proposal.refresh_from_db()
    assert (len(seals), proposal.submissions) == (1, 1)


def test_a_proposal_given_up_is_never_opened() -> None:
    call = published_call()
    proposal = handed_in(call)
    usecases.take_back(TakeBack(proposal.pk, give_up=True), actor=persona("researcher"))
    opened(call)
    proposal.refresh_from_db()
    assert proposal.state == "given_up"
    assert Dossier.objects.get(pk=proposal.dossier_id).state == "withdrawn"
    assert queries.items_of_call(call.pk) == ()


def test_authors_of_drafts_are_reminded_once_for_each_day() -> None:
    call = published_call()
    started(call)
    job = replace(persona("officer"), key="job:reminders")
    assert usecases.remind_writers(call.pk, actor=at(job, call.closes_at - timedelta(days=10))) == 0
    assert usecases.remind_writers(call.pk, actor=at(job, call.closes_at - timedelta(days=6))) == 1
    assert usecases.remind_writers(call.pk, actor=at(job, call.closes_at - timedelta(days=5))) == 0
    assert usecases.remind_writers(call.pk, actor=at(job, call.closes_at - timedelta(hours=20))) == 1
    assert Reminder.objects.count() == 2
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="chưa nộp").count() == 2


# -- opening ---------------------------------------------------------------------------------------------------------


def test_two_people_open_after_the_hour_and_neither_is_near() -> None:
    call = published_call()
    handed_in(call)
    with pytest.raises(Refused) as refused:
        usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("officer"), call.closes_at))
    assert codes(refused) == {"still_open"}
    after = call.closes_at + timedelta(hours=1)
    near = replace(at(persona("clerk"), after), acts_for=((organisation("VLSH"), "all"),))
    with pytest.raises(Refused) as refused:
        usecases.open_proposals(OpenProposals(call.pk), actor=near)
    assert codes(refused) == {"own_proposal"}
    with pytest.raises(NotAllowed):
        usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("accountant"), after))
    assert usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("officer"), after)) is False
    with pytest.raises(Refused) as refused:
        usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("officer"), after))
    assert codes(refused) == {"same_person"}
    assert usecases.open_proposals(OpenProposals(call.pk), actor=at(persona("clerk"), after)) is True
    call.refresh_from_db()
    assert (call.state, call.first_opener, call.second_opener) == (
        "opened",
        persona("officer").key,
        persona("clerk").key,
    )


def test_opened_proposals_are_dossiers_at_the_desk_and_a_list_for_the_council() -> None:
    call = published_call()
    proposal = handed_in(call)
    opened(call)
    proposal.refresh_from_db()
    dossier = Dossier.objects.get(pk=proposal.dossier_id)
    assert (proposal.state, proposal.asked, proposal.own) == ("opened", 1_200_000_000, 300_000_000)
    assert (dossier.state, dossier.title, dossier.submitted_at) == ("submitted", proposal.title, proposal.handed_in_at)
    (item,) = queries.items_of_call(call.pk)
    assert item.subject == f"proposal:{proposal.pk}"
    assert {organisation("VLSH"), persona("researcher").key} <= set(item.parties)
    assert open_task_of(dossier_id=dossier.pk).step == "formal"


def test_a_broken_seal_opens_nothing() -> None:
    call = published_call()
    proposal = handed_in(call)
    assert StoredFile.objects.filter(subject=f"dossier:{proposal.dossier_id}").update(sha256="0" * 64)
    with pytest.raises(Refused) as refused:
        opened(call)
    assert codes(refused) == {"seal_broken"}
    assert Call.objects.get(pk=call.pk).state == "published"


def test_the_formal_check_returns_or_hands_on_and_nothing_is_supplemented() -> None:
    call = published_call()
    first, second = handed_in(call), handed_in(call, persona("founder"), organisation("TLX"), "khác")
    opened(call)
    clerk = at(persona("clerk"), call.closes_at + timedelta(hours=2))
    one, two = (open_task_of(dossier_id=each.dossier_id, step="formal").id for each in (first, second))
    with pytest.raises(Refused) as refused:
        dossiers.request_supplement(AskSupplement(one, "Thiếu giấy tờ"), actor=clerk)
    assert codes(refused) == {"in_envelope"}
    dossiers.refuse_receipt(CompleteStep(one, "not_in_order", "Không theo mẫu."), actor=clerk)
    dossiers.accept_for_processing(CompleteStep(two, "in_order"), actor=clerk)
    first.refresh_from_db()
    assert first.state == "returned"
    assert [item.subject for item in queries.items_of_call(call.pk)] == [f"proposal:{second.pk}"]
    officer = at(persona("officer"), call.closes_at + timedelta(days=1))
    with pytest.raises(Refused):
        usecases.record_outcome(RecordOutcome(second.pk, True, ""), actor=officer)
    usecases.record_outcome(RecordOutcome(second.pk, True, "Đáp ứng mọi tiêu chí.", 8_750), actor=officer)
    second.refresh_from_db()
    assert (second.state, second.points) == ("recommended", 8_750)
    with pytest.raises(NotAllowed):
        usecases.decide_proposal(DecideProposal(second.pk, True, "Đồng ý theo hội đồng."), actor=officer)
    decider = at(persona("decider"), officer.moment)
    with pytest.raises(Refused):
        usecases.decide_proposal(DecideProposal(second.pk, True, ""), actor=decider)
    usecases.decide_proposal(DecideProposal(second.pk, True, "Đồng ý theo kết luận của hội đồng."), actor=decider)
    second.refresh_from_db()
    assert second.state == "funded"
    assert Dossier.objects.get(pk=second.dossier_id).state == "granted"
    with pytest.raises(Refused):
        usecases.record_outcome(RecordOutcome(second.pk, False, "Đổi ý sau khi ghi."), actor=officer)


def test_what_was_saved_unchanged_makes_no_new_version() -> None:
    proposal, researcher = started(published_call()), persona("researcher")
    for _ in range(2):
        save(proposal, "content", {"goal": "x"}, researcher)
    assert SectionRevision.objects.count() == 1
