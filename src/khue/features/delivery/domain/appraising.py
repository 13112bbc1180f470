"""The cost appraisal: every line with its class and what the city pays of it, by two bodies, then the competent body's decision.

What a line of equipment may get, and what a lump sum takes in, are said by the rules; the facts of both come in here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.delivery.domain.commands import AppraisedLine
from khue.features.delivery.domain.reasons import apart, no_ground, own_side
from khue.features.delivery.domain.words import COST_CLASSES, EQUIPMENT, FORMS, KINDS, MISSION


@dataclass(frozen=True, slots=True)
class CostFacts:
    """A cost line as proposed, in đồng."""

    no: int
    description: str
    amount: int
    requested: int
    own_money: int
    other_public: int


@dataclass(frozen=True, slots=True)
class LineRuling:
    """What the rules say of one line. ``most``: the cap in đồng, None where none applies. ``inside``: in the lump sum, None
    while the law does not say. ``refusals`` rest on provisions."""

    most: int | None
    inside: bool | None
    refusals: tuple[Reason, ...]
    binding: bool = True


def may_appraise(
    state: str,
    kind: str,
    form: str,
    lines: tuple[CostFacts, ...],
    found: tuple[AppraisedLine, ...],
    rulings: Mapping[int, LineRuling],
) -> Decision:
    """Every line is appraised within what was asked and the cap; every cut says why; no line has two public sources."""
    reasons = list(MISSION.decision(state, "appraise").reasons)
    reasons += _chosen(kind, form)
    by_no = {one.no: one for one in found}
    for line in lines:
        one = by_no.get(line.no)
        if one is None:
            reasons.append(_not_appraised(line.no))
        else:
            reasons += _line(line, one, rulings.get(line.no))
    if not reasons and not any(one.agreed for one in found):
        reasons.append(
            Reason(
                "nothing_agreed",
                Text("Tổng mức thẩm định là 0 đồng.", "The appraised sum is 0 đồng."),
                Text("Mời ông/bà xem lại các khoản chi.", "Look at the lines again."),
                "lines",
            )
        )
    return Decision.refuse_if_any(reasons)


def _chosen(kind: str, form: str) -> Iterator[Reason]:
    if kind not in KINDS:
        yield Reason(
            "kind",
            Text("Chưa chọn loại nhiệm vụ.", "The kind of mission is not chosen."),
            Text("Mời ông/bà chọn đề tài hoặc dự án sản xuất thử nghiệm.", "Choose topic or trial production."),
            "kind",
        )
    if form not in FORMS:
        yield Reason(
            "form",
            Text("Chưa chọn hình thức khoán chi.", "The form of lump sum is not chosen."),
            Text("Mời ông/bà chọn một trong hai hình thức.", "Choose one of the two."),
            "form",
        )


def _not_appraised(no: int) -> Reason:
    return Reason(
        "not_appraised",
        Text(f"Khoản chi {no} chưa được thẩm định.", f"Line {no} is not appraised yet."),
        Text("Mời ông/bà ghi mức thẩm định, kể cả mức 0.", "Enter an amount, also when it is 0."),
        f"lines.{no}.agreed",
    )


def _line(line: CostFacts, one: AppraisedLine, ruling: LineRuling | None) -> Iterator[Reason]:
    at = f"lines.{line.no}"
    if one.cost_class not in COST_CLASSES:
        yield Reason(
            "cost_class",
            Text(f"Khoản chi {line.no}: chưa chọn nội dung chi.", f"Line {line.no}: the cost class is not chosen."),
            Text("Mời ông/bà chọn một nội dung chi.", "Choose one."),
            f"{at}.cost_class",
        )
    if one.cost_class == EQUIPMENT and one.software and one.serves_directly is None:
        yield Reason(
            "direct?",
            Text(
                f"Khoản chi {line.no}: chưa ghi phần mềm có trực tiếp phục vụ nhiệm vụ hay không.",
                f"Line {line.no}: does the software serve the mission directly?",
            ),
            Text("Mời ông/bà chọn có hoặc không.", "Choose yes or no."),
            f"{at}.serves_directly",
        )
    refusals = ruling.refusals if ruling is not None and one.agreed > 0 else ()
    for refused in refusals:
        yield Reason(refused.code, refused.text, refused.next_step, f"{at}.agreed", refused.source)
    most = line.requested if ruling is None or ruling.most is None else min(line.requested, ruling.most)
    if not 0 <= one.agreed <= most and not refusals:
        yield Reason(
            "above_most",
            Text(
                f"Khoản chi {line.no}: mức thẩm định phải từ 0 đến {format_dong(most, 'vi')}.",
                f"Line {line.no}: the appraised amount lies between 0 and {format_dong(most, 'en')}.",
            ),
            Text("Mời ông/bà sửa lại mức thẩm định.", "Correct the amount."),
            f"{at}.agreed",
        )
    elif 0 <= one.agreed < line.requested and not one.ground.strip():
        cut = line.requested - one.agreed
        yield Reason(
            "cut_without_ground",
            Text(
                f"Khoản chi {line.no}: giảm {format_dong(cut, 'vi')} nhưng chưa nêu lý do.",
                f"Line {line.no} is cut by {format_dong(cut, 'en')} without a ground.",
            ),
            Text("Mời ông/bà nêu lý do để bên thực hiện biết.", "State the ground, so that the lead knows it."),
            f"{at}.ground",
        )


def may_answer(state: str, hands: tuple[str, ...], appraisers: tuple[str, ...], agrees: bool, ground: str) -> Decision:
    """The Department of Finance answers on what the appraiser found: by somebody else, and an objection says why."""
    reasons = list(MISSION.decision(state, "agree_costs" if agrees else "object_to_costs").reasons)
    reasons += apart(
        hands,
        appraisers,
        "own_appraisal",
        Text(
            "Người đã thẩm định không đồng thời cho ý kiến tài chính.",
            "Whoever appraised the costs does not give the finance opinion as well.",
        ),
    )
    if not agrees:
        reasons += no_ground(ground)
    return Decision.refuse_if_any(reasons)


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Who decides on what. ``available`` is what is left of the budget line, in đồng; ``competent`` what the law says of the body."""

    state: str
    hands: tuple[str, ...]
    near_lead: bool
    appraisers: tuple[str, ...]
    amount: int
    available: int
    budget_name: str
    competent: Decision


