"""The equipment register and the later audit."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.core.folding import fold
from khue.features.dossiers.usecases import close_task
from khue.features.missions import access
from khue.features.missions.domain.commands import RecordAudit, RegisterEquipment
from khue.features.missions.domain.register import may_register
from khue.features.missions.events import EquipmentRegistered, SupportAudited
from khue.features.missions.models import CostLine, EquipmentItem, EquipmentSupport, PostAudit
from khue.features.missions.usecases.parts import locked_support, parties_of, worked_on
from khue.kernel.deeds import Deed, command


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
