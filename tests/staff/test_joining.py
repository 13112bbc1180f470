"""Invitation, roles with a second person, leaving, lost keys: every trace, and refusals that change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from khue.core.actor import Actor
from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.commands import TakeTask
from khue.features.dossiers.usecases import take_task
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import AssignRole
from khue.features.staff import queries, usecases
from khue.features.staff.domain.commands import (
    AcceptInvitation,
    AnswerKeyReset,
    AnswerProposal,
    AskKeyReset,
    InviteColleague,
    ProposeRole,
    RecordDeparture,
)
from khue.features.staff.models import Departure, Invitation, KeyReset, RoleProposal
from khue.features.staff.usecases import link_of
from khue.kernel import clock
from khue.kernel.models import AuditRecord, User
from tests.cast import later
from tests.missions.stories import a_story
from tests.staff.cases import MOMENT, TODAY, actor_of, away, colleague, notices_of, persona, records

pytestmark = pytest.mark.django_db
DOOR = Actor(key="public", name="", moment=MOMENT)
PASSWORD = "cầu Thê Húc màu son"


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def invited(role: str = "case-officer", unit: str = "DOST-QLKH", *, now: bool = False, **changes: object) -> Invitation:
    """From the day of the tests, or (``now``) from the real one, on which pages live."""
    asked = InviteColleague("Tạ Thị Mời", "moi@mau.example", unit, role, TODAY, once=uuid4())
    administrator = persona("administrator", at=clock.now()) if now else persona("administrator")
    number = usecases.invite_colleague(replace(asked, **changes), actor=administrator)  # type: ignore[arg-type]  # the test changes fields by name
    return Invitation.objects.get(pk=number)


def accept(invitation: Invitation, *, name: str = "ta.moi", door: Actor = DOOR, token: str = "") -> str:
    return usecases.accept_invitation(AcceptInvitation(token or link_of(invitation), name, PASSWORD), actor=door)


# -- invitation ------------------------------------------------------------------------------------------------------


def test_an_invited_person_comes_by_the_link_and_holds_the_role() -> None:
    invitation = invited()
    key = f"party:{invitation.person_id}"
    line = queries.staff_line(key, TODAY)
    assert line is not None
    assert line.state == "invited"
    assert people.rights_on(key, TODAY) == frozenset()
    assert accept(invitation) == "ta.moi"
    assert "missions.accept" in people.rights_on(key, TODAY)
    line = queries.staff_line(key, TODAY)
    assert line is not None
    assert line.state == "working"
    assert User.objects.get(username="ta.moi").check_password(PASSWORD)


def test_the_mail_holds_the_link_and_no_record_does() -> None:
    invitation = invited(now=True)
    assert usecases.mail_invitation(invitation.pk)
    message = mail.outbox[-1]
    assert message.to == ["moi@mau.example"]
    assert f"/vi/staff/invited/{link_of(invitation)}/" in str(message.body)
    assert invitation.nonce not in str(list(User.objects.values())) + str(list(RoleProposal.objects.values()))
    page = Client().get(f"/vi/staff/invited/{link_of(invitation)}/")
    assert page.status_code == 200
    assert "Tạ Thị Mời" in page.content.decode()


def test_an_invitation_works_once() -> None:
    invitation = invited()
    accept(invitation)
    before = records()
    with pytest.raises(Refused) as refused:
        accept(invitation, name="ke.khac")
    assert codes(refused) == {"staff.invitation_used"}
    assert records() == before
    assert not User.objects.filter(username="ke.khac").exists()
    page = Client().get(f"/vi/staff/invited/{link_of(Invitation.objects.get(pk=invitation.pk))}/")
    assert page.status_code == 410
    assert "đã được dùng" in page.content.decode()


def test_an_invitation_expires_and_a_new_link_replaces_the_old() -> None:
    invitation = invited()
    late = later(DOOR, hours=73)
    with pytest.raises(Refused) as expired:
        accept(invitation, door=late)
    assert codes(expired) == {"staff.invitation_expired"}
    old = link_of(invitation)
    usecases.renew_invitation(invitation.pk, actor=later(persona("administrator"), hours=73))
    with pytest.raises(Refused) as replaced:
        accept(invitation, door=late, token=old)
    assert codes(replaced) == {"staff.invitation_replaced"}
    accept(Invitation.objects.get(pk=invitation.pk), door=late)


def test_a_withdrawn_or_forged_link_opens_nothing() -> None:
    invitation = invited()
    usecases.withdraw_invitation(invitation.pk, actor=persona("administrator"))
    with pytest.raises(Refused) as refused:
        accept(invitation)
    assert codes(refused) == {"staff.invitation_withdrawn"}
    for token in ("xin-chao", link_of(invitation)[:-2] + "zz"):
        with pytest.raises(Missing):
            accept(invitation, token=token)
    assert RoleProposal.objects.get(invitation=invitation).state == "refused"


def test_a_weak_password_and_a_taken_name_are_told_and_the_link_stays_good() -> None:
    invitation = invited()
    with pytest.raises(Refused) as weak:
        usecases.accept_invitation(AcceptInvitation(link_of(invitation), "a b", "ngắn"), actor=DOOR)
    assert codes(weak) == {"staff.username", "staff.password"}
    with pytest.raises(Refused) as taken:
        accept(invitation, name="persona-clerk")
    assert codes(taken) == {"people.username"}
    assert accept(invitation) == "ta.moi"


def test_only_an_administrator_invites_and_nobody_twice() -> None:
    asked = InviteColleague("Tạ Thị Mời", "moi@mau.example", "DOST-QLKH", "case-officer", TODAY)
    with pytest.raises(NotAllowed):
        usecases.invite_colleague(asked, actor=persona("clerk"))
    known = people.record(persona("clerk").key)
    assert known
    first = invited(citizen_number="001190000777")
    with pytest.raises(Refused) as twice:
        invited(citizen_number="001190000777")
    assert codes(twice) == {"staff.invited_already"}
    assert Invitation.objects.filter(person=first.person_id).count() == 1


# -- a second person -------------------------------------------------------------------------------------------------


def test_a_role_that_decides_waits_for_a_second_administrator() -> None:
    first, second = persona("administrator"), colleague("Quản trị Hai", "PLATFORM", "administrator")
    person = persona("officer")
    number = usecases.propose_role(ProposeRole(person.key, "HPC", "decider", TODAY), actor=first)
    assert "missions.decide" not in people.rights_on(person.key, TODAY)
    with pytest.raises(Refused) as own:
        usecases.answer_proposal(AnswerProposal(number, True), actor=first)
    assert codes(own) == {"staff.four_eyes"}
    usecases.answer_proposal(AnswerProposal(number, True), actor=second)
    assert "missions.decide" in people.rights_on(person.key, TODAY)
    with pytest.raises(Conflict):
        usecases.answer_proposal(AnswerProposal(number, False, "Muộn"), actor=second)
    assert any("xác nhận" in title for title in notices_of(first.key))


def test_a_deputy_of_the_proposer_does_not_confirm() -> None:
    first, second = persona("administrator"), colleague("Quản trị Hai", "PLATFORM", "administrator")
    number = usecases.propose_role(ProposeRole(persona("officer").key, "HPC", "decider", TODAY), actor=first)
    there = replace(second, stands_in_for=first.key, mandate=f"absence:1:{first.key}")
    with pytest.raises(Refused) as refused:
        usecases.answer_proposal(AnswerProposal(number, True), actor=there)
    assert codes(refused) == {"staff.four_eyes"}


def test_the_direct_way_refuses_what_a_second_person_confirms() -> None:
    with pytest.raises(Refused) as refused:
        registering.assign_role(
            AssignRole(persona("officer").key, "HPC", "decider", TODAY), actor=persona("administrator")
        )
    assert codes(refused) == {"people.second_person"}


def test_an_ordinary_role_is_given_at_once_and_the_form_counts_once() -> None:
    once = uuid4()
    asked = ProposeRole(persona("clerk").key, "DOST-QLKH", "case-officer", TODAY, once=once)
    first = usecases.propose_role(asked, actor=persona("administrator"))
    assert "missions.accept" in people.rights_on(persona("clerk").key, TODAY)
    before = records()
    assert usecases.propose_role(asked, actor=persona("administrator")) == first
    assert records() == before


def test_nobody_gives_a_role_to_himself_or_herself() -> None:
    administrator = persona("administrator")
    with pytest.raises(Refused):
        usecases.propose_role(ProposeRole(administrator.key, "HPC", "decider", TODAY), actor=administrator)


# -- leaving ---------------------------------------------------------------------------------------------------------


def test_leaving_needs_an_empty_desk_or_the_queue_and_then_ends_everything() -> None:
    person = colleague("Lương Văn Đi", "DOST-QLCN", "appraiser", account="luong.di")
    task = a_story().applied().accepted_for_processing().task("appraisal")
    take_task(TakeTask(task), actor=person)
    absent = persona("appraiser")
    away(absent, person)
    signed_in = Client()
    signed_in.force_login(User.objects.get(username="luong.di"))
    asked = RecordDeparture(person.key, TODAY - timedelta(days=1), "Nghỉ hưu")
    with pytest.raises(Refused) as refused:
        usecases.record_departure(asked, actor=persona("administrator"))
    assert codes(refused) == {"staff.desk_not_empty"}
    assert Departure.objects.count() == 0
    usecases.record_departure(replace(asked, to_queue=True), actor=persona("administrator"))
    assert people.rights_on(person.key, TODAY) == frozenset()
    assert dossiers.task(task, absent).assignee == ""
    account = User.objects.get(username="luong.di")
    assert (account.is_active, account.has_usable_password()) == (False, False)
    assert signed_in.get("/vi/me/").status_code in (302, 303)
    assert any("thôi việc" in title for title in notices_of(absent.key))
    line = queries.staff_line(person.key, TODAY)
    assert line is not None
    assert (line.state, line.name) == ("left", "Lương Văn Đi")


def test_a_last_day_ahead_leaves_the_rights_until_then_and_the_job_closes_the_account() -> None:
    person = colleague("Lương Văn Đi", "DOST-QLCN", "appraiser", account="luong.di")
    last = TODAY + timedelta(days=3)
    number = usecases.record_departure(
        RecordDeparture(person.key, last, "Chuyển cơ quan"), actor=persona("administrator")
    )
    assert people.rights_on(person.key, last)
    assert not people.rights_on(person.key, last + timedelta(days=1))
    job = Actor(key="job:x", name="x", moment=MOMENT, rights=frozenset({"job.staff.close_departures"}))
    usecases.close_departure(number, actor=job)
    assert Departure.objects.get(pk=number).closed_at is None
    task = a_story().applied().accepted_for_processing().task("appraisal")
    take_task(TakeTask(task), actor=person)
    usecases.close_departure(number, actor=later(job, days=4))
    usecases.close_departure(number, actor=later(job, days=5))
    assert dossiers.task(task, persona("appraiser")).assignee == "", "taken after the recording, and not lost"
    assert not User.objects.get(username="luong.di").is_active


def test_the_last_administrator_does_not_leave_and_nobody_records_the_own_departure() -> None:
    administrator = persona("administrator")
    other = replace(persona("officer"), rights=frozenset({"staff.invite"}))
    with pytest.raises(Refused) as last:
        usecases.record_departure(RecordDeparture(administrator.key, TODAY, "Nghỉ", True), actor=other)
    assert codes(last) == {"people.last_administrator"}
    assert (Departure.objects.count(), "people.roles" in people.rights_on(administrator.key, TODAY)) == (0, True)
    with pytest.raises(Refused) as own:
        usecases.record_departure(RecordDeparture(administrator.key, TODAY, "Nghỉ", True), actor=administrator)
    assert "staff.own_departure" in codes(own)


# -- lost keys -------------------------------------------------------------------------------------------------------


def with_key() -> Actor:
    person = colleague("Lương Văn Mất", "DOST-QLCN", "appraiser", account="luong.mat")
    TOTP.activate(User.objects.get(username="luong.mat"), "JBSWY3DPEHPK3PXP")
    return actor_of(person.key)


def test_lost_keys_go_after_two_administrators_and_the_waiting_time() -> None:
    person, first = with_key(), persona("administrator")
    second = colleague("Quản trị Hai", "PLATFORM", "administrator")
    number = usecases.ask_key_reset(AskKeyReset(person.key, "Mất điện thoại, đã gặp trực tiếp"), actor=first)
    assert len(notices_of(person.key)) == 1, "told at once"
    with pytest.raises(Refused) as own:
        usecases.answer_key_reset(AnswerKeyReset(number, True), actor=first)
    assert codes(own) == {"staff.four_eyes"}
    usecases.answer_key_reset(AnswerKeyReset(number, True), actor=second)
    with pytest.raises(Refused) as early:
        usecases.reset_keys(number, actor=first)
    assert codes(early) == {"staff.reset_waits"}
    assert Authenticator.objects.filter(user_id=person.user_id).exists()
    usecases.reset_keys(number, actor=later(first, hours=5))
    usecases.reset_keys(number, actor=later(first, hours=6))
    assert not Authenticator.objects.filter(user_id=person.user_id).exists()
    assert KeyReset.objects.get(pk=number).state == "done"
    assert notices_of(person.key)[-1] == "Khóa xác thực đã được đặt lại."


def test_the_person_concerned_stops_a_reset_that_was_not_wished() -> None:
    person, first = with_key(), persona("administrator")
    number = usecases.ask_key_reset(AskKeyReset(person.key, "Gọi điện báo mất"), actor=first)
    with pytest.raises(NotAllowed):
        usecases.answer_key_reset(AnswerKeyReset(number, False), actor=persona("clerk"))
    usecases.answer_key_reset(AnswerKeyReset(number, False, "Không phải tôi"), actor=person)
    usecases.reset_keys(number, actor=later(first, hours=9))
    assert Authenticator.objects.filter(user_id=person.user_id).exists()


def test_sessions_end_here_and_there_and_only_by_those_who_may() -> None:
    person = colleague("Lương Văn Phiên", "DOST-QLCN", "appraiser", account="luong.phien")
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.post("/vi/staff/sign-in/", {"login": "luong.phien", "password": "một mật khẩu dài"})
    here = browsers[0].session.session_key or ""
    with pytest.raises(NotAllowed):
        usecases.end_sessions(person.key, actor=persona("clerk"))
    assert usecases.end_sessions(person.key, but=here, actor=person) == 1
    assert [browser.get("/vi/me/").status_code for browser in browsers] == [200, 303]
    assert usecases.end_sessions(person.key, actor=persona("administrator")) == 1
    assert browsers[0].get("/vi/me/").status_code == 303
    before = records()
    assert usecases.end_sessions(person.key, actor=person) == 0
    assert records() == before


def done(deed: str) -> int:
    return AuditRecord.objects.filter(deed=deed).count()


# -- posted twice ----------------------------------------------------------------------------------------------------


def test_a_link_is_renewed_and_withdrawn_once_however_often_the_form_is_posted() -> None:
    invitation, once, administrator = invited(), uuid4(), persona("administrator")
    for _again in range(2):
        usecases.renew_invitation(invitation.pk, once=once, actor=administrator)
    assert Invitation.objects.get(pk=invitation.pk).nonce != invitation.nonce
    assert done("staff.renew_invitation") == 1
    once = uuid4()
    for _again in range(2):
        usecases.withdraw_invitation(invitation.pk, once=once, actor=administrator)
    assert done("staff.withdraw_invitation") == 1


def test_an_answer_is_given_once_however_often_the_form_is_posted() -> None:
    first, second = persona("administrator"), colleague("Quản trị Hai", "PLATFORM", "administrator")
    number = usecases.propose_role(ProposeRole(persona("officer").key, "HPC", "decider", TODAY), actor=first)
    once = uuid4()
    for _again in range(2):
        usecases.answer_proposal(AnswerProposal(number, True, once=once), actor=second)
    assert done("staff.answer_proposal") == 1
    person, other = with_key(), uuid4()
    asked = usecases.ask_key_reset(AskKeyReset(person.key, "Mất điện thoại"), actor=first)
    for _again in range(2):
        usecases.answer_key_reset(AnswerKeyReset(asked, True, once=other), actor=second)
    assert done("staff.answer_key_reset") == 1
    with pytest.raises(Conflict):
        usecases.answer_key_reset(AnswerKeyReset(asked, True, once=uuid4()), actor=second)
