"""Agreement, delivery, acceptance."""

from __future__ import annotations

from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.core.money import format_dong
from khue.features.dossiers.queries import unsigned_decision
from khue.features.dossiers.usecases import close_task, issue_document, open_task
from khue.features.ledger import domain as ledger_domain
from khue.features.ledger.usecases import post
from khue.features.missions import access
from khue.features.missions.domain.commands import AnswerDelivery, DeliverTranche, SignAgreement
from khue.features.missions.domain.support import SUPPORT, TRANCHE, may_accept, may_agree, may_deliver, may_return
from khue.features.missions.events import AgreementSigned, TrancheAccepted, TrancheDelivered, TrancheReturned
from khue.features.missions.models import Delivery, EquipmentSupport, Tranche
from khue.features.missions.usecases.parts import (
    acts_for,
    entry_id,
    locked_support,
    notify_lead,
    parties_of,
    tranche_of,
    worked_on,
)
from khue.features.rulebook import queries as rulebook
from khue.kernel import files
from khue.kernel.deeds import Deed, command


def _require_signed_decision(support: EquipmentSupport) -> None:
    """An agreement rests on a decision that counts. Raises Refused while the decision waits for its signature."""
    number = unsigned_decision(support.dossier_id)
    if number:
        raise Refused.because(
            Reason(
                "decision_not_signed",
                Text(f"Quyết định số {number} chưa được ký số.", f"Decision no. {number} is not signed yet."),
                Text(
                    "Thỏa thuận được ký sau khi người có thẩm quyền ký quyết định tại mục “Cần ký”.",
                    "The agreement follows when the decider has signed the decision under “To sign”.",
                ),
            )
        )


