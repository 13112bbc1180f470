"""Council fees: from signed minutes to spends without typing, once; what can't be placed waits with its reason."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from uuid import uuid4

import pytest

from khue.core.errors import NotAllowed, Refused
from khue.features.activities import jobs, queries, usecases
from khue.features.activities.domain.commands import AcceptFees, AnswerSpend, SettleFee
from khue.features.activities.models import EarnedFee, Spend
from khue.features.activities.usecases import fees as fee_deeds
from khue.features.councils.models import Minutes
from khue.features.documents import usecases as signing
from khue.features.documents.domain import WithdrawCopy
from khue.features.documents.models import PaperCopy
from khue.kernel import clock
from khue.kernel.events import tasks_for
from khue.kernel.models import AuditRecord
from khue.site.sample import activities as sample
from tests.activities.stories import codes, firm, in_force, minutes_signed, row, traces
from tests.cast import persona

pytestmark = pytest.mark.django_db
JOB = "activities.take_fees"


def taken(minutes: int) -> None:
    usecases.take_fees(minutes, actor=clock.job_actor(JOB))


def waiting() -> dict[str, int]:
    found: dict[str, int] = {}
    for one in EarnedFee.objects.filter(state="waiting"):
        found[one.why] = found.get(one.why, 0) + 1
    return found


def test_each_fee_becomes_a_spend_once_whatever_is_repeated() -> None:
    assert JOB in tasks_for("councils.fees_earned")
    fees = in_force()[1]
    minutes = minutes_signed()
    for _ in range(3):
        jobs.take_fees({"minutes": minutes})
    total = sum(Spend.objects.values_list("amount", flat=True))
    assert Spend.objects.count() == EarnedFee.objects.filter(state="taken").count() == 5
    assert row(fees).used == total == 1_500_000 + 1_200_000 * 3 + 1_000_000
    assert AuditRecord.objects.filter(deed=JOB).count() == 1
    spend = Spend.objects.order_by("pk")[0]
    assert (spend.kind, spend.state, spend.asked_by) == ("fee", "asked", f"job:{JOB}")
    assert spend.payee_name not in spend.purpose, "a restricted person stays unnamed in lists"
    sample.paid([spend.pk], persona)
    mine = EarnedFee.objects.get(spend=spend)
    assert queries.fees(persona("auditor"), "taken").rows[-1].id == mine.pk
    assert queries.fee(mine.pk, persona("auditor")).paid_on is not None
    taken(minutes)
    assert Spend.objects.count() == 5


def test_without_a_line_fees_wait_and_go_when_the_plan_is_approved() -> None:
    minutes = minutes_signed()
    taken(minutes)
    assert waiting() == {"no_line": 5}
    assert "activities.place_fees" in tasks_for("activities.plan_approved")
    fees = in_force(sample.FEES)[0]
    assert usecases.place_waiting(actor=clock.job_actor(JOB)) == 5
    assert usecases.place_waiting(actor=clock.job_actor(JOB)) == 0
    assert row(fees).used == 6_100_000
    assert waiting() == {}


def test_a_line_that_is_too_small_takes_what_fits_and_the_rest_waits() -> None:
    in_force(("council", "Thù lao", 1, 2_000_000, "Tạm tính", True))
    taken(minutes_signed())
    assert waiting() == {"over_line": 4}
    assert Spend.objects.count() == 1


def test_fees_wait_while_signatures_do_not_stand_and_none_is_accepted_meanwhile() -> None:
    fees = in_force()[1]
    minutes = minutes_signed()
    taken(minutes)
    spend = Spend.objects.order_by("pk")[0].pk
    copy = PaperCopy.objects.get()
    signing.withdraw_copy(WithdrawCopy(copy.pk, "Sai bản quét", copy.paper.stamp, uuid4()), actor=persona("officer"))
    if Minutes.objects.get(pk=minutes).signed_at is not None:
        pytest.fail("the story wants minutes whose signatures do not stand")
    before = traces()
    with pytest.raises(Refused) as refused:
        usecases.answer_spend(AnswerSpend(spend, True), actor=persona("appraiser"))
    assert codes(refused) == {"activities.not_signed"}
    assert traces() == before
    assert row(fees).spent == 0


def test_a_fee_without_a_norm_waits_until_an_officer_gives_its_amount() -> None:
    in_force()
    minutes = minutes_signed()
    taken(minutes)
    spend = Spend.objects.order_by("pk")[0]
    fee = EarnedFee.objects.get(spend=spend)
    usecases.answer_spend(AnswerSpend(spend.pk, False, "Tính lại"), actor=persona("appraiser"))
    fee.refresh_from_db()
    assert (fee.state, fee.why) == ("waiting", "returned")
    assert usecases.place_waiting(actor=clock.job_actor(JOB)) == 0, "what was sent back goes on by a person's hand"
    officer = persona("officer")
    with pytest.raises(Refused) as refused:
        usecases.settle_fee(SettleFee(fee.pk, 0, ""), actor=officer)
    assert codes(refused) == {"activities.ground", "activities.each"}
    with pytest.raises(Refused):
        usecases.settle_fee(SettleFee(fee.pk, 5, "x"), actor=replace(officer, units=("HPC-VP",)))
    with pytest.raises(NotAllowed):
        usecases.settle_fee(SettleFee(fee.pk, 5, "x"), actor=persona("accountant"))
    once = uuid4()
    for _ in range(2):
        usecases.settle_fee(SettleFee(fee.pk, 800_000, "Quyết định số 5", once), actor=officer)
    fee.refresh_from_db()
    assert fee.spend is not None
    assert (fee.amount, fee.spend.amount, fee.spend.state) == (800_000, 800_000, "asked")
    own = replace(persona("decider"), key=officer.key)
    with pytest.raises(Refused) as refused:
        usecases.answer_spend(AnswerSpend(fee.spend.pk, True), actor=own)
    assert codes(refused) == {"activities.four_eyes"}
    with pytest.raises(Refused):
        usecases.settle_fee(SettleFee(fee.pk, 800_000, "Lần nữa"), actor=officer)


def test_tax_is_withheld_only_where_the_law_has_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    day = persona("officer").today
    assert queries.tax_share(day) is None, "the law on record has no value"
    monkeypatch.setattr(fee_deeds, "tax_share", lambda on: Fraction(1, 10))
    fees = in_force()[1]
    taken(minutes_signed())
    whole = Spend.objects.filter(kind="fee").order_by("pk")[0]
    held = Spend.objects.get(withheld_from=whole)
    assert (whole.amount, held.amount) == (1_350_000, 150_000)
    assert row(fees).used == 6_100_000
    with pytest.raises(Refused):
        usecases.answer_spend(AnswerSpend(held.pk, True), actor=persona("appraiser"))
    usecases.answer_spend(AnswerSpend(whole.pk, True), actor=persona("appraiser"))
    held.refresh_from_db()
    assert (held.state, held.payee) == ("accepted", None)
    assert queries.spend_card(whole.pk, persona("auditor")).tax == held.pk
    order = sample.ordered(held.pk, persona)
    assert order


def test_everybody_sees_the_own_fees_only() -> None:
    in_force()
    taken(minutes_signed())
    fee = EarnedFee.objects.order_by("pk")[0]
    me = replace(persona("resident"), key=f"party:{fee.person_id}", person_id=fee.person_id)
    assert [one.id for one in queries.my_fees(me).rows] == [fee.pk]
    assert queries.my_fees(persona("resident")).rows == ()
    with pytest.raises(NotAllowed):
        queries.fees(me)


def test_many_fees_are_accepted_at_once_each_with_a_result_of_its_own() -> None:
    fees = in_force()[1]
    taken(minutes_signed())
    spends = tuple(Spend.objects.order_by("pk").values_list("pk", flat=True))
    appraiser, officer = persona("appraiser"), persona("officer")
    assert [row.spend for row in queries.fees_to_accept(appraiser)] == list(spends)
    usecases.answer_spend(AnswerSpend(spends[1], False, "Tính lại"), actor=appraiser)
    once = uuid4()
    for _ in range(2):
        found = usecases.accept_fees(AcceptFees((*spends, spends[0]), once), actor=appraiser)
        assert [(one.spend, one.accepted) for one in found] == [(one, one != spends[1]) for one in spends]
    assert Spend.objects.filter(state="accepted").count() == 4
    assert AuditRecord.objects.filter(deed="activities.accept_spend").count() == 4, "repeated, nothing is done twice"
    assert row(fees).spent == sum(Spend.objects.filter(state="accepted").values_list("amount", flat=True))
    assert queries.fees_to_accept(appraiser) == ()
    assert [row.spend for row in queries.fees_to_accept(appraiser, also=spends[:1])] == [spends[0]]
    with pytest.raises(NotAllowed):
        usecases.accept_fees(AcceptFees(spends), actor=officer)


def test_a_fee_of_ones_own_is_left_to_another_and_a_list_with_an_invoice_does_nothing() -> None:
    seminar = in_force()[0]
    taken(minutes_signed())
    spends = tuple(Spend.objects.order_by("pk").values_list("pk", flat=True))
    invoice = sample.asked(seminar, firm(), 1_000_000, persona)
    before = traces()
    for chosen, code in (((), "none_chosen"), ((*spends, invoice), "only_fees"), ((999_999_999,), "only_fees")):
        with pytest.raises(Refused) as refused:
            usecases.accept_fees(AcceptFees(chosen), actor=persona("appraiser"))
        assert codes(refused) == {f"activities.{code}"}
    assert traces() == before
    payee = EarnedFee.objects.get(spend=spends[0])
    member = replace(persona("appraiser"), key=f"party:{payee.person_id}")
    own, other = usecases.accept_fees(AcceptFees(spends[:2]), actor=member)
    assert ([reason.code for reason in own.reasons], other.accepted) == (["activities.own_hands"], True)
    assert Spend.objects.get(pk=spends[0]).state == "asked"
