"""The states of a dossier, and who may move it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.features.dossiers.domain.definition import Procedure, Step

STATES = {
    "draft": Text("bản nháp", "draft"),
    "submitted": Text("đã nộp, chờ tiếp nhận", "submitted, awaiting receipt"),
    "in_progress": Text("đang giải quyết", "in progress"),
    "awaiting_supplement": Text("chờ bổ sung", "awaiting supplements"),
    "refused_receipt": Text("từ chối tiếp nhận", "not accepted for processing"),
    "granted": Text("được chấp thuận", "granted"),
    "refused": Text("không được chấp thuận", "refused"),
    "withdrawn": Text("đã rút", "withdrawn"),
    "closed": Text("đã kết thúc", "closed"),
}
TONES = {
    "draft": "plain",
    "submitted": "firm",
    "in_progress": "now",
    "awaiting_supplement": "wait",
    "refused_receipt": "bad",
    "granted": "good",
    "refused": "bad",
    "withdrawn": "plain",
    "closed": "good",
}
DOSSIER = Flow(
    STATES,
    (
        Transition("submit", ("draft",), "submitted", Text("nộp hồ sơ", "submit")),
        Transition("accept", ("submitted",), "in_progress", Text("tiếp nhận", "accept for processing")),
        Transition("refuse_receipt", ("submitted",), "refused_receipt", Text("từ chối tiếp nhận", "refuse receipt")),
        Transition(
            "ask_supplement",
            ("submitted", "in_progress"),
            "awaiting_supplement",
            Text("yêu cầu bổ sung", "ask for supplements"),
        ),
        Transition("supplement", ("awaiting_supplement",), "in_progress", Text("bổ sung", "supplement")),
        Transition("supplement_before", ("awaiting_supplement",), "submitted", Text("bổ sung", "supplement")),
        Transition("grant", ("in_progress",), "granted", Text("chấp thuận", "grant")),
        Transition("refuse", ("in_progress",), "refused", Text("không chấp thuận", "refuse")),
        Transition(
            "withdraw",
            ("draft", "submitted", "in_progress", "awaiting_supplement"),
            "withdrawn",
            Text("rút hồ sơ", "withdraw"),
        ),
        Transition("close", ("granted",), "closed", Text("kết thúc hồ sơ", "close")),
        Transition("overturn", ("refused",), "in_progress", Text("chấp thuận sau khiếu nại", "grant after an appeal")),
        Transition("restore", ("refused",), "granted", Text("khôi phục sau khiếu nại", "restore after an appeal")),
        Transition("resume", ("closed",), "granted", Text("tiếp tục sau khiếu nại", "go on after an appeal")),
        Transition(
            "annul", ("in_progress", "granted", "closed"), "refused", Text("hủy sau khiếu nại", "annul after an appeal")
        ),
    ),
)
OPEN_STATES = ("submitted", "in_progress", "awaiting_supplement")
ENDED_STATES = ("refused_receipt", "refused", "withdrawn", "closed")
OUTCOME_OF_END = {"end.granted": "granted", "end.refused": "refused", "end.returned": "refused_receipt"}
ROUND_LIMIT = 50
"""How many editors or supplement rounds a dossier takes: far above use, low enough that nothing grows without end."""


@dataclass(frozen=True, slots=True)
class Certifier:
    """Who hands a dossier in: the person, and whether a mandate of the applicant covers it."""

    key: str
    applicant: str
    may_submit: bool
    certified: bool


def may_submit(state: str, certifier: Certifier, open_questions: tuple[Reason, ...]) -> Decision:
    """Everything is answered, the answers are certified, and the certifier may submit for the applicant."""
    reasons = [*DOSSIER.decision(state, "submit").reasons, *open_questions]
    if not certifier.may_submit:
        reasons.append(
            Reason(
                "no_mandate",
                Text(
                    "Ông/bà chưa được ủy quyền nộp hồ sơ thay mặt tổ chức, cá nhân này.",
                    "You hold no mandate to submit for this applicant.",
                ),
                Text(
                    "Mời ông/bà đề nghị người đại diện của tổ chức ký nộp, hoặc xin ủy quyền “Nộp hồ sơ”.",
                    "Ask a representative to certify and submit, or ask for a mandate to submit.",
                ),
            )
        )
    if not certifier.certified:
        reasons.append(
            Reason(
                "not_certified",
                Text(
                    "Ông/bà chưa cam đoan nội dung khai là đúng sự thật.",
                    "You have not certified that the answers are true.",
                ),
                Text("Mời ông/bà đánh dấu vào ô cam đoan rồi nộp lại.", "Tick the box and submit again."),
                "certified",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_close_task(step: Step, outcome: str, *, actor_key: str, applicant: str, acts_for_applicant: bool) -> Decision:
    """The outcome belongs to the step, and nobody handles a case of their own."""
    reasons: list[Reason] = []
    if step.outcome(outcome) is None:
        reasons.append(
            Reason(
                "outcome",
                Text(
                    f"Bước “{step.name.vi}” không có kết quả “{outcome}”.",
                    f"The step “{step.name.into('en')}” has no outcome “{outcome}”.",
                ),
                Text("Chọn một trong các kết quả của bước này.", "Choose one of its outcomes."),
                "outcome",
            )
        )
    reasons += own_case(actor_key, applicant, acts_for_applicant)
    return Decision.refuse_if_any(reasons)


def own_case(actor_key: str, applicant: str, acts_for_applicant: bool) -> Iterator[Reason]:
    """A decider, or whoever handles a step, may not be the applicant nor act for the applicant."""
    if actor_key == applicant or acts_for_applicant:
        yield Reason(
            "own_case",
            Text(
                "Ông/bà không thể giải quyết hồ sơ của chính mình hoặc của tổ chức mình đại diện.",
                "You cannot handle your own case, or one of a party that you act for.",
            ),
            Text("Mời ông/bà chuyển việc cho đồng nghiệp khác.", "Hand the task to a colleague."),
        )


RETURNED = "returned"
"""The outcome of a follow-up step that sends what was delivered back to who delivered it."""


def leads_back(procedure: Procedure, step: Step) -> tuple[str, ...]:
    """The outcomes of a step after which an earlier step, or the one who delivered, has to act again."""
    places = {each.key: place for place, each in enumerate(procedure.steps)}
    here = places[step.key]
    return tuple(
        outcome.key
        for outcome in step.outcomes
        if outcome.key == RETURNED or (outcome.next in places and places[outcome.next] <= here)
    )


def may_receive(holds_right: bool, own: bool) -> Reason | None:
    """Why a colleague can't get a task; None when the task may go there."""
    if not holds_right:
        return Reason(
            "no_right",
            Text("Người nhận chưa có quyền làm việc này.", "The receiver does not hold the right for it."),
            Text("Mời ông/bà chọn người khác cho việc này.", "Choose somebody else for it."),
        )
    if own:
        return Reason(
            "own_case",
            Text(
                "Người nhận thuộc phía người nộp hồ sơ nên không được giải quyết.",
                "The receiver stands on the applicant’s side and may not handle it.",
            ),
            Text("Mời ông/bà chọn người khác cho việc này.", "Choose somebody else for it."),
        )
    return None


def needs_ground(text: str, field: str = "ground") -> Iterator[Reason]:
    """Refusals, requests and hand-overs say why."""
    if not text.strip():
        yield Reason(
            "no_ground",
            Text("Chưa nêu lý do.", "No reason is given."),
            Text(
                "Mời ông/bà nêu ngắn gọn lý do để người nhận biết cần làm gì.",
                "Say briefly why, so that the reader knows what to do.",
            ),
            field,
        )
