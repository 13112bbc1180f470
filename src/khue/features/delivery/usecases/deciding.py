"""The decision of the competent body: approve with its money, refuse, or back to the appraisal."""

from __future__ import annotations

from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.core.money import format_dong
from khue.features.calls import queries as calls
from khue.features.delivery import access
from khue.features.delivery.domain.appraising import DecisionFacts, may_decide
from khue.features.delivery.domain.commands import AppraisedLine, DecideMission
from khue.features.delivery.domain.words import EQUIPMENT, FORMS, MISSION
from khue.features.delivery.events import MissionDecided
from khue.features.delivery.models import CostFinding, Mission, MissionCost
from khue.features.delivery.queries import rules
from khue.features.delivery.usecases.appraising import facts_of
from khue.features.delivery.usecases.parts import (
    close_step,
    entry_id,
    locked_mission,
    parties_of,
    put_on_desk,
    tell_lead,
    write,
)
from khue.features.dossiers.usecases import close_dossier, issue_document, record_decision
from khue.features.ledger import domain as ledger_domain
from khue.features.ledger import queries as ledger
from khue.features.ledger.usecases import post
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed, command

STEP = "funding-decision"
OUTCOMES = ("grant", "refuse", "back")


def decide_mission(asked: DecideMission, *, actor: Actor) -> None:
    """Decide; an approval commits its amount on the budget line in the same transaction, or does not exist."""
    actor.require(access.DECIDE)
    with command("delivery.decide_mission", actor, subject=f"mission:{asked.mission_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        if asked.outcome not in OUTCOMES:
            raise Refused.because(_no_outcome())
        mission = locked_mission(asked.mission_id, asked.seen)
        access.require_staff(actor, access.DECIDE, mission)
        deed.before(state=mission.state)
        require(may_decide(_facts(asked, mission, deed), asked.outcome, asked.ground))
        {"grant": _grant, "refuse": _refuse, "back": _send_back}[asked.outcome](asked, mission, deed)
        deed.result(True)


def _no_outcome() -> Reason:
    return Reason(
        "outcome",
        Text("Chưa chọn kết quả.", "No outcome was chosen."),
        Text("Mời ông/bà chọn phê duyệt, không phê duyệt hoặc chuyển thẩm định lại.", "Choose one of the three."),
        "outcome",
    )


def _facts(asked: DecideMission, mission: Mission, deed: Deed) -> DecisionFacts:
    actor = deed.actor
    line = next((found for found in ledger.budget_lines() if found.subject == f"budget:{asked.budget_line}"), None)
    found = CostFinding.objects.filter(mission=mission, finding__in=["appraised", "agreed"])
    return DecisionFacts(
        state=mission.state,
        hands=actor.hands,
        near_lead=access.near_lead(actor, mission),
        appraisers=tuple(key for pair in found.values_list("by", "by_for") for key in pair if key),
        amount=mission.appraised or 0,
        available=line.available if line else 0,
        budget_name=line.name.vi if line else "",
        competent=calls.competent_body(calls.bodies_of(actor.units), deed.today),
    )


def _grant(asked: DecideMission, mission: Mission, deed: Deed) -> None:
    amount = mission.appraised or 0
    line = f"budget:{asked.budget_line}"
    entry = ledger_domain.commit(
        line,
        deed.subject,
        amount,
        id=entry_id("commit", mission.pk),
        on=deed.today,
        text=Text(f"Cam kết chi nhiệm vụ {mission.number}", f"Commitment for mission {mission.number}"),
    )
    post(entry, deed=deed)  # the ledger is the guard, whatever was read before
    decision = _explained(mission, deed)
    write(
        mission, state=MISSION.after(mission.state, "grant"), granted=amount, budget_line=line, decided_on=deed.today,
        decided_by=deed.actor.key, decision_ground=asked.ground.strip(),
    )  # fmt: skip
    text = Text(
        f"Phê duyệt kinh phí {format_dong(amount, 'vi')} cho nhiệm vụ {mission.number}.",
        f"{format_dong(amount, 'en')} approved for mission {mission.number}.",
    )
    record = record_decision(
        mission.dossier_id, decision=decision, outcome="granted", amount=amount, text=text, deed=deed
    )
    _keep_rulings(record, mission, deed)
    issue_document(mission.dossier_id, "decision", values=_document(mission, decision, amount), deed=deed)
    close_step(mission, STEP, deed.subject, "grant", note=asked.ground, deed=deed)
    due = rules.contract_due(deed.today)
    put_on_desk(mission, "contract", deed.subject, due_on=due, deed=deed)
    deed.after(state=mission.state, granted=amount, budget_line=line, contract_due=str(due or ""))
    _emit(mission, "granted", deed)
    tell_lead(mission, Text(f"Nhiệm vụ {mission.number} được phê duyệt", f"Mission {mission.number} is approved"), text, deed=deed)  # fmt: skip


def _explained(mission: Mission, deed: Deed) -> Decision:
    """Why this amount: each cut with its ground; whether every value that was used binds."""
    reasons = []
    for row in MissionCost.objects.filter(mission=mission).order_by("no"):
        cut = row.requested - (row.agreed or 0)
        if cut:
            vi, en = format_dong(cut, "vi"), format_dong(cut, "en")
            text = Text(f"Khoản chi {row.no}: giảm {vi}. {row.ground}", f"Line {row.no}: cut by {en}. {row.ground}")
            reasons.append(Reason("cut", text, field=f"lines.{row.no}.agreed"))
    return Decision.grant(reasons, binding=mission.binding)


def _keep_rulings(record: int, mission: Mission, deed: Deed) -> None:
    """One ruling per line of equipment, so that the decision can be recomputed and explained for ever."""
    for row in MissionCost.objects.filter(mission=mission, cost_class=EQUIPMENT).order_by("no"):
        one = AppraisedLine(row.no, row.cost_class, row.agreed or 0, row.ground, row.software, row.serves_directly)
        answer = rules.equipment_answer(facts_of(row), one, mission.kind, mission.law_day)
        if answer is not None:
            keep_ruling(f"decision:{record}", answer, line=str(row.no), deed=deed)


def _document(mission: Mission, decision: Decision, amount: int) -> dict[str, Any]:
    body = rulebook.city_package().BODY
    form = FORMS[mission.form].vi if mission.form else ""
    return {
        "decider": body,
        "body": body,
        "body_above": "",
        "subject": f"Phê duyệt kinh phí nhiệm vụ “{mission.title}”",
        "subject_en": f"Approval of the money of mission “{mission.title}”",
        "basis": [f"Kết quả thẩm định kinh phí nhiệm vụ {mission.number}"],
        "articles": [
            {"text": f"Giao {mission.lead_name} thực hiện nhiệm vụ {mission.number} “{mission.title}”; {form}."},
            {"text": "Kinh phí được chi theo hợp đồng, trên cơ sở sản phẩm được nghiệm thu."},
            {"text": "Nhiệm vụ, tổ chức chủ trì, thời gian và kinh phí được công khai theo quy định."},
            {"text": f"{mission.lead_name} và các cơ quan liên quan chịu trách nhiệm thi hành Quyết định này."},
        ],
        "amount": amount,
        "reasons": [reason.to_json() for reason in decision.reasons],
        "recipients": [mission.lead_name, "Lưu: VT"],
        "proposal": mission.dossier_number,
    }


def _refuse(asked: DecideMission, mission: Mission, deed: Deed) -> None:
    ground = asked.ground.strip()
    decision = Decision.refuse(Reason("refused", Text(ground, ground)), binding=mission.binding)
    write(
        mission, state=MISSION.after(mission.state, "refuse"), decided_on=deed.today, decided_by=deed.actor.key,
        decision_ground=ground, ended_on=deed.today,
    )  # fmt: skip
    record_decision(
        mission.dossier_id, decision=decision, outcome="refused", amount=None, text=Text(ground, ground), deed=deed
    )
    values = {
        **_document(mission, decision, 0),
        "subject": f"Về việc không phê duyệt kinh phí nhiệm vụ “{mission.title}”",
        "subject_en": f"Refusal of the money of mission “{mission.title}”",
        "articles": [
            {"text": f"Không phê duyệt kinh phí nhiệm vụ “{mission.title}”. Lý do: {ground}"},
            {"text": f"{mission.lead_name} có quyền khiếu nại quyết định này theo quy định của pháp luật."},
        ],
    }
    values.pop("amount")
    issue_document(mission.dossier_id, "decision", values=values, deed=deed)
    close_step(mission, STEP, deed.subject, "refuse", note=ground, deed=deed)
    close_dossier(mission.dossier_id, deed=deed)
    deed.after(state=mission.state, ground=ground)
    _emit(mission, "refused", deed)
    tell_lead(
        mission,
        Text(f"Nhiệm vụ {mission.number} không được phê duyệt kinh phí", f"Mission {mission.number} was not approved"),
        Text(ground, ground),
        deed=deed,
    )


def _send_back(asked: DecideMission, mission: Mission, deed: Deed) -> None:
    write(mission, state=MISSION.after(mission.state, "send_back"))
    close_step(mission, STEP, deed.subject, "back", note=asked.ground, deed=deed)
    put_on_desk(mission, "cost-appraisal", deed.subject, deed=deed)
    deed.after(state=mission.state, ground=asked.ground)


def _emit(mission: Mission, outcome: str, deed: Deed) -> None:
    deed.emit(
        MissionDecided(
            subject=deed.subject,
            parties=parties_of(mission),
            number=mission.number,
            amount=mission.granted or 0,
            outcome=outcome,
        )
    )
