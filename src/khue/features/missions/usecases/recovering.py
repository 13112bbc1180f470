"""Money that comes back: a claim follows what bank statements brought on its receivable, never a word of somebody's."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.missions import access
from khue.features.missions.events import RecoveryReceived, RecoveryTakenBack
from khue.features.missions.models import EquipmentSupport, RecoveryClaim
from khue.features.missions.usecases.parts import locked_support, notify_lead, parties_of
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.receivables import ExpectReceipt
from khue.features.treasury.usecases import expect_receipt
from khue.kernel.deeds import Deed, command


def expect_recovery(support: EquipmentSupport, claim: RecoveryClaim, line: str, *, deed: Deed) -> str:
    """Open the receivable of a claim as part of ``deed``; the reference for the transfer. ``line`` is the budget line that had paid."""
    asked = ExpectReceipt(
        f"claim:{claim.pk}", line, access.lead_key(support), support.lead.name, claim.amount - claim.recovered
    )
    return expect_receipt(asked, deed=deed)


def follow_receivable(receivable_id: int, *, actor: Actor) -> None:
    """Bring the claim to where its receivable stands. Repeated, it finds everything done and writes nothing.

    For the job that hears ``treasury.receivables_moved``: it asks what came in by now, so that late or doubled news is harmless.
    """
    known = treasury.receivable_facts(receivable_id)
    number = known.subject.removeprefix("claim:")
    place = RecoveryClaim.objects.filter(pk=int(number)).values_list("support_id", flat=True).first() if number.isdigit() else None  # fmt: skip
    if place is None:
        return
    with command("missions.follow_receivable", actor, subject=f"claim:{number}") as deed:
        support = locked_support(place)
        claim = RecoveryClaim.objects.select_for_update().get(pk=int(number))
        known = treasury.receivable_facts(receivable_id)  # again, under the lock
        # What was recovered before the receivable was opened stands beside it.
        recovered = claim.amount - known.amount + known.received
        if recovered == claim.recovered:
            deed.nothing_done()
            return
        deed.before(recovered=claim.recovered)
        moved = recovered - claim.recovered
        claim.recovered = recovered
        claim.settled_on = known.received_on if recovered == claim.amount else None
        claim.save(update_fields=["recovered", "settled_on"])
        deed.after(recovered=recovered, reference=known.reference)
        _tell(support, claim, moved, deed=deed)


def _tell(support: EquipmentSupport, claim: RecoveryClaim, moved: int, *, deed: Deed) -> None:
    """The timeline and the lead organisation hear what came in, or that a match was taken back."""
    kind = RecoveryReceived if moved > 0 else RecoveryTakenBack
    deed.emit(
        kind(
            subject=f"support:{support.pk}",
            parties=parties_of(support),
            number=support.dossier_number,
            amount=abs(moved),
        )
    )
    title = (
        Text(f"Đã nhận tiền hoàn trả hồ sơ {support.dossier_number}", f"Repayment of {support.dossier_number} received")
        if moved > 0
        else Text(
            f"Điều chỉnh tiền hoàn trả hồ sơ {support.dossier_number}",
            f"Repayment of {support.dossier_number} corrected",
        )
    )
    left = claim.amount - claim.recovered
    body = Text(f"Còn phải hoàn trả: {format_dong(left, 'vi')}.", f"Still owed: {format_dong(left, 'en')}.")
    notify_lead(support, title, body, deed=deed)
