"""Money that comes back: a claim follows what bank statements brought on its receivable, never a word of somebody's."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.delivery.domain.words import MISSION
from khue.features.delivery.models import Mission, MissionClaim
from khue.features.delivery.usecases.ending import emit
from khue.features.delivery.usecases.parts import locked_mission, tell_lead, write
from khue.features.dossiers.usecases import close_dossier, resume_dossier
from khue.features.treasury import queries as treasury
from khue.kernel.deeds import Deed, command

KIND = "mission_claim:"


def follow_receivable(receivable_id: int, *, actor: Actor) -> None:
    """Bring the claim to where its receivable stands. Repeated, it finds everything done and writes nothing.

    For the job that hears ``treasury.receivables_moved``.
    """
    known = treasury.receivable_facts(receivable_id)
    number = known.subject.removeprefix(KIND)
    if not known.subject.startswith(KIND) or not number.isdigit():
        return
    mission_id = MissionClaim.objects.filter(pk=int(number)).values_list("mission_id", flat=True).first()
    if mission_id is None:
        return
    with command("delivery.follow_receivable", actor, subject=f"mission:{mission_id}") as deed:
        mission = locked_mission(mission_id)
        claim = MissionClaim.objects.select_for_update().get(pk=int(number))
        known = treasury.receivable_facts(receivable_id)  # again, under the lock
        if known.received == claim.recovered:
            deed.nothing_done()
            return
        deed.before(recovered=claim.recovered, state=mission.state)
        whole = known.received == claim.amount
        claim.recovered, claim.settled_on = known.received, known.received_on if whole else None
        claim.save(update_fields=["recovered", "settled_on"])
        if whole and mission.state == "recovering":
            write(mission, state=MISSION.after(mission.state, "recover"), ended_on=deed.today)
            close_dossier(mission.dossier_id, deed=deed)
            emit(mission, "recovered", claim.amount, deed)
        elif not whole and mission.state == "recovered":
            write(mission, state=MISSION.after(mission.state, "owe_again"), ended_on=None)
            resume_dossier(mission.dossier_id, deed=deed)
        deed.after(recovered=claim.recovered, state=mission.state, reference=known.reference)
        _tell(mission, claim, deed)


def _tell(mission: Mission, claim: MissionClaim, deed: Deed) -> None:
    left = claim.amount - claim.recovered
    tell_lead(
        mission,
        Text(
            f"Đã ghi nhận tiền hoàn trả của nhiệm vụ {mission.number}",
            f"A repayment of {mission.number} came in",
        ),
        Text(f"Còn phải hoàn trả: {format_dong(left, 'vi')}.", f"Still owed: {format_dong(left, 'en')}."),
        deed=deed,
    )
