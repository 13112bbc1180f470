"""Cost appraisal by two bodies within one clock (pol:C31), line by line, with the form of the lump sum (pol:C25)."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.delivery import access
from khue.features.delivery.domain.appraising import CostFacts, may_answer, may_appraise
from khue.features.delivery.domain.commands import AnswerAppraisal, AppraiseMission
from khue.features.delivery.domain.reasons import own_side
from khue.features.delivery.domain.words import MISSION
from khue.features.delivery.events import MissionAppraised
from khue.features.delivery.models import CostFinding, Mission, MissionCost
from khue.features.delivery.queries import rules
from khue.features.delivery.usecases.parts import close_step, locked_mission, parties_of, put_on_desk, tell_lead, write
from khue.features.dossiers import usecases as dossiers
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command

STEP = "cost-appraisal"


def facts_of(row: MissionCost) -> CostFacts:
    return CostFacts(row.no, row.description, row.amount, row.requested, row.own_money, row.other_public)


def appraise_mission(asked: AppraiseMission, *, actor: Actor) -> None:
    """Write what the city pays of every line, and lay it before the Department of Finance. Raises Refused with every reason."""
    actor.require(access.APPRAISE)
    with command("delivery.appraise_mission", actor, subject=f"mission:{asked.mission_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission = locked_mission(asked.mission_id, asked.seen)
        access.require_staff(actor, access.APPRAISE, mission)
        rows = list(MissionCost.objects.select_for_update().filter(mission=mission).order_by("no"))
        lines = {row.no: facts_of(row) for row in rows}
        found = {one.no: one for one in asked.lines}
        on = mission.law_day
        rulings = {
            no: rules.ruling_of(lines[no], one, asked.kind, asked.form, on) for no, one in found.items() if no in lines
        }
        require(may_appraise(mission.state, asked.kind, asked.form, tuple(lines.values()), asked.lines, rulings))
        require(_not_near(actor, mission))
        deed.before(state=mission.state, agreed={row.no: row.agreed for row in rows})
        for row in rows:
            one, ruling = found[row.no], rulings[row.no]
            row.cost_class, row.agreed, row.ground = one.cost_class, one.agreed, one.ground.strip()
            row.software, row.serves_directly = one.software, one.serves_directly
            row.most, row.inside = ruling.most, ruling.inside
        columns = ["cost_class", "agreed", "ground", "software", "serves_directly", "most", "inside"]
        MissionCost.objects.bulk_update(rows, columns)
        total = sum(one.agreed for one in asked.lines)
        binding = all(ruling.binding for ruling in rulings.values())
        _finding(mission, "appraised", total, asked.note, deed)
        write(
            mission, state=MISSION.after(mission.state, "appraise"), kind=asked.kind, form=asked.form, appraised=total,
            binding=binding,
        )  # fmt: skip
        dossiers.pass_task(mission.dossier_id, STEP, right=access.ANSWER, page="delivery:task", deed=deed)
        deed.decide(Decision.grant(binding=binding), edition=rulebook.edition())
        deed.after(
            state=mission.state, agreed={one.no: one.agreed for one in asked.lines}, total=total, form=asked.form
        )
        _emit(mission, "appraised", deed)
        deed.result(True)


def _not_near(actor: Actor, mission: Mission) -> Decision:
    return Decision.refuse_if_any(own_side(access.near_lead(actor, mission)))


def answer_appraisal(asked: AnswerAppraisal, *, actor: Actor) -> None:
    """The finance opinion: agree, and it goes to the decider; or object, and it is appraised anew."""
    actor.require(access.ANSWER)
    with command("delivery.answer_appraisal", actor, subject=f"mission:{asked.mission_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission = locked_mission(asked.mission_id, asked.seen)
        access.require_staff(actor, access.ANSWER, mission)
        last = CostFinding.objects.filter(mission=mission, finding="appraised").order_by("-id").first()
        appraisers = (last.by, last.by_for) if last else ()
        require(may_answer(mission.state, actor.hands, appraisers, asked.agrees, asked.ground))
        require(_not_near(actor, mission))
        finding, ground = ("agreed" if asked.agrees else "objected"), asked.ground.strip()
        deed.before(state=mission.state)
        _finding(mission, finding, mission.appraised or 0, ground, deed)
        write(mission, state=MISSION.after(mission.state, "agree_costs" if asked.agrees else "object_to_costs"))
        if asked.agrees:
            close_step(mission, STEP, deed.subject, "appraised", note=ground, deed=deed)
            put_on_desk(mission, "funding-decision", deed.subject, deed=deed)
            amount = mission.appraised or 0
            tell_lead(
                mission,
                Text(
                    f"Nhiệm vụ {mission.number} đã thẩm định kinh phí", f"The costs of {mission.number} were appraised"
                ),
                Text(f"Mức thẩm định: {format_dong(amount, 'vi')}.", f"Appraised: {format_dong(amount, 'en')}."),
                deed=deed,
            )
        else:
            dossiers.pass_task(mission.dossier_id, STEP, right=access.APPRAISE, page="delivery:task", deed=deed)
            _tell_appraiser(mission, appraisers, ground, deed)
        deed.after(state=mission.state, finding=finding, ground=ground)
        _emit(mission, finding, deed)
        deed.result(True)


def _tell_appraiser(mission: Mission, appraisers: tuple[str, ...], ground: str, deed: Deed) -> None:
    title = Text(
        f"Sở Tài chính đề nghị thẩm định lại nhiệm vụ {mission.number}",
        f"The Department of Finance asks to appraise {mission.number} again",
    )
    for key in appraisers:
        if key:
            deed.notify(key, "task", title, Text(ground, ground), f"/missions/{mission.pk}/")


def _finding(mission: Mission, finding: str, amount: int, note: str, deed: Deed) -> None:
    actor = deed.actor
    CostFinding.objects.create(
        mission=mission,
        finding=finding,
        by=actor.key,
        by_name=actor.name[:200],
        by_for=actor.stands_in_for,
        unit=next(iter(actor.units), ""),
        amount=amount,
        note=note.strip(),
        at=deed.moment,
    )


def _emit(mission: Mission, finding: str, deed: Deed) -> None:
    deed.emit(
        MissionAppraised(
            subject=deed.subject,
            parties=parties_of(mission),
            number=mission.number,
            amount=mission.appraised or 0,
            finding=finding,
        )
    )
