"""A year's plan is drawn up line by line, proposed, approved by a second person, and changed only by the next version."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.entries import Entry
from khue.core.errors import Conflict, Refused, require
from khue.core.money import format_dong
from khue.features.activities import access
from khue.features.activities.domain.commands import (
    DecidePlan,
    DraftPlan,
    ProposePlan,
    PutLine,
    RevisePlan,
    TakeLineOut,
    WithdrawPlan,
)
from khue.features.activities.domain.plans import (
    LineFacts,
    may_decide,
    may_draft,
    may_propose,
    may_put,
    may_withdraw,
)
from khue.features.activities.domain.reasons import missing_ground, reason
from khue.features.activities.domain.words import LINE, OPEN_VERSIONS, VERSION
from khue.features.activities.events import PlanApproved
from khue.features.activities.models import ActivityLine, ActivityPlan, PlanLine, PlanVersion
from khue.features.activities.queries.norms import norm_day, norm_of
from khue.features.activities.usecases.parts import (
    entry_id,
    locked_plan,
    locked_version,
    require_unit,
    tell,
    tell_right,
    write,
)
from khue.features.ledger import domain as ledger
from khue.features.ledger.queries import budget_year
from khue.features.ledger.usecases import post_many
from khue.features.people.queries.city import unit_names
from khue.kernel.deeds import Deed, command


def draft_plan(asked: DraftPlan, *, actor: Actor) -> int:
    """The first version of a unit's plan of a year; the version's id. Raises Refused, Conflict when one is there."""
    actor.require(access.PLAN)
    with command("activities.draft_plan", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        require(may_draft(asked, actor.units, unit_names(), deed.today))
        line = f"budget:{asked.line}"
        _require_year(line, asked.year)
        plan, created = ActivityPlan.objects.get_or_create(
            unit=asked.unit,
            year=asked.year,
            defaults={"number": f"KHHD-{asked.year}-{asked.unit}", "line": line, "created_at": deed.moment},
        )
        plan = locked_plan(plan.pk, deed)
        if plan.versions.filter(state__in=(*OPEN_VERSIONS, "approved")).exists():
            raise _plan_there(plan)
        if not created:
            write(plan, line=line)
        version = _new_version(plan, asked.ground, deed)
        deed.after(plan=plan.number, version=version.no, line=line)
        deed.result(version.pk)
        return int(version.pk)


def _require_year(line: str, year: int) -> None:
    if budget_year(line) != year:
        raise Refused.because(
            reason(
                "line_year", "Dòng ngân sách không thuộc năm của kế hoạch.", "The budget line is not of the plan's year.",
                "Mời ông/bà chọn dòng ngân sách của năm đó.", "Choose a budget line of that year.", "line",
            )
        )  # fmt: skip


def _plan_there(plan: ActivityPlan) -> Conflict:
    return Conflict(
        Text(f"Đơn vị đã có kế hoạch {plan.number}.", f"The unit has the plan {plan.number} already."),
        Text("Mời ông/bà mở kế hoạch đó và lập bản điều chỉnh.", "Open that plan and revise it."),
    )


def _new_version(plan: ActivityPlan, ground: str, deed: Deed) -> PlanVersion:
    number = (plan.versions.aggregate(last=Max("no"))["last"] or 0) + 1
    return PlanVersion.objects.create(
        plan=plan,
        no=number,
        ground=ground.strip(),
        drafted_by=deed.actor.key,
        drafted_for=deed.actor.stands_in_for,
        drafted_by_name=deed.actor.name,
        drafted_at=deed.moment,
    )


def revise_plan(asked: RevisePlan, *, actor: Actor) -> int:
    """The next version of a plan in force, with its lines as they stand; the version's id. Nothing changes until it is approved."""
    actor.require(access.PLAN)
    with command("activities.revise_plan", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        plan = locked_plan(asked.plan_id, deed)
        require_unit(actor, plan.unit)
        require(Decision.refuse_if_any([*missing_ground(asked.ground)]))
        base = plan.versions.filter(state="approved").first()
        if base is None or plan.versions.filter(state__in=OPEN_VERSIONS).exists():
            raise Refused.because(
                reason(
                    "not_to_revise", "Kế hoạch chưa được duyệt, hoặc đang có bản khác chờ xử lý.",
                    "The plan is not in force, or another version of it is under way.",
                    "Mời ông/bà xử lý bản đang mở trước.", "Settle the version that is under way first.",
                )
            )  # fmt: skip
        version = _new_version(plan, asked.ground, deed)
        rows = list(base.lines.order_by("no"))
        for row in rows:
            row.pk, row.version = None, version
        PlanLine.objects.bulk_create(rows)
        deed.after(plan=plan.number, version=version.no, replaces=base.no, ground=version.ground)
        deed.result(version.pk)
        return int(version.pk)


def put_line(asked: PutLine, *, actor: Actor) -> int:
    """Add a line, or change one, in a version that is being drawn up; the line's id. Raises Refused with every reason."""
    actor.require(access.PLAN)
    with command("activities.put_line", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        plan, version = locked_version(asked.version_id, deed, asked.seen)
        require_unit(actor, plan.unit)
        row = version.lines.filter(line_id=asked.line_id).first() if asked.line_id else None
        if asked.line_id and row is None:
            raise access.no_such_record()
        others = version.lines.exclude(pk=row.pk) if row else version.lines.all()
        day = norm_day(plan.year, deed.today)
        norm = norm_of(asked.kind, day)
        require(may_put(asked, version.state, norm, others.count(), others.filter(for_fees=True).exists()))
        _write_line(asked, plan, version, row, day, norm.each)
        write(version, stamp=version.stamp + 1)
        line = row.line_id if row else version.lines.order_by("-no").values_list("line_id", flat=True)[0]
        deed.after(
            version=version.no, line=line, kind=asked.kind, amount=asked.amount, norm=norm.id, norm_each=norm.each
        )
        deed.result(line)
        return int(line)


def _write_line(
    asked: PutLine, plan: ActivityPlan, version: PlanVersion, row: PlanLine | None, day: date, norm_each: int | None
) -> None:
    values = {
        "kind": asked.kind,
        "purpose": asked.purpose.strip(),
        "quantity": asked.quantity,
        "each": asked.each,
        "amount": asked.amount,
        "ground": asked.ground.strip(),
        "for_fees": asked.for_fees,
        "norm": norm_of(asked.kind, day).id,
        "norm_on": day,
        "norm_each": norm_each,
    }
    if row is not None:
        write(row, **values)
        return
    line = ActivityLine.objects.create(plan=plan, kind=asked.kind, purpose=asked.purpose.strip())
    number = (version.lines.aggregate(last=Max("no"))["last"] or 0) + 1
    PlanLine.objects.create(version=version, line=line, no=number, **values)


def take_line_out(asked: TakeLineOut, *, actor: Actor) -> None:
    """A line is left out of the version that is being drawn up. What was spent under it keeps it from being dropped."""
    actor.require(access.PLAN)
    with command("activities.take_line_out", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        plan, version = locked_version(asked.version_id, deed)
        require_unit(actor, plan.unit)
        require(VERSION.decision(version.state, "propose"))
        row = version.lines.filter(line_id=asked.line_id).first()
        if row is None:
            raise access.no_such_record()
        deed.before(version=version.no, line=row.line_id, purpose=row.purpose, amount=row.amount)
        row.delete()
        write(version, stamp=version.stamp + 1)
        deed.after(lines=version.lines.count())
        deed.result(True)


def propose_plan(asked: ProposePlan, *, actor: Actor) -> None:
    """The version goes to whoever approves; nothing of it changes any more."""
    actor.require(access.PLAN)
    with command("activities.propose_plan", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        plan, version = locked_version(asked.version_id, deed, asked.seen)
        require_unit(actor, plan.unit)
        require(may_propose(version.state, version.lines.count()))
        deed.before(version=version.no, state=version.state)
        write(
            version,
            state=VERSION.after(version.state, "propose"),
            proposed_by=actor.key,
            proposed_for=actor.stands_in_for,
            proposed_at=deed.moment,
            stamp=version.stamp + 1,
        )
        total = sum(version.lines.values_list("amount", flat=True))
        deed.after(version=version.no, state=version.state, amount=total)
        title = Text(f"Kế hoạch hoạt động chờ duyệt: {plan.number}", f"A plan of activities to approve: {plan.number}")
        body = Text(f"Tổng số tiền {format_dong(total, 'vi')}.", f"In all {format_dong(total, 'en')}.")
        tell_right(access.APPROVE, title, body, f"/activities/versions/{version.pk}/", deed=deed)
        deed.result(True)


def decide_plan(asked: DecidePlan, *, actor: Actor) -> None:
    """The second person approves: every line is reserved on the budget line, and the version before is superseded.

    Raises Refused when the budget line has less, or a line falls below what is used of it.
    """
    actor.require(access.APPROVE)
    with command("activities.decide_plan", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        plan, version = locked_version(asked.version_id, deed, asked.seen)
        drawn = (version.drafted_by, version.drafted_for, version.proposed_by, version.proposed_for)
        before = plan.versions.filter(state="approved").first()
        lines = _locked_lines(plan)
        facts = _facts(version, before, lines)
        require(may_decide(version.state, asked.approved, asked.ground, (drawn, actor.hands), facts))
        deed.before(version=version.no, state=version.state)
        if asked.approved:
            _put_in_force(plan, version, before, lines, facts, deed)
        write(
            version,
            state=VERSION.after(version.state, "approve" if asked.approved else "return"),
            decided_by=actor.key,
            decided_by_name=actor.name,
            decided_at=deed.moment,
            note=asked.ground.strip(),
            stamp=version.stamp + 1,
        )
        deed.decide(Decision.grant())
        deed.after(version=version.no, state=version.state)
        says = VERSION.label(version.state).capitalised()
        title = Text(f"Kế hoạch {plan.number}: {says.vi}", f"Plan {plan.number}: {says.into('en')}")
        tell(
            [version.drafted_by],
            title,
            Text(version.note or says.vi, version.note or says.into("en")),
            f"/activities/versions/{version.pk}/",
            deed=deed,
        )
        deed.result(True)


def _locked_lines(plan: ActivityPlan) -> dict[int, ActivityLine]:
    return {line.pk: line for line in plan.lines.select_for_update().order_by("pk")}


def _facts(version: PlanVersion, before: PlanVersion | None, lines: dict[int, ActivityLine]) -> list[LineFacts]:
    """Every line of the new version, then those of the version in force that it leaves out."""
    old = dict(before.lines.values_list("line_id", "amount")) if before else {}
    new = {row.line_id: row for row in version.lines.order_by("no")}
    found = [
        LineFacts(key, row.purpose, row.amount, old.get(key, 0), lines[key].used, lines[key].state)
        for key, row in new.items()
    ]
    left_out = [lines[key] for key in old if key not in new]
    return found + [LineFacts(one.pk, one.purpose, 0, old[one.pk], one.used, one.state) for one in left_out]


def _put_in_force(
    plan: ActivityPlan,
    version: PlanVersion,
    before: PlanVersion | None,
    lines: dict[int, ActivityLine],
    facts: list[LineFacts],
    deed: Deed,
) -> None:
    if before is not None:
        write(before, state=VERSION.after(before.state, "supersede"), stamp=before.stamp + 1)
    entries = [entry for one in facts if (entry := _reserve(plan, version, one, deed.today)) is not None]
    if entries:
        post_many(entries, deed=deed)
    plan.lines.filter(for_fees=True).update(for_fees=False)
    written = {row.line_id: row for row in version.lines.all()}
    for one in facts:
        line, row = lines[one.line], written.get(one.line)
        if line.state == "closed":
            continue
        if row is None:
            write(line, state=LINE.after(line.state, "drop"), reserved=0)
            continue
        state = line.state if line.state == "open" else LINE.after(line.state, "open")
        write(line, state=state, reserved=one.amount, kind=row.kind, purpose=row.purpose, for_fees=row.for_fees)
    total = sum(one.amount for one in facts)
    deed.after(amount=total, lines={str(one.line): one.amount for one in facts})
    deed.emit(
        PlanApproved(
            subject=f"activity_plan:{plan.pk}",
            parties=(),
            plan=plan.pk,
            number=plan.number,
            version=version.no,
            amount=total,
        )
    )


def _reserve(plan: ActivityPlan, version: PlanVersion, one: LineFacts, today: date) -> Entry | None:
    """What the version changes on a line: more is committed, less goes back to the budget line."""
    change = 0 if one.state == "closed" else one.amount - one.before
    if not change:
        return None
    text = Text(f"Kế hoạch {plan.number}, bản {version.no}", f"Plan {plan.number}, version {version.no}")
    move, what = (ledger.commit, "commit") if change > 0 else (ledger.release, "release")
    key = entry_id(what, version.pk, one.line)
    return move(plan.line, f"activity_line:{one.line}", abs(change), id=key, on=today, text=text)


def withdraw_plan(asked: WithdrawPlan, *, actor: Actor) -> None:
    """A version that is not in force is given up."""
    actor.require(access.PLAN)
    with command("activities.withdraw_plan", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        plan, version = locked_version(asked.version_id, deed)
        require_unit(actor, plan.unit)
        require(may_withdraw(version.state, asked.ground))
        deed.before(version=version.no, state=version.state)
        write(
            version,
            state=VERSION.after(version.state, "withdraw"),
            decided_by=actor.key,
            decided_by_name=actor.name,
            decided_at=deed.moment,
            note=asked.ground.strip(),
            stamp=version.stamp + 1,
        )
        deed.after(version=version.no, state=version.state)
        deed.result(True)
