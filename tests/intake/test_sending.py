"""Messages out: signed, in order per case, at least once; a receiver that is down is left in peace and caught up with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from khue.core.actor import Actor
from khue.core.errors import NotAllowed, Refused
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import AskSupplement, CompleteStep, SendApology
from khue.features.dossiers.models import Task
from khue.features.intake import queries, usecases
from khue.features.intake.domain.messages import Message, TakeInWithdrawal
from khue.features.intake.domain.sending import LONGEST_PROBE, Acknowledge, SendAgain, SendAllAgain
from khue.features.intake.domain.sources import RotateSecret, Subscribe
from khue.features.intake.models import Attempt, MessageOut, Source, StateChange, Subscription
from khue.features.rulebook.queries import calendar
from khue.kernel.models import AuditRecord, Notice
from tests.cast import MOMENT, persona
from tests.intake.portal import Sent, caller, new_source, organisation, the_case
from tests.intake.receiver import Receiver, receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def hooks(settings: Any) -> Iterator[Receiver]:
    settings.KHUE_PRIVATE_ADDRESSES = True
    with receiver() as made:
        yield made


def connected(hooks: Receiver) -> Source:
    source = new_source()
    shown = usecases.subscribe(Subscribe(source.pk, hooks.address), actor=persona("administrator"))
    hooks.secrets.append(shown.secret)
    return source


def worker(moment: datetime) -> Actor:
    return Actor("job:intake.deliver", "worker", moment, rights=frozenset({"job.intake.deliver"}))


def deliver(source: Source, moment: datetime) -> Any:
    """A run of the job at a business moment; signatures carry the wall clock's time, as receivers check."""
    return usecases.deliver(source.pk, actor=worker(moment), wall=timezone.now())


def taken_in(source: Source, number: int) -> str:
    external = f"G12.99-260302-{number:04d}"
    sent = Sent(external, applicant=organisation(950 + number))
    assert sent.take(source).refusal is None
    return external


def task_of(external: str) -> int:
    return int(Task.objects.get(dossier_id=the_case(external).dossier_id, closed_at=None).pk)


def clerk(moment: datetime) -> Actor:
    return replace(persona("clerk"), moment=moment)


def asked_for_supplement(external: str, moment: datetime) -> None:
    asked = AskSupplement(task_of(external), "Thiếu báo giá", ("Báo giá",), once=uuid4())
    dossiers.request_supplement(asked, actor=clerk(moment))


def states_of(hooks: Receiver, external: str) -> list[str]:
    return [said["data"]["states"]["business"] for _id, said in hooks.got if said["data"]["external_id"] == external]


def test_what_happens_arrives_signed_in_order_and_counts_as_sent(hooks: Receiver) -> None:
    source = connected(hooks)
    external = taken_in(source, 1)
    dossiers.accept_for_processing(CompleteStep(task_of(external), "accept", once=uuid4()), actor=clerk(MOMENT))
    hooks.up()
    assert deliver(source, MOMENT).sent == 2
    assert not hooks.bad
    assert [said["type"] for _id, said in hooks.got] == ["dossier.taken_in", "dossier.business"]
    assert states_of(hooks, external) == ["submitted", "in_progress"]
    assert hooks.got[1][1]["data"]["due_on"] == str(the_case().dossier.due_on)
    case = the_case()
    assert case.sync == "sent"
    assert StateChange.objects.filter(case=case, kind="sync").values_list("after", flat=True).last() == "sent"
    assert deliver(source, MOMENT + timedelta(days=1)).sent == 0
    assert "Viện" not in str(hooks.got)  # thin: nobody's name leaves the house


