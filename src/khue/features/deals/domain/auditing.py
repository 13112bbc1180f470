"""The licensor looks into the sales that were reported: asked within the contract's terms, shown, found, answered. Pure. Money in đồng."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG
from khue.core.rules.one import add_months
from khue.features.deals.domain.commands import Offered
from khue.features.deals.domain.contracting import ReportRoyalty, only_in, royalty_due
from khue.features.deals.domain.deciding import wrong
from khue.features.deals.domain.words import SAY

AUDIT = Flow(
    {
        "asked": Text("chờ bên nhận cho xem sổ sách", "awaiting the buyer's books"),
        "shown": Text("đã cho xem sổ sách, chờ kết luận", "books shown, awaiting the findings"),
        "found": Text("đã có kết luận, chờ bên nhận trả lời", "findings recorded, awaiting the buyer's answer"),
        "accepted": Text("bên nhận chấp nhận kết luận", "findings accepted by the buyer"),
        "disputed": Text("bên nhận không chấp nhận kết luận", "findings disputed by the buyer"),
        "withdrawn": Text("đã rút yêu cầu", "request withdrawn"),
    },
    (
        Transition("show", ("asked",), "shown", Text("cho xem sổ sách", "show the books")),
        Transition("find", ("asked", "shown"), "found", Text("ghi kết luận", "record the findings")),
        Transition("accept", ("found",), "accepted", Text("chấp nhận kết luận", "accept the findings")),
        Transition("dispute", ("found",), "disputed", Text("không chấp nhận kết luận", "dispute the findings")),
        Transition("withdraw", ("asked", "shown"), "withdrawn", Text("rút yêu cầu", "withdraw")),
    ),
)
LOOKING = ("asked", "shown", "found")
"""An audit that is not over: a report has one of them at most."""
MOST_MONTHS, MOST_DAYS = 120, 365


@dataclass(frozen=True, slots=True)
class AskAudit:
    """The licensor asks to look into the sales behind the due ``due``; ``ground``: why."""

    deal_id: int
    due: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShowBooks:
    """``note``: which books were shown, where and to whom."""

    deal_id: int
    no: int
    note: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordFindings:
    """``auditor`` looked and found ``sales`` đồng of sales in the period."""

    deal_id: int
    no: int
    auditor: str
    findings: str
    sales: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerFindings:
    deal_id: int
    no: int
    accepted: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawAudit:
    deal_id: int
    no: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Auditable:
    """A report as it stands. ``months`` and ``days`` as agreed in the terms: 0 where no audit was agreed. ``looking``: one is under way."""

    kind: str
    reported_on: date
    months: int
    days: int
    looking: bool


def audit_right(said: Offered) -> Iterator[Reason]:
    """What terms may say of audits: both figures or none, and only beside a royalty."""
    if not 0 <= said.audit_months <= MOST_MONTHS:
        yield wrong("audit_months", f"Từ 0 đến {MOST_MONTHS} tháng.", f"0 to {MOST_MONTHS} months.")
    if not 0 <= said.audit_days <= MOST_DAYS:
        yield wrong("audit_days", f"Từ 0 đến {MOST_DAYS} ngày.", f"0 to {MOST_DAYS} days.")
    if bool(said.audit_months) != bool(said.audit_days):
        yield wrong(
            "audit_days" if said.audit_months else "audit_months",
            "Quyền kiểm tra sổ sách cần cả thời hạn yêu cầu và thời hạn cho xem.",
            "An audit right needs both: how long it may be asked for, and how soon the books are shown.",
        )
    if said.audit_months and not said.royalty:
        yield wrong(
            "audit_months",
            "Quyền kiểm tra sổ sách cần có tỷ lệ trên doanh thu.",
            "An audit right belongs to a royalty.",
        )


def last_day_to_ask(reported_on: date, months: int) -> date | None:
    """The last day on which an audit of a report may be asked for; None where none was agreed."""
    return add_months(reported_on, months) if months else None


def may_ask_audit(asked: AskAudit, report: Auditable, *, state: str, today: date) -> Decision:
    found = [*only_in(state, "effective"), *SAY.missing_ground(asked.ground)]
    last = last_day_to_ask(report.reported_on, report.months)
    if report.kind != "royalty":
        found.append(
            SAY.reason(
                "no_report", "Khoản này không phải báo cáo phí bản quyền.", "This is no report of a royalty.",
                "Mời ông/bà chọn một báo cáo phí bản quyền.", "Choose a report of a royalty.",
            )
        )  # fmt: skip
    if last is None:
        found.append(
            SAY.reason(
                "no_audit_right", "Bản điều khoản chung không có quyền kiểm tra sổ sách.", "The term sheet has no right to an audit.",
                "Mời ông/bà thỏa thuận với bên nhận.", "Agree on it with the buyer.",
            )
        )  # fmt: skip
    elif last < today:
        found.append(
            SAY.reason(
                "audit_late",
                f"Thời hạn yêu cầu kiểm tra báo cáo này đã hết ngày {format_day(last, 'vi')}.",
                f"An audit of this report could be asked for until {format_day(last, 'en')}.",
                "Mời ông/bà chọn báo cáo sau, hoặc thỏa thuận với bên nhận.", "Choose a later report, or agree with the buyer.",
            )
        )  # fmt: skip
    if report.looking:
        found.append(
            SAY.reason(
                "audit_under_way", "Báo cáo này đang được kiểm tra.", "An audit of this report is under way.",
                "Mời ông/bà mở lại trang của giao dịch.", "Open the page of the deal again.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_show(asked: ShowBooks, state: str) -> Decision:
    found = [*AUDIT.decision(state, "show").reasons]
    found += SAY.missing_text(asked.note, "note", Text("nội dung đã cho xem", "account of what was shown"))
    return Decision.refuse_if_any(found)


def may_find(asked: RecordFindings, state: str, *, due_on: date, today: date) -> Decision:
    """Before the books were shown only once their day has passed: then by what the licensor has."""
    found = [*AUDIT.decision(state, "find").reasons]
    if state == "asked" and today <= due_on:
        found.append(
            SAY.reason(
                "books_first",
                f"Bên nhận còn thời hạn cho xem sổ sách đến hết ngày {format_day(due_on, 'vi')}.",
                f"The buyer has until {format_day(due_on, 'en')} to show the books.",
                "Mời ông/bà chờ bên nhận, hoặc ghi kết luận sau ngày đó.", "Wait for the buyer, or record the findings after that day.",
            )
        )  # fmt: skip
    found += SAY.missing_text(asked.auditor, "auditor", Text("tên người kiểm tra", "name of the auditor"), 200)
    found += SAY.missing_text(asked.findings, "findings", Text("kết luận kiểm tra", "findings"))
    if not 0 <= asked.sales <= MAX_DONG:
        found.append(wrong("sales", "Số tiền không hợp lệ.", "This amount cannot be."))
    return Decision.refuse_if_any(found)


def may_answer_findings(asked: AnswerFindings, state: str) -> Decision:
    found = [*AUDIT.decision(state, "accept").reasons]
    if not asked.accepted:
        found += SAY.missing_ground(asked.ground)
    return Decision.refuse_if_any(found)


def may_withdraw_audit(asked: WithdrawAudit, state: str) -> Decision:
    return Decision.refuse_if_any([*AUDIT.decision(state, "withdraw").reasons, *SAY.missing_ground(asked.ground)])


def corrected(from_on: date, until_on: date, sales: int, royalty: int, least: int) -> int:
    """The royalty of a period by the sales that were found; never below the contract's least."""
    return royalty_due(ReportRoyalty(0, from_on, until_on, sales, 0), royalty, least)


def owed_besides(corrected_to: int, owed: int) -> int:
    """What comes on top of what is owed for the period already; nothing is taken back by an audit."""
    return max(0, corrected_to - owed)
