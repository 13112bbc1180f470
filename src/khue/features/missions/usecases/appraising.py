"""Cost appraisal, line by line."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.dossiers.queries import facts
from khue.features.dossiers.usecases import close_task
from khue.features.missions.domain.application import TaskKind
from khue.features.missions.domain.commands import AppraiseCosts
from khue.features.missions.domain.support import SUPPORT, may_appraise
from khue.features.missions.events import CostsAppraised
from khue.features.missions.models import Appraisal, CostLine
from khue.features.missions.queries.cards import line_facts
from khue.features.missions.queries.rules import caps
from khue.features.missions.usecases.parts import notify_lead, parties_of, worked_on
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import command


def appraise_costs(asked: AppraiseCosts, *, actor: Actor) -> None:
    """Write the appraised amount of every line and send the case to the decider."""
    with command("missions.appraise_costs", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, support = worked_on(asked.task_id, "appraisal", asked.seen, deed)
        rows = list(CostLine.objects.select_for_update().filter(support=support).order_by("no"))
        # Valid receipt froze the law day; until then the day of handing in stood for it.
        support.law_day = facts(support.dossier_id).law_day or support.law_day
        legal = caps(support.law_day)
        state = SUPPORT.after(support.state, "appraise")
        kind = TaskKind(support.task.kind)
        require(may_appraise(tuple(line_facts(row) for row in rows), asked.lines, kind, legal))
        found = {line.no: line for line in asked.lines}
        deed.before(state=support.state, appraised={row.no: row.appraised for row in rows})
        for row in rows:
            row.appraised, row.ground = found[row.no].amount, found[row.no].ground.strip()
        CostLine.objects.bulk_update(rows, ["appraised", "ground"])
        total = sum(line.amount for line in asked.lines)
        Appraisal.objects.create(
            support=support, appraiser=actor.key, unit=next(iter(actor.units), ""), note=asked.note, at=deed.moment
        )
        support.state, support.appraised, support.binding = state, total, legal.binding
        support.save(update_fields=["state", "appraised", "binding", "law_day"])
        close_task(task.id, "appraised", note=asked.note, deed=deed)
        deed.decide(Decision.grant(binding=legal.binding), edition=rulebook.edition())
        deed.after(state=state, appraised={line.no: line.amount for line in asked.lines}, total=total)
        deed.emit(
            CostsAppraised(
                subject=deed.subject, parties=parties_of(support), number=support.dossier_number, amount=total
            )
        )
        notify_lead(
            support,
            Text(
                f"Hồ sơ {support.dossier_number} đã thẩm định kinh phí",
                f"The costs of {support.dossier_number} were appraised",
            ),
            Text(f"Mức thẩm định: {format_dong(total, 'vi')}.", f"Appraised amount: {format_dong(total, 'en')}."),
            deed=deed,
        )
        deed.result(True)
