"""Handing in, checking, accepting, paying: who may take which step with a milestone, and what the advance covers of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from khue.core.bilingual import Text
from khue.core.clock import day_after_months
from khue.core.decision import Decision, Reason
from khue.features.delivery.domain.reasons import apart, no_ground, own_side
from khue.features.delivery.domain.words import MILESTONE


def may_hand_in(mission: str, state: str, words: str, files: int) -> Decision:
    """In a running mission, with words and at least one file."""
    reasons = list(MILESTONE.decision(state, "hand_in").reasons)
    if mission != "running":
        reasons.append(
            Reason(
                "not_running",
                Text("Nhiệm vụ không ở trạng thái đang thực hiện.", "The mission is not running."),
                Text("Mời ông/bà mở trang nhiệm vụ để xem trạng thái.", "Open it to see where it stands."),
            )
        )
    if len(words.strip()) < 10:
        reasons.append(
            Reason(
                "no_words",
                Text("Chưa mô tả sản phẩm bàn giao.", "What is handed in is not described."),
                Text("Mời ông/bà mô tả ngắn, đối chiếu với tiêu chí nghiệm thu.", "Describe it along the criteria."),
                "words",
            )
        )
    if not files:
        reasons.append(
            Reason(
                "no_files",
                Text("Chưa có tệp minh chứng nào.", "There is no file as evidence."),
                Text("Mời ông/bà đính kèm ít nhất một tệp.", "Attach one at least."),
                "files",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_answer(
    state: str, accepted: bool, final: bool, note: str, *, hands: tuple[str, ...], near_lead: bool, handed_in_by: str
) -> Decision:
    """An interim milestone is accepted by an officer; the product itself by a council only."""
    reasons = list(MILESTONE.decision(state, "accept" if accepted else "return").reasons)
    reasons += own_side(near_lead or handed_in_by in hands)
    if state == "before_council":
        reasons.append(_before_council())
    elif accepted and final:
        reasons.append(
            Reason(
                "council_needed",
                Text(
                    "Sản phẩm cuối cùng do hội đồng nghiệm thu theo tiêu chí của hợp đồng.",
                    "The final product is accepted by a council against the contract's criteria.",
                ),
                Text("Mời ông/bà trình hội đồng nghiệm thu.", "Put it before an acceptance council."),
            )
        )
    if not accepted:
        reasons += no_ground(note, "note")
    return Decision.refuse_if_any(reasons)


def _before_council() -> Reason:
    return Reason(
        "before_council",
        Text("Mốc này đang trình hội đồng nghiệm thu.", "This milestone lies before the acceptance council."),
        Text("Mời ông/bà chờ kết luận của hội đồng.", "Wait for what the council says."),
    )


def may_put(state: str, final: bool, *, hands: tuple[str, ...], near_lead: bool, handed_in_by: str) -> Decision:
    """The officer has checked it and lays it before a council."""
    reasons = list(MILESTONE.decision(state, "put").reasons)
    reasons += own_side(near_lead or handed_in_by in hands)
    if not final:
        reasons.append(
            Reason(
                "interim",
                Text("Mốc trung gian do cán bộ nghiệm thu, không trình hội đồng.", "An officer accepts an interim milestone."),
                Text("Mời ông/bà nghiệm thu tại trang này.", "Accept it here."),
            )
        )  # fmt: skip
    return Decision.refuse_if_any(reasons)


def covered(amount: int, open_advance: int) -> int:
    """What of an accepted milestone the advance has paid already, in đồng: first accepted, first set off, so that no
    remainder is left and the city never has two claims on the same work."""
    return min(amount, open_advance)


def may_pay(state: str, payable: int, accepters: tuple[str, ...], hands: tuple[str, ...]) -> Decision:
    """The readable half of the guard; the ledger refuses what is not owed by itself."""
    reasons: list[Reason] = []
    if state != "accepted":
        label = MILESTONE.label(state) if state else Text("chưa có", "not there")
        reasons.append(
            Reason(
                "not_accepted",
                Text(f"Khoản này {label.vi}; chỉ chi khoản đã nghiệm thu.", f"This is {label.en}; only what is accepted is paid."),
                Text("Mời ông/bà mở trang nhiệm vụ để xem trạng thái.", "Open the mission to see where it stands."),
            )
        )  # fmt: skip
    elif payable <= 0:
        reasons.append(
            Reason(
                "set_off",
                Text("Khoản này đã được tạm ứng chi trả đủ.", "The advance has paid this already."),
                Text("Không cần lập lệnh chi.", "No payment order is needed."),
            )
        )
    reasons += apart(
        hands,
        accepters,
        "own_acceptance",
        Text("Người nghiệm thu không đồng thời là người chi trả.", "Whoever accepted does not pay as well."),
    )
    return Decision.refuse_if_any(reasons)


def report_days(starts_on: date, ends_on: date, months: int | None) -> Iterator[date]:
    """The days of periodic reports within the contract: every so many months; none while the law sets no interval."""
    if not months or months < 1:
        return
    turn = 1
    while True:
        day = day_after_months(starts_on, months * turn)
        if day >= ends_on:
            return
        yield day
        turn += 1
