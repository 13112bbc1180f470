"""Changes of a contract: asked by the lead with before and after, decided by the city, a new version before both sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import require
from khue.features.delivery import access
from khue.features.delivery.domain.commands import AskChange, DecideChange, PlannedMilestone
from khue.features.delivery.domain.contracting import KeptMilestone, may_ask_change, may_decide_change, touched
from khue.features.delivery.domain.words import CHANGE
from khue.features.delivery.events import ChangeMoved
from khue.features.delivery.models import ContractChange, ContractVersion, Milestone, Mission
from khue.features.delivery.usecases.contracting import offer
from khue.features.delivery.usecases.parts import (
    close_step,
    locked_mission,
    parties_of,
    put_on_desk,
    require_execution,
    take_off_desk,
    tell_lead,
    unchanged_since,
    write,
)
from khue.kernel.deeds import Deed, command

STEP = "contract-change"


def standing(mission: Mission) -> tuple[KeptMilestone, ...]:
    """The milestones as they are, with where each stands; by number."""
    rows = Milestone.objects.filter(mission=mission).exclude(state="cancelled").order_by("no")
    return tuple(
        KeptMilestone(PlannedMilestone(row.no, row.deliverable, row.criteria, row.amount, row.due_on), row.state)
        for row in rows
    )


def ask_change(asked: AskChange, *, actor: Actor) -> int:
    """The lead asks; its id. Raises Refused when a milestone beyond change would be touched."""
    with command("delivery.ask_change", actor, subject=f"mission:{asked.mission_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        mission = locked_mission(asked.mission_id)
        access.require_acting_for_lead(actor, mission)
        unchanged_since(mission, asked.seen)
        now = standing(mission)
        changes = ContractChange.objects.filter(mission=mission)
        require(
            may_ask_change(
                mission.state,
                changes.filter(state="asked").exists(),
                ContractVersion.objects.filter(mission=mission, state="prepared").exists(),
                now,
                mission.granted or 0,
                asked,
                mission.starts_on,
                mission.ends_on,
            )
        )
        row = ContractChange.objects.create(
            mission=mission,
            no=changes.count() + 1,
            before=_json([one.planned for one in now], mission.ends_on),
            after=_json(asked.milestones, asked.ends_on),
            ground=asked.ground.strip(),
            asked_by=actor.key,
            asked_at=deed.moment,
        )
        put_on_desk(mission, STEP, f"contract_change:{row.pk}", deed=deed)
        write(mission)
        deed.before(**row.before)
        deed.after(change=row.no, **row.after)
        _emit(mission, row, "asked", deed)
        deed.result(row.pk)
        return int(row.pk)


def _json(milestones: Any, ends_on: Any) -> dict[str, Any]:
    return {"milestones": [one.to_json() for one in milestones], "ends_on": str(ends_on or "")}


def _locked(change_id: int) -> tuple[Mission, ContractChange]:
    mission_id = ContractChange.objects.filter(pk=change_id).values_list("mission_id", flat=True).first()
    if mission_id is None:
        raise access.missing("đề nghị điều chỉnh", "change")
    return locked_mission(mission_id), ContractChange.objects.select_for_update().get(pk=change_id)


def decide_change(asked: DecideChange, *, actor: Actor) -> None:
    """Granted, it becomes a version that lies before both sides; what was paid meanwhile refuses the grant."""
    actor.require(access.CONTRACT)
    with command("delivery.decide_change", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission, row = _locked(asked.change_id)
        deed.subject = f"mission:{mission.pk}"
        access.require_staff(actor, access.CONTRACT, mission)
        require_execution(mission)
        wanted = [PlannedMilestone.of(one) for one in row.after["milestones"]]
        fixed: list[Reason] = list(touched(standing(mission), wanted))
        require(
            may_decide_change(
                row.state,
                asked.granted,
                asked.ground,
                near_lead=access.near_lead(actor, mission),
                hands=actor.hands,
                asked_by=row.asked_by,
                fixed=fixed,
            )
        )
        deed.before(change=row.no, state=row.state)
        row.state = CHANGE.after(row.state, "grant" if asked.granted else "refuse")
        row.decided_by, row.decided_by_name = actor.key, actor.name[:200]
        row.decided_on, row.decision_ground = deed.today, asked.ground.strip()
        if asked.granted:
            assert mission.starts_on is not None, "a running contract has its days"
            ends_on = PlannedMilestone.of({**row.after["milestones"][0], "due_on": row.after["ends_on"]}).due_on
            row.version = offer(mission, wanted, mission.advance, mission.starts_on, ends_on, row.ground, deed=deed)
        row.save()
        close_step(mission, STEP, f"contract_change:{row.pk}", row.state, note=asked.ground, deed=deed)
        write(mission)
        deed.after(change=row.no, state=row.state, ground=row.decision_ground)
        _emit(mission, row, row.state, deed)
        _tell(mission, row, deed)
        deed.result(True)


def withdraw_change(change_id: int, *, once: UUID | None = None, actor: Actor) -> None:
    """The lead takes the request back while it is not decided."""
    with command("delivery.withdraw_change", actor) as deed:
        if deed.repeated(once) is not None:
            return
        mission, row = _locked(change_id)
        deed.subject = f"mission:{mission.pk}"
        access.require_acting_for_lead(actor, mission)
        deed.before(change=row.no, state=row.state)
        row.state = CHANGE.after(row.state, "withdraw")
        row.save(update_fields=["state"])
        take_off_desk(mission, STEP, f"contract_change:{row.pk}", "withdrawn", deed=deed)
        write(mission)
        deed.after(change=row.no, state=row.state)
        _emit(mission, row, "withdrawn", deed)
        deed.result(True)


def _tell(mission: Mission, row: ContractChange, deed: Deed) -> None:
    label = CHANGE.label(row.state)
    tell_lead(
        mission,
        Text(
            f"Đề nghị điều chỉnh số {row.no} của nhiệm vụ {mission.number} {label.vi}",
            f"Change {row.no} of {mission.number} is {label.en}",
        ),
        Text(row.decision_ground, row.decision_ground),
        deed=deed,
    )


def _emit(mission: Mission, row: ContractChange, step: str, deed: Deed) -> None:
    deed.emit(
        ChangeMoved(subject=deed.subject, parties=parties_of(mission), number=mission.number, no=row.no, step=step)
    )