def may_decide(facts: DecisionFacts, outcome: str, ground: str) -> Decision:
    """By the competent body, apart from appraisal and lead; a refusal says why; a grant needs its money."""
    verb = {"grant": "grant", "refuse": "refuse", "back": "send_back"}[outcome]
    reasons = list(MISSION.decision(facts.state, verb).reasons)
    reasons += own_side(facts.near_lead)
    reasons += apart(
        facts.hands,
        facts.appraisers,
        "own_appraisal",
        Text("Người thẩm định không đồng thời là người phê duyệt.", "Whoever appraised does not decide as well."),
    )
    if outcome != "back" and not facts.competent.granted:
        reasons += facts.competent.reasons
    if outcome != "grant":
        reasons += no_ground(ground)
    elif not facts.budget_name:
        reasons.append(
            Reason(
                "no_budget_line",
                Text("Chưa chọn dòng ngân sách.", "No budget line is chosen."),
                Text("Mời ông/bà chọn dòng ngân sách chi cho nhiệm vụ.", "Choose the line that pays."),
                "budget_line",
            )
        )
    elif facts.amount > facts.available:
        reasons.append(_not_enough(facts))
    return Decision.refuse_if_any(reasons)


def _not_enough(facts: DecisionFacts) -> Reason:
    return Reason(
        "not_enough",
        Text(
            f"Dòng ngân sách “{facts.budget_name}” còn {format_dong(facts.available, 'vi')}, không đủ {format_dong(facts.amount, 'vi')}.",
            f"“{facts.budget_name}” has {format_dong(facts.available, 'en')} left, less than {format_dong(facts.amount, 'en')}.",
        ),
        Text(
            "Mời ông/bà chọn dòng khác, hoặc đề nghị giao thêm dự toán.",
            "Choose another line, or have more put on this one.",
        ),
        "budget_line",
    )
