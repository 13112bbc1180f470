"""Withdrawing a recognition: with a ground, after the lead was heard, by somebody else than who proposed it."""

from __future__ import annotations

from datetime import date

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.features.keytasks.domain.commands import AnswerWithdrawal, ProposeWithdrawal, SettleWithdrawal
from khue.features.keytasks.domain.recognition import KEY_TASK, four_eyes, needs_words


def may_propose(
    state: str, asked: ProposeWithdrawal, *, under_way: bool, hear_until: date | None, today: date, side: bool
) -> Decision:
    """``hear_until``: the last day of the hearing, from the law or from the officer."""
    reasons = list(KEY_TASK.decision(state, "withdraw").reasons)
    reasons += needs_words(asked.ground, "Đề xuất thu hồi phải nêu căn cứ.", "A withdrawal needs its ground.", "ground")
    if under_way:
        reasons.append(
            Reason(
                "under_way",
                Text("Đã có một đề xuất thu hồi đang được giải quyết.", "A withdrawal is under way already."),
                Text("Mời ông/bà chờ kết quả giải quyết đề xuất đó.", "Wait until it is settled."),
            )
        )
    if side:
        reasons += [*four_eyes((), (), True)]
    if hear_until is None or hear_until <= today:
        reasons.append(
            Reason(
                "hear_until",
                Text("Tổ chức chủ trì phải có thời gian giải trình: ngày này phải sau hôm nay.", "The lead must be heard: this day lies after today."),
                Text("Mời ông/bà ghi ngày cuối cùng nhận giải trình.", "Enter the last day for its statement."),
                "hear_until",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(reasons)


def may_answer(asked: AnswerWithdrawal, *, settled: bool, answered: bool) -> Decision:
    """Once, as long as nothing was decided; a statement that comes late but before the decision is still heard."""
    reasons = list(
        needs_words(asked.statement, "Chưa có nội dung giải trình.", "The statement is missing.", "statement")
    )
    if settled:
        reasons.append(
            Reason(
                "settled",
                Text("Đề xuất thu hồi này đã được giải quyết.", "This withdrawal is settled."),
                Text("Mời ông/bà xem quyết định; có thể khiếu nại quyết định đó.", "Read the decision; you may appeal against it."),
            )
        )  # fmt: skip
    elif answered:
        reasons.append(
            Reason(
                "answered",
                Text("Ông/bà đã gửi giải trình.", "You have given your statement."),
                Text("Mời ông/bà chờ quyết định.", "Please wait for the decision."),
            )
        )
    return Decision.refuse_if_any(reasons)


def may_settle(
    asked: SettleWithdrawal, state: str, *, answered: bool, hear_until: date, today: date, hands: tuple[str, ...], proposers: tuple[str, ...], side: bool
) -> Decision:  # fmt: skip
    """Not before the lead was heard or its time is over."""
    reasons = [*four_eyes(hands, proposers, side)]
    if asked.withdraws is None:
        reasons.append(
            Reason(
                "withdraws",
                Text("Chưa chọn kết quả quyết định.", "No outcome was chosen."),
                Text("Mời ông/bà chọn thu hồi hoặc giữ nguyên.", "Choose to withdraw or to let it stand."),
                "withdraws",
            )
        )
    if asked.withdraws:
        reasons += KEY_TASK.decision(state, "withdraw").reasons
    reasons += needs_words(
        asked.ground, "Quyết định phải nêu căn cứ, lý do.", "The decision states its grounds.", "ground"
    )
    if not answered and today <= hear_until:
        reasons.append(
            Reason(
                "not_heard",
                Text(
                    f"Tổ chức chủ trì còn thời gian giải trình đến hết ngày {hear_until:%d/%m/%Y}.",
                    f"The lead may still be heard until {format_day(hear_until, 'en')}.",
                ),
                Text(
                    "Mời ông/bà quyết định sau ngày đó, hoặc sau khi nhận được giải trình.",
                    "Decide afterwards, or once its statement is there.",
                ),
            )
        )
    return Decision.refuse_if_any(reasons)
