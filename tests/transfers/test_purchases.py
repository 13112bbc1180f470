"""The city buys a technology and spreads it: two persons, money bound and paid through the ledger, duties of users followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.exchange.models import Offer
from khue.features.ledger import queries as ledger
from khue.features.transfers import queries, usecases
from khue.features.transfers.domain.commands import DutyAsked
from khue.features.transfers.domain.purchasing import (
    AnswerLicence,
    AskLicence,
    DecidePurchase,
    DropPurchase,
    EndLicence,
    JudgeLicenceDuty,
    Law,
    OrderPurchase,
    ProposePurchase,
    ReceivePurchase,
    ReportLicenceDuty,
    may_propose,
)
from khue.features.transfers.models import LicenceDuty, LicenceReport, Purchase, SpreadLicence
from khue.features.treasury import queries as treasury
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord
from khue.kernel.notices import inbox
from khue.site.sample import activities, payments
from tests.cast import organisation, persona
from tests.exchange import stories as exchange
from tests.exchange.test_secret import browser
from tests.transfers.stories import posted

MILLION = 1_000_000
APRIL = 60
"""Days after the tests' day: the amended law is in force since 1 April 2026."""
LINE = "budget:2026-HD"
USER = "founder"


def on(who: str) -> Any:
    return persona(who, days=APRIL)


def wish(offer: int, **more: Any) -> ProposePurchase:
    given = {
        "takes": "use", "need": "Ba mươi trường học cần lọc nước.", "benefit": "Giảm chi phí mua lõi lọc.", "rights": "Bằng độc quyền, chủ sở hữu đồng ý.",
        "price": 900 * MILLION, "basis": "Theo báo cáo định giá, có thương lượng.", "valuer": "Tổ chức định giá Mẫu, phương pháp thu nhập",
        "valued": 1_000 * MILLION, "valued_on": date(2026, 4, 15), "line": LINE, "spread": "conditional",
        "terms": "Báo cáo số người dùng mỗi sáu tháng.", "fee": 0, "once": uuid4(),
    }  # fmt: skip
    return ProposePurchase(offer, **(given | more))  # type: ignore[arg-type]  # named parts of the command


def proposed(**more: Any) -> int:
    offer, _number = exchange.listed()
    activities.line_filled(2_000 * MILLION, on)
    return usecases.propose_purchase(wish(offer, **more), actor=on("officer"))


def decided(buys: bool = True, **more: Any) -> int:
    made = proposed(**more)
    usecases.decide_purchase(DecidePurchase(made, buys, "Đáp ứng nhu cầu, giá hợp lý", uuid4()), actor=on("decider"))
    return made


def received(**more: Any) -> int:
    made = decided(**more)
    usecases.receive_purchase(ReceivePurchase(made, "Đủ bản vẽ, phần mềm, mẫu vật", uuid4()), actor=on("officer"))
    return made


def licensed(*duties: DutyAsked, **more: Any) -> tuple[int, int]:
    made = received(**more)
    licence = usecases.ask_licence(AskLicence(made, organisation("TLX"), "Lắp tại ba trạm", uuid4()), actor=on(USER))
    asked = AnswerLicence(
        licence, True, "Phù hợp mục đích", None, duties or (DutyAsked("Báo cáo sử dụng", date(2026, 12, 31)),), uuid4()
    )
    usecases.answer_licence(asked, actor=on("officer"))
    return made, licence


def available() -> int:
    return next(line.available for line in ledger.budget_lines() if line.subject == LINE)


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code.removeprefix("transfers.") for reason in caught.value.decision.reasons}


def test_an_unset_bound_binds_nothing_and_a_set_one_refuses() -> None:
    asked = replace(wish(1), price=1_200 * MILLION)
    facts: dict[str, Any] = {"listed": True, "live": False, "near": False, "line": True}
    today = date(2026, 5, 1)
    assert may_propose(asked, Law(True), today, **facts).granted
    found = may_propose(asked, Law(True, Fraction(1, 10)), today, **facts)
    assert [one.field for one in found.reasons] == ["price"]
    assert "1.100.000.000" in found.reasons[0].text.vi
    late = may_propose(asked, Law(False), today, **facts)
    assert {one.code for one in late.reasons} == {"transfers.purchase_law"}


