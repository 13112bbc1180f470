"""Decisions on contracts, what is handed in, evaluations and the end of an engagement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.talent.domain.commands import (
    AnswerEvaluation,
    CheckDue,
    ConcludeEvaluation,
    EndEngagement,
    HandIn,
    SettleContest,
)
from khue.features.talent.domain.reasons import four_eyes, missing_ground, missing_text, own_hands, reason
from khue.features.talent.domain.words import BONUS, DUE, END_GROUNDS, ENGAGEMENT, EVALUATION, OUTCOMES, RESULT


@dataclass(frozen=True, slots=True)
class DueFacts:
    """One line of a contract as a deed meets it; ``amount`` the most that it pays, đồng."""

    kind: str
    state: str
    amount: int
    engagement: str


def may_conclude_contract(
    state: str, drafted_by: Collection[str], hands: Collection[str], near: bool, line: str
) -> Decision:
    faults = [*ENGAGEMENT.decision(state, "conclude").reasons, *four_eyes(drafted_by, hands), *own_hands(near)]
    if not line:
        faults.append(
            reason(
                "line", "Chưa chọn dòng ngân sách.", "The budget line is missing.",
                "Mời ông/bà chọn một dòng.", "Choose a line.", "line",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_hand_in(facts: DueFacts, asked: HandIn, papers: int) -> Decision:
    faults = list(DUE.decision(facts.state, "hand_in").reasons)
    if facts.engagement not in ("running", "renewed", "completed"):
        faults.append(
            reason(
                "not_running", "Hợp đồng chưa có hiệu lực hoặc đã chấm dứt.", "The contract does not run.",
                "Mời ông/bà liên hệ cơ quan.", "Ask the agency.",
            )
        )  # fmt: skip
    if facts.kind == BONUS:
        faults.append(
            reason(
                "bonus", "Tiền thưởng được xét khi đánh giá hằng năm, không cần đề nghị.",
                "The bonus is settled by the yearly evaluation; nothing is handed in.",
                "Mời ông/bà chờ kết luận đánh giá.", "Wait for the evaluation.",
            )
        )  # fmt: skip
    faults += missing_text(asked.note, "note", Text("nội dung bàn giao", "note"), 2000)
    if facts.kind != RESULT and not 0 < (asked.amount or 0) <= facts.amount:
        faults.append(
            Reason(
                "talent.amount",
                Text(
                    f"Số tiền đề nghị phải lớn hơn 0 và không quá {format_dong(facts.amount, 'vi')} theo hợp đồng.",
                    f"What is asked for is above zero and at most {format_dong(facts.amount, 'en')} by the contract.",
                ),
                Text("Mời ông/bà nhập lại số tiền.", "Enter the amount again."),
                "amount",
            )
        )
    if not papers:
        faults.append(
            reason(
                "papers", "Chưa đính kèm sản phẩm hoặc chứng từ.", "The result or its evidence is not attached.",
                "Mời ông/bà đính kèm ít nhất một tệp.", "Attach at least one file.", "papers",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_check(facts: DueFacts, near: bool, asked: CheckDue) -> Decision:
    faults = [*DUE.decision(facts.state, "accept" if asked.accepted else "return").reasons, *own_hands(near)]
    if not asked.accepted:
        faults += missing_text(asked.note, "note", Text("lý do trả lại", "reason why it is sent back"), 2000)
    return Decision.refuse_if_any(faults)


def may_open_evaluation(
    state: str, from_on: date, until_on: date, last_until: date, another: bool, today: date
) -> Decision:
    """``last_until``: where the evaluation before ended, or the contract's first day."""
    faults: list[Reason] = []
    if state not in ("running", "completed"):
        faults.append(
            reason(
                "not_running", "Chỉ đánh giá hợp đồng đang thực hiện hoặc vừa hoàn thành.",
                "Only a contract that runs or is completed is evaluated.", "Mời ông/bà tải lại trang.", "Reload the page.",
            )
        )  # fmt: skip
    if another:
        faults.append(
            reason(
                "another", "Hợp đồng này đang có một đợt đánh giá.", "Another evaluation of this contract is open.",
                "Mời ông/bà hoàn tất đợt đánh giá đó.", "Finish that one.",
            )
        )  # fmt: skip
    if not last_until < until_on <= today:
        faults.append(
            reason(
                "until_on", f"Kỳ đánh giá bắt đầu ngày {last_until:%d/%m/%Y} và kết thúc không sau hôm nay.",
                f"The period begins on {format_day(last_until, 'en')} and ends not after today.",
                "Mời ông/bà chọn lại ngày kết thúc kỳ.", "Choose another last day.", "until_on",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_conclude_evaluation(state: str, near: bool, asked: ConcludeEvaluation, most_bonus: int) -> Decision:
    """``most_bonus``: what the contract still holds for bonuses, đồng."""
    faults = [*EVALUATION.decision(state, "conclude").reasons, *own_hands(near), *missing_ground(asked.ground)]
    if asked.outcome not in OUTCOMES:
        faults.append(
            reason(
                "outcome", "Chưa chọn kết luận.", "The conclusion is missing.",
                "Mời ông/bà chọn một kết luận.", "Choose a conclusion.", "outcome",
            )
        )  # fmt: skip
    if not 0 <= asked.bonus <= most_bonus or (asked.bonus and asked.outcome == "end"):
        faults.append(
            Reason(
                "talent.bonus",
                Text(
                    f"Tiền thưởng không quá {format_dong(most_bonus, 'vi')} theo hợp đồng, và không có khi chấm dứt.",
                    f"The bonus is at most {format_dong(most_bonus, 'en')} by the contract, and none when it ends.",
                ),
                Text("Mời ông/bà nhập lại mức thưởng.", "Enter the bonus again."),
                "bonus",
            )
        )
    return Decision.refuse_if_any(faults)


def may_answer_evaluation(state: str, asked: AnswerEvaluation, until: date | None, today: date) -> Decision:
    """``until``: the last day to contest; None where the law sets none, which then closes nothing."""
    faults = list(EVALUATION.decision(state, "agree" if asked.agrees else "contest").reasons)
    if not asked.agrees:
        faults += missing_text(asked.words, "words", Text("lý do đề nghị xem lại", "reason"), 4000)
        if until is not None and today > until:
            faults.append(
                reason(
                    "too_late", f"Đã quá hạn đề nghị xem lại ngày {until:%d/%m/%Y}.",
                    f"The last day to contest was {format_day(until, 'en')}.",
                    "Ông/bà vẫn có quyền khiếu nại theo pháp luật.", "An appeal by law stays open to you.",
                )
            )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_settle(
    state: str, concluded_by: Collection[str], hands: Collection[str], near: bool, asked: SettleContest
) -> Decision:
    faults = list(EVALUATION.decision(state, "uphold" if asked.upheld else "set_aside").reasons)
    faults += [*four_eyes(concluded_by, hands), *own_hands(near), *missing_ground(asked.ground)]
    return Decision.refuse_if_any(faults)


def may_end(state: str, near: bool, asked: EndEngagement, standing: str, waiting: int) -> Decision:
    """``standing``: where the evaluation that says "end" stands, empty for none; ``waiting`` dues handed in and not checked."""
    faults = [*ENGAGEMENT.decision(state, "end").reasons, *own_hands(near), *missing_ground(asked.ground)]
    if asked.cause not in END_GROUNDS:
        faults.append(
            reason(
                "cause", "Chưa chọn căn cứ chấm dứt.", "The cause is missing.",
                "Mời ông/bà chọn một căn cứ.", "Choose a cause.", "cause",
            )
        )  # fmt: skip
    if asked.cause == "evaluation" and standing != "final":
        faults.append(
            reason(
                "not_final", "Chưa có kết luận đánh giá cuối cùng là chấm dứt hợp đồng.",
                "No final evaluation says that the contract ends.",
                "Mời ông/bà chờ chuyên gia trả lời, hoặc giải quyết đề nghị xem lại.",
                "Wait for the expert's answer, or settle the contest first.", "cause",
            )
        )  # fmt: skip
    if waiting:
        faults.append(
            reason(
                "waiting", "Còn nội dung chuyên gia đã bàn giao mà chưa nghiệm thu.",
                "Something that was handed in is not checked yet.",
                "Mời ông/bà nghiệm thu hoặc trả lại trước khi chấm dứt.", "Accept it or send it back first.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_close(state: str, results_open: int, waiting: int, near: bool) -> Decision:
    """A contract whose results are all accepted is closed; costs that were never shown are dropped."""
    faults: list[Reason] = list(own_hands(near))
    if state not in ("running", "renewed"):
        faults += ENGAGEMENT.decision(state, "complete").reasons
    if results_open or waiting:
        faults.append(
            reason(
                "results_open", "Còn sản phẩm chưa nghiệm thu hoặc nội dung chờ nghiệm thu.",
                "A result is not accepted yet, or something waits to be checked.",
                "Mời ông/bà nghiệm thu trước, hoặc chấm dứt hợp đồng có lý do.",
                "Check it first, or end the contract with a ground.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)
