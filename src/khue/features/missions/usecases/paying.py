"""Payment, the equipment register, later audit."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.core.folding import fold
from khue.core.money import format_dong
from khue.features.dossiers.usecases import close_dossier, close_task, issue_document, open_task
from khue.features.ledger import domain as ledger_domain
from khue.features.ledger.usecases import post
from khue.features.missions import access
from khue.features.missions.domain.commands import PayTranche, RecordAudit, RegisterEquipment
from khue.features.missions.domain.register import may_register
from khue.features.missions.domain.support import SUPPORT, TRANCHE, audit_due, may_pay
from khue.features.missions.events import EquipmentRegistered, SupportAudited, TranchePaid
from khue.features.missions.models import CostLine, EquipmentItem, EquipmentSupport, PostAudit, Tranche
from khue.features.missions.usecases.parts import (
    entry_id,
    locked_support,
    notify_lead,
    parties_of,
    tranche_of,
    worked_on,
)
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command


def pay_tranche(asked: PayTranche, *, actor: Actor) -> None:
    """Pay an accepted tranche. The ledger draws on what was accepted for this tranche and refuses anything else."""
    with command("missions.pay_tranche", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, support = worked_on(asked.task_id, "payment", None, deed)
        tranche = tranche_of(task, support)
        require(may_pay(tranche.state, (tranche.accepted_by, tranche.accepted_for), actor.hands))
        deed.before(tranche=tranche.no, state=tranche.state, paid=support.paid)
        pay_out(support, tranche, deed=deed)
        close_task(task.id, "paid", deed=deed)
        _complete_if_all_paid(support, deed=deed)
        deed.after(tranche=tranche.no, state=tranche.state, paid=support.paid, support=support.state)
        deed.result(True)


def pay_out(support: EquipmentSupport, tranche: Tranche, *, deed: Deed) -> None:
    """Post the payment and mark the tranche. Raises Refused from the ledger when nothing was accepted."""
    entry = ledger_domain.pay(
        support.budget_line,
        f"tranche:{tranche.pk}",
        tranche.amount,
        id=entry_id("pay", tranche.pk),
        on=deed.today,
        text=Text(
            f"Chi trả đợt {tranche.no}, hồ sơ {support.dossier_number}",
            f"Payment of tranche {tranche.no}, dossier {support.dossier_number}",
        ),
    )
    post(entry, deed=deed)
    tranche.state = TRANCHE.after(tranche.state, "pay")
    tranche.paid_on, tranche.payment = deed.today, entry.id
    tranche.save(update_fields=["state", "paid_on", "payment"])
    support.paid += tranche.amount
    support.save(update_fields=["paid"])
    issue_document(support.dossier_id, "payment-slip", values=_slip(support, tranche, deed), deed=deed)
    deed.emit(
        TranchePaid(
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
            f"Đã chi trả đợt {tranche.no} của hồ sơ {support.dossier_number}",
            f"Tranche {tranche.no} of {support.dossier_number} was paid",
        ),
        Text(f"Số tiền: {format_dong(tranche.amount, 'vi')}.", f"Amount: {format_dong(tranche.amount, 'en')}."),
        deed=deed,
    )


def _slip(support: EquipmentSupport, tranche: Tranche, deed: Deed) -> dict[str, Any]:
    return {
        "addressee": "Kho bạc Nhà nước",
        "payee": {"name": support.lead.name},
        "purpose": f"Chi trả đợt {tranche.no}, hỗ trợ máy móc, thiết bị, hồ sơ {support.dossier_number}",
        "budget_line": support.budget_line.removeprefix("budget:"),
        "tranche": f"Đợt {tranche.no}",
        "agreement_number": support.dossier_number,
        "acceptance_number": str(tranche.accepted_on or deed.today),
        "amount": tranche.amount,
        "paid_before": support.paid - tranche.amount,
        "accountant": deed.actor.name,
    }


def _complete_if_all_paid(support: EquipmentSupport, *, deed: Deed) -> None:
    """With the last tranche paid the support is complete, the dossier closed, and the later audit on the desk."""
    if Tranche.objects.filter(support=support).exclude(state__in=("paid", "cancelled")).exists():
        return
    support.state = SUPPORT.after(support.state, "complete")
    support.save(update_fields=["state"])
    close_dossier(support.dossier_id, deed=deed)
    due_on = audit_due(deed.today, rulebook.parameter("missions.clock.post_audit", support.law_day))
    open_task(support.dossier_id, "audit", subject=f"support:{support.pk}", due_on=due_on, deed=deed)


def register_equipment(asked: RegisterEquipment, *, actor: Actor) -> int:
    """Enter a piece of equipment in the register; its id. By the lead, or by an officer who may accept."""
    with command("missions.register_equipment", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        support = locked_support(asked.support_id)
        deed.subject = f"support:{support.pk}"
        if not actor.may("missions.accept"):
            access.require_acting_for_lead(actor, support)
        line = CostLine.objects.filter(support=support, no=asked.line_no).first()
        registered = sum(EquipmentItem.objects.filter(line=line).values_list("cost", flat=True)) if line else 0
        require(
            may_register(
                asked,
                support_state=support.state,
                line_class=line.cost_class if line else "",
                line_amount=line.amount if line else 0,
                registered=registered,
                today=deed.today,
            )
        )
        assert line is not None, "may_register has seen it"
        item = _new_item(support, line, asked, deed=deed)
        deed.after(equipment=item.pk, name=item.name, cost=item.cost, line=line.no)
        deed.emit(
            EquipmentRegistered(
                subject=deed.subject, parties=parties_of(support), number=support.dossier_number, name=item.name
            )
        )
        deed.result(item.pk)
        return int(item.pk)


def _new_item(support: EquipmentSupport, line: CostLine, asked: RegisterEquipment, *, deed: Deed) -> EquipmentItem:
    try:
        with transaction.atomic():
            return EquipmentItem.objects.create(
                line=line,
                support=support,
                name=asked.name.strip(),
                folded=fold(f"{asked.name} {asked.serial} {asked.location} {support.lead.name}"),
                serial=asked.serial.strip(),
                location=asked.location.strip(),
                cost=asked.cost,
                in_use_on=asked.in_use_on,
                registered_by=deed.actor.key,
            )
    except IntegrityError as error:
        raise Refused.because(
            Reason(
                "serial_twice",
                Text(
                    "Số sê-ri này đã được ghi sổ cho hạng mục.",
                    "This serial number is registered for the line already.",
                ),
                Text("Kiểm tra lại số sê-ri.", "Check the serial number."),
                "serial",
            )
        ) from error


def record_audit(asked: RecordAudit, *, actor: Actor) -> None:
    """Keep what a later audit found."""
    with command("missions.record_audit", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, support = worked_on(asked.task_id, "audit", None, deed)
        if not asked.finding.strip():
            raise Refused.because(
                Reason(
                    "no_finding",
                    Text("Chưa ghi kết quả hậu kiểm.", "The finding is missing."),
                    Text("Ghi ngắn gọn điều đã kiểm tra và kết luận.", "Say briefly what was checked and found."),
                    "finding",
                )
            )
        PostAudit.objects.create(
            support=support, in_order=asked.in_order, finding=asked.finding.strip(), auditor=actor.key, at=deed.moment
        )
        close_task(task.id, "recorded", note=asked.finding, deed=deed)
        deed.decide(Decision.grant())
        deed.after(in_order=asked.in_order, finding=asked.finding)
        deed.emit(
            SupportAudited(
                subject=deed.subject,
                parties=parties_of(support),
                number=support.dossier_number,
                in_order=asked.in_order,
            )
        )
        deed.result(True)
