"""Money that comes back: booked against its claim, never beyond what is owed."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, require
from khue.core.money import format_dong
from khue.features.ledger.domain import recovery
from khue.features.ledger.usecases import post
from khue.features.missions.domain.overturning import RecordRecovery, may_recover
from khue.features.missions.events import RecoveryReceived
from khue.features.missions.models import RecoveryClaim
from khue.features.missions.queries.revisions import RECOVER
from khue.features.missions.usecases.parts import entry_id, locked_support, notify_lead, parties_of
from khue.kernel.deeds import command


def record_recovery(asked: RecordRecovery, *, actor: Actor) -> None:
    """Book what came in on a claim; with the last đồng it is settled."""
    actor.require(RECOVER)
    with command("missions.record_recovery", actor, subject=f"claim:{asked.claim_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        support_id = RecoveryClaim.objects.filter(pk=asked.claim_id).values_list("support_id", flat=True).first()
        if support_id is None:
            raise no_such_claim()
        support = locked_support(support_id)
        claim = RecoveryClaim.objects.select_for_update().get(pk=asked.claim_id)
        owed = claim.amount - claim.recovered
        require(may_recover(asked, owed=owed, claimed_on=claim.claimed_on, today=deed.today))
        deed.before(recovered=claim.recovered)
        entry = recovery.recover(
            f"claim:{claim.pk}",
            asked.amount,
            id=entry_id("recover", claim.pk, claim.recovered),
            on=asked.received_on,
            text=Text(
                f"Thu hồi kinh phí hồ sơ {support.dossier_number}, chứng từ {asked.reference.strip()}",
                f"Recovery, dossier {support.dossier_number}, reference {asked.reference.strip()}",
            ),
        )
        post(entry, deed=deed)
        claim.recovered += asked.amount
        claim.settled_on = deed.today if claim.recovered == claim.amount else None
        claim.save(update_fields=["recovered", "settled_on"])
        deed.after(recovered=claim.recovered, reference=asked.reference.strip())
        deed.emit(
            RecoveryReceived(
                subject=f"support:{support.pk}",
                parties=parties_of(support),
                number=support.dossier_number,
                amount=asked.amount,
            )
        )
        left = claim.amount - claim.recovered
        notify_lead(
            support,
            Text(
                f"Đã nhận tiền hoàn trả hồ sơ {support.dossier_number}",
                f"Repayment of {support.dossier_number} received",
            ),
            Text(f"Còn phải hoàn trả: {format_dong(left, 'vi')}.", f"Still owed: {format_dong(left, 'en')}."),
            deed=deed,
        )
        deed.result(True)


def no_such_claim() -> Missing:
    return Missing(
        Text("Không tìm thấy khoản phải thu hồi này.", "There is no such claim."),
        Text("Mời ông/bà mở lại khoản hỗ trợ.", "Open the support again."),
    )
