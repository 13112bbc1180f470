"""The ends of a mission: settled; not reached and excused; not reached and recovered."""

from __future__ import annotations

from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.delivery import access
from khue.features.delivery.domain import ending
from khue.features.delivery.domain.commands import DecideEnding, FindUnmet, SettleMission
from khue.features.delivery.domain.ending import EndingFacts, FileLine
from khue.features.delivery.domain.reasons import own_side
from khue.features.delivery.domain.words import ENDINGS, MILESTONE, MISSION
from khue.features.delivery.events import MissionEnded
from khue.features.delivery.models import (
    ContractChange,
    ContractVersion,
    Ending,
    Milestone,
    Mission,
    MissionClaim,
    MissionReport,
)
from khue.features.delivery.queries import rules
from khue.features.delivery.queries.records import file_of
from khue.features.delivery.usecases.parts import (
    close_step,
    entry_id,
    locked_mission,
    parties_of,
    put_on_desk,
    require_execution,
    stored,
    take_off_desk,
    tell_lead,
    tell_staff,
    write,
)
from khue.features.dossiers.usecases import close_dossier, record_decision
from khue.features.ledger import domain as ledger_domain
from khue.features.ledger import queries as ledger
from khue.features.ledger.domain import COMMITTED, recovery
from khue.features.ledger.domain.advances import ADVANCED, set_off
from khue.features.ledger.usecases import post_many
from khue.features.rulebook.usecases import keep_ruling
from khue.features.treasury.domain.receivables import ExpectReceipt
from khue.features.treasury.usecases import expect_receipt
from khue.kernel.deeds import Deed, command


