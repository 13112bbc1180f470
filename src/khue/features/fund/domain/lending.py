"""A loan of the fund over its life: drawn, repaid, late, restructured, settled or written off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import format_dong
from khue.features.fund.domain.bodies import needs, reason
from khue.features.fund.domain.loans import Planned, Terms, due_days, schedule
from khue.features.fund.domain.standing import Due, Standing

LOAN = Flow(
    {
        "signed": Text("đã ký, chưa giải ngân", "signed, nothing drawn"),
        "running": Text("đang trả nợ", "being repaid"),
        "settled": Text("đã trả hết", "repaid in full"),
        "written_off": Text("đã xóa nợ", "written off"),
    },
    (
        Transition("draw", ("signed", "running", "settled"), "running", Text("giải ngân", "draw")),
        Transition("settle", ("running",), "settled", Text("trả hết", "settle")),
        Transition("reopen", ("running", "settled"), "running", Text("mở lại", "reopen")),
        Transition("undraw", ("running", "settled"), "signed", Text("ngân hàng trả lại khoản giải ngân", "undraw")),
        Transition("write_off", ("running",), "written_off", Text("xóa nợ", "write off")),
    ),
)


@dataclass(frozen=True, slots=True)
class BookRepayment:
    """The statement line ``line_id`` brought a repayment; what is beyond everything owed stays in suspense.

    ``amount`` đồng of it belong to this loan; None: as much as the loan owes in all, else the whole line.
    """

    loan_id: int
    line_id: int
    amount: int | None = None
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class UndoRepayment:
    """The repayment was booked wrongly: it is reversed, and the money of its line lies in suspense again."""

    repayment_id: int
    ground: str
    once: UUID | None = None


def may_undo(state: str, *, undone: bool, newest: bool, in_force: bool, ground: str) -> Decision:
    """``newest``: no later repayment stands on the loan; ``in_force``: no later schedule was made on top of it."""
    faults: list[Reason] = []
    if undone:
        faults.append(
            reason(
                "undone",
                "Khoản trả này đã được hủy ghi.",
                "This repayment was taken back already.",
                "",
                Text("Mời ông/bà mở lại khoản vay.", "Open the loan again."),
            )
        )
    if state == "written_off":
        faults.append(
            reason(
                "loan_written_off",
                "Khoản vay đã xóa nợ; số đã xóa tính theo khoản trả này.",
                "The loan was written off; what was written off rests on this repayment.",
                "",
                Text("Mời ông/bà trình cơ quan có thẩm quyền.", "Lay it before the body competent."),
            )
        )
    if not undone and not newest:
        faults.append(
            reason(
                "not_newest",
                "Đã ghi khoản trả sau khoản này.",
                "A later repayment is booked.",
                "",
                Text("Mời ông/bà hủy ghi từ khoản sau cùng.", "Take back the latest one first."),
            )
        )
    if not undone and not in_force:
        faults.append(
            reason(
                "later_version",
                "Lịch trả nợ đã được lập lại sau khoản trả này.",
                "A later schedule was made after this repayment.",
                "",
                Text("Mời ông/bà trình cơ cấu lại khoản vay để điều chỉnh.", "Lay a restructuring that puts it right."),
            )
        )
    faults += needs(ground, "ground", "Chưa nêu vì sao ghi nhầm.", "Say why it was booked wrongly.")
    return Decision.refuse_if_any(faults)


def may_repay(state: str, paid_on: date, last: date | None, first: date, amount: int, owed: int) -> Decision:
    """``last``: day of the repayment booked last; ``first``: day from which the version in force counts."""
    faults: list[Reason] = []
    if state != "running":
        faults.append(
            reason("loan_not_running", "Khoản vay không còn dư nợ phải thu.", "Nothing is owed on this loan.")
        )
        return Decision.refuse_if_any(faults)
    if last is not None and paid_on < last:
        faults.append(
            reason(
                "out_of_order",
                f"Đã ghi một khoản trả ngày {last:%d/%m/%Y}, sau ngày {paid_on:%d/%m/%Y} của dòng sao kê này.",
                f"A repayment of {format_day(last, 'en')} is booked already, later than {format_day(paid_on, 'en')} of this line.",
                "line",
                Text(
                    "Mời ông/bà ghi các khoản trả theo thứ tự ngày trên sao kê.",
                    "Book repayments in the order of their days.",
                ),
            )
        )
    if paid_on < first:
        faults.append(
            reason(
                "before_version",
                f"Lịch trả nợ đang dùng tính từ ngày {first:%d/%m/%Y}; dòng sao kê này có ngày sớm hơn.",
                f"The schedule in force counts from {format_day(first, 'en')}; this line is of an earlier day.",
                "line",
                Text(
                    "Mời ông/bà trình lại lịch trả nợ từ ngày của dòng sao kê.",
                    "Lay a schedule from the day of that line.",
                ),
            )
        )
    if not 0 < amount <= owed:
        vi = f"Khoản vay còn phải trả {format_dong(owed, 'vi')}."
        faults.append(reason("repaid_amount", vi, f"The loan owes {format_dong(owed, 'en')} in all.", "amount"))
    return Decision.refuse_if_any(faults)


def terms_from(terms: Terms, since: date) -> Terms:
    """The same terms for what is still ahead on ``since``: due days that have passed are left out.

    When all have passed, one instalment is left, due one period after the day.
    """
    days = due_days(terms.first_due, terms.every, terms.count)
    ahead = [day for day in days if day > since]
    if not ahead:
        passed = due_days(days[-1], terms.every, 2 + (since - days[-1]).days // 27)
        return replace(terms, first_due=next(day for day in passed if day > since), count=1, grace=0)
    passed_count = len(days) - len(ahead)
    return replace(
        terms, first_due=ahead[0], count=len(ahead), grace=max(0, min(terms.grace - passed_count, len(ahead) - 1))
    )


def dues(made: tuple[Planned, ...], open_day: Callable[[date], date]) -> tuple[Due, ...]:
    """Instalments with their last day to pay; ``open_day`` gives the day itself, or the next working day."""
    return tuple(Due(one, open_day(one.due_on)) for one in made)


def planned(
    principal: int, since: date, terms: Terms, carried: int, open_day: Callable[[date], date]
) -> tuple[Due, ...]:
    return dues(schedule(principal, since, terms, carried), open_day)


def unrecognised(found: Standing, booked: int) -> int:
    """Interest that has fallen due or is late by the day and that no entry has recognised; ``booked``: the ledger's balance of it."""
    return max(0, found.fallen_due + found.late - booked)


def notices(found: Standing, notice_days: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Which notices are due: number of the instalment and the last milestone of days past due that it has reached."""
    told = []
    for line in found.lines:
        reached = [day for day in notice_days if line.days_past_due >= day]
        if reached:
            told.append((line.due.planned.no, reached[-1]))
    return tuple(told)


def terms_to_json(terms: Terms) -> dict[str, Any]:
    return {
        "kind": terms.kind,
        "rate": str(terms.rate),
        "late_rate": str(terms.late_rate),
        "day_count": terms.day_count,
        "first_due": terms.first_due.isoformat(),
        "every": terms.every,
        "count": terms.count,
        "grace": terms.grace,
        "allocation": terms.allocation,
    }


def terms_of(said: dict[str, Any]) -> Terms:
    return Terms(
        **said
        | {
            "rate": Fraction(said["rate"]),
            "late_rate": Fraction(said["late_rate"]),
            "first_due": date.fromisoformat(said["first_due"]),
        }
    )
