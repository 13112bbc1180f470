"""The three ends: accepted and settled; not reached and excused; not reached and recovered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.delivery.domain.commands import DecideEnding
from khue.features.delivery.domain.reasons import apart, no_ground, own_side
from khue.features.delivery.domain.words import MISSION


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of the compliance file, as the record shows it."""

    code: str
    text: Text
    met: bool


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the mission's record holds when its result was not reached."""

    reports_due: int
    reports_missing: int
    handovers: int
    open_warnings: int
    checks: int
    bad_checks: int
    paid: int


def compliance_file(facts: RecordFacts) -> tuple[FileLine, ...]:
    """What must be in the file before somebody can be excused: all of it from the record, nothing from anybody's word."""
    return (
        FileLine(
            "reports",
            Text(
                f"Báo cáo đến hạn đã nộp đủ ({facts.reports_due - facts.reports_missing}/{facts.reports_due})",
                f"All reports that fell due are in ({facts.reports_due - facts.reports_missing}/{facts.reports_due})",
            ),
            facts.reports_missing == 0,
        ),
        FileLine(
            "evidence",
            Text(
                f"Có hồ sơ bàn giao hoặc báo cáo làm căn cứ ({facts.handovers})",
                f"Handed-in work or reports are on file ({facts.handovers})",
            ),
            facts.handovers > 0,
        ),
        FileLine(
            "warnings",
            Text(
                f"Không còn cảnh báo chưa khắc phục ({facts.open_warnings})",
                f"No warning is open ({facts.open_warnings})",
            ),
            facts.open_warnings == 0,
        ),
        FileLine(
            "checks",
            Text(
                f"Đã kiểm tra tại chỗ ít nhất một lần ({facts.checks})",
                f"Visited on site at least once ({facts.checks})",
            ),
            facts.checks > 0,
        ),
    )


def complete(file: Sequence[FileLine]) -> bool:
    return all(line.met for line in file)


def may_find_unmet(state: str, ground: str, *, near_lead: bool, orders_open: bool) -> Decision:
    """An officer reports that the result is not reached, with the ground; money that is on its way is waited for."""
    reasons = list(MISSION.decision(state, "miss").reasons)
    reasons += own_side(near_lead)
    reasons += no_ground(ground, least=20)
    if orders_open:
        reasons.append(payment_under_way())
    return Decision.refuse_if_any(reasons)


def payment_under_way() -> Reason:
    return Reason(
        "payment_under_way",
        Text("Đang có lệnh chi chưa có kết quả.", "A payment order is under way."),
        Text(
            "Mời ông/bà đề nghị kế toán hủy lệnh chi, hoặc chờ sao kê của ngân hàng.",
            "Have the accountants cancel it, or wait for the bank's statement.",
        ),
    )


@dataclass(frozen=True, slots=True)
class EndingFacts:
    """``rule`` is what missions.no-repayment says; ``reported_by`` who found the result not reached."""

    state: str
    rule: Decision
    file: tuple[FileLine, ...]
    paid: int
    near_lead: bool
    hands: tuple[str, ...]
    reported_by: str
    orders_open: bool
    today: date


def outcome_of(facts: EndingFacts) -> str:
    """Excused when the rule says so; recovered when it refuses. An incomplete file refuses to excuse, see ``may_end``."""
    return "excused" if facts.rule.granted else "recovered"


def may_end(facts: EndingFacts, asked: DecideEnding) -> Decision:
    """Nothing is paid back only on a complete file; what is recovered has its sum and its day."""
    outcome = outcome_of(facts)
    reasons = list(MISSION.decision(facts.state, "excuse" if outcome == "excused" else "reclaim").reasons)
    reasons += own_side(facts.near_lead)
    reasons += apart(
        facts.hands,
        (facts.reported_by,),
        "own_report",
        Text(
            "Người báo nhiệm vụ không đạt không đồng thời quyết định.", "Whoever reported it does not decide as well."
        ),
    )
    reasons += no_ground(asked.ground, least=20)
    if facts.orders_open:
        reasons.append(payment_under_way())
    if outcome == "excused":
        reasons += [_open_line(line) for line in facts.file if not line.met]
    else:
        reasons += _recovery(facts, asked)
    return Decision.refuse_if_any(reasons)


def _open_line(line: FileLine) -> Reason:
    return Reason(
        f"file.{line.code}",
        Text(f"Hồ sơ tuân thủ chưa đủ: {line.text.vi}.", f"The compliance file is incomplete: {line.text.en}."),
        Text(
            "Mời ông/bà hoàn thiện hồ sơ trước khi kết luận không phải hoàn trả.",
            "Complete it before nothing is to be paid back.",
        ),
    )


def _recovery(facts: EndingFacts, asked: DecideEnding) -> list[Reason]:
    reasons = []
    if not 0 < asked.amount <= facts.paid:
        reasons.append(
            Reason(
                "amount",
                Text(
                    f"Số tiền thu hồi phải lớn hơn 0 và không quá {format_dong(facts.paid, 'vi')} đã chi.",
                    f"The amount is above 0 and at most the {format_dong(facts.paid, 'en')} that was paid.",
                ),
                Text("Mời ông/bà sửa số tiền thu hồi.", "Correct it."),
                "amount",
            )
        )
    if asked.repay_by is None or asked.repay_by <= facts.today:
        reasons.append(
            Reason(
                "repay_by",
                Text("Hạn hoàn trả phải sau hôm nay.", "The day of repayment lies after today."),
                Text("Mời ông/bà chọn hạn hoàn trả.", "Choose a later day."),
                "repay_by",
            )
        )
    return reasons


def may_settle(state: str, milestones: Sequence[str], advance: int, set_off: int, advance_state: str) -> Decision:
    """Every milestone accepted and paid, and the whole advance set off."""
    reasons = list(MISSION.decision(state, "settle").reasons)
    waiting = sum(one not in ("paid", "cancelled") for one in milestones)
    if waiting or not milestones:
        reasons.append(
            Reason(
                "milestones_open",
                Text(f"Còn {waiting} mốc chưa nghiệm thu hoặc chưa thanh toán.", f"Milestones not accepted or paid yet: {waiting}."),
                Text("Mời ông/bà quyết toán sau khi các mốc đã xong.", "Settle when all are done."),
            )
        )  # fmt: skip
    if set_off < advance or (advance and advance_state != "paid"):
        reasons.append(
            Reason(
                "advance_open",
                Text(
                    f"Tạm ứng còn {format_dong(advance - set_off, 'vi')} chưa được thanh toán bằng sản phẩm.",
                    f"{format_dong(advance - set_off, 'en')} of the advance is not settled by accepted work.",
                ),
                Text("Mời ông/bà nghiệm thu các mốc còn lại trước.", "Accept the other milestones first."),
            )
        )
    return Decision.refuse_if_any(reasons)