def settle_mission(asked: SettleMission, *, actor: Actor) -> None:
    """Everything accepted and paid, the advance set off: what is left of the commitment goes back to its line."""
    actor.require(access.PAY)
    with command("delivery.settle_mission", actor, subject=f"mission:{asked.mission_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission = locked_mission(asked.mission_id, asked.seen)
        access.require_staff(actor, access.PAY, mission)
        require_execution(mission)
        rows = list(Milestone.objects.filter(mission=mission).order_by("no"))
        may = ending.may_settle(
            mission.state, [row.state for row in rows], mission.advance, mission.set_off, mission.advance_state
        )
        side = own_side(access.near_lead(actor, mission))
        require(Decision.refuse_if_any([*may.reasons, *side]))
        deed.before(state=mission.state)
        released = _release(mission, deed)
        write(mission, state=MISSION.after(mission.state, "settle"), ended_on=deed.today)
        _clear_desk(mission, deed)
        close_step(mission, "settlement", deed.subject, "settled", deed=deed)
        close_dossier(mission.dossier_id, deed=deed)
        deed.after(state=mission.state, released=released, paid=mission.paid)
        emit(mission, "completed", mission.paid, deed)
        vi, en = format_dong(mission.paid, "vi"), format_dong(mission.paid, "en")
        tell_lead(
            mission,
            Text(f"Nhiệm vụ {mission.number} đã nghiệm thu, quyết toán", f"Mission {mission.number} is settled"),
            Text(
                f"Kinh phí đã chi: {vi}. Mời ông/bà đăng ký kết quả tại mục “Kết quả của tôi”.",
                f"Paid: {en}. Register its result under “My results”.",
            ),
            path="/results/mine/",
            deed=deed,
        )
        deed.result(True)


def _release(mission: Mission, deed: Deed) -> int:
    """What is still committed goes back to the budget line; how much."""
    subject = f"mission:{mission.pk}"
    left = ledger.balance(COMMITTED, subject)
    if left > 0:
        text = Text(f"Giải phóng kinh phí nhiệm vụ {mission.number}", f"Released: mission {mission.number}")
        entry = ledger_domain.release(mission.budget_line, subject, left, id=entry_id("release", mission.pk), on=deed.today, text=text)  # fmt: skip
        post_many([entry], deed=deed)
    return left


def _clear_desk(mission: Mission, deed: Deed) -> None:
    """What is still asked of anybody falls away with the mission's end."""
    for row in MissionReport.objects.filter(mission=mission, state__in=["due", "handed_in"]):
        take_off_desk(mission, "report", f"mission_report:{row.pk}", "dropped", deed=deed)
    MissionReport.objects.filter(mission=mission, state="due").update(state="dropped")
    for change in ContractChange.objects.filter(mission=mission, state="asked"):
        ContractChange.objects.filter(pk=change.pk).update(state="withdrawn")
        take_off_desk(mission, "contract-change", f"contract_change:{change.pk}", "withdrawn", deed=deed)
    ContractVersion.objects.filter(mission=mission, state="prepared").update(state="turned_down")


# -- not reached -----------------------------------------------------------------------------------------------------


def _orders_open(mission: Mission) -> bool:
    """Money that is on its way, or an unpaid advance that accepted work has used already."""
    ordered = Milestone.objects.filter(mission=mission, state="ordered").exists()
    owed = mission.advance_state == "accepted" and mission.set_off > 0
    return ordered or owed or mission.advance_state == "ordered"


def find_unmet(asked: FindUnmet, *, actor: Actor) -> None:
    """An officer reports that the result is not reached; the decider has the case then."""
    actor.require(access.WATCH)
    with command("delivery.find_unmet", actor, subject=f"mission:{asked.mission_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission = locked_mission(asked.mission_id, asked.seen)
        access.require_staff(actor, access.WATCH, mission)
        require(
            ending.may_find_unmet(
                mission.state,
                asked.ground,
                near_lead=access.near_lead(actor, mission),
                orders_open=_orders_open(mission),
            )
        )
        deed.before(state=mission.state)
        write(
            mission, state=MISSION.after(mission.state, "miss"), unmet_on=deed.today, unmet_by=actor.key,
            unmet_ground=asked.ground.strip(),
        )  # fmt: skip
        close_step(mission, "ending-proposal", deed.subject, "unmet", note=asked.ground, deed=deed)
        put_on_desk(mission, "ending", deed.subject, deed=deed)
        deed.after(state=mission.state, ground=asked.ground.strip())
        emit(mission, "unmet", 0, deed)
        said = asked.ground.strip()
        title = Text(f"Nhiệm vụ {mission.number} được báo là không đạt", f"Mission {mission.number} is reported not reached")  # fmt: skip
        tell_lead(mission, title, Text(said, said), deed=deed)
        tell_staff(access.DECIDE, mission, title, Text(said, said), deed=deed)
        deed.result(True)


def decide_ending(asked: DecideEnding, *, actor: Actor) -> str:
    """The law is asked on the compliance facts; its answer decides between excusing and recovering. The outcome."""
    actor.require(access.DECIDE)
    with command("delivery.decide_ending", actor, subject=f"mission:{asked.mission_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return str(before)
        mission = locked_mission(asked.mission_id, asked.seen)
        access.require_staff(actor, access.DECIDE, mission)
        require_execution(mission)
        answer = rules.risk_answer(compliance(asked), deed.today)
        rule = rules.decision_of(answer)
        file = file_of(mission, deed.today)
        facts = EndingFacts(
            state=mission.state,
            rule=rule,
            file=file,
            paid=mission.paid,
            near_lead=access.near_lead(actor, mission),
            hands=actor.hands,
            reported_by=mission.unmet_by,
            orders_open=_orders_open(mission),
            today=deed.today,
        )
        require(ending.may_end(facts, asked))
        outcome = ending.outcome_of(facts)
        deed.before(state=mission.state)
        kept = stored(mission, asked.files, "compliance", owner=actor.key, deed=deed)
        _record(mission, asked, outcome, rule, file, kept, deed)
        text = _words(mission, outcome, asked)
        granted = "granted" if outcome == "excused" else "refused"
        record = record_decision(
            mission.dossier_id, decision=rule, outcome=granted, amount=asked.amount or None, text=text, deed=deed
        )
        if answer is not None:
            keep_ruling(f"decision:{record}", answer, deed=deed)
        _close_money(mission, outcome, deed)
        (_excuse if outcome == "excused" else _reclaim)(mission, asked, deed)
        _clear_desk(mission, deed)
        take_off_desk(mission, "milestone-check", "", "dropped", deed=deed)
        close_step(mission, "ending", deed.subject, outcome, note=asked.ground, deed=deed)
        deed.after(state=mission.state, outcome=outcome, amount=asked.amount if outcome == "recovered" else 0)
        tell_lead(mission, ENDINGS[outcome].capitalised(), text, deed=deed)
        deed.result(outcome)
        return outcome


def compliance(asked: DecideEnding) -> dict[str, bool]:
    return {
        "procedures_followed": asked.procedures_followed,
        "fraud_found": asked.fraud_found,
        "intentional_breach": asked.intentional_breach,
        "purpose_kept": asked.purpose_kept,
    }


def _record(
    mission: Mission, asked: DecideEnding, outcome: str, rule: Decision, file: tuple[FileLine, ...], kept: list[str], deed: Deed
) -> None:  # fmt: skip
    Ending.objects.create(
        mission=mission,
        outcome=outcome,
        facts=compliance(asked),
        file=[{"code": one.code, "vi": one.text.vi, "en": one.text.en, "met": one.met} for one in file],
        explanation=rule.to_json(),
        ground=asked.ground.strip(),
        files=kept,
        amount=asked.amount if outcome == "recovered" else 0,
        decided_by=deed.actor.key,
        decided_by_name=deed.actor.name[:200],
        decided_on=deed.today,
    )


def _words(mission: Mission, outcome: str, asked: DecideEnding) -> Text:
    if outcome == "excused":
        return Text(
            f"Nhiệm vụ {mission.number} không đạt kết quả; kinh phí đã sử dụng đúng quy định không phải hoàn trả.",
            f"Mission {mission.number} missed its result; money that was properly used is not paid back.",
        )
    vi, en = format_dong(asked.amount, "vi"), format_dong(asked.amount, "en")
    return Text(
        f"Nhiệm vụ {mission.number} không đạt kết quả; hoàn trả {vi} trước ngày {format_day(asked.repay_by, 'vi') if asked.repay_by else ''}.",
        f"Mission {mission.number} missed its result; {en} is given back by {format_day(asked.repay_by, 'en') if asked.repay_by else ''}.",
    )


def _close_money(mission: Mission, outcome: str, deed: Deed) -> None:
    """Milestones that were not accepted fall away; the open advance becomes a cost; what is left is released.

    When money is recovered, what was accepted and is not paid is no longer owed. What was paid stays in the books as it was.
    """
    subject, entries = f"mission:{mission.pk}", []
    for row in Milestone.objects.select_for_update().filter(mission=mission).exclude(state__in=["paid", "cancelled"]):
        if row.state == "accepted" and outcome == "excused":
            continue
        if row.state == "accepted":
            text = Text(f"Không chi mốc {row.no}, nhiệm vụ {mission.number}", f"Milestone {row.no} of {mission.number} is no longer owed")  # fmt: skip
            owed = row.amount - row.set_off
            identity = entry_id("unaccrue", row.pk)
            of = f"milestone:{row.pk}"
            entries.append(
                recovery.unaccrue(mission.budget_line, subject, of, owed, id=identity, on=deed.today, text=text)
            )
            take_off_desk(mission, "milestone-payment", f"milestone:{row.pk}", "dropped", deed=deed)
        if row.state == "handed_in":
            take_off_desk(mission, "milestone-check", f"milestone:{row.pk}", "dropped", deed=deed)
        if row.state != "before_council":
            row.state = MILESTONE.after(row.state, "cancel")
            row.save(update_fields=["state"])
    _close_advance(mission, outcome, entries, deed)
    if entries:
        post_many(entries, deed=deed)
    _release(mission, deed)


def _close_advance(mission: Mission, outcome: str, entries: list[Any], deed: Deed) -> None:
    subject = f"mission:{mission.pk}"
    if mission.advance_state == "accepted":  # never paid: nobody owes it any more
        text = Text(f"Không chi tạm ứng nhiệm vụ {mission.number}", f"The advance of {mission.number} is not paid")
        identity = entry_id("no-advance", mission.pk)
        of, amount = f"advance:{mission.pk}", mission.advance
        entries.append(
            recovery.unaccrue(mission.budget_line, subject, of, amount, id=identity, on=deed.today, text=text)
        )
        take_off_desk(mission, "milestone-payment", f"advance:{mission.pk}", "dropped", deed=deed)
        write(mission, advance_state="cancelled")
    open_advance = ledger.balance(ADVANCED, subject)
    if open_advance > 0:
        text = Text(f"Tất toán tạm ứng nhiệm vụ {mission.number}", f"The advance of {mission.number} is closed")
        entries.append(set_off(subject, subject, open_advance, id=entry_id("close-advance", mission.pk), on=deed.today, text=text))  # fmt: skip


def _excuse(mission: Mission, asked: DecideEnding, deed: Deed) -> None:
    write(mission, state=MISSION.after(mission.state, "excuse"), ended_on=deed.today)
    if not Milestone.objects.filter(mission=mission, state="accepted").exists():
        close_dossier(mission.dossier_id, deed=deed)
    emit(mission, "excused", mission.paid, deed)


def _reclaim(mission: Mission, asked: DecideEnding, deed: Deed) -> None:
    """A receivable of the city; what came in is found on bank statements, never on anybody's word."""
    assert asked.repay_by is not None, "may_end has seen it"
    claim = MissionClaim.objects.create(
        mission=mission,
        debtor_id=mission.lead_id,
        amount=asked.amount,
        claimed_on=deed.today,
        due_on=asked.repay_by,
    )
    subject = f"mission_claim:{claim.pk}"
    text = Text(f"Phải thu hồi kinh phí nhiệm vụ {mission.number}", f"To be recovered of mission {mission.number}")
    entry = recovery.claim(
        f"mission:{mission.pk}", subject, asked.amount, id=entry_id("claim", claim.pk), on=deed.today, text=text
    )
    post_many([entry], deed=deed)
    expect_receipt(
        ExpectReceipt(subject, mission.budget_line, access.lead_key(mission), mission.lead.name, asked.amount),
        deed=deed,
    )
    write(mission, state=MISSION.after(mission.state, "reclaim"))
    deed.after(claim=claim.pk, repay_by=str(asked.repay_by))
    tell_staff(access.PAY, mission, text, Text(mission.title, mission.title), deed=deed)
    emit(mission, "recovering", asked.amount, deed)


def emit(mission: Mission, outcome: str, amount: int, deed: Deed) -> None:
    deed.emit(
        MissionEnded(
            subject=f"mission:{mission.pk}",
            parties=parties_of(mission),
            number=mission.number,
            amount=amount,
            outcome=outcome,
        )
    )
