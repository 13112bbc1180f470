"""What answers a demand: proposed and withdrawn before the deadline, read and chosen after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import MAX_DONG
from khue.features.demands.domain.words import GRACE, SAY, SOLUTION, not_now, too_early, too_late, wrong

LONGEST, LONGEST_SECRET, MOST_DAYS = 4000, 8000, 3650
_HOW = Text("giải pháp đề xuất", "proposed solution")


@dataclass(frozen=True, slots=True)
class ProposeSolution:
    """``offer`` is the number of a listed offer of the party, or empty. ``price`` in đồng, None: to be agreed; ``days`` until it works.

    ``confidential`` stands apart and is read by a deed that leaves a record.
    """

    demand_id: int
    party: str
    says: str
    offer: str = ""
    price: int | None = None
    days: int | None = None
    confidential: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawSolution:
    demand_id: int
    no: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DrawShortList:
    """``chosen`` and ``grounds`` by the number of each solution."""

    demand_id: int
    chosen: Mapping[int, bool]
    grounds: Mapping[int, str] = field(default_factory=dict)
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordTrial:
    """What the acceptance test gave. A later trial of the same solution counts instead; the earlier one stays on record."""

    demand_id: int
    no: int
    passed: bool
    result: str
    on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AwardDemand:
    """The demander's choice by its own rules; everybody reads the ground."""

    demand_id: int
    no: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReadSecret:
    """Every reading is a deed of its own, so it carries no key of a form."""

    demand_id: int
    no: int


def may_propose(
    asked: ProposeSolution, *, state: str, deadline: datetime, supplier: bool, near: bool, live: bool, offer: bool, now: datetime
) -> Decision:  # fmt: skip
    """``supplier``: active on the exchange · ``near``: the demander itself, or the actor acts for it · ``live``: the party has answered
    already · ``offer``: the named offer is listed and the party's own."""
    found: list[Reason] = []
    if state != "published" or now >= deadline:
        found.append(too_late())
    if not supplier:
        found.append(
            SAY.reason(
                "no_supplier", "Bên này chưa là bên cung đang hoạt động của Sàn.", "The party is not an active supplier of the exchange.",
                "Mời ông/bà đăng ký thành viên và chờ xác minh.", "Ask for membership and wait until it is verified.", "party",
            )
        )  # fmt: skip
    if near:
        found.append(
            SAY.reason(
                "own_demand", "Bên nêu nhu cầu không tự đề xuất giải pháp.", "Who asks does not answer the own demand.",
                "Mời ông/bà chọn bên khác.", "Choose another party.", "party",
            )
        )  # fmt: skip
    if live:
        found.append(
            SAY.reason(
                "answered", "Bên này đã gửi một đề xuất cho nhu cầu này.", "This party has answered this demand already.",
                "Mời ông/bà rút đề xuất cũ trước khi gửi đề xuất mới.", "Withdraw the earlier solution first.", "party",
            )
        )  # fmt: skip
    if not offer:
        found.append(
            wrong(
                "offer",
                "Không có chào bán đang niêm yết nào của bên này mang số này.",
                "No listed offer of this party has this number.",
            )
        )
    found += SAY.missing_text(asked.says, "says", _HOW, LONGEST)
    if len(asked.confidential) > LONGEST_SECRET:
        found.append(
            wrong(
                "confidential",
                f"Phần bảo mật dài nhiều nhất {LONGEST_SECRET} ký tự.",
                f"The confidential part has at most {LONGEST_SECRET} characters.",
            )
        )
    if asked.price is not None and not 0 <= asked.price <= MAX_DONG:
        found.append(wrong("price", "Giá đề xuất chưa đúng.", "The price is wrong."))
    if asked.days is not None and not 1 <= asked.days <= MOST_DAYS:
        found.append(wrong("days", f"Thời gian từ 1 đến {MOST_DAYS} ngày.", f"The time is 1 to {MOST_DAYS} days."))
    return Decision.refuse_if_any(found)


def may_leave(asked: WithdrawSolution, *, state: str, solution: str, deadline: datetime, now: datetime) -> Decision:
    found = [*SOLUTION.decision(solution, "withdraw").reasons, *SAY.missing_ground(asked.ground)]
    if state == "published" and now >= deadline:
        found.append(too_late())
    return Decision.refuse_if_any(found)


def may_shortlist(asked: DrawShortList, *, state: str, deadline: datetime, live: tuple[int, ...], now: datetime) -> Decision:  # fmt: skip
    """Every solution gets an answer with its ground, and one at least is taken."""
    found = [*not_now(state, "shortlist")]
    if now < deadline + GRACE:
        found.append(too_early())
    for no in live:
        if no not in asked.chosen or not asked.grounds.get(no, "").strip():
            found.append(
                Reason(
                    "demands.unanswered", Text(f"Đề xuất số {no} chưa có kết luận và lý do.", f"Solution {no} has no answer with its ground yet."),
                    Text("Mời ông/bà nêu kết luận và lý do.", "Give the answer and its ground."), f"ground-{no}",
                )
            )  # fmt: skip
    if not any(asked.chosen.get(no) for no in live):
        found.append(
            SAY.reason(
                "nobody", "Chưa chọn đề xuất nào.", "No solution is taken.",
                "Nếu không đề xuất nào phù hợp, mời ông/bà kết thúc nhu cầu và nêu lý do.", "If none will do, close the demand with the ground.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_record_trial(asked: RecordTrial, *, state: str, solution: str, today: date) -> Decision:
    found = [*_on_trial(state, solution), *SAY.missing_text(asked.result, "result", Text("kết quả thử nghiệm", "result of the trial"))]  # fmt: skip
    if asked.on > today:
        found.append(wrong("on", "Ngày thử nghiệm không được ở tương lai.", "The day of the trial can't lie ahead."))
    return Decision.refuse_if_any(found)


def _on_trial(state: str, solution: str) -> Iterator[Reason]:
    if state != "shortlisted" or solution != "shortlisted":
        yield SAY.reason(
            "not_short", "Đề xuất này không ở trong danh sách ngắn đang thử nghiệm.", "This solution is not on a short list that is on trial.",
            "Mời ông/bà mở lại trang của nhu cầu.", "Open the page of the demand again.",
        )  # fmt: skip


def may_award(asked: AwardDemand, *, state: str, solution: str, passed: bool | None, own: bool = False) -> Decision:
    """``passed``: what the last trial gave, None: there was none. ``own``: demander and supplier have become one party meanwhile."""
    found = [*not_now(state, "award"), *SAY.missing_ground(asked.ground)]
    if state == "shortlisted" and solution != "shortlisted":
        found += _on_trial(state, solution)
    elif not passed:
        found.append(
            SAY.reason(
                "not_passed", "Đề xuất này chưa đạt phép thử nghiệm thu.", "This solution has not passed the acceptance test.",
                "Mời ông/bà ghi kết quả thử nghiệm đạt trước khi chọn.", "Record a trial that it passed, then choose it.", "no",
            )
        )  # fmt: skip
    if own:
        found.append(
            SAY.reason(
                "one_party", "Bên cầu và bên đề xuất nay là một bên.", "Demander and supplier have become one party.",
                "Mời ông/bà chọn đề xuất khác, hoặc kết thúc nhu cầu.", "Choose another solution, or close the demand.", "no",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)
