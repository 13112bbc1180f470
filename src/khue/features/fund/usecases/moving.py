"""Motions: the executive body appraises and lays, the body competent by the charter votes and decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import F

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Conflict, Missing, Refused, require
from khue.core.money import format_dong
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.dossiers.usecases import close_task, record_decision
from khue.features.fund import access
from khue.features.fund.domain.application import Line
from khue.features.fund.domain.bodies import BODIES, COUNCIL, needs, reason
from khue.features.fund.domain.cases import (
    CASE,
    CAUSES,
    MOTION,
    CastVote,
    DecideMotion,
    LayMotion,
    may_decide,
    may_vote,
    terms_faults,
)
from khue.features.fund.domain.charter import DECIDE, LOAN, RESTRUCTURE, WRITE_OFF, Charter, product_off
from khue.features.fund.domain.granting import LineGiven, share_faults, whole
from khue.features.fund.domain.lending import terms_to_json
from khue.features.fund.events import CaseApproved, CaseRefused, MotionLaid
from khue.features.fund.models import FundCase, Loan, Motion, MotionLine, MotionVote
from khue.features.fund.queries.charter import seat_of, seats_on, version_on
from khue.features.fund.queries.lines import cost_lines
from khue.features.fund.usecases.applying import hold_given
from khue.features.fund.usecases.lending import restructure, what_is_owed, write_off
from khue.features.fund.usecases.parts import about, booking, locked_case, store_papers, tell, tell_receiver, touch
from khue.features.fund.usecases.printing import print_decision
from khue.features.ledger.usecases import post
from khue.kernel.deeds import Deed, command


def lay_motion(asked: LayMotion, *, actor: Actor) -> int:
    """Appraise and lay before the body that the charter names for this deed and amount; the motion's id."""
    actor.require(access.RUN)
    with command("fund.lay_motion", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        case = locked_case(asked.case_id, deed, asked.seen)
        access.require_staff(actor, access.RUN, case)
        version = version_on(deed.today)
        if version is None:
            raise Refused.because(product_off(case.product, deed.today))
        charter = Charter.of(version.no, version.from_on, version.settings)
        if asked.lines and not asked.amount:
            asked = replace(asked, amount=sum(one.given for one in asked.lines))
        amount = asked.amount if asked.kind == DECIDE else what_is_owed(case, deed.today)
        costs = cost_lines(case) if asked.kind == DECIDE else ()
        require(_may_lay(asked, case, charter, costs, deed))
        papers = store_papers(asked.papers, deed.subject, access.party_key(case), "motion", deed)
        try:
            with transaction.atomic():
                row = Motion.objects.create(
                    case=case,
                    kind=asked.kind,
                    body=charter.competent(asked.kind, amount),
                    charter=version,
                    amount=amount,
                    opinion=asked.opinion.strip(),
                    terms=terms_to_json(asked.terms) if asked.terms else None,
                    cause=asked.cause if asked.kind == WRITE_OFF else "",
                    papers=papers,
                    laid_by=actor.key,
                    laid_for=actor.stands_in_for,
                    laid_by_name=actor.name,
                    laid_at=deed.moment,
                )
                _keep_lines(row, costs, asked.lines or whole(costs))
        except IntegrityError as error:
            raise Conflict(
                Text("Hồ sơ này đang có một tờ trình chờ quyết định.", "A motion on this case awaits its decision."),
                Text("Mời ông/bà mở tờ trình đó.", "Open that motion."),
            ) from error
        deed.before(state=case.state)
        if asked.kind == DECIDE:
            touch(case, state=CASE.after(case.state, "lay"))
            task = open_task_of(dossier_id=case.dossier_id, step="appraisal")
            close_task(task.id, "laid", note=asked.opinion.strip()[:1000], deed=deed)
        else:
            touch(case)
        deed.after(state=case.state, motion=row.pk, kind=row.kind, body=row.body, amount=amount, cause=row.cause)
        deed.after(lines=[[one.no, one.given] for one in asked.lines])
        deed.emit(MotionLaid(**about(case, amount)))
        _tell_body(row, case, deed)
        deed.result(row.pk)
        return int(row.pk)


def _keep_lines(row: Motion, costs: Sequence[Line], said: Sequence[LineGiven]) -> None:
    known = {line.no: line for line in costs}
    MotionLine.objects.bulk_create(
        MotionLine(
            motion=row,
            no=one.no,
            description=known[one.no].description,
            asked=known[one.no].asked,
            given=one.given,
            ground=one.ground.strip() if one.given < known[one.no].asked else "",
        )
        for one in said
    )


def _may_lay(asked: LayMotion, case: FundCase, charter: Charter, costs: Sequence[Line], deed: Deed) -> Decision:
    faults = list(needs(asked.opinion, "opinion", "Chưa nêu ý kiến thẩm định.", "Give the opinion of the appraisal."))
    if deed.actor.is_near(access.party_key(case)):
        faults.append(reason("near", "Ông/bà có liên quan đến bên đề nghị.", "You are near to the applicant."))
    if asked.kind == DECIDE:
        faults += CASE.decision(case.state, "lay").reasons
        if not charter.gives(case.product):
            faults.append(product_off(case.product, deed.today))
        if not 0 < asked.amount <= case.asked:
            most = format_dong(case.asked, "vi")
            faults.append(
                reason(
                    "amount",
                    f"Số tiền trình phải lớn hơn 0 và không quá {most}.",
                    f"From 1 to {format_dong(case.asked, 'en')}.",
                    "amount",
                )
            )
        faults += share_faults(costs, asked.lines, asked.amount)
    elif asked.kind in (RESTRUCTURE, WRITE_OFF):
        loan = Loan.objects.filter(case=case).first()
        if loan is None or loan.state != "running":
            faults.append(reason("no_loan", "Hồ sơ này không có khoản vay đang trả nợ.", "There is no running loan."))
        if asked.kind == WRITE_OFF and (asked.cause not in CAUSES or not asked.papers):
            faults.append(
                reason(
                    "cause",
                    "Xóa nợ phải có nguyên nhân và hồ sơ kèm theo.",
                    "A write-off needs its cause and its file.",
                    "cause",
                )
            )
    if (asked.kind == DECIDE and case.product == LOAN) or asked.kind == RESTRUCTURE:
        if asked.terms is None:
            faults.append(reason("terms", "Chưa ghi điều kiện vay.", "Give the terms of the loan.", "kind"))
        else:
            faults += terms_faults(asked.terms, deed.today)
    return Decision.refuse_if_any(faults)


def _tell_body(row: Motion, case: FundCase, deed: Deed) -> None:
    body = BODIES[row.body]
    title = Text(
        f"Tờ trình chờ {body.vi}: hồ sơ {case.dossier_number}",
        f"A motion for the {body.en}: case {case.dossier_number}",
    )
    says = Text(f"Số tiền: {format_dong(row.amount, 'vi')}.", f"Amount: {format_dong(row.amount, 'en')}.")
    keys = [seat.person for seat in seats_on(row.body, deed.today) if row.body == COUNCIL or seat.is_head]
    tell(keys, title, says, f"/fund/motions/{row.pk}/", deed=deed)


def locked_motion(motion_id: int, deed: Deed) -> tuple[FundCase, Motion]:
    """Case first, then the motion. Raises Missing."""
    case_id = Motion.objects.filter(pk=motion_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Missing(
            Text("Không tìm thấy tờ trình này.", "There is no such motion."),
            Text("Mời ông/bà mở lại danh sách tờ trình.", "Open the list of motions again."),
        )
    case = locked_case(case_id, deed)
    return case, Motion.objects.select_for_update().get(pk=motion_id)


def cast_vote(asked: CastVote, *, actor: Actor) -> None:
    """One member's vote, given once. Whoever is near to the applicant does not vote."""
    actor.require(access.DECIDE)
    with command("fund.cast_vote", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        case, row = locked_motion(asked.motion_id, deed)
        access.require_staff(actor, access.DECIDE, case)
        seat = seat_of(actor, deed.today)
        require(may_vote(row.state, row.body, seat, actor.is_near(access.party_key(case))))
        assert seat is not None, "may_vote has seen it"
        _vote(row, seat.person, asked, deed)
        deed.after(motion=row.pk, agrees=asked.agrees)
        deed.result(True)


def _vote(row: Motion, person: str, asked: CastVote, deed: Deed) -> None:
    try:
        with transaction.atomic():
            MotionVote.objects.create(
                motion=row,
                person=person,
                name=deed.actor.name,
                agrees=asked.agrees,
                note=asked.note.strip(),
                at=deed.moment,
            )
    except IntegrityError as error:
        raise Conflict(
            Text("Ông/bà đã biểu quyết tờ trình này.", "You have voted on this motion already."),
            Text("Phiếu đã ghi không thay đổi được.", "A vote that was given does not change."),
        ) from error
    side = "agreed" if asked.agrees else "against"
    Motion.objects.filter(pk=row.pk).update(**{side: F(side) + 1})


def decide_motion(asked: DecideMotion, *, actor: Actor) -> None:
    """The head of the body competent closes the motion; what was approved happens in the same transaction, or nothing does."""
    actor.require(access.DECIDE)
    with command("fund.decide_motion", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        case, row = locked_motion(asked.motion_id, deed)
        access.require_staff(actor, access.DECIDE, case)
        seats = seats_on(row.body, deed.today)
        near = actor.is_near(access.party_key(case))
        decision = may_decide(
            row.state,
            row.body,
            seat_of(actor, deed.today),
            (row.agreed, row.against),
            len(seats),
            (row.laid_by, row.laid_for),
            actor.hands,
            asked,
        )
        extra = (
            [reason("near", "Ông/bà có liên quan đến bên đề nghị.", "You are near to the applicant.")] if near else []
        )
        require(Decision.refuse_if_any([*decision.reasons, *extra]))
        deed.before(motion=row.pk, motion_state=row.state, state=case.state)
        step = {"approve": "approve", "reject": "reject", "back": "withdraw"}[asked.outcome]
        row.state, row.seats = MOTION.after(row.state, step), len(seats)
        row.decided_by, row.decided_by_name, row.decided_at = actor.key, actor.name, deed.moment
        row.ground = asked.ground.strip()
        row.save(update_fields=["state", "seats", "decided_by", "decided_by_name", "decided_at", "ground"])
        _FOLLOWS[row.kind, asked.outcome](case, row, deed)
        deed.after(motion=row.pk, motion_state=row.state, state=case.state, votes=[row.agreed, row.against])
        deed.result(True)


def _approve(case: FundCase, row: Motion, deed: Deed) -> None:
    """The capital is bound at once: the ledger refuses what the fund does not have."""
    text = Text(f"Cam kết vốn Quỹ, hồ sơ {case.dossier_number}", f"Capital committed, case {case.dossier_number}")
    post(booking(deed, text, "commit", case.pk).committed(f"fund_case:{case.pk}", row.amount), deed=deed)
    touch(case, state=CASE.after(case.state, "approve"), granted=row.amount, decided_on=deed.today)
    if not all(row.lines.values_list("given", flat=True)):  # what the fund does not pay may be paid by another source
        hold_given(case, deed=deed)
    vi, en = format_dong(row.amount, "vi"), format_dong(row.amount, "en")
    said = Text(f"Quỹ chấp thuận {vi}. {row.ground}", f"The fund approves {en}. {row.ground}")
    _record(case, row, "granted", row.amount, Decision.grant(), said, "grant", row.ground, deed)
    deed.emit(CaseApproved(**about(case, row.amount)))


def _refuse(case: FundCase, row: Motion, deed: Deed) -> None:
    """The end of the dossier gives back what was held (``applying.end``)."""
    said = Text(f"Quỹ không chấp thuận: {row.ground}", f"The fund refuses: {row.ground}")
    why = Decision.refuse(reason("refused", row.ground, row.ground))
    case.ground = row.ground
    touch(case, ground=row.ground)
    _record(case, row, "refused", None, why, said, "refuse", row.ground, deed)
    case.refresh_from_db(fields=["state"])
    deed.emit(CaseRefused(**about(case)))


def _record(
    case: FundCase,
    row: Motion,
    outcome: str,
    amount: int | None,
    why: Decision,
    said: Text,
    close: str,
    note: str,
    deed: Deed,
) -> None:
    record_decision(case.dossier_id, decision=why, outcome=outcome, amount=amount, text=said, deed=deed)
    print_decision(case, row, deed=deed)
    task = open_task_of(dossier_id=case.dossier_id, step="decision")
    close_task(task.id, close, note=note[:1000], deed=deed)


def _send_back(case: FundCase, row: Motion, deed: Deed) -> None:
    touch(case, state=CASE.after(case.state, "take_back"))
    task = open_task_of(dossier_id=case.dossier_id, step="decision")
    close_task(task.id, "back", note=row.ground[:1000], deed=deed)


def _only_told(case: FundCase, row: Motion, deed: Deed) -> None:
    """A motion on a loan that was not carried, or sent back: the loan goes on as it is."""
    touch(case)
    title = Text(
        f"Tờ trình về khoản vay {case.dossier_number} không được thông qua",
        f"The motion on loan {case.dossier_number} was not carried",
    )
    tell([row.laid_by], title, Text(row.ground, row.ground), f"/fund/motions/{row.pk}/", deed=deed)
    if row.kind == RESTRUCTURE:
        tell_receiver(case, title, Text(row.ground, row.ground), deed=deed)


_FOLLOWS: dict[tuple[str, str], Callable[[FundCase, Motion, Deed], None]] = {
    (DECIDE, "approve"): _approve,
    (DECIDE, "reject"): _refuse,
    (DECIDE, "back"): _send_back,
    (RESTRUCTURE, "approve"): restructure,
    (RESTRUCTURE, "reject"): _only_told,
    (RESTRUCTURE, "back"): _only_told,
    (WRITE_OFF, "approve"): write_off,
    (WRITE_OFF, "reject"): _only_told,
    (WRITE_OFF, "back"): _only_told,
}
