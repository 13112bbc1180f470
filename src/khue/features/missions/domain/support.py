"""From appraisal to payment: the states of a support and its tranches, and who may take which step when."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import format_dong
from khue.features.missions.domain.application import (
    PlannedTranche,
    asked_for,
    tranche_sum_reasons,
)
from khue.features.missions.domain.limits import Line, SupportLaw, TaskKind, limit_of
from khue.features.rulebook.domain import Parameter

SUPPORT = Flow(
    {
        "applied": Text("đã nộp", "applied"),
        "costed": Text("chờ ý kiến tài chính về kinh phí", "awaiting the finance opinion on its costs"),
        "appraised": Text("đã thẩm định kinh phí", "costs appraised"),
        "granted": Text("đã quyết định hỗ trợ", "granted"),
        "refused": Text("không được hỗ trợ", "refused"),
        "running": Text("đang thực hiện thỏa thuận", "agreement running"),
        "completed": Text("đã hoàn thành", "completed"),
        "cancelled": Text("đã dừng", "cancelled"),
        "annulled": Text("đã bị hủy theo kết quả giải quyết khiếu nại", "annulled after an appeal"),
    },
    (
        Transition(
            "appraise", ("applied", "appraised"), "costed", Text("ghi kết quả thẩm định", "record the appraisal")
        ),
        Transition("agree_costs", ("costed",), "appraised", Text("thống nhất kinh phí", "agree to the costs")),
        Transition("object_to_costs", ("costed",), "applied", Text("đề nghị thẩm định lại", "ask for a new appraisal")),
        Transition(
            "amend", ("applied", "costed", "appraised"), "applied", Text("sửa đề nghị", "amend the application")
        ),
        Transition("grant", ("appraised",), "granted", Text("quyết định hỗ trợ", "grant")),
        Transition("refuse", ("applied", "costed", "appraised"), "refused", Text("từ chối hỗ trợ", "refuse")),
        Transition("agree", ("granted",), "running", Text("ký thỏa thuận", "sign the agreement")),
        Transition("complete", ("running",), "completed", Text("hoàn thành", "complete")),
        Transition(
            "cancel", ("applied", "costed", "appraised", "granted", "running"), "cancelled", Text("dừng", "cancel")
        ),
        Transition("overturn", ("refused",), "granted", Text("chấp thuận sau khiếu nại", "grant after an appeal")),
        Transition(
            "resume",
            ("completed",),
            "running",
            Text("tiếp tục sau khiếu nại hoặc khi tiền bị trả lại", "go on after an appeal or a return"),
        ),
        Transition(
            "annul", ("granted", "running", "completed"), "annulled", Text("hủy sau khiếu nại", "annul after an appeal")
        ),
    ),
)

TRANCHE = Flow(
    {
        "planned": Text("chưa bàn giao", "not delivered yet"),
        "delivered": Text("đã bàn giao, chờ nghiệm thu", "delivered, awaiting acceptance"),
        "returned": Text("cần bổ sung", "returned for completion"),
        "accepted": Text("đã nghiệm thu, chờ chi trả", "accepted, awaiting payment"),
        "ordered": Text("đã lập lệnh chi, tiền chưa đến", "payment ordered, not paid yet"),
        "paid": Text("đã chi trả", "paid"),
        "cancelled": Text("không thực hiện", "cancelled"),
    },
    (
        Transition("deliver", ("planned", "returned"), "delivered", Text("bàn giao", "deliver")),
        Transition("return", ("delivered",), "returned", Text("yêu cầu bổ sung", "return")),
        Transition("accept", ("delivered",), "accepted", Text("nghiệm thu", "accept")),
        Transition("order", ("accepted",), "ordered", Text("lập lệnh chi", "order the payment")),
        Transition("pay", ("ordered",), "paid", Text("ghi nhận đã chi", "record the payment")),
        Transition("give_back", ("paid",), "ordered", Text("ghi nhận tiền bị trả lại", "record the return")),
        Transition("call_off", ("ordered",), "accepted", Text("hủy lệnh chi", "call the payment off")),
        Transition("cancel", ("planned", "delivered", "returned", "accepted"), "cancelled", Text("dừng đợt", "cancel")),
    ),
)


@dataclass(frozen=True, slots=True)
class Appraised:
    """What the appraiser found for one line: the amount that may be granted, and the ground of a cut."""

    no: int
    amount: int
    ground: str = ""


def may_appraise(lines: tuple[Line, ...], found: tuple[Appraised, ...], kind: TaskKind, law: SupportLaw) -> Decision:
    """Every line is appraised; no amount exceeds what was asked for or the cap; every cut says why."""
    by_no = {item.no: item for item in found}
    reasons = []
    for line in lines:
        item = by_no.get(line.no)
        if item is None:
            reasons.append(_not_appraised(line))
            continue
        reasons += list(_appraisal_faults(line, item, kind, law))
    return Decision.refuse_if_any(reasons)


def _not_appraised(line: Line) -> Reason:
    return Reason(
        "not_appraised",
        Text(f"Hạng mục {line.no} chưa được thẩm định.", f"Line {line.no} is not appraised yet."),
        Text("Ghi mức thẩm định cho từng hạng mục, kể cả mức 0.", "Enter an amount for each line, also when it is 0."),
        f"lines.{line.no}.appraised",
    )


def _appraisal_faults(line: Line, item: Appraised, kind: TaskKind, law: SupportLaw) -> Iterator[Reason]:
    at = f"lines.{line.no}.appraised"
    limit = limit_of(line, kind, law)
    asked = asked_for(line)
    most = asked if limit.most is None else min(asked, limit.most)
    if item.amount < 0 or item.amount > most:
        yield Reason(
            "above_most",
            Text(
                f"Hạng mục {line.no}: mức thẩm định phải từ 0 đến {format_dong(most, 'vi')}.",
                f"Line {line.no}: the appraised amount lies between 0 and {format_dong(most, 'en')}.",
            ),
            Text("Sửa lại mức thẩm định.", "Correct the appraised amount."),
            at,
            limit.share.source if limit.share else None,
        )
    elif item.amount < asked and not item.ground.strip():
        yield Reason(
            "cut_without_ground",
            Text(
                f"Hạng mục {line.no}: giảm {format_dong(asked - item.amount, 'vi')} nhưng chưa nêu lý do.",
                f"Line {line.no} is cut by {format_dong(asked - item.amount, 'en')} without a ground.",
            ),
            Text("Nêu lý do để người nộp hồ sơ biết.", "State the ground, so that the applicant knows it."),
            f"lines.{line.no}.ground",
        )


def may_answer_costs(
    state: str, officers: tuple[str, ...], appraisers: tuple[str, ...], agrees: bool, ground: str
) -> Decision:
    """The Department of Finance answers on what the appraiser found: by somebody else, and an objection says why."""
    reasons = list(_not_from_here(state, "agree_costs" if agrees else "object_to_costs"))
    if set(officers) & set(appraisers):
        reasons.append(
            Reason(
                "own_appraisal",
                Text(
                    "Người đã thẩm định không đồng thời cho ý kiến tài chính.",
                    "Whoever appraised the costs does not give the finance opinion as well.",
                ),
                Text("Chuyển việc cho cán bộ khác của Sở Tài chính.", "Hand the task to another officer of Finance."),
            )
        )
    if not agrees and not ground.strip():
        reasons.append(
            Reason(
                "no_ground",
                Text("Chưa nêu lý do không thống nhất.", "The objection gives no ground."),
                Text(
                    "Mời ông/bà nêu hạng mục và mức cần xem lại, để người thẩm định biết.",
                    "Name the line and the amount to look at again, so that the appraiser knows.",
                ),
                "ground",
            )
        )
    return Decision.refuse_if_any(reasons)


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Who decides on what. Keys are party keys; ``available`` is what is left of the budget line, in đồng."""

    state: str
    decider: str
    decider_mandates: tuple[str, ...]
    applicant: str
    submitted_by: str
    appraisers: tuple[str, ...]
    amount: int
    available: int
    budget_name: str
    decider_for: str = ""
    """The absent decider in whose place ``decider`` acts: both count."""


