"""Handing in, the officer's check, acceptance by an officer or a council; what is accepted is owed, once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.core.money import format_dong
from khue.features.councils import queries as councils
from khue.features.councils.domain.commands import ItemParty, PutItem
from khue.features.councils.usecases import put
from khue.features.delivery import access
from khue.features.delivery.domain import accepting
from khue.features.delivery.domain.commands import AnswerMilestone, HandInMilestone, PutBeforeCouncil
from khue.features.delivery.domain.reasons import no_ground
from khue.features.delivery.domain.words import MILESTONE
from khue.features.delivery.events import MilestoneMoved
from khue.features.delivery.models import Handover, Milestone, Mission, MissionMember
from khue.features.delivery.usecases.parts import (
    close_step,
    entry_id,
    locked_milestone,
    locked_mission,
    parties_of,
    put_on_desk,
    require_execution,
    stored,
    tell_lead,
    unchanged_since,
    write,
)
from khue.features.dossiers.usecases import issue_document
from khue.features.ledger import domain as ledger_domain
from khue.features.ledger.domain import InvoiceLine
from khue.features.ledger.domain.advances import set_off
from khue.features.ledger.usecases import claim_invoice_lines, post_many, release_invoice_lines
from khue.kernel.deeds import Deed, command

STEP, PAY_STEP = "milestone-check", "milestone-payment"


def hand_in_milestone(asked: HandInMilestone, *, actor: Actor) -> None:
    """The lead hands over what a milestone promises, with evidence; invoices of it count once in the whole city."""
    with command("delivery.hand_in_milestone", actor, subject=f"mission:{asked.mission_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission = locked_mission(asked.mission_id)
        access.require_acting_for_lead(actor, mission)
        unchanged_since(mission, asked.seen)
        milestone = (
            Milestone.objects.select_for_update()
            .filter(mission=mission, no=asked.no)
            .exclude(state="cancelled")
            .first()
        )
        if milestone is None:
            raise access.missing("mốc", "milestone")
        require(accepting.may_hand_in(mission.state, milestone.state, asked.words, len(asked.files)))
        kept = stored(mission, asked.files, f"milestone-{asked.no}", deed=deed)
        subject = f"milestone:{milestone.pk}"
        claim_invoice_lines(
            [
                InvoiceLine(one.seller_tax_code, one.symbol, one.number, one.line, subject, one.amount, f"number_{row}")
                for row, one in enumerate(asked.invoices, start=1)
            ],
            deed=deed,
        )
        deed.before(milestone=milestone.no, state=milestone.state)
        _move(milestone, "hand_in")
        Handover.objects.create(
            milestone=milestone,
            words=asked.words.strip(),
            files=kept,
            invoices=[
                {"seller": one.seller_tax_code, "symbol": one.symbol, "number": one.number, "line": one.line, "amount": one.amount}
                for one in asked.invoices
            ],
            handed_in_by=actor.key,
            handed_in_at=deed.moment,
        )  # fmt: skip
        put_on_desk(mission, STEP, subject, deed=deed)
        write(mission)
        deed.after(milestone=milestone.no, state=milestone.state, files=kept)
        emit(mission, milestone, "handed_in", deed)
        deed.result(True)


def _open_handover(milestone: Milestone) -> Handover:
    found = Handover.objects.select_for_update().filter(milestone=milestone, outcome="").first()
    if found is None:
        label = MILESTONE.label(milestone.state)
        raise Refused.because(
            Reason(
                "nothing_handed_in",
                Text(f"Mốc này {label.vi}; không có sản phẩm nào đang chờ.", f"This milestone is {label.en}; nothing is waiting."),
                Text("Mời ông/bà mở trang nhiệm vụ để xem trạng thái.", "Open the mission to see where it stands."),
            )
        )  # fmt: skip
    return found


def _answered(handover: Handover, outcome: str, note: str, deed: Deed) -> None:
    handover.outcome, handover.note = outcome, note.strip()
    handover.answered_by, handover.answered_at = deed.actor.key, deed.moment
    handover.save(update_fields=["outcome", "note", "answered_by", "answered_at"])


def answer_milestone(asked: AnswerMilestone, *, actor: Actor) -> None:
    """The officer's check: accept an interim milestone, or send any back with what is missing."""
    actor.require(access.ACCEPT)
    with command("delivery.answer_milestone", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission, milestone = locked_milestone(asked.milestone_id)
        deed.subject = f"mission:{mission.pk}"
        access.require_staff(actor, access.ACCEPT, mission)
        require_execution(mission)
        handover = _open_handover(milestone)
        require(
            accepting.may_answer(
                milestone.state,
                asked.accepted,
                milestone.final,
                asked.note,
                hands=actor.hands,
                near_lead=access.near_lead(actor, mission),
                handed_in_by=handover.handed_in_by,
            )
        )
        deed.before(milestone=milestone.no, state=milestone.state)
        subject = f"milestone:{milestone.pk}"
        if asked.accepted:
            _answered(handover, "accepted", asked.note, deed)
            close_step(mission, STEP, subject, "accepted", note=asked.note, deed=deed)
            accept(mission, milestone, handover, asked.note.strip(), deed=deed)
        else:
            _answered(handover, "returned", asked.note, deed)
            close_step(mission, STEP, subject, "returned", note=asked.note, deed=deed)
            _send_back(mission, milestone, asked.note.strip(), deed=deed)
        deed.after(milestone=milestone.no, state=milestone.state)
        deed.result(True)


def _send_back(mission: Mission, milestone: Milestone, note: str, *, deed: Deed) -> None:
    _move(milestone, "return")
    release_invoice_lines(f"milestone:{milestone.pk}", deed=deed)
    write(mission)
    emit(mission, milestone, "returned", deed)
    title = Text(
        f"Mốc {milestone.no} của nhiệm vụ {mission.number} cần bổ sung",
        f"Milestone {milestone.no} of {mission.number} was sent back",
    )
    tell_lead(mission, title, Text(note, note), deed=deed)


def accept(mission: Mission, milestone: Milestone, handover: Handover, words: str, *, deed: Deed) -> None:
    """The work is accepted: what the advance has paid is set off, the rest is owed. The entries' ids follow from the milestone,
    so that nothing is owed twice."""
    subject, of = f"milestone:{milestone.pk}", f"mission:{mission.pk}"
    off = accepting.covered(milestone.amount, mission.advance - mission.set_off)
    said = Text(f"Nghiệm thu mốc {milestone.no}, nhiệm vụ {mission.number}", f"Acceptance of milestone {milestone.no}, mission {mission.number}")  # fmt: skip
    entries = []
    if off:
        entries.append(set_off(of, subject, off, id=entry_id("set-off", milestone.pk), on=deed.today, text=said))
    if milestone.amount > off:
        entries.append(
            ledger_domain.accrue(
                mission.budget_line, of, subject, milestone.amount - off, id=entry_id("accrue", milestone.pk),
                on=deed.today, text=said,
            )
        )  # fmt: skip
    milestone.state = MILESTONE.after(milestone.state, "accept")
    post_many(entries, deed=deed)
    milestone.accepted_on, milestone.accepted_by = deed.today, deed.actor.key
    milestone.accepted_for, milestone.accepted_words = deed.actor.stands_in_for, words
    milestone.accrual, milestone.set_off = entries[-1].id, off
    if off == milestone.amount:
        milestone.state, milestone.paid_on = MILESTONE.after(milestone.state, "set_off"), deed.today
    milestone.save()
    write(mission, set_off=mission.set_off + off)
    issue_document(mission.dossier_id, "acceptance", values=_minutes(mission, milestone, handover, deed), deed=deed)
    if off < milestone.amount:
        put_on_desk(mission, PAY_STEP, subject, deed=deed)
    emit(mission, milestone, "accepted", deed)
    left = milestone.amount - off
    tell_lead(
        mission,
        Text(
            f"Mốc {milestone.no} của nhiệm vụ {mission.number} đã được nghiệm thu",
            f"Milestone {milestone.no} of {mission.number} was accepted",
        ),
        Text(f"Số tiền chờ thanh toán: {format_dong(left, 'vi')}.", f"To be paid: {format_dong(left, 'en')}."),
        deed=deed,
    )


def _minutes(mission: Mission, milestone: Milestone, handover: Handover, deed: Deed) -> dict[str, Any]:
    return {
        "subject": f"Nghiệm thu mốc {milestone.no}, nhiệm vụ {mission.number} “{mission.title}”",
        "agreement_number": mission.number,
        "agreed_on": str(mission.contracted_on or deed.today),
        "tranche": f"Mốc {milestone.no}",
        "participants": [
            {"name": deed.actor.name if deed.actor.units else "Hội đồng nghiệm thu", "position": "Đại diện Thành phố", "side": "Bên giao"},
            {"name": mission.lead_name, "position": "Tổ chức chủ trì", "side": "Bên thực hiện"},
        ],
        "items": [
            {"name": milestone.deliverable, "quantity": "1", "state": "Đạt yêu cầu", "evidence": handover.words[:300]}
        ],
        "accepted": milestone.amount,
        "conclusion": milestone.accepted_words[:500] or "Sản phẩm đạt tiêu chí của hợp đồng, đủ điều kiện thanh toán.",
        "giver_signer": deed.actor.name if deed.actor.units else "Hội đồng nghiệm thu",
        "receiver_signer": mission.lead_name,
    }  # fmt: skip


# -- the council -----------------------------------------------------------------------------------------------------


def put_before_council(asked: PutBeforeCouncil, *, actor: Actor) -> int:
    """The officer has checked the final product and lays it before a council; the item's id."""
    actor.require(access.ACCEPT)
    with command("delivery.put_before_council", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        mission, milestone = locked_milestone(asked.milestone_id)
        deed.subject = f"mission:{mission.pk}"
        access.require_staff(actor, access.ACCEPT, mission)
        require_execution(mission)
        handover = _open_handover(milestone)
        require(
            accepting.may_put(
                milestone.state,
                milestone.final,
                hands=actor.hands,
                near_lead=access.near_lead(actor, mission),
                handed_in_by=handover.handed_in_by,
            )
        )
        subject = f"milestone:{milestone.pk}"
        title = f"Nghiệm thu nhiệm vụ {mission.number}: {mission.title}"
        item = put(PutItem(asked.council_id, title, _parties(mission), subject, mission.field), deed=deed)
        deed.before(milestone=milestone.no, state=milestone.state)
        _move(milestone, "put", council_item=item, council_id=asked.council_id)
        close_step(mission, STEP, subject, "before_council", note=asked.note, deed=deed)
        write(mission)
        deed.about(f"council:{asked.council_id}")
        deed.after(milestone=milestone.no, state=milestone.state, item=item)
        emit(mission, milestone, "put", deed)
        deed.result(item)
        return item


def _parties(mission: Mission) -> tuple[ItemParty, ...]:
    """Whose side the item is: interests are looked for against each of them."""
    found = {access.lead_key(mission): "applicant"}
    for one in MissionMember.objects.filter(mission=mission).order_by("pk"):
        found.setdefault(f"party:{one.person_id}", "lead" if one.role == "principal" else "author")
        if one.organisation_id:
            found.setdefault(f"party:{one.organisation_id}", "partner")
    return tuple(ItemParty(key, role) for key, role in found.items())


def follow_verdict(item_id: int, *, actor: Actor) -> None:
    """What the council said of a milestone. Repeated, or told of another's item, it writes nothing.

    For the job that hears ``councils.item_decided``: it asks the council's own record, so that late or doubled news is harmless.
    """
    milestone_id = Milestone.objects.filter(council_item=item_id).values_list("pk", flat=True).first()
    item = councils.items_by_id([item_id]).get(item_id)
    if milestone_id is None or item is None or item.outcome not in ("approved", "refused"):
        return
    with command("delivery.follow_verdict", actor) as deed:
        mission, milestone = locked_milestone(milestone_id)
        deed.subject = f"mission:{mission.pk}"
        handover = Handover.objects.select_for_update().filter(milestone=milestone, outcome="").first()
        if milestone.state != "before_council" or milestone.council_item != item_id or handover is None:
            deed.nothing_done()
            return
        deed.about(f"council:{item.council_id}")
        deed.before(milestone=milestone.no, state=milestone.state)
        council = councils.council(item.council_id).name
        if item.outcome == "approved":
            _answered(handover, "accepted", council, deed)
            accept(mission, milestone, handover, f"Theo kết luận của {council}.", deed=deed)
        else:
            _answered(handover, "rejected", council, deed)
            _reject(mission, milestone, council, deed)
        deed.after(milestone=milestone.no, state=milestone.state, outcome=item.outcome)


def _reject(mission: Mission, milestone: Milestone, council: str, deed: Deed) -> None:
    """Not reached: invoices are free again; what follows is for people to decide."""
    _move(milestone, "reject")
    release_invoice_lines(f"milestone:{milestone.pk}", deed=deed)
    put_on_desk(mission, "ending-proposal", deed.subject, deed=deed)
    write(mission)
    emit(mission, milestone, "rejected", deed)
    tell_lead(
        mission,
        Text(
            f"Hội đồng kết luận nhiệm vụ {mission.number} không đạt", f"The council finds {mission.number} not reached"
        ),
        Text(
            f"{council} đã kết luận. Hình thức kết thúc nhiệm vụ sẽ được quyết định theo hồ sơ tuân thủ; ông/bà có quyền giải trình.",
            f"{council} has concluded. How the mission ends is decided on its compliance file; you may explain.",
        ),
        deed=deed,
    )


def take_back_from_council(milestone_id: int, note: str, *, once: UUID | None = None, actor: Actor) -> None:
    """The council's item was withdrawn: the milestone is the officer's again."""
    actor.require(access.ACCEPT)
    with command("delivery.take_back_from_council", actor) as deed:
        if deed.repeated(once) is not None:
            return
        mission, milestone = locked_milestone(milestone_id)
        deed.subject = f"mission:{mission.pk}"
        access.require_staff(actor, access.ACCEPT, mission)
        item = councils.items_by_id([milestone.council_item or 0]).get(milestone.council_item or 0)
        gone = item is None or item.state == "withdrawn"
        reasons = [*MILESTONE.decision(milestone.state, "take_back").reasons, *no_ground(note, "note")]
        if not gone:
            reasons.append(
                Reason(
                    "still_before_council",
                    Text("Hồ sơ vẫn còn trong danh mục của hội đồng.", "The item still lies before the council."),
                    Text("Mời ông/bà rút hồ sơ khỏi hội đồng trước.", "Withdraw it from the council first."),
                )
            )
        require(Decision.refuse_if_any(reasons))
        deed.before(milestone=milestone.no, state=milestone.state)
        _move(milestone, "take_back", council_item=None, council_id=None)
        put_on_desk(mission, STEP, f"milestone:{milestone.pk}", deed=deed)
        write(mission)
        deed.after(milestone=milestone.no, state=milestone.state, note=note)
        deed.result(True)


def _move(milestone: Milestone, step: str, **values: Any) -> None:
    milestone.state = MILESTONE.after(milestone.state, step)
    for name, value in values.items():
        setattr(milestone, name, value)
    milestone.save(update_fields=["state", *values])


def emit(mission: Mission, milestone: Milestone, step: str, deed: Deed) -> None:
    deed.emit(
        MilestoneMoved(
            subject=f"mission:{mission.pk}",
            parties=parties_of(mission),
            number=mission.number,
            amount=milestone.amount,
            no=milestone.no,
            step=step,
        )
    )