def test_a_receiver_that_is_down_for_two_days_gets_everything_once_in_order_afterwards(hooks: Receiver) -> None:
    source = connected(hooks)
    cases = [taken_in(source, number) for number in range(1, 4)]
    moment, end = MOMENT, MOMENT + timedelta(days=2)
    happenings = iter(range(6))
    tried = 0
    while moment < end:
        if deliver(source, moment).sent:
            pytest.fail("nobody is there")
        tried += 1
        if tried % 40 == 0 and (number := next(happenings, None)) is not None:
            external = cases[number % 3]
            if number < 3:
                asked_for_supplement(external, moment)
            else:
                withdraw(source, external, moment)
        found = Subscription.objects.get(source=source)
        assert found.probe_at is not None
        assert found.probe_at - moment <= LONGEST_PROBE * 1.25
        moment = found.probe_at
    # No hammering: one connection for each probe, and never more than one in some minutes.
    assert Attempt.objects.count() == tried < 2 * 24 * 60 / 7
    assert set(MessageOut.objects.values_list("state", flat=True)) == {"waiting"}
    hooks.up()
    done = deliver(source, moment)
    assert done.sent == MessageOut.objects.count() == 9
    ids = [identity for identity, _said in hooks.got]
    assert len(ids) == len(set(ids)) == 9
    assert not hooks.bad
    for external in cases:
        assert states_of(hooks, external) == ["submitted", "awaiting_supplement", "withdrawn"]
        assert the_case(external).sync == "sent"
    assert Subscription.objects.get(source=source).down_since is None


def withdraw(source: Source, external: str, moment: datetime) -> None:
    message = Message(external, 2, b"{}", "1" * 64)
    actor = replace(caller(source), moment=moment)
    assert usecases.take_in_withdrawal(TakeInWithdrawal(message, "Không còn nhu cầu"), actor=actor).refusal is None


def test_after_five_days_a_person_must_look_and_can_send_again(hooks: Receiver, settings: Any) -> None:
    source = connected(hooks)
    external = taken_in(source, 1)
    asked_for_supplement(external, MOMENT)
    deliver(source, MOMENT)
    for day in (2, 4):
        deliver(source, MOMENT + timedelta(days=day))
    assert the_case().sync == "pending"
    late = MOMENT + timedelta(days=settings.KHUE_TRY_DAYS, hours=1)
    deliver(source, late)
    case = the_case()
    assert case.sync == "failed"
    assert set(MessageOut.objects.values_list("state", flat=True)) == {"dead"}
    assert Notice.objects.filter(kind="intake").count() >= 2  # the clerk, the administrator
    deliver(source, late + timedelta(hours=2))
    assert AuditRecord.objects.filter(deed="intake.give_up_messages").count() == 1
    with pytest.raises(NotAllowed):
        usecases.send_again(SendAgain(case.pk), actor=persona("researcher"))
    hooks.up()
    once = uuid4()
    for _ in range(2):
        assert usecases.send_again(SendAgain(case.pk, once), actor=clerk(late + timedelta(hours=3))) == 2
    assert deliver(source, late + timedelta(hours=3)).sent == 2
    assert states_of(hooks, external) == ["submitted", "awaiting_supplement"]
    with pytest.raises(Refused):
        usecases.send_all_again(SendAllAgain(source.pk), actor=clerk(late + timedelta(hours=4)))


def test_a_rejected_message_holds_its_own_case_only(hooks: Receiver) -> None:
    source = connected(hooks)
    first, second = taken_in(source, 1), taken_in(source, 2)
    asked_for_supplement(first, MOMENT)
    hooks.up()
    hooks.answers, hooks.body = [400], "Sai trường dữ liệu".encode() * 100
    assert deliver(source, MOMENT).sent == 1
    assert states_of(hooks, first) == []
    assert states_of(hooks, second) == ["submitted"]
    attempt = Attempt.objects.get(arrived=False)
    assert (attempt.status, len(attempt.said)) == (400, 500)
    assert deliver(source, MOMENT + timedelta(seconds=1)).sent == 0
    assert deliver(source, MOMENT + timedelta(seconds=30)).sent == 2
    assert states_of(hooks, first) == ["submitted", "awaiting_supplement"]


def test_an_answer_that_was_lost_means_the_same_message_with_the_same_id_again(hooks: Receiver) -> None:
    source = connected(hooks)
    taken_in(source, 1)
    hooks.up()
    hooks.answers = [500]
    assert deliver(source, MOMENT).sent == 0
    assert deliver(source, MOMENT + timedelta(minutes=1)).sent == 1
    (first, said), (second, again) = hooks.got
    assert first == second
    assert said == again