def may_grant(facts: DecisionFacts) -> Decision:
    """The decider stands apart from applicant and appraisal, something is granted, and the money is there."""
    reasons = [*_not_from_here(facts.state, "grant"), *decider_stands_apart(facts)]
    if facts.amount <= 0:
        reasons.append(
            Reason(
                "nothing_appraised",
                Text(
                    "Kết quả thẩm định là 0 đồng nên không có gì để hỗ trợ.", "The appraisal found nothing to support."
                ),
                Text(
                    "Chọn từ chối và nêu lý do, hoặc chuyển thẩm định lại.",
                    "Refuse with reasons, or have it appraised again.",
                ),
            )
        )
    if facts.amount > facts.available:
        short = facts.amount - facts.available
        reasons.append(
            Reason(
                "budget",
                Text(
                    f"“{facts.budget_name}” chỉ còn {format_dong(facts.available, 'vi')}, thiếu {format_dong(short, 'vi')}.",
                    f"“{facts.budget_name}” has {format_dong(facts.available, 'en')} left, {format_dong(short, 'en')} short.",
                ),
                Text(
                    "Đề nghị bổ sung dự toán, hoặc chờ dự toán năm sau.",
                    "Ask for a further appropriation, or wait for the next year's.",
                ),
                "budget_line",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_refuse(facts: DecisionFacts, ground: str) -> Decision:
    """A refusal needs a ground and a decider who stands apart, nothing else."""
    reasons = [*_not_from_here(facts.state, "refuse"), *decider_stands_apart(facts)]
    if not ground.strip():
        reasons.append(
            Reason(
                "no_ground",
                Text("Từ chối phải nêu lý do.", "A refusal states its reasons."),
                Text(
                    "Mời ông/bà nêu lý do để người nộp hồ sơ hiểu và biết cần làm gì tiếp.",
                    "Write the reasons, so that the applicant knows what to do next.",
                ),
                "ground",
            )
        )
    return Decision.refuse_if_any(reasons)


def decider_stands_apart(facts: DecisionFacts) -> Iterator[Reason]:
    """Nobody decides on their own case, on one that they may act for, or on one that they appraised."""
    deciders = {facts.decider, facts.decider_for} - {""}
    if deciders & {facts.applicant, facts.submitted_by} or facts.applicant in facts.decider_mandates:
        yield Reason(
            "own_case",
            Text(
                "Ông/bà không thể quyết định hồ sơ của chính mình hoặc của tổ chức mình đại diện.",
                "You cannot decide on your own case, or on one of a party that you act for.",
            ),
            Text("Chuyển việc cho người có thẩm quyền khác.", "Hand the task to another decider."),
        )
    if deciders & set(facts.appraisers):
        yield Reason(
            "own_appraisal",
            Text(
                "Người thẩm định không đồng thời là người quyết định.",
                "Whoever appraised the costs does not decide as well.",
            ),
            Text("Chuyển việc cho người có thẩm quyền khác.", "Hand the task to another decider."),
        )


def may_agree(state: str, granted: int, tranches: tuple[PlannedTranche, ...]) -> Decision:
    """The agreement fixes tranches that add up to the grant, each tied to a deliverable with a day."""
    reasons = [*_not_from_here(state, "agree"), *tranche_sum_reasons(tranches, granted)]
    for tranche in tranches:
        if not tranche.deliverable.strip() or tranche.amount <= 0 or tranche.due_on is None:
            reasons.append(
                Reason(
                    "tranche_incomplete",
                    Text(
                        f"Đợt {tranche.no} cần đủ sản phẩm phải giao, số tiền và hạn bàn giao.",
                        f"Tranche {tranche.no} needs a deliverable, an amount and a due day.",
                    ),
                    Text("Điền đủ trước khi ký.", "Fill it in before signing."),
                    f"tranches.{tranche.no}.deliverable",
                )
            )
    return Decision.refuse_if_any(reasons)


def may_deliver(support_state: str, tranche_state: str, evidence: str, files: int) -> Decision:
    """Evidence is a description and at least one file."""
    reasons = list(_tranche_not_from_here(tranche_state, "deliver"))
    if support_state != "running":
        reasons.append(
            Reason(
                "not_running",
                Text("Thỏa thuận hỗ trợ chưa có hiệu lực hoặc đã kết thúc.", "The agreement is not running."),
                Text("Mời ông/bà xem trạng thái của khoản hỗ trợ.", "Look at the state of the support."),
            )
        )
    if not evidence.strip():
        reasons.append(
            Reason(
                "no_evidence",
                Text("Chưa mô tả sản phẩm đã bàn giao.", "The delivery is not described."),
                Text(
                    "Mời ông/bà mô tả ngắn gọn sản phẩm và nơi có thể kiểm tra.",
                    "Say briefly what was delivered and where it can be checked.",
                ),
                "evidence",
            )
        )
    if files < 1:
        reasons.append(
            Reason(
                "no_file",
                Text("Chưa có tệp minh chứng.", "There is no file as evidence."),
                Text("Mời ông/bà tải lên biên bản, ảnh hoặc hóa đơn.", "Upload minutes, a picture or an invoice."),
                "files",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_accept(
    tranche_state: str, accepters: tuple[str, ...], delivered_by: str, accepter_mandates: tuple[str, ...], lead: str
) -> Decision:
    """Only what was delivered is accepted, by somebody on the city's side who did not deliver it."""
    reasons = list(_tranche_not_from_here(tranche_state, "accept"))
    if delivered_by in accepters or lead in accepter_mandates:
        reasons.append(
            Reason(
                "own_delivery",
                Text("Người bàn giao không thể tự nghiệm thu.", "Whoever delivered cannot accept."),
                Text("Chuyển việc nghiệm thu cho cán bộ khác.", "Hand the acceptance to another officer."),
            )
        )
    return Decision.refuse_if_any(reasons)


def may_return(tranche_state: str, ground: str) -> Decision:
    """A delivery is sent back with a ground, never without."""
    reasons = list(_tranche_not_from_here(tranche_state, "return"))
    if not ground.strip():
        reasons.append(
            Reason(
                "no_ground",
                Text("Yêu cầu bổ sung phải nêu lý do.", "A return states its reasons."),
                Text("Viết rõ điều còn thiếu.", "Say what is missing."),
                "ground",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_pay(tranche_state: str, accepters: tuple[str, ...], payers: tuple[str, ...]) -> Decision:
    """The readable half of the guard; the ledger refuses an unaccepted tranche by itself.

    A deputy counts twice, as himself or herself and as the absent colleague.
    """
    reasons = []
    if tranche_state != "accepted":
        reasons.append(
            Reason(
                "not_accepted",
                Text(
                    f"Đợt này {TRANCHE.label(tranche_state).vi}; chỉ lập lệnh chi cho đợt đã nghiệm thu.",
                    f"This tranche is {TRANCHE.label(tranche_state).en}; only an accepted tranche is paid.",
                ),
                Text("Chờ kết quả nghiệm thu.", "Wait for the acceptance."),
            )
        )
    if (set(accepters) - {""}) & set(payers):
        reasons.append(
            Reason(
                "own_acceptance",
                Text("Người nghiệm thu không đồng thời là người chi trả.", "Whoever accepted does not pay as well."),
                Text("Chuyển việc cho kế toán khác.", "Hand the task to another accountant."),
            )
        )
    return Decision.refuse_if_any(reasons)


def audit_due(paid_on: date, term: Parameter) -> date | None:
    """The last day for the later audit: so many months after the last payment; None while the law's value is unset."""
    if not term.applies:
        return None
    months = paid_on.year * 12 + paid_on.month - 1 + term.number
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(paid_on.day, monthrange(year, month)[1]))


def _not_from_here(state: str, name: str) -> Iterator[Reason]:
    yield from SUPPORT.decision(state, name).reasons


def _tranche_not_from_here(state: str, name: str) -> Iterator[Reason]:
    yield from TRANCHE.decision(state, name).reasons
