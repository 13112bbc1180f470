"""How a case goes, deed by deed, each by the persona whose task it is. The sample city and the tests drive it alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossier_queries
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import AskSupplement, CompleteStep, Supplement, TakeTask, Withdraw
from khue.features.dossiers.queries.tasks import open_task_of as task_of
from khue.features.ledger import queries as ledger_queries
from khue.features.ledger import usecases as ledger
from khue.features.ledger.domain import Appropriation, ChartLine
from khue.features.missions import queries, usecases
from khue.features.missions.domain.commands import (
    AnswerCosts,
    AnswerDelivery,
    AppraiseCosts,
    DecideSupport,
    DeliverTranche,
    OrderPayment,
    RecordAudit,
    RegisterEquipment,
    SignAgreement,
)
from khue.features.missions.domain.support import Appraised
from khue.features.treasury import queries as treasury
from khue.features.treasury.queries import OrderFacts
from khue.site.sample import payments, signing
from khue.site.sample.applications import Project, hand_in, paper, write_draft

Act = Callable[[str], Actor]
"""Gives a persona as an actor at the story's moment."""


@dataclass(slots=True)
class Story:
    """One case under way. ``act`` knows the moment; ``later`` moves it on."""

    act: Act
    project: Project
    applicant: str
    writer: str
    seller: str
    dossier_id: int = 0
    number: str = ""

    # -- the applicant

    def draft(self) -> Story:
        self.dossier_id = write_draft(self.project, self.applicant, actor=self.act(self.writer), seller=self.seller)
        return self

    def applied(self) -> Story:
        self.number = hand_in(self.project, self.applicant, actor=self.act(self.writer), seller=self.seller)
        self.dossier_id = task_of(number=self.number).dossier_id
        return self

    def withdrawn(self) -> Story:
        dossiers.withdraw_dossier(
            Withdraw(self.dossier_id, "Đơn vị đã thay đổi kế hoạch", uuid4()), actor=self.act(self.writer)
        )
        return self

    def supplemented(self) -> Story:
        dossiers.supplement_dossier(
            Supplement(self.dossier_id, "Đã bổ sung báo giá còn thiếu", uuid4()), actor=self.act(self.writer)
        )
        return self

    def delivered(self, no: int = 1) -> Story:
        support = self.support_id
        words = f"Bàn giao sản phẩm đợt {no}: biên bản lắp đặt, chạy thử và hình ảnh kèm theo."
        command = DeliverTranche(support, no, words, (paper(f"bien-ban-dot-{no}"),), once=uuid4())
        usecases.deliver_tranche(command, actor=self.act(self.writer))
        return self

    def equipment(self, name: str, cost: int, line: int = 1) -> Story:
        actor = self.act(self.writer)
        command = RegisterEquipment(
            self.support_id,
            line,
            name,
            f"SN-{self.dossier_id:04d}-{line}",
            "Phòng thí nghiệm trung tâm",
            cost,
            actor.today,
            uuid4(),
        )
        usecases.register_equipment(command, actor=actor)
        return self

    # -- the counter

    def taken(self, persona: str = "clerk") -> Story:
        dossiers.take_task(TakeTask(self.task("completeness")), actor=self.act(persona))
        return self

    def accepted_for_processing(self) -> Story:
        dossiers.accept_for_processing(
            CompleteStep(self.task("completeness"), "accept", once=uuid4()), actor=self.act("clerk")
        )
        return self

    def refused_receipt(self, ground: str) -> Story:
        dossiers.refuse_receipt(
            CompleteStep(self.task("completeness"), "refuse", ground, once=uuid4()), actor=self.act("clerk")
        )
        return self

    def asked_for_supplement(self, ground: str, step: str = "completeness", persona: str = "clerk") -> Story:
        dossiers.request_supplement(
            AskSupplement(self.task(step), ground, ("Báo giá có dấu",), once=uuid4()), actor=self.act(persona)
        )
        return self

    # -- appraisal, decision, agreement

    def appraised(self, cut: int = 0) -> Story:
        """The costs appraised by one department and agreed to by the other."""
        return self.costed(cut).costs_agreed()

    def costed(self, cut: int = 0, ground: str = "Đơn giá cao hơn báo giá tham khảo") -> Story:
        actor = self.act("appraiser")
        task = self.task("appraisal")
        lines = queries.task_page(task, actor).support.lines
        found = tuple(
            Appraised(line.no, line.requested - (cut if line.no == 1 else 0), ground if cut and line.no == 1 else "")
            for line in lines
        )
        usecases.appraise_costs(AppraiseCosts(task, found, once=uuid4()), actor=actor)
        return self

    def costs_agreed(self) -> Story:
        usecases.answer_costs(AnswerCosts(self.task("appraisal"), True, once=uuid4()), actor=self.act("finance"))
        return self

    def costs_returned(self, ground: str) -> Story:
        answer = AnswerCosts(self.task("appraisal"), False, ground, once=uuid4())
        usecases.answer_costs(answer, actor=self.act("finance"))
        return self

    def granted(self) -> Story:
        command = DecideSupport(self.task("decision"), "grant", "", budget_of(self.act("decider")), once=uuid4())
        usecases.decide_support(command, actor=self.act("decider"))
        return self

    def refused(self, ground: str) -> Story:
        command = DecideSupport(self.task("decision"), "refuse", ground, once=uuid4())
        usecases.decide_support(command, actor=self.act("decider"))
        return self

    def agreed(self) -> Story:
        tranches = queries.planned_tranches(self.support_id)
        usecases.sign_agreement(
            SignAgreement(self.task("agreement"), tranches, once=uuid4()), actor=self.act("officer")
        )
        return self

    def signed_on_paper(self) -> Story:
        """Both sides signed the printed agreement; the officer records it and a colleague compares. Nothing when it is signed."""
        for unsigned in dossier_queries.unsigned_before_payment(self.dossier_id):
            signing.signed_by_hand(unsigned.code, act=self.act)
        return self

    # -- acceptance, payment, audit

    def accepted(self, no: int = 1) -> Story:
        command = AnswerDelivery(self.task("acceptance", no), True, once=uuid4())
        usecases.answer_delivery(command, actor=self.act("officer"))
        return self

    def returned(self, ground: str, no: int = 1) -> Story:
        command = AnswerDelivery(self.task("acceptance", no), False, ground, once=uuid4())
        usecases.answer_delivery(command, actor=self.act("officer"))
        return self

    def ordered(self, no: int = 1) -> Story:
        """The accountant prepares the payment order; an agreement that nobody signed electronically was signed on paper."""
        self.signed_on_paper()
        actor = self.act("accountant")
        card = queries.support_page(self.support_id, actor)
        account = payments.main_account(actor=actor)
        payee = payments.payee_of(card.lead_key, card.lead_name)
        content = f"Chi trả đợt {no} hồ sơ {self.number}"
        command = OrderPayment(self.task("payment", no), payee, content, payments.CODES, account.id, once=uuid4())
        usecases.order_payment(command, actor=actor)
        return self

    def sent(self, no: int = 1) -> Story:
        """A second person approves, and the file goes out."""
        payments.approved_and_sent([self.order(no).id], act=self.act)
        return self

    def paid(self, no: int = 1) -> Story:
        """From the order to the bank's statement."""
        payments.paid_by_the_bank(self.ordered(no).sent(no).order(no), act=self.act)
        return self

    def audited(self, finding: str = "Thiết bị có tại nơi sử dụng, đúng mục đích.") -> Story:
        task = task_of(dossier_id=self.dossier_id, step="audit").id
        usecases.record_audit(RecordAudit(task, True, finding, uuid4()), actor=self.act("auditor"))
        return self

    # -- where it stands

    @property
    def support_id(self) -> int:
        found = queries.support_of_dossier(self.dossier_id)
        assert found is not None, "the dossier was handed in"
        return found

    def order(self, no: int = 1) -> OrderFacts:
        """Where the payment order of a tranche stands."""
        order = queries.support_page(self.support_id, self.act("auditor")).tranches[no - 1].order
        assert order is not None, "the payment was ordered"
        return treasury.order_facts(order)

    def task(self, step: str, tranche: int | None = None) -> int:
        subject = ""
        if tranche is not None:
            card = queries.support_page(self.support_id, self.act("auditor"))
            subject = f"tranche:{card.tranches[tranche - 1].id}"
        return task_of(dossier_id=self.dossier_id, step=step, subject=subject).id


def budget_of(actor: Actor) -> str:
    """The year's budget line for equipment."""
    return f"{actor.today.year}-EQ"


def open_budget(*, actor: Actor) -> None:
    """Make sure that the year of ``actor`` has its budget line."""
    code = budget_of(actor)
    if f"budget:{code}" not in {line.subject for line in ledger_queries.budget_lines()}:
        year = actor.today.year
        name = Text(f"Hỗ trợ máy móc, thiết bị năm {year}", f"Support for machinery and equipment, {year}")
        ledger.open_budget_line(ChartLine(code, name, year), actor=actor)


def appropriate(amount: int, *, actor: Actor) -> None:
    """Money on the budget line that pays for equipment."""
    ground = "Quyết định giao dự toán mẫu số 01/QĐ-UBND"
    ledger.appropriate_budget(Appropriation(uuid4(), budget_of(actor), amount, ground), actor=actor)


def at(actor: Callable[[str], Actor], **delta: float) -> Act:
    """The same personas, later."""
    return lambda key: replace(found := actor(key), moment=found.moment + timedelta(**delta))