def test_two_secrets_are_valid_while_one_takes_over(hooks: Receiver) -> None:
    source = connected(hooks)
    taken_in(source, 1)
    new = usecases.rotate_secret(RotateSecret(source.pk, 7), actor=persona("administrator"))
    with pytest.raises(Refused):
        usecases.rotate_secret(RotateSecret(source.pk, 7), actor=persona("administrator"))
    hooks.up()
    deliver(source, MOMENT)
    assert len(hooks.got) == 1  # the receiver still knows the former only
    taken_in(source, 2)
    deliver(source, MOMENT + timedelta(days=8))
    assert len(hooks.bad) == 1  # signed with the new one alone
    hooks.secrets.append(new.secret)
    taken_in(source, 3)
    deliver(source, MOMENT + timedelta(days=8))
    assert len(hooks.got) == 2


def test_a_redirect_is_not_followed_and_gone_is_gone(hooks: Receiver) -> None:
    source = connected(hooks)
    taken_in(source, 1)
    hooks.up()
    hooks.answers = [302, 410]
    deliver(source, MOMENT)
    assert Attempt.objects.get().status == 302
    deliver(source, MOMENT + timedelta(minutes=1))
    assert Subscription.objects.get(source=source).ended_at is not None
    assert deliver(source, MOMENT + timedelta(days=1)).sent == 0
    assert MessageOut.objects.get().state == "waiting"


@pytest.mark.parametrize(
    "address",
    [
        "http://portal.example/hooks", "https://127.0.0.1/", "https://localhost/x", "https://10.1.2.3/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest", "https://user:pass@portal.example/", "ftp://portal.example/",
        "https://intranet/", "https://0x7f000001/", "https://", "không phải địa chỉ", "https://a.example:99999/",
    ],
)  # fmt: skip
def test_no_address_of_a_private_network_is_taken(address: str) -> None:
    source = new_source()
    with pytest.raises(Refused) as error:
        usecases.subscribe(Subscribe(source.pk, address), actor=persona("administrator"))
    assert error.value.decision.reasons[0].field == "address"
    assert not Subscription.objects.exists()


def test_a_name_that_leads_into_a_private_network_is_not_called(hooks: Receiver, settings: Any) -> None:
    source = connected(hooks)
    taken_in(source, 1)
    hooks.up()
    settings.KHUE_PRIVATE_ADDRESSES = False
    deliver(source, MOMENT)
    assert hooks.got == []
    assert "private network" in Attempt.objects.get().said


def test_a_source_that_fetches_and_acknowledges_needs_no_webhook(hooks: Receiver) -> None:
    source = new_source()
    external = taken_in(source, 1)
    usecases.number_changes(source.pk)
    page = queries.changes(source, 0, 50)
    assert [line.kind for line in page] == ["dossier.taken_in"]
    assert usecases.acknowledge_changes(Acknowledge(page[-1].seq), actor=caller(source)) == 1
    assert usecases.acknowledge_changes(Acknowledge(page[-1].seq), actor=caller(source)) == 0
    assert the_case(external).sync == "acknowledged"
    asked_for_supplement(external, MOMENT)
    assert the_case(external).sync == "pending"
    usecases.number_changes(source.pk)
    assert [line.seq for line in queries.changes(source, page[-1].seq, 50)] == [2]


def test_a_moved_due_day_is_told_without_a_change_of_state(hooks: Receiver) -> None:
    source = connected(hooks)
    external = taken_in(source, 1)
    dossiers.accept_for_processing(CompleteStep(task_of(external), "accept", once=uuid4()), actor=clerk(MOMENT))
    dossier = the_case(external).dossier
    assert dossier is not None
    new = calendar().add_working_days(dossier.due_on, 5)
    officer = replace(persona("appraiser"), moment=MOMENT + timedelta(days=1))
    dossiers.send_apology(SendApology(dossier.pk, new, "Cần lấy ý kiến thêm", once=uuid4()), actor=officer)
    last = MessageOut.objects.filter(case=the_case(external)).latest("id")
    assert last.kind == "dossier.due"
    assert str(new) in last.body


def test_nobody_but_the_worker_sends(hooks: Receiver) -> None:
    source = connected(hooks)
    with pytest.raises(NotAllowed):
        usecases.deliver(source.pk, actor=persona("administrator"), wall=timezone.now())
