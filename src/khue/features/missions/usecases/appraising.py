"""Cost appraisal by two bodies within one clock: line by line, then the opinion of the Department of Finance (pol:C31)."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.dossiers.queries import facts
from khue.features.dossiers.usecases import close_task, pass_task
from khue.features.missions import access
from khue.features.missions.domain.commands import AnswerCosts, AppraiseCosts
from khue.features.missions.domain.limits import TaskKind
from khue.features.missions.domain.support import SUPPORT, may_answer_costs, may_appraise
from khue.features.missions.events import CostsAgreed, CostsAppraised, CostsReturned
from khue.features.missions.models import Appraisal, CostLine, EquipmentSupport
from khue.features.missions.queries.cards import line_facts
from khue.features.missions.usecases.parts import notify_lead, parties_of, worked_on
from khue.features.missions.usecases.rulings import rule_on_lines
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command

STEP = "appraisal"


def appraise_costs(asked: AppraiseCosts, *, actor: Actor) -> None:
    """Write the appraised amount of every line and lay it before the Department of Finance."""
    actor.require(access.APPRAISE)
    with command("missions.appraise_costs", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        _task, support = worked_on(asked.task_id, STEP, asked.seen, deed)
        rows = list(CostLine.objects.select_for_update().filter(support=support).order_by("no"))
        # Valid receipt froze the law day; until then the day of handing in stood for it.
        support.law_day = facts(support.dossier_id).law_day or support.law_day
        rulings = rule_on_lines(support, deed)
        state = SUPPORT.after(support.state, "appraise")
        kind = TaskKind(support.task.kind)
        require(may_appraise(tuple(line_facts(row) for row in rows), asked.lines, kind, rulings.law))
        found = {line.no: line for line in asked.lines}
        deed.before(state=support.state, appraised={row.no: row.appraised for row in rows})
        for row in rows:
            row.appraised, row.ground = found[row.no].amount, found[row.no].ground.strip()
        CostLine.objects.bulk_update(rows, ["appraised", "ground"])
        total = sum(line.amount for line in asked.lines)
        Appraisal.objects.create(
            support=support,
            appraiser=actor.key,
            appraiser_for=actor.stands_in_for,
            unit=next(iter(actor.units), ""),
            note=asked.note,
            at=deed.moment,
        )
        support.state, support.appraised, support.binding = state, total, rulings.binding
        support.save(update_fields=["state", "appraised", "binding", "law_day"])
        pass_task(support.dossier_id, STEP, right=access.ANSWER_COSTS, page="missions:answer-costs", deed=deed)
        deed.decide(Decision.grant(binding=rulings.binding), edition=rulebook.edition())
        deed.after(state=state, appraised={line.no: line.amount for line in asked.lines}, total=total)
        deed.emit(
            CostsAppraised(
                subject=deed.subject, parties=parties_of(support), number=support.dossier_number, amount=total
            )
        )
        deed.result(True)


def answer_costs(asked: AnswerCosts, *, actor: Actor) -> None:
    """The finance opinion: agree, and the case goes to the decider; or object, and it is appraised anew."""
    actor.require(access.ANSWER_COSTS)
    with command("missions.answer_costs", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, support = worked_on(asked.task_id, STEP, asked.seen, deed)
        latest = Appraisal.objects.filter(support=support, finding="appraised").order_by("-id").first()
        appraisers = (latest.appraiser,) if latest else ()
        found = (*appraisers, *((latest.appraiser_for,) if latest and latest.appraiser_for else ()))
        require(may_answer_costs(support.state, actor.hands, found, asked.agrees, asked.ground))
        ground = asked.ground.strip()
        deed.before(state=support.state)
        support.state = SUPPORT.after(support.state, "agree_costs" if asked.agrees else "object_to_costs")
        support.save(update_fields=["state"])
        finding = "agreed" if asked.agrees else "objected"
        Appraisal.objects.create(
            support=support,
            finding=finding,
            appraiser=actor.key,
            appraiser_for=actor.stands_in_for,
            unit=next(iter(actor.units), ""),
            note=ground,
            at=deed.moment,
        )
        if asked.agrees:
            close_task(task.id, "appraised", note=ground, deed=deed)
            _tell_appraised(support, deed)
        else:
            pass_task(support.dossier_id, STEP, right=access.APPRAISE, page="missions:appraise", deed=deed)
            _tell_appraiser(support, appraisers, task.id, ground, deed)
        told = CostsAgreed if asked.agrees else CostsReturned
        amount = support.appraised or 0
        deed.after(state=support.state, finding=finding, ground=ground)
        deed.emit(told(subject=deed.subject, parties=parties_of(support), number=support.dossier_number, amount=amount))
        deed.result(True)


def _tell_appraised(support: EquipmentSupport, deed: Deed) -> None:
    amount = support.appraised or 0
    notify_lead(
        support,
        Text(
            f"Hồ sơ {support.dossier_number} đã thẩm định kinh phí",
            f"The costs of {support.dossier_number} were appraised",
        ),
        Text(f"Mức thẩm định: {format_dong(amount, 'vi')}.", f"Appraised amount: {format_dong(amount, 'en')}."),
        deed=deed,
    )


def _tell_appraiser(
    support: EquipmentSupport, appraisers: tuple[str, ...], task_id: int, ground: str, deed: Deed
) -> None:
    for appraiser in appraisers:
        deed.notify(
            appraiser,
            "task",
            Text(
                f"Sở Tài chính đề nghị thẩm định lại hồ sơ {support.dossier_number}",
                f"The Department of Finance asks to appraise {support.dossier_number} again",
            ),
            Text(ground, ground),
            f"/missions/tasks/{task_id}/appraise/",
        )
