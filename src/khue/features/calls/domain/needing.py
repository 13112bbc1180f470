"""Decisions on needs and orders."""

from __future__ import annotations

from collections.abc import Iterator

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason
from khue.features.calls.domain.commands import DraftOrder, RaiseNeed
from khue.features.calls.domain.flows import DIRECT, NEED, ORDER

SHORTEST = 30
"""Letters that a description needs at least: less tells nobody what the problem is."""


def filled(value: str, vi: str, en: str, field: str, *, least: int = 1) -> Iterator[Reason]:
    """A reason when the words are missing or too short to be understood."""
    length = len(value.strip())
    if length >= least:
        return
    if length == 0:
        text, step = Text(f"Chưa ghi {vi}.", f"Missing: {en}."), Text("Mời ông/bà ghi nội dung này.", "Fill it in.")
    else:
        text = Text(f"Phần {vi} quá ngắn để hiểu được.", f"Too short to be understood: {en}.")
        step = Text(f"Mời ông/bà viết ít nhất {least} ký tự.", f"Write at least {least} characters.")
    yield Reason("empty", text, step, field)


def no_reasons(decision: Decision) -> tuple[Reason, ...]:
    """The reasons of anything but a yes."""
    return () if decision.outcome is Outcome.GRANTED else decision.reasons


def may_raise(asked: RaiseNeed, key_field: Decision) -> Decision:
    """A need says what the problem is, in which key field, what is wanted and for whom; ``key_field`` is the rule's answer."""
    reasons = [
        *filled(asked.title, "tên nhu cầu", "the title", "title", least=8),
        *filled(asked.description, "vấn đề cần giải quyết", "the problem", "description", least=SHORTEST),
        *filled(asked.product, "sản phẩm mong muốn", "the product that is wanted", "product"),
        *(Reason(one.code, one.text, one.next_step, "field", one.source) for one in no_reasons(key_field)),
    ]
    if asked.cost_from is not None and asked.cost_to is not None and asked.cost_to < asked.cost_from:
        reasons.append(
            Reason(
                "cost_order",
                Text("Mức kinh phí cao nhất nhỏ hơn mức thấp nhất.", "The upper cost lies below the lower one."),
                Text("Mời ông/bà kiểm tra lại hai số tiền.", "Check both amounts."),
                "cost_to",
            )
        )
    if not asked.party:
        reasons += filled(asked.contact, "cách liên hệ", "how to reach you", "contact")
    return Decision.refuse_if_any(reasons)


def may_screen(state: str, accepted: bool, ground: str) -> Decision:
    reasons = [*NEED.decision(state, "accept" if accepted else "decline").reasons]
    if not accepted:
        reasons += filled(ground, "lý do không đưa vào đặt hàng", "why it is not taken up", "ground")
    return Decision.refuse_if_any(reasons)


def may_merge(state: str, *, own: int, into: int | None, into_state: str, ground: str) -> Decision:
    """Merged into another need that is alive; the ground says why they are one."""
    reasons = [*NEED.decision(state, "merge").reasons]
    step = Text("Mời ông/bà chọn nhu cầu khác.", "Choose another need.")
    if into is None:
        reasons.append(Reason("no_such_need", Text("Không có nhu cầu này.", "There is no such need."), step, "into"))
    elif into == own:
        reasons.append(
            Reason(
                "itself", Text("Không thể gộp nhu cầu vào chính nó.", "A need is not merged into itself."), step, "into"
            )
        )
    elif into_state not in ("raised", "accepted", "ordered"):
        label = NEED.label(into_state)
        reasons.append(
            Reason(
                "not_alive",
                Text(f"Nhu cầu được giữ lại đang ở trạng thái “{label.vi}” nên không nhận gộp.", f"The other need is {label.en}: nothing is merged into it."),
                step,
                "into",
            )
        )  # fmt: skip
    reasons += filled(ground, "lý do gộp", "why they are one", "ground")
    return Decision.refuse_if_any(reasons)


def may_order(need_state: str, asked: DraftOrder, key_field: Decision, *, performer_known: bool) -> Decision:
    """An order made from an accepted need: goal, measurable requirements, cost frame. The mode is judged when it is submitted."""
    reasons = [
        *(NEED.decision(need_state, "order").reasons if need_state != "ordered" else ()),
        *filled(asked.title, "tên nhiệm vụ đặt hàng", "the title", "title", least=8),
        *filled(asked.goal, "mục tiêu", "the goal", "goal", least=SHORTEST),
        *(Reason(one.code, one.text, one.next_step, "field", one.source) for one in no_reasons(key_field)),
    ]
    if asked.cost_frame <= 0:
        reasons += filled("", "khung kinh phí", "the cost frame", "cost_frame")
    if asked.months <= 0:
        reasons += filled("", "thời gian thực hiện", "how long the task takes", "months")
    if not asked.requirements:
        reasons.append(
            Reason(
                "no_requirement",
                Text("Đặt hàng chưa có yêu cầu nào đối với sản phẩm.", "The order states no requirement of the product."),
                Text("Mời ông/bà ghi ít nhất một tiêu chí đo được.", "State at least one measurable criterion."),
                "requirements",
            )
        )  # fmt: skip
    for number, one in enumerate(asked.requirements, start=1):
        if not all(part.strip() for part in (one.product, one.criterion, one.target)):
            reasons.append(
                Reason(
                    "unmeasurable",
                    Text(
                        f"Yêu cầu {number} chưa đủ sản phẩm, tiêu chí và mức phải đạt.",
                        f"Requirement {number} lacks its product, criterion or value to reach.",
                    ),
                    Text("Mời ông/bà ghi đủ để đo được khi nghiệm thu.", "Complete it so that it can be measured on acceptance."),
                    "requirements",
                )
            )  # fmt: skip
    if asked.mode == DIRECT and not performer_known:
        reasons.append(
            Reason(
                "no_performer",
                Text("Giao trực tiếp phải nêu tên một đơn vị thực hiện.", "A direct assignment names one performer."),
                Text(
                    "Mời ông/bà chọn tổ chức đã có thông tin tại Thành phố.",
                    "Choose an organisation that has a record.",
                ),
                "performer",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_submit_order(state: str, mode: Decision) -> Decision:
    """``mode`` is the rule's answer on the way of ordering: a direct assignment without a recorded ground is refused."""
    reasons = [*ORDER.decision(state, "submit").reasons]
    reasons += [Reason(r.code, r.text, r.next_step, "ground", r.source) for r in no_reasons(mode)]
    return Decision.refuse_if_any(reasons)


def may_approve_order(
    state: str, *, competent: Decision, mode: Decision, prepared_by: str, hands: tuple[str, ...]
) -> Decision:
    """The competent body approves what another person has prepared."""
    reasons = [*ORDER.decision(state, "approve").reasons, *no_reasons(competent), *no_reasons(mode)]
    if prepared_by in hands:
        reasons.append(
            Reason(
                "own_order",
                Text("Người soạn đặt hàng không tự phê duyệt.", "Whoever wrote the order does not approve it."),
                Text("Mời ông/bà đề nghị người có thẩm quyền khác phê duyệt.", "Ask another person who may approve."),
            )
        )
    return Decision.refuse_if_any(reasons)


def may_turn_order(state: str, verb: str, ground: str) -> Decision:
    """Send back, or drop: each with its ground."""
    return Decision.refuse_if_any(
        [*ORDER.decision(state, verb).reasons, *filled(ground, "lý do", "the ground", "ground")]
    )