def sign_agreement(asked: SignAgreement, *, actor: Actor) -> None:
    """Fix the tranches and start the agreement; from now on the lead can deliver."""
    with command("missions.sign_agreement", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, support = worked_on(asked.task_id, "agreement", asked.seen, deed)
        _require_signed_decision(support)
        require(may_agree(support.state, support.granted or 0, asked.tranches))
        deed.before(state=support.state)
        support.state, support.agreed_on = SUPPORT.after(support.state, "agree"), deed.today
        support.save(update_fields=["state", "agreed_on"])
        Tranche.objects.bulk_create(
            Tranche(support=support, no=number, deliverable=t.deliverable.strip(), amount=t.amount, due_on=t.due_on)
            for number, t in enumerate(asked.tranches, start=1)
        )
        issue_document(support.dossier_id, "agreement", values=_agreement(support, asked), deed=deed)
        close_task(task.id, "agreed", deed=deed)
        deed.after(state=support.state, tranches=[t.amount for t in asked.tranches])
        deed.emit(
            AgreementSigned(
                subject=deed.subject,
                parties=parties_of(support),
                number=support.dossier_number,
                amount=support.granted or 0,
            )
        )
        notify_lead(
            support,
            Text(
                f"Thỏa thuận hỗ trợ hồ sơ {support.dossier_number} đã ký",
                f"The agreement of {support.dossier_number} is signed",
            ),
            Text("Ông/bà có thể bàn giao sản phẩm của từng đợt.", "You can now deliver tranche by tranche."),
            deed=deed,
        )
        deed.result(True)


def _agreement(support: EquipmentSupport, asked: SignAgreement) -> dict[str, Any]:
    return {
        "subject": f"Hỗ trợ máy móc, thiết bị cho nhiệm vụ “{support.task.title}”",
        "basis": [support.basis_vi or support.dossier_number],
        "giver": {"name": rulebook.city_package().BODY},
        "receiver": {"name": support.lead.name},
        "articles": [
            {"text": "Bên nhận hỗ trợ thực hiện nhiệm vụ và bàn giao sản phẩm theo từng đợt."},
            {"text": "Mỗi đợt chỉ được chi trả sau khi sản phẩm của đợt được nghiệm thu."},
            {"text": "Nhiệm vụ không đạt kết quả nhưng thực hiện đúng quy định thì không phải hoàn trả kinh phí."},
        ],
        "amount": support.granted or 0,
        "tranches": [
            {"name": f"Đợt {number}", "condition": t.deliverable, "due_on": str(t.due_on), "amount": t.amount}
            for number, t in enumerate(asked.tranches, start=1)
        ],
    }


def deliver_tranche(asked: DeliverTranche, *, actor: Actor) -> None:
    """The lead hands over what a tranche promises, with evidence; the acceptance goes to the desk."""
    with command("missions.deliver_tranche", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        support = locked_support(asked.support_id)
        deed.subject = f"support:{support.pk}"
        access.require_acting_for_lead(actor, support)
        tranche = Tranche.objects.select_for_update().filter(support=support, no=asked.no).first()
        if tranche is None:
            raise access.no_such_support()
        require(may_deliver(support.state, tranche.state, asked.evidence, len(asked.files)))
        stored = _store(support, asked, deed=deed)
        deed.before(tranche=tranche.no, state=tranche.state)
        tranche.state = TRANCHE.after(tranche.state, "deliver")
        tranche.save(update_fields=["state"])
        Delivery.objects.create(
            tranche=tranche,
            evidence=asked.evidence.strip(),
            files=stored,
            delivered_by=actor.key,
            delivered_at=deed.moment,
        )
        open_task(support.dossier_id, "acceptance", subject=f"tranche:{tranche.pk}", deed=deed)
        deed.after(tranche=tranche.no, state=tranche.state, files=stored)
        deed.emit(
            TrancheDelivered(
                subject=deed.subject, parties=parties_of(support), number=support.dossier_number, no=tranche.no
            )
        )
        deed.result(True)


def _store(support: EquipmentSupport, asked: DeliverTranche, *, deed: Deed) -> list[str]:
    """All files or none; every refusal at once."""
    stored: list[str] = []
    reasons: list[Reason] = []
    for upload in asked.files:
        try:
            kept = files.store(
                upload,
                deed=deed,
                owner=access.lead_key(support),
                kind=f"delivery-{asked.no}",
                subject=f"dossier:{support.dossier_id}",
                field="files",
            )
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


def answer_delivery(asked: AnswerDelivery, *, actor: Actor) -> None:
    """Accept a delivery, which makes the city owe its amount, or send it back with a ground."""
    with command("missions.accept_tranche" if asked.accepted else "missions.return_tranche", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, support = worked_on(asked.task_id, "acceptance", None, deed)
        tranche = tranche_of(task, support)
        delivery = Delivery.objects.select_for_update().filter(tranche=tranche, outcome="").first()
        if delivery is None:
            raise Refused.because(_nothing_delivered())
        deed.before(tranche=tranche.no, state=tranche.state)
        delivery.answered_by, delivery.answered_at, delivery.note = actor.key, deed.moment, asked.note.strip()
        if asked.accepted:
            delivery.outcome = "accepted"
            _accept(support, tranche, delivery, deed=deed)
        else:
            require(may_return(tranche.state, asked.note))
            delivery.outcome = "returned"
            _send_back(support, tranche, asked.note, deed=deed)
        delivery.save(update_fields=["outcome", "note", "answered_by", "answered_at"])
        close_task(task.id, "accepted" if asked.accepted else "returned", note=asked.note, deed=deed)
        if asked.accepted:
            open_task(support.dossier_id, "payment", subject=f"tranche:{tranche.pk}", deed=deed)
        deed.after(tranche=tranche.no, state=tranche.state)
        deed.result(True)


def _accept(support: EquipmentSupport, tranche: Tranche, delivery: Delivery, *, deed: Deed) -> None:
    actor = deed.actor
    lead = access.lead_key(support)
    near = (*acts_for(support, actor), *actor.stands_in_parties)
    require(may_accept(tranche.state, actor.hands, delivery.delivered_by, near, lead))
    entry = ledger_domain.accrue(
        support.budget_line,
        f"support:{support.pk}",
        f"tranche:{tranche.pk}",
        tranche.amount,
        id=entry_id("accrue", tranche.pk),
        on=deed.today,
        text=Text(
            f"Nghiệm thu đợt {tranche.no}, hồ sơ {support.dossier_number}",
            f"Acceptance of tranche {tranche.no}, dossier {support.dossier_number}",
        ),
    )
    post(entry, deed=deed)
    tranche.state = TRANCHE.after(tranche.state, "accept")
    tranche.accepted_on, tranche.accepted_by, tranche.accrual = deed.today, actor.key, entry.id
    tranche.accepted_for = actor.stands_in_for
    tranche.save(update_fields=["state", "accepted_on", "accepted_by", "accepted_for", "accrual"])
    issue_document(support.dossier_id, "acceptance", values=_minutes(support, tranche, delivery, deed), deed=deed)
    deed.emit(
        TrancheAccepted(
            subject=deed.subject,
            parties=parties_of(support),
            number=support.dossier_number,
            no=tranche.no,
            amount=tranche.amount,
        )
    )
    notify_lead(
        support,
        Text(
            f"Đợt {tranche.no} của hồ sơ {support.dossier_number} đã nghiệm thu",
            f"Tranche {tranche.no} of {support.dossier_number} was accepted",
        ),
        Text(
            f"Số tiền chờ chi trả: {format_dong(tranche.amount, 'vi')}.",
            f"To be paid: {format_dong(tranche.amount, 'en')}.",
        ),
        deed=deed,
    )


def _minutes(support: EquipmentSupport, tranche: Tranche, delivery: Delivery, deed: Deed) -> dict[str, Any]:
    return {
        "subject": f"Nghiệm thu sản phẩm đợt {tranche.no}, nhiệm vụ “{support.task.title}”",
        "agreement_number": support.dossier_number,
        "agreed_on": str(support.agreed_on or deed.today),
        "tranche": f"Đợt {tranche.no}",
        "participants": [
            {"name": deed.actor.name, "position": "Cán bộ nghiệm thu", "side": "Bên hỗ trợ"},
            {"name": support.lead.name, "position": "Tổ chức chủ trì", "side": "Bên nhận hỗ trợ"},
        ],
        "items": [
            {"name": tranche.deliverable, "quantity": "1", "state": "Đạt yêu cầu", "evidence": delivery.evidence[:300]}
        ],
        "accepted": tranche.amount,
        "conclusion": "Sản phẩm đạt yêu cầu của thỏa thuận, đủ điều kiện chi trả.",
        "giver_signer": deed.actor.name,
        "receiver_signer": support.lead.name,
    }


def _send_back(support: EquipmentSupport, tranche: Tranche, note: str, *, deed: Deed) -> None:
    tranche.state = TRANCHE.after(tranche.state, "return")
    tranche.save(update_fields=["state"])
    deed.emit(
        TrancheReturned(
            subject=deed.subject, parties=parties_of(support), number=support.dossier_number, no=tranche.no, ground=note
        )
    )
    notify_lead(
        support,
        Text(
            f"Đợt {tranche.no} của hồ sơ {support.dossier_number} cần bổ sung",
            f"Tranche {tranche.no} of {support.dossier_number} was sent back",
        ),
        Text(note, note),
        deed=deed,
    )


def _nothing_delivered() -> Reason:
    return Reason(
        "nothing_delivered",
        Text("Đợt này chưa có sản phẩm bàn giao chờ nghiệm thu.", "Nothing delivered awaits acceptance here."),
        Text("Mở lại khoản hỗ trợ để xem trạng thái.", "Open the support again to see where it stands."),
    )
