"""What the sides have to do after the sale, each by a day: proposed, agreed, reported done, confirmed by the other side. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.flow import Flow, Transition
from khue.features.deals.domain.contracting import only_in
from khue.features.deals.domain.deciding import wrong
from khue.features.deals.domain.words import SAY, SIDES

OBLIGATIONS: Mapping[str, Text] = {
    "training": Text("đào tạo, hướng dẫn", "training"),
    "spare-parts": Text("cung cấp vật tư, phụ tùng", "spare parts"),
    "improvements": Text("thông báo, chia sẻ cải tiến", "improvements"),
    "reporting": Text("báo cáo", "reporting"),
    "confidentiality": Text("giữ bí mật đến ngày", "confidentiality until the day"),
    "other": Text("nghĩa vụ khác", "other"),
}
OBLIGATION = Flow(
    {
        "proposed": Text("chờ bên kia đồng ý", "awaiting the other side's consent"),
        "agreed": Text("phải thực hiện", "to be done"),
        "reported": Text("đã báo xong, chờ bên kia xác nhận", "reported done, awaiting confirmation"),
        "done": Text("đã hoàn thành", "done"),
        "refused": Text("bên kia không đồng ý", "not agreed"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("agree", ("proposed",), "agreed", Text("đồng ý", "agree")),
        Transition("refuse", ("proposed",), "refused", Text("không đồng ý", "refuse")),
        Transition("withdraw", ("proposed",), "withdrawn", Text("rút", "withdraw")),
        Transition("report", ("agreed",), "reported", Text("báo đã xong", "report done")),
        Transition("confirm", ("reported",), "done", Text("xác nhận", "confirm")),
        Transition("send_back", ("reported",), "agreed", Text("chưa đạt", "send back")),
    ),
)
STEPS: Mapping[str, Text] = {
    "propose": Text("đề nghị", "proposed"),
    "agree": Text("đồng ý", "agreed"),
    "refuse": Text("không đồng ý", "refused"),
    "withdraw": Text("rút đề nghị", "taken back"),
    "report": Text("báo đã xong", "reported done"),
    "confirm": Text("xác nhận hoàn thành", "confirmed"),
    "send_back": Text("chưa đạt, thực hiện tiếp", "sent back"),
}
MOST = 60
MOST_AHEAD = 365
FROM = ("agreed", "signed", "effective")
"""States of a deal in which obligations are set: beside the drawing up of the contract, and after it."""


@dataclass(frozen=True, slots=True)
class ProposeObligation:
    """``side`` has to do it by ``due_on`` and is reminded ``remind_days`` before."""

    deal_id: int
    kind: str
    what: str
    side: str
    due_on: date
    remind_days: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerObligation:
    """The other side agrees or refuses; the side that proposed it takes it back by refusing."""

    deal_id: int
    no: int
    accepted: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReportObligation:
    deal_id: int
    no: int
    words: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConfirmObligation:
    """``confirmed`` False sends it back, with a ground."""

    deal_id: int
    no: int
    confirmed: bool
    ground: str = ""
    once: UUID | None = None


def may_propose(asked: ProposeObligation, state: str, *, standing: int, today: date) -> Decision:
    found = [*only_in(state, *FROM)]
    found += SAY.missing_text(asked.what, "what", Text("nội dung nghĩa vụ", "what is to be done"), 1000)
    if asked.kind not in OBLIGATIONS:
        found.append(wrong("kind", "Chưa chọn loại nghĩa vụ.", "Choose the kind."))
    if asked.side not in SIDES:
        found.append(wrong("side", "Chưa chọn bên thực hiện.", "Choose who does it."))
    if asked.due_on <= today:
        found.append(wrong("due_on", "Ngày đến hạn phải sau hôm nay.", "The day must come after today."))
    if not 0 <= asked.remind_days <= MOST_AHEAD:
        found.append(wrong("remind_days", f"Từ 0 đến {MOST_AHEAD} ngày.", f"0 to {MOST_AHEAD} days."))
    if standing >= MOST:
        found.append(
            wrong("what", f"Một giao dịch có tối đa {MOST} nghĩa vụ.", f"A deal has at most {MOST} obligations.")
        )
    return Decision.refuse_if_any(found)


def step_of_answer(asked: AnswerObligation, *, own: bool) -> str:
    return "withdraw" if own else "agree" if asked.accepted else "refuse"


def may_answer_obligation(asked: AnswerObligation, state: str, *, own: bool) -> Decision:
    """``own``: the actor's side proposed it."""
    found = [*OBLIGATION.decision(state, step_of_answer(asked, own=own)).reasons]
    if own and asked.accepted:
        found.append(
            SAY.reason(
                "own_obligation", "Bên đề nghị không tự đồng ý.", "Whoever proposed it does not agree to it.",
                "Mời chờ bên kia trả lời, hoặc rút đề nghị.", "Wait for the other side, or take it back.",
            )
        )  # fmt: skip
    if not asked.accepted:
        found += SAY.missing_ground(asked.ground)
    return Decision.refuse_if_any(found)


def may_report_done(asked: ReportObligation, state: str, *, own: bool) -> Decision:
    """``own``: the actor's side has to do it."""
    found = [*OBLIGATION.decision(state, "report").reasons]
    found += SAY.missing_text(asked.words, "words", Text("nội dung đã thực hiện", "account of what was done"), 2000)
    if not own:
        found.append(
            SAY.reason(
                "others_obligation", "Nghĩa vụ này do bên kia thực hiện và báo cáo.", "The other side has to do and report this.",
                "Mời ông/bà xác nhận sau khi bên kia báo xong.", "Confirm it once the other side has reported it done.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_confirm_done(asked: ConfirmObligation, state: str, *, own: bool) -> Decision:
    """``own``: the actor's side had to do it, so the other side confirms."""
    found = [*OBLIGATION.decision(state, "confirm").reasons]
    if not asked.confirmed:
        found += SAY.missing_ground(asked.ground)
    if own:
        found.append(
            SAY.reason(
                "own_report", "Bên thực hiện không tự xác nhận.", "Whoever did it does not confirm it.",
                "Mời chờ bên kia xác nhận.", "Wait for the other side.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def remind_on(due_on: date, remind_days: int) -> date:
    return due_on - timedelta(days=remind_days)


def notice_of(state: str, *, due_on: date, remind_days: int, reminded: bool, told_late: bool, today: date) -> str:
    """Which notice is due today: ``late`` once after the day, ``soon`` once before it; empty: none."""
    if state != "agreed":
        return ""
    if due_on < today:
        return "" if told_late else "late"
    return "soon" if remind_on(due_on, remind_days) <= today and not reminded else ""
