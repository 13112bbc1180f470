"""Receiving, handing over and deciding an appeal: who stands apart, what is reasoned, what departs from a term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.appeals.domain.commands import RecordDialogue
from khue.features.appeals.domain.flow import AMENDED, ANNULLED, APPEAL, OUTCOMES, REPLACED, outcomes_for
from khue.features.rulebook.domain import Parameter


def needs_ground(ground: str, vi: str, en: str, field: str = "ground") -> Iterator[Reason]:
    if not ground.strip():
        yield Reason(
            "no_ground", Text(vi, en), Text("Viết rõ để người đọc hiểu.", "Write it so that it is understood."), field
        )


def may_admit(
    state: str,
    *,
    late: bool,
    ground: str,
    due: date | None,
    asked: date | None,
    departure: str,
    term: Parameter,
    today: date,
) -> Decision:
    """A late appeal is admitted with a recorded reason. Another due day than the law's departs from it, where one may.

    ``due`` follows from the term, ``asked`` is the day that the officer wants instead (None: the term's).
    """
    reasons = list(APPEAL.decision(state, "admit").reasons)
    if late:
        reasons += needs_ground(
            ground,
            "Khiếu nại quá thời hiệu chỉ được thụ lý khi ghi rõ lý do chấp nhận.",
            "A late appeal is admitted only with a recorded reason.",
        )
    if asked is not None and asked != due:
        reasons += _departure(due, departure, term)
        if asked < today:
            reasons.append(_past("answer_due_on"))
    return Decision.refuse_if_any(reasons)


def _departure(due: date | None, ground: str, term: Parameter) -> Iterator[Reason]:
    if due is not None and not term.departable:
        yield Reason(
            "not_departable",
            Text(
                f"Thời hạn “{term.text.vi}” là bắt buộc, không thể ấn định ngày khác.",
                f"The term “{term.text.into('en')}” binds; no other day can be set.",
            ),
            Text("Để trống ngày trả lời.", "Leave the day empty."),
            "answer_due_on",
            term.source,
        )
    yield from needs_ground(
        ground,
        "Ấn định ngày trả lời khác thời hạn mặc định thì phải ghi lý do.",
        "Another day than the term's needs its ground.",
        "departure",
    )


def _past(field: str) -> Reason:
    return Reason(
        "past",
        Text("Ngày này đã qua.", "This day has passed."),
        Text("Chọn hôm nay hoặc một ngày sau đó.", "Choose today or a later day."),
        field,
    )


def may_decline(state: str, ground: str) -> Decision:
    return Decision.refuse_if_any(
        [
            *APPEAL.decision(state, "decline").reasons,
            *needs_ground(
                ground,
                "Không thụ lý phải nêu lý do.",
                "An appeal is declined with reasons.",
            ),
        ]
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Who would decide, and who has had to do with the case. All are party keys.

    ``hands`` are those of the decider: also of the absent colleague in whose place he or she works.
    """

    hands: tuple[str, ...]
    mandates: tuple[str, ...]
    applicant: str
    lodged_by: str
    first_deciders: tuple[str, ...]
    handlers: tuple[str, ...]
    earlier_decider: str = ""


def stands_apart(facts: Standing) -> Iterator[Reason]:
    """The second decider is neither party nor first decider, and has not handled the case (Law on Complaints)."""
    other = Text("Giao cho người có thẩm quyền khác.", "Give it to another person who may decide.")
    hands = set(facts.hands)
    if hands & {facts.applicant, facts.lodged_by} or facts.applicant in facts.mandates:
        yield Reason(
            "own_case",
            Text(
                "Người khiếu nại hoặc người đại diện không thể giải quyết khiếu nại của chính mình.",
                "Nobody decides an appeal of their own, or of a party that they act for.",
            ),
            other,
            "to",
        )
    if hands & set(facts.first_deciders):
        yield Reason(
            "first_decider",
            Text(
                "Người đã ra quyết định bị khiếu nại không được giải quyết khiếu nại này.",
                "Whoever took the decision complained of does not decide this appeal.",
            ),
            other,
            "to",
        )
    elif hands & set(facts.handlers):
        yield Reason(
            "handled",
            Text(
                "Người đã tham gia giải quyết hồ sơ không được giải quyết khiếu nại này.",
                "Whoever has handled the dossier does not decide this appeal.",
            ),
            other,
            "to",
        )
    if facts.earlier_decider in hands:
        yield Reason(
            "first_level",
            Text(
                "Người đã giải quyết khiếu nại lần đầu không giải quyết khiếu nại lần hai.",
                "Whoever decided the first complaint does not decide the second.",
            ),
            other,
            "to",
        )


def may_assign(state: str, facts: Standing, *, has_right: bool) -> Decision:
    reasons = list(stands_apart(facts))
    if state not in ("lodged", "admitted"):
        reasons += APPEAL.decision(state, "decide").reasons
    if not has_right:
        reasons.append(
            Reason(
                "no_right",
                Text("Người này không có thẩm quyền giải quyết khiếu nại.", "This person may not decide appeals."),
                Text("Chọn người trong danh sách.", "Choose somebody from the list."),
                "to",
            )
        )
    return Decision.refuse_if_any(reasons)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the decider wants. Amounts in đồng; ``first_amount`` is that of the decision complained of, ``most`` what was asked.

    Without ``sums`` the matter has no amounts: none is asked for.
    """

    state: str
    assigned: str
    first_outcome: str
    outcome: str
    ground: str
    amount: int | None
    first_amount: int | None
    most: int | None
    sums: bool = True


def may_decide(wanted: Wanted, standing: Standing) -> Decision:
    """The one it was given to decides, standing apart, with a ground; a new amount differs and stays within what was asked."""
    reasons = [*APPEAL.decision(wanted.state, "decide").reasons, *stands_apart(standing)]
    if wanted.assigned not in standing.hands:
        reasons.append(
            Reason(
                "not_assigned",
                Text(
                    "Khiếu nại này chưa được giao cho ông/bà giải quyết.",
                    "This appeal was not given to you.",
                ),
                Text("Đề nghị bộ phận tiếp nhận giao lại.", "Ask the desk that received it to hand it over."),
            )
        )
    if wanted.outcome not in outcomes_for(wanted.first_outcome, sums=wanted.sums):
        reasons.append(
            Reason(
                "outcome",
                Text("Chưa chọn kết quả phù hợp với quyết định bị khiếu nại.", "No outcome that fits the decision was chosen."),
                Text("Chọn một trong các kết quả của trang này.", "Choose one of this page's outcomes."),
                "outcome",
            )
        )  # fmt: skip
    reasons += needs_ground(
        wanted.ground, "Quyết định giải quyết phải nêu căn cứ, lý do.", "The decision states its grounds."
    )
    if wanted.sums and wanted.outcome in (AMENDED, REPLACED):
        reasons += _amount(wanted)
    return Decision.refuse_if_any(reasons)


def _amount(wanted: Wanted) -> Iterator[Reason]:
    step = Text("Nhập mức hỗ trợ mới.", "Enter the new amount.")
    if wanted.amount is None or wanted.amount <= 0:
        yield Reason("amount", Text("Chưa nhập mức hỗ trợ mới.", "The new amount is missing."), step, "amount")
    elif wanted.most is not None and wanted.amount > wanted.most:
        most = wanted.most
        yield Reason(
            "above_most",
            Text(
                f"Mức hỗ trợ mới không vượt quá mức đã đề nghị: {format_dong(most, 'vi')}.",
                f"The new amount does not exceed what was asked for: {format_dong(most, 'en')}.",
            ),
            step,
            "amount",
        )
    elif wanted.outcome == AMENDED and wanted.amount == wanted.first_amount:
        yield Reason(
            "same_amount",
            Text("Mức mới bằng mức cũ.", "The new amount equals the old one."),
            Text("Chọn giữ nguyên quyết định, hoặc nhập mức khác.", "Let the decision stand, or enter another amount."),
            "amount",
        )


def outcome_sentence(outcome: str, amount: int | None) -> Text:
    """What the decision on the appeal says, in one sentence."""
    label = OUTCOMES[outcome].capitalised()
    if outcome in (AMENDED, REPLACED) and amount is not None:
        return Text(f"{label.vi}: {format_dong(amount, 'vi')}.", f"{label.en}: {format_dong(amount, 'en')}.")
    return Text(f"{label.vi}.", f"{label.en}.")


def supersedes(outcome: str) -> bool:
    return outcome in (AMENDED, ANNULLED, REPLACED)


def may_suspend(
    state: str, first_outcome: str, *, assigned: str, hands: tuple[str, ...], already: date | None, ground: str
) -> Decision:
    """The decider of the appeal may suspend the execution of a grant, with a ground, once at a time."""
    reasons = [] if state == "admitted" else list(APPEAL.decision(state, "decide").reasons)
    if assigned not in hands:
        reasons.append(
            Reason(
                "not_assigned",
                Text("Khiếu nại này chưa được giao cho ông/bà giải quyết.", "This appeal was not given to you."),
                Text("Đề nghị bộ phận tiếp nhận giao lại.", "Ask the desk that received it to hand it over."),
            )
        )
    if first_outcome != "granted":
        reasons.append(
            Reason(
                "nothing_to_suspend",
                Text("Quyết định từ chối không có gì để tạm đình chỉ.", "A refusal has nothing to suspend."),
                Text("Giải quyết khiếu nại theo thời hạn.", "Decide the appeal within its term."),
            )
        )
    if already is not None:
        reasons.append(
            Reason(
                "suspended",
                Text(
                    f"Việc thi hành đã tạm đình chỉ từ ngày {already:%d/%m/%Y}.",
                    f"The execution is suspended since {format_day(already, 'en')}.",
                ),
                Text("Không cần làm gì thêm.", "Nothing more is needed."),
            )
        )
    reasons += needs_ground(
        ground,
        "Tạm đình chỉ phải nêu hậu quả khó khắc phục mà việc thi hành sẽ gây ra.",
        "A suspension states the harm, hard to undo, that execution would do.",
    )
    return Decision.refuse_if_any(reasons)


def may_extend(state: str, used: str, ground: str, *, before: date | None, after: date | None) -> Decision:
    """Once, for a complex case, with its ground; never to an earlier day."""
    reasons = [] if state == "admitted" else list(APPEAL.decision(state, "decide").reasons)
    if used:
        reasons.append(
            Reason(
                "extended",
                Text("Khiếu nại này đã được gia hạn một lần.", "This appeal was extended once already."),
                Text("Giải quyết trong thời hạn đã gia hạn.", "Decide it within the extended term."),
            )
        )
    elif before is not None and (after is None or after <= before):
        reasons.append(
            Reason(
                "no_longer",
                Text(
                    "Thời hạn dành cho vụ việc phức tạp không dài hơn hạn đang có.",
                    "The term for a complex case is no longer than the present one.",
                ),
                Text("Giữ hạn hiện tại.", "Keep the present day."),
            )
        )
    reasons += needs_ground(
        ground, "Gia hạn phải nêu tính chất phức tạp của vụ việc.", "An extension says what makes the case complex."
    )
    return Decision.refuse_if_any(reasons)


def may_record_dialogue(state: str, asked: RecordDialogue, *, since: date | None, today: date) -> Decision:
    """A dialogue was held after the appeal was lodged, not tomorrow; who was there and what was said."""
    reasons = [] if state == "admitted" else list(APPEAL.decision(state, "decide").reasons)
    if asked.held_on > today or (since is not None and asked.held_on < since):
        reasons.append(
            Reason(
                "held_on",
                Text(
                    "Ngày đối thoại phải từ ngày gửi khiếu nại đến hôm nay.",
                    "The dialogue lies between the lodging and today.",
                ),
                Text("Sửa lại ngày.", "Correct the day."),
                "held_on",
            )
        )
    for field, value, vi, en in (
        ("place", asked.place, "Chưa ghi nơi đối thoại.", "The place is missing."),
        ("present", asked.present, "Chưa ghi người tham dự.", "Who was present is missing."),
        ("summary", asked.summary, "Chưa ghi nội dung đối thoại.", "What was said is missing."),
    ):
        reasons += needs_ground(value, vi, en, field)
    return Decision.refuse_if_any(reasons)
