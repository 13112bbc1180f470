"""Fees that signed minutes earned become spends by themselves, once each; what can't be placed waits with its reason."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Refused, require
from khue.features.activities import access
from khue.features.activities.domain.commands import SettleFee
from khue.features.activities.domain.reasons import missing_ground, reason
from khue.features.activities.domain.spending import withheld
from khue.features.activities.domain.words import EARNED, FEE, TAX, WHY_WAITING
from khue.features.activities.models import ActivityLine, EarnedFee
from khue.features.activities.queries.facts import stands_signed
from khue.features.activities.queries.norms import tax_share
from khue.features.activities.usecases.parts import about, tell_right, write
from khue.features.activities.usecases.spending import add_spend, purse_of
from khue.features.councils import queries as councils
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

TAX_OFFICE = "Cơ quan thuế (thuế thu nhập cá nhân khấu trừ)"


def take_fees(minutes_id: int, *, actor: Actor) -> None:
    """What the minutes earned is noted and placed. Repeated, it finds every fee there and writes nothing."""
    actor.require(access.FEES_JOB)
    with command("activities.take_fees", actor, subject=f"minutes:{minutes_id}") as deed:
        new = [row for one in councils.fees_of(minutes_id) if (row := _noted(one, deed)) is not None]
        if not new:
            deed.nothing_done()
            return
        placed = [row.pk for row in new if row.state == "waiting" and _placed(row, deed)]
        waiting = [row for row in new if row.state == "waiting"]
        deed.after(noted=len(new), placed=placed, waiting={str(row.pk): row.why for row in waiting})
        if waiting:
            title = Text(
                f"{len(waiting)} khoản thù lao đang chờ, {new[0].minutes_number}",
                f"{len(waiting)} fees wait, {new[0].minutes_number}",
            )
            tell_right(access.PLAN, title, WHY_WAITING[waiting[0].why], "/activities/fees/", deed=deed)


def _noted(one: councils.FeeLine, deed: Deed) -> EarnedFee | None:
    """The fee's row, locked; None when it was noted before. A twin that is under way is waited for."""
    row, created = EarnedFee.objects.get_or_create(
        entitlement=one.id,
        defaults={
            "minutes": one.minutes,
            "minutes_number": one.minutes_number,
            "met_on": one.met_on,
            "council": one.council,
            "council_name": one.council_name,
            "unit": one.council_unit,
            "person_id": people.party_id(one.person),
            "name": people.party(one.person).name,
            "role": one.role,
            "basis": one.basis,
            "count": one.count,
            "norm": one.norm,
            "each": one.each,
            "amount": one.amount,
            "state": "none" if one.amount == 0 else "waiting",
            "why": "" if one.amount == 0 else "no_norm" if one.amount is None else "no_line",
            "earned_at": one.earned_at,
        },
    )
    return row if created else None


def place_waiting(*, actor: Actor) -> int:
    """Try every fee that waits for something that may have come since; how many were placed. Each in a command of its own."""
    actor.require(access.FEES_JOB)
    found = EarnedFee.objects.filter(state="waiting").exclude(why__in=("returned", "no_norm"))
    return sum(_try(key, actor) for key in found.order_by("pk").values_list("pk", flat=True))


def _try(fee_id: int, actor: Actor) -> bool:
    with command("activities.place_fee", actor, subject=f"earned_fee:{fee_id}") as deed:
        row = EarnedFee.objects.select_for_update().get(pk=fee_id)
        before = row.why
        if row.state == "waiting" and _placed(row, deed):
            deed.after(spend=row.spend_id)
            return True
        if row.why == before:
            deed.nothing_done()
        else:
            deed.before(why=before)
            deed.after(why=row.why)
        return False


def settle_fee(asked: SettleFee, *, actor: Actor) -> None:
    """An officer gives the amount where no norm applied, or sends a returned fee on its way again; somebody else accepts it."""
    actor.require(access.PLAN)
    with command("activities.settle_fee", actor, subject=f"earned_fee:{asked.fee_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = EarnedFee.objects.select_for_update().filter(pk=asked.fee_id).first()
        if row is None:
            raise access.no_such_record()
        faults = [*EARNED.decision(row.state, "take").reasons, *missing_ground(asked.ground)]
        if row.unit not in actor.units:
            faults.append(
                reason(
                    "not_your_unit", "Khoản thù lao này thuộc đơn vị khác.", "This fee is another unit's.",
                    "Mời ông/bà chuyển cho đơn vị đó.", "Leave it to that unit.",
                )
            )  # fmt: skip
        if not 0 < asked.each <= 1_000_000_000:
            faults.append(
                reason(
                    "each", "Mức thù lao phải lớn hơn 0 và không quá 1 tỷ đồng.", "The fee is above zero and at most 1 bn VND.",
                    "Mời ông/bà nhập lại.", "Enter it again.", "each",
                )
            )  # fmt: skip
        require(Decision.refuse_if_any(faults))
        deed.before(each=row.each, why=row.why)
        write(
            row,
            each=asked.each,
            amount=asked.each * row.count,
            each_ground=asked.ground.strip(),
            settled_by=actor.key,
            settled_for=actor.stands_in_for,
            settled_by_name=actor.name,
        )
        if not _placed(row, deed):
            says = WHY_WAITING[row.why]
            raise Refused.because(
                reason(row.why, says.vi, says.into("en"), "Mời ông/bà xử lý việc này trước.", "Settle this first.")
            )
        deed.after(each=row.each, amount=row.amount, ground=row.each_ground, spend=row.spend_id)
        deed.result(True)


def _placed(row: EarnedFee, deed: Deed) -> bool:
    """Prepare the spend of a fee; False with the reason written down. The fee's row is locked or new."""
    why, line = _line_for(row)
    if why:
        write(row, why=why)
        return False
    assert line is not None, "_line_for gives a reason or a line"
    assert row.amount is not None, "without a norm it waits"
    tax = withheld(row.amount, tax_share(row.met_on))
    says = f"Thù lao theo biên bản {row.minutes_number}, {row.council_name}"  # no name: restricted people stay unnamed
    spend = add_spend(line, FEE, row.person_id, row.name, row.amount - tax, says, deed)
    if tax:
        held = add_spend(line, TAX, None, TAX_OFFICE, tax, f"Thuế khấu trừ: {says}", deed)
        write(held, withheld_from=spend)
    write(row, state=EARNED.after(row.state, "take"), why="", spend=spend)
    deed.about(f"activity_line:{line.pk}")
    deed.about(about(spend)["subject"])
    return True


def _line_for(row: EarnedFee) -> tuple[str, ActivityLine | None]:
    """Why the fee can't be placed, or its line, locked."""
    if row.amount is None:
        return "no_norm", None
    if stands_signed(row):
        return "not_signed", None
    if not row.unit:
        return "no_unit", None
    lines = ActivityLine.objects.filter(plan__unit=row.unit, plan__year=row.met_on.year, for_fees=True, state="open")
    line = lines.select_for_update(of=("self",)).select_related("plan").first()
    if line is None:
        return "no_line", None
    return ("over_line", None) if row.amount > purse_of(line).left else ("", line)
