"""The decision of the People's Committee: grant, refuse, or back to the appraiser."""

from __future__ import annotations

from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.core.money import format_dong
from khue.features.dossiers.queries import facts
from khue.features.dossiers.queries.tasks import TaskFacts
from khue.features.dossiers.usecases import close_task, issue_document, record_decision
from khue.features.ledger import domain as ledger_domain
from khue.features.ledger import queries as ledger
from khue.features.ledger.usecases import post
from khue.features.missions import access
from khue.features.missions.domain.commands import DecideSupport
from khue.features.missions.domain.support import SUPPORT, DecisionFacts, may_grant, may_refuse
from khue.features.missions.events import SupportGranted, SupportRefused
from khue.features.missions.models import Appraisal, CostLine, EquipmentSupport
from khue.features.missions.usecases.parts import acts_for, as_now, entry_id, parties_of, worked_on
from khue.features.missions.usecases.rulings import LineRulings, keep_rulings, rule_on_lines
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command

AVAILABLE = "budget.available"


def decide_support(asked: DecideSupport, *, actor: Actor) -> None:
    """Decide; a grant commits its amount on the budget line in the same transaction, or does not exist."""
    with command("missions.decide_support", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, support = worked_on(asked.task_id, "decision", asked.seen, deed)
        deed.before(state=support.state)
        deeds = {"grant": _grant, "refuse": _refuse, "back": _send_back}
        if asked.outcome not in deeds:
            raise Refused.because(
                Reason(
                    "outcome",
                    Text("Chưa chọn kết quả quyết định.", "No outcome was chosen."),
                    Text(
                        "Chọn hỗ trợ, từ chối hoặc chuyển thẩm định lại.",
                        "Choose to grant, to refuse, or to send it back.",
                    ),
                    "outcome",
                )
            )
        deeds[asked.outcome](asked, task, support, deed)
        deed.result(True)


def _facts(asked: DecideSupport, support: EquipmentSupport, deed: Deed) -> DecisionFacts:
    actor = deed.actor
    line = next((found for found in ledger.budget_lines() if found.subject == f"budget:{asked.budget_line}"), None)
    return DecisionFacts(
        state=support.state,
        decider=deed.actor.key,
        decider_for=actor.stands_in_for,
        decider_mandates=(*acts_for(support, actor), *actor.stands_in_parties),
        applicant=access.lead_key(support),
        submitted_by=as_now(facts(support.dossier_id).submitted_by, actor),
        appraisers=tuple(
            as_now(key, actor)
            for pair in Appraisal.objects.filter(support=support).values_list("appraiser", "appraiser_for")
            for key in pair
            if key
        ),
        amount=support.appraised or 0,
        available=line.available if line else 0,
        budget_name=line.name.vi if line else asked.budget_line,
    )


def _grant(asked: DecideSupport, task: TaskFacts, support: EquipmentSupport, deed: Deed) -> None:
    if not asked.budget_line:
        raise Refused.because(_no_budget_line())
    require(may_grant(_facts(asked, support, deed)))
    amount = support.appraised or 0
    line, subject = f"budget:{asked.budget_line}", f"support:{support.pk}"
    entry = ledger_domain.commit(
        line,
        subject,
        amount,
        id=entry_id("commit", support.pk),
        on=deed.today,
        text=Text(f"Cam kết chi hồ sơ {support.dossier_number}", f"Commitment for dossier {support.dossier_number}"),
    )
    # The ledger is the guard: whatever was read before, it refuses what the line does not have.
    post(entry, deed=deed)
    rulings = rule_on_lines(support, deed)
    decision = explain(rulings)
    basis = _basis(decision)
    support.state = SUPPORT.after(support.state, "grant")
    support.granted, support.budget_line, support.decided_on, support.decided_by = (
        amount,
        line,
        deed.today,
        deed.actor.key,
    )
    support.basis_vi, support.basis_en, support.binding = basis.vi, basis.en, decision.binding
    support.save()
    text = Text(f"Hỗ trợ {format_dong(amount, 'vi')}.", f"Support of {format_dong(amount, 'en')}.")
    record = record_decision(
        support.dossier_id, decision=decision, outcome="granted", amount=amount, text=text, deed=deed
    )
    keep_rulings(record, rulings, deed)
    issue_document(support.dossier_id, "decision", values=_document(support, decision, amount, asked.ground), deed=deed)
    close_task(task.id, "grant", note=asked.ground, deed=deed)
    deed.after(state=support.state, granted=amount, budget_line=line)
    deed.emit(
        SupportGranted(subject=deed.subject, parties=parties_of(support), number=support.dossier_number, amount=amount)
    )


def explain(rulings: LineRulings) -> Decision:
    """Why this amount: every line with its cap and provision, and each cut with its ground."""
    reasons: list[Reason] = []
    for row, limit in rulings.lines:
        reasons += limit.reasons
        if row.appraised is not None and row.appraised < row.requested:
            reasons.append(_cut(row))
    return Decision.grant(reasons, binding=rulings.binding)


def _cut(row: CostLine) -> Reason:
    cut = row.requested - (row.appraised or 0)
    return Reason(
        "cut",
        Text(
            f"Hạng mục {row.no}: giảm {format_dong(cut, 'vi')}. Lý do: {row.ground}",
            f"Line {row.no}: cut by {format_dong(cut, 'en')}. Ground: {row.ground}",
        ),
        field=f"lines.{row.no}.appraised",
    )


def _basis(decision: Decision) -> Text:
    cited = dict.fromkeys(reason.source.cited for reason in decision.reasons if reason.source)
    return Text("; ".join(text.vi for text in cited) or "–", "; ".join(text.into("en") for text in cited))


def _document(support: EquipmentSupport, decision: Decision, amount: int, ground: str) -> dict[str, Any]:
    lead = support.lead.name
    return {
        "decider": rulebook.city_package().BODY,
        "body": rulebook.city_package().BODY,
        "body_above": "",
        "subject": f"Về việc hỗ trợ máy móc, thiết bị cho nhiệm vụ “{support.task.title}”",
        "subject_en": f"On support for the equipment of “{support.task.title}”",
        "basis": [reason.source.provision for reason in decision.reasons if reason.source][:1] or ["–"],
        "articles": [
            {"text": f"Hỗ trợ {lead} kinh phí máy móc, thiết bị thực hiện nhiệm vụ “{support.task.title}”."},
            {"text": "Kinh phí được chi trả theo từng đợt, sau khi sản phẩm của đợt được nghiệm thu."},
            {"text": f"{lead} và các cơ quan liên quan chịu trách nhiệm thi hành Quyết định này."},
        ],
        "amount": amount,
        "reasons": [reason.to_json() for reason in decision.reasons],
        "recipients": [lead, "Lưu: VT"],
        "proposal": ground or f"Xét hồ sơ đề nghị hỗ trợ số {support.dossier_number} của {lead}.",
    }


def _refuse(asked: DecideSupport, task: TaskFacts, support: EquipmentSupport, deed: Deed) -> None:
    require(may_refuse(_facts(asked, support, deed), asked.ground))
    rulings = rule_on_lines(support, deed)
    reason = Reason("refused", Text(asked.ground, asked.ground))
    decision = Decision.refuse(reason, binding=rulings.binding)
    support.decided_on, support.decided_by = deed.today, deed.actor.key
    support.save(update_fields=["decided_on", "decided_by"])
    text = Text(asked.ground, asked.ground)
    record = record_decision(
        support.dossier_id, decision=decision, outcome="refused", amount=None, text=text, deed=deed
    )
    keep_rulings(record, rulings, deed)
    values = {
        **_document(support, decision, 0, asked.ground),
        "subject": f"Về việc không hỗ trợ máy móc, thiết bị cho nhiệm vụ “{support.task.title}”",
        "subject_en": f"Refusal of support for the equipment of “{support.task.title}”",
        "basis": [rulings.law.receivers.provision_text.vi],
        "articles": [
            {
                "text": f"Không hỗ trợ kinh phí máy móc, thiết bị cho nhiệm vụ “{support.task.title}”. Lý do: {asked.ground}"
            },
            {"text": f"{support.lead.name} có quyền khiếu nại quyết định này theo quy định của pháp luật."},
        ],
    }
    values.pop("amount")
    issue_document(support.dossier_id, "decision", values=values, deed=deed)
    # Closing the task ends the dossier, which ends the support and gives back what was held (``applying.end``).
    close_task(task.id, "refuse", note=asked.ground, deed=deed)
    deed.after(state="refused", ground=asked.ground)
    deed.emit(SupportRefused(subject=deed.subject, parties=parties_of(support), number=support.dossier_number))


def _send_back(asked: DecideSupport, task: TaskFacts, support: EquipmentSupport, deed: Deed) -> None:
    require(may_refuse(_facts(asked, support, deed), asked.ground))
    close_task(task.id, "back", note=asked.ground, deed=deed)
    deed.after(state=support.state, sent_back=asked.ground)


def _no_budget_line() -> Reason:
    return Reason(
        "no_budget_line",
        Text("Chưa chọn dòng ngân sách.", "No budget line was chosen."),
        Text("Mời ông/bà chọn dòng ngân sách sẽ chi.", "Choose the budget line that pays."),
        "budget_line",
    )
