"""The contract: prepared by the city, answered by the lead, concluded when both agree; then milestones and advance stand."""

from __future__ import annotations

from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.delivery import access
from khue.features.delivery.domain.accepting import report_days
from khue.features.delivery.domain.commands import AnswerContract, PlannedMilestone, PrepareContract
from khue.features.delivery.domain.contracting import may_conclude, may_prepare
from khue.features.delivery.domain.reasons import no_ground, own_side
from khue.features.delivery.domain.words import CONTRACT, FORMS, MISSION
from khue.features.delivery.events import ContractMoved
from khue.features.delivery.models import ContractVersion, Milestone, Mission, MissionReport
from khue.features.delivery.queries import rules
from khue.features.delivery.usecases.parts import (
    entry_id,
    locked_mission,
    parties_of,
    put_on_desk,
    require_execution,
    take_off_desk,
    tell_lead,
    tell_staff,
    unchanged_since,
    write,
)
from khue.features.dossiers.usecases import issue_document, pass_task
from khue.features.ledger.domain.advances import owe_advance
from khue.features.ledger.usecases import post
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command

STEP = "contract"


def prepare_contract(asked: PrepareContract, *, actor: Actor) -> int:
    """Lay a contract before both sides; the id of its version. Raises Refused with every reason."""
    actor.require(access.CONTRACT)
    with command("delivery.prepare_contract", actor, subject=f"mission:{asked.mission_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        mission = locked_mission(asked.mission_id, asked.seen)
        access.require_staff(actor, access.CONTRACT, mission)
        require_execution(mission)
        has_open = ContractVersion.objects.filter(mission=mission, state__in=["prepared", "in_force"]).exists()
        cap = rules.advance_cap(mission.law_day)
        may = may_prepare(mission.state, has_open, mission.granted or 0, asked, cap)
        side = own_side(access.near_lead(actor, mission))
        require(Decision.refuse_if_any([*may.reasons, *side]))
        row = offer(mission, asked.milestones, asked.advance, asked.starts_on, asked.ends_on, "", deed=deed)
        write(mission)
        deed.result(row.pk)
        return int(row.pk)


def offer(mission: Mission, milestones: Any, advance: int, starts_on: Any, ends_on: Any, ground: str, *, deed: Deed) -> ContractVersion:  # fmt: skip
    """A version that lies before both sides, with the notice to the lead."""
    number = ContractVersion.objects.filter(mission=mission).count() + 1
    row = ContractVersion.objects.create(
        mission=mission,
        no=number,
        milestones=[one.to_json() for one in milestones],
        total=sum(one.amount for one in milestones),
        advance=advance,
        starts_on=starts_on,
        ends_on=ends_on,
        ground=ground,
        prepared_by=deed.actor.key,
        prepared_by_name=deed.actor.name[:200],
        prepared_at=deed.moment,
        due_on=rules.contract_due(mission.decided_on) if mission.decided_on and number == 1 else None,
    )
    deed.after(contract=row.no, milestones=row.milestones, advance=advance, ends_on=str(ends_on))
    if number > 1 and mission.state == "running":  # an annex; the contract itself has its task since the decision
        put_on_desk(mission, STEP, deed.subject, deed=deed)
    pass_task(mission.dossier_id, STEP, right=access.AGREE, page="delivery:task", deed=deed)
    _emit(mission, row, "prepared", deed)
    tell_lead(
        mission,
        Text(
            f"Hợp đồng nhiệm vụ {mission.number} chờ ý kiến của ông/bà",
            f"The contract of mission {mission.number} awaits your answer",
        ),
        Text(
            "Mời ông/bà xem các mốc, tiêu chí nghiệm thu và số tiền, rồi thống nhất hoặc đề nghị sửa.",
            "See milestones, criteria and sums; agree, or say what should be otherwise.",
        ),
        path=f"/missions/{mission.pk}/contract/",
        deed=deed,
    )
    return row


def answer_contract(asked: AnswerContract, *, actor: Actor) -> None:
    """One side's word. The lead's side by its mandate, the city's by its right; when both agree the contract is concluded."""
    with command("delivery.answer_contract", actor, subject=f"mission:{asked.mission_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission = locked_mission(asked.mission_id)
        for_city = not access.is_side_of_lead(actor, mission) and actor.may(access.AGREE)
        if for_city:
            access.require_staff(actor, access.AGREE, mission)
        else:
            access.require_acting_for_lead(actor, mission)
        unchanged_since(mission, asked.seen)
        require_execution(mission)
        row = ContractVersion.objects.select_for_update().filter(mission=mission, state="prepared").first()
        if row is None:
            raise access.missing("hợp đồng đang chờ ý kiến", "contract that awaits an answer")
        deed.before(contract=row.no, state=row.state)
        if asked.agrees:
            _agree(mission, row, for_city, deed)
        else:
            _turn_down(mission, row, asked.note, deed)
        deed.after(contract=row.no, state=row.state)
        deed.result(True)


def _agree(mission: Mission, row: ContractVersion, for_city: bool, deed: Deed) -> None:
    actor = deed.actor
    require(
        may_conclude(
            row.state,
            for_city=for_city,
            near_lead=access.near_lead(actor, mission),
            hands=actor.hands,
            prepared_by=row.prepared_by,
            said=(row.city_at if for_city else row.lead_at) is not None,
        )
    )
    side = "city" if for_city else "lead"
    setattr(row, f"{side}_by", actor.key)
    setattr(row, f"{side}_by_name", actor.name[:200])
    setattr(row, f"{side}_at", deed.moment)
    row.save(update_fields=[f"{side}_by", f"{side}_by_name", f"{side}_at"])
    deed.after(**{f"{side}_agreed": True})
    if row.lead_at and row.city_at:
        _conclude(mission, row, deed)
        return
    write(mission)
    _emit(mission, row, "agreed", deed)
    if not for_city:
        title = Text(f"Hợp đồng nhiệm vụ {mission.number}: bên thực hiện đã thống nhất", f"The lead agrees to the contract of {mission.number}")  # fmt: skip
        tell_staff(access.AGREE, mission, title, Text(mission.title, mission.title), deed=deed)


def _turn_down(mission: Mission, row: ContractVersion, note: str, deed: Deed) -> None:
    require(Decision.refuse_if_any([*CONTRACT.decision(row.state, "turn_down").reasons, *no_ground(note, "note")]))
    row.state, row.note = CONTRACT.after(row.state, "turn_down"), note.strip()
    row.save(update_fields=["state", "note"])
    write(mission)
    if mission.state == "running":  # an annex that the lead does not want: the contract in force goes on
        take_off_desk(mission, STEP, deed.subject, "agreed", deed=deed)
    else:
        pass_task(mission.dossier_id, STEP, right=access.CONTRACT, page="delivery:task", deed=deed)
    _emit(mission, row, "turned_down", deed)
    if row.prepared_by != deed.actor.key:
        title = Text(
            f"Hợp đồng nhiệm vụ {mission.number} cần sửa", f"The contract of {mission.number} is to be changed"
        )
        deed.notify(row.prepared_by, "task", title, Text(row.note, row.note), f"/missions/{mission.pk}/")


def _conclude(mission: Mission, row: ContractVersion, deed: Deed) -> None:
    """Both agree: the version is in force, milestones stand as it says, the paper goes out to be signed."""
    first = row.no == 1 or mission.state == "granted"
    for old in ContractVersion.objects.select_for_update().filter(mission=mission, state="in_force"):
        old.state = CONTRACT.after(old.state, "supersede")
        old.save(update_fields=["state"])
    row.state, row.concluded_on = CONTRACT.after(row.state, "conclude"), deed.today
    row.document = issue_document(
        mission.dossier_id, "agreement", values=_document(mission, row), title=_title(first), deed=deed
    )
    row.save(update_fields=["state", "concluded_on", "document"])
    sync_milestones(mission, row)
    if first:
        write(
            mission, state=MISSION.after(mission.state, "run"), contracted_on=deed.today, starts_on=row.starts_on,
            ends_on=row.ends_on, advance=row.advance, advance_state="accepted" if row.advance else "",
        )  # fmt: skip
        _owe_advance(mission, deed)
    else:
        write(mission, ends_on=row.ends_on)
    take_off_desk(mission, STEP, deed.subject, "agreed", deed=deed)
    plan_reports(mission)
    deed.after(state=mission.state, document=row.document)
    _emit(mission, row, "concluded", deed)
    tell_lead(
        mission,
        Text(
            f"Hợp đồng nhiệm vụ {mission.number} đã được thống nhất", f"The contract of {mission.number} is concluded"
        ),
        Text(
            "Mời hai bên ký văn bản tại mục “Cần ký”; kinh phí chỉ được chi khi văn bản đã ký đủ.",
            "Both sides sign the paper under “To sign”; nothing is paid before.",
        ),
        deed=deed,
    )


def _title(first: bool) -> Text:
    if first:
        return Text("Hợp đồng thực hiện nhiệm vụ", "Contract of the mission")
    return Text("Phụ lục hợp đồng thực hiện nhiệm vụ", "Annex to the contract of the mission")


def sync_milestones(mission: Mission, row: ContractVersion) -> None:
    """The milestones as the version says; what was handed in, accepted or paid is left as it is."""
    wanted = [PlannedMilestone.of(one) for one in row.milestones]
    last = max(one.no for one in wanted)
    standing = {one.no: one for one in Milestone.objects.select_for_update().filter(mission=mission).exclude(state="cancelled")}  # fmt: skip
    for one in wanted:
        found = standing.pop(one.no, None)
        values = {
            "deliverable": one.deliverable.strip(),
            "criteria": one.criteria.strip(),
            "amount": one.amount,
            "due_on": one.due_on,
            "final": one.no == last,
        }
        if found is None:
            Milestone.objects.create(mission=mission, no=one.no, **values)
        elif found.state in ("planned", "returned"):
            Milestone.objects.filter(pk=found.pk).update(**values)
    for left in standing.values():
        Milestone.objects.filter(pk=left.pk, state__in=["planned", "returned"]).update(state="cancelled")


def _owe_advance(mission: Mission, deed: Deed) -> None:
    """The advance may be paid as soon as the paper is signed."""
    if not mission.advance:
        return
    entry = owe_advance(
        mission.budget_line,
        deed.subject,
        f"advance:{mission.pk}",
        mission.advance,
        id=entry_id("advance", mission.pk),
        on=deed.today,
        text=Text(f"Tạm ứng theo hợp đồng nhiệm vụ {mission.number}", f"Advance of mission {mission.number}"),
    )
    post(entry, deed=deed)
    put_on_desk(mission, "milestone-payment", f"advance:{mission.pk}", deed=deed)


def plan_reports(mission: Mission) -> None:
    """Periodic reports on their days; those not handed in move with a change of the contract. None while the law is silent."""
    if mission.starts_on is None or mission.ends_on is None:
        return
    days = list(report_days(mission.starts_on, mission.ends_on, rules.report_months(mission.law_day)))
    done = MissionReport.objects.filter(mission=mission, kind="periodic").exclude(state__in=["due", "dropped"])
    kept = set(done.values_list("due_on", flat=True))
    open_ones = MissionReport.objects.filter(mission=mission, kind="periodic", state="due")
    open_ones.exclude(due_on__in=days).update(state="dropped")
    known = kept | set(open_ones.filter(due_on__in=days).values_list("due_on", flat=True))
    number = MissionReport.objects.filter(mission=mission).count()
    for day in days:
        if day not in known:
            number += 1
            MissionReport.objects.create(
                mission=mission, kind="periodic", no=number, due_on=day, about="Báo cáo định kỳ về tiến độ và kinh phí"
            )


def _document(mission: Mission, row: ContractVersion) -> dict[str, Any]:
    milestones = [PlannedMilestone.of(one) for one in row.milestones]
    vi = format_dong(row.advance, "vi")
    advance = f"Tạm ứng {vi} khi hợp đồng đã ký; khoản tạm ứng được trừ vào sản phẩm nghiệm thu trước."
    if not row.advance:
        advance = "Hợp đồng không có tạm ứng."
    return {
        "subject": f"Thực hiện nhiệm vụ {mission.number} “{mission.title}”",
        "basis": [f"Quyết định phê duyệt kinh phí nhiệm vụ {mission.number}"],
        "giver": {"name": rulebook.city_package().BODY},
        "receiver": {"name": mission.lead_name},
        "articles": [
            {"text": f"Bên nhận thực hiện nhiệm vụ từ {row.starts_on:%d/%m/%Y} đến {row.ends_on:%d/%m/%Y}; {FORMS[mission.form].vi}."},
            {"text": "Mỗi mốc chỉ được thanh toán sau khi sản phẩm được nghiệm thu theo tiêu chí của hợp đồng."},
            {"text": advance},
            {"text": "Nhiệm vụ không đạt kết quả nhưng thực hiện đúng quy định thì không phải hoàn trả kinh phí đã sử dụng đúng."},
        ],
        "amount": row.total,
        "tranches": [
            {"name": f"Mốc {one.no}: {one.deliverable}", "condition": one.criteria, "due_on": str(one.due_on), "amount": one.amount}
            for one in milestones
        ],
    }  # fmt: skip


def _emit(mission: Mission, row: ContractVersion, step: str, deed: Deed) -> None:
    deed.emit(
        ContractMoved(
            subject=deed.subject,
            parties=parties_of(mission),
            number=mission.number,
            amount=row.total,
            version=row.no,
            step=step,
        )
    )