@pytest.mark.django_db
class TestRoom:
    def test_before_the_amended_law_nothing_is_bought(self) -> None:
        offer, _number = exchange.listed()
        activities.line_filled(2_000 * MILLION, persona)
        with pytest.raises(Refused) as refused:
            usecases.propose_purchase(wish(offer, valued_on=date(2026, 3, 1)), actor=persona("officer"))
        assert codes(refused) == {"purchase_law"}

    def test_all_faults_of_a_proposal_are_named_at_once(self) -> None:
        offer, _number = exchange.listed()
        wrong = wish(
            offer, need=" ", price=0, spread="free", fee=5, line="budget:none", takes="", valued_on=date(2027, 1, 1)
        )
        with pytest.raises(Refused) as refused:
            usecases.propose_purchase(wrong, actor=on("officer"))
        fields = {reason.field for reason in refused.value.decision.reasons}
        assert {"need", "price", "fee", "line", "takes", "valued_on"} <= fields
        assert Purchase.objects.count() == 0
        with pytest.raises(NotAllowed):
            usecases.propose_purchase(wish(offer), actor=on("founder"))

    def test_another_person_decides_and_the_price_is_bound_on_the_budget_line(self) -> None:
        made = proposed()
        before = available()
        both = replace(on("officer"), rights=on("officer").rights | {"transfers.decide"})
        with pytest.raises(Refused) as own:
            usecases.decide_purchase(DecidePurchase(made, True, "x", uuid4()), actor=both)
        assert "own_proposal" in codes(own)
        with pytest.raises(Missing):
            queries.purchase_card(Purchase.objects.get().number, on("resident"))
        usecases.decide_purchase(DecidePurchase(made, True, "Đáp ứng nhu cầu", uuid4()), actor=on("decider"))
        assert available() == before - 900 * MILLION
        assert queries.purchase_card(Purchase.objects.get().number, on("resident")).ground == "Đáp ứng nhu cầu"

    def test_the_ledger_refuses_what_the_line_does_not_have(self) -> None:
        made = proposed(price=5_000 * MILLION, valued=5_000 * MILLION)
        with pytest.raises((Refused, Conflict)):
            usecases.decide_purchase(DecidePurchase(made, True, "x", uuid4()), actor=on("decider"))
        assert Purchase.objects.get().state == "proposed"
        assert available() == 2_000 * MILLION

    def test_dropped_before_delivery_the_money_goes_back(self) -> None:
        made = decided()
        usecases.drop_purchase(DropPurchase(made, "Bên bán rút", uuid4()), actor=on("decider"))
        assert available() == 2_000 * MILLION
        with pytest.raises(Refused):
            usecases.receive_purchase(ReceivePurchase(made, "x", uuid4()), actor=on("officer"))

    def test_one_technology_is_bought_once(self) -> None:
        decided()
        offer = Purchase.objects.get().offer_id
        with pytest.raises(Refused) as again:
            usecases.propose_purchase(wish(offer), actor=on("officer"))
        assert codes(again) == {"purchase_live"}

    def test_what_is_received_is_owed_ordered_and_paid_when_the_bank_says_so(self) -> None:
        made = received()
        row = Purchase.objects.get()
        account = payments.main_account(actor=on("accountant"))
        payee = payments.payee_of(f"party:{row.seller_id}", row.seller_name)
        asked = OrderPurchase(made, payee, "Mua cong nghe", payments.CODES, account.id, once=uuid4())
        with pytest.raises(NotAllowed):
            usecases.order_purchase(asked, actor=on("officer"))
        order = usecases.order_purchase(asked, actor=on("accountant"))
        assert usecases.order_purchase(asked, actor=on("accountant")) == order, "sent twice, ordered once"
        payments.approved_and_sent([order], act=on)
        payments.paid_by_the_bank(treasury.order_facts(order), act=on)
        job = replace(job_actor("transfers.follow_orders"), moment=on("accountant").moment)
        usecases.follow_order(order, actor=job)
        row.refresh_from_db()
        assert (row.state, row.payment is not None) == ("paid", True)
        count = AuditRecord.objects.count()
        usecases.follow_order(order, actor=job)
        assert AuditRecord.objects.count() == count

    def test_nobody_asks_before_it_is_received_and_each_party_asks_once(self) -> None:
        made = decided()
        asked = AskLicence(made, organisation("TLX"), "Lắp tại ba trạm")
        with pytest.raises(Refused) as early:
            usecases.ask_licence(asked, actor=on(USER))
        assert codes(early) == {"not_spread"}
        usecases.receive_purchase(ReceivePurchase(made, "Đủ", uuid4()), actor=on("officer"))
        with pytest.raises(NotAllowed):
            usecases.ask_licence(asked, actor=on("researcher"))
        usecases.ask_licence(asked, actor=on(USER))
        with pytest.raises(Refused) as twice:
            usecases.ask_licence(asked, actor=on(USER))
        assert codes(twice) == {"licence_live"}

    def test_a_conditional_licence_needs_a_duty_that_is_followed_up(self) -> None:
        made = received()
        licence = usecases.ask_licence(AskLicence(made, organisation("TLX"), "Lắp", uuid4()), actor=on(USER))
        with pytest.raises(Refused) as bare:
            usecases.answer_licence(AnswerLicence(licence, True, "Phù hợp"), actor=on("officer"))
        assert {one.field for one in bare.value.decision.reasons} == {"duties"}
        duty = DutyAsked("Báo cáo số người dùng", date(2026, 6, 1))
        usecases.answer_licence(AnswerLicence(licence, True, "Phù hợp", None, (duty,)), actor=on("officer"))
        row = LicenceDuty.objects.get()
        assert queries.licence_duties_to_remind(date(2026, 5, 2)) == (row.pk,)
        job = replace(job_actor("transfers.remind_duties"), moment=on("officer").moment)
        usecases.remind_licence_duty(row.pk, actor=job)
        usecases.remind_licence_duty(row.pk, actor=job)
        heard = [one for one in inbox(on(USER).keys, size=50).rows if "Sắp đến hạn nghĩa vụ sử dụng" in one.title.vi]
        assert len(heard) == 1
        with pytest.raises(Missing):
            usecases.report_licence_duty(ReportLicenceDuty(row.pk, "x"), actor=on("researcher"))
        usecases.report_licence_duty(ReportLicenceDuty(row.pk, "4.000 người dùng"), actor=on(USER))
        usecases.judge_licence_duty(JudgeLicenceDuty(row.pk, False, "Thiếu số liệu trường học"), actor=on("officer"))
        usecases.report_licence_duty(ReportLicenceDuty(row.pk, "Thêm 12 trường"), actor=on(USER))
        usecases.judge_licence_duty(JudgeLicenceDuty(row.pk, True, ""), actor=on("officer"))
        row.refresh_from_db()
        assert (row.state, LicenceReport.objects.count()) == ("done", 4)

    def test_everybody_reads_who_uses_it_and_only_the_user_and_staff_what_it_reports(self) -> None:
        _made, licence = licensed()
        duty = LicenceDuty.objects.get()
        usecases.report_licence_duty(ReportLicenceDuty(duty.pk, "Số liệu nội bộ 4711"), actor=on(USER))
        number = Purchase.objects.get().number
        for who, reads in (("resident", False), ("researcher", False), (USER, True), ("officer", True)):
            card = queries.purchase_card(number, on(who))
            assert [one.id for one in card.licences] == [licence]
            assert ("4711" in str(card)) is reads
        usecases.end_licence(EndLicence(licence, "Không báo cáo", uuid4()), actor=on("decider"))
        assert queries.purchase_card(number, on("resident")).licences[0].end_ground == "Không báo cáo"
        with pytest.raises(Refused):
            usecases.judge_licence_duty(JudgeLicenceDuty(duty.pk, True, ""), actor=on("officer"))

    def test_what_was_decided_is_fixed_by_the_database(self) -> None:
        made, licence = licensed()
        for deed in (
            lambda: Purchase.objects.filter(pk=made).update(price=1),
            lambda: Purchase.objects.filter(pk=made).update(ground="Khác"),
            lambda: Purchase.objects.filter(pk=made).update(state="decided"),
            lambda: SpreadLicence.objects.filter(pk=licence).update(use="Khác"),
            lambda: SpreadLicence.objects.filter(pk=licence).update(state="asked"),
            lambda: LicenceDuty.objects.update(due_on=date(2030, 1, 1)),
            lambda: Purchase.objects.filter(pk=made).delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()

    def test_the_pages_show_price_value_and_users(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _made, _licence = licensed()
        monkeypatch.setattr(timezone, "now", lambda: on("officer").moment)
        number = Purchase.objects.get().number
        page = Client().get(reverse("transfers:purchase", args=[number])).content.decode()
        assert "900.000.000" in page
        assert "1.000.000.000" in page
        assert "Thăng Long Xanh" in page
        assert "Lắp tại ba trạm" not in page, "what it is used for is the user's and staff's"
        assert number in Client().get(reverse("transfers:purchases")).content.decode()
        kept = browser("officer").post(
            reverse("transfers:propose-purchase", args=[Purchase.objects.get().offer_id]),
            {"need": "Lọc nước trường học"},
        )
        assert kept.status_code == 422
        assert "Lọc nước trường học" in kept.content.decode()

    def test_the_fee_of_a_licence_is_owed_by_the_grant_and_came_in_when_the_bank_says_so(self) -> None:
        made = received(spread="favourable", fee=3 * MILLION)
        licence = usecases.ask_licence(AskLicence(made, organisation("TLX"), "Lắp", uuid4()), actor=on(USER))
        asked = AnswerLicence(licence, True, "Phù hợp", None, (), uuid4())
        for _time in range(2):
            usecases.answer_licence(asked, actor=on("officer"))
        row = SpreadLicence.objects.get()
        subject = f"licence_fee:{row.pk}"
        assert ledger.balance("recovery.receivable", subject) == row.fee == 3 * MILLION
        owed = treasury.receivables_of([subject])[subject].row
        assert (owed.reference, owed.amount) == (row.fee_reference, row.fee)
        assert any(row.fee_reference in one.body.vi for one in inbox(on(USER).keys, size=50).rows)
        number, free = Purchase.objects.get().number, available()
        for who, reads in (("resident", False), ("researcher", False), (USER, True), ("officer", True)):
            assert (row.fee_reference in str(queries.purchase_card(number, on(who)))) is reads, who
        actor = on("accountant")
        account = payments.main_account(actor=actor)
        job = replace(job_actor("transfers.follow_receivables"), moment=actor.moment)
        for no, amount in enumerate((1 * MILLION, 2 * MILLION), 1):
            came = [payments.Booking(actor.today, amount, f"{row.fee_reference} phi su dung", f"LF{no}")]
            payments.taken_in(
                account, f"phi-{no}.csv", payments.csv_statement(account, no * 40_000_000_000, came), actor=actor
            )
            for _time in range(2):
                usecases.follow_receivable(owed.id, actor=job)
        page = browser("accountant").get(reverse("treasury:receivable", args=[owed.id]))
        assert (page.status_code, row.fee_reference in page.content.decode()) == (200, True)
        row.refresh_from_db()
        assert (row.fee_received, row.fee_on) == (3 * MILLION, actor.today)
        assert ledger.balance("recovery.receivable", subject) == 0
        assert available() == free, "a fee is income: it refills no budget line"
        assert AuditRecord.objects.filter(deed="transfers.follow_receivable").count() == 2
        for change in ({"fee": 1}, {"fee_reference": "x"}, {"fee_received": 4 * MILLION}):
            with pytest.raises(DatabaseError), transaction.atomic():
                SpreadLicence.objects.update(**change)

    def test_what_is_spread_free_of_charge_owes_nothing(self) -> None:
        licensed()
        row = SpreadLicence.objects.get()
        assert (row.fee, row.fee_reference) == (0, "")
        assert treasury.receivables_of([f"licence_fee:{row.pk}"]) == {}

    def test_what_is_offered_free_of_charge_is_not_bought_and_the_way_to_it_is_told(self) -> None:
        posted()
        offer = Offer.objects.latest("pk").pk
        activities.line_filled(2_000 * MILLION, on)
        with pytest.raises(Refused) as refused:
            usecases.propose_purchase(wish(offer), actor=on("officer"))
        assert codes(refused) == {"offered_free"}
        [reason] = refused.value.decision.reasons
        assert reason.next_step is not None
        assert "miễn phí" in reason.next_step.vi
        assert not Purchase.objects.exists()

    def test_seller_and_user_find_it_among_their_matters_and_a_proposal_is_told_to_neither(self) -> None:
        made = proposed()
        row = Purchase.objects.get()
        assert queries.purchase_matters([row.seller_id]).total == 0
        usecases.decide_purchase(DecidePurchase(made, True, "Đáp ứng nhu cầu", uuid4()), actor=on("decider"))
        [line] = queries.purchase_matters([row.seller_id]).lines
        assert (line.is_open, row.number in line.label) == (True, True)
        usecases.receive_purchase(ReceivePurchase(made, "Đủ", uuid4()), actor=on("officer"))
        licence = usecases.ask_licence(AskLicence(made, organisation("TLX"), "Lắp", uuid4()), actor=on(USER))
        user = SpreadLicence.objects.get(pk=licence).party_id
        found = queries.purchase_matters([user])
        assert (found.total, found.lines[0].is_open, found.lines[0].state.en) == (1, True, "Awaiting the answer")


@pytest.mark.slow
def test_two_decisions_at_once_bind_the_price_once(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    made = proposed()
    asked = [DecidePurchase(made, True, f"Lần {no}") for no in range(3)]
    results = in_threads(*(partial(usecases.decide_purchase, one, actor=on("decider")) for one in asked))
    assert sum(result == "decided" for result in results) == 1
    assert available() == 1_100 * MILLION
