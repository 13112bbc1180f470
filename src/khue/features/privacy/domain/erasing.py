"""Retention and lawful erasure: what is old enough, what holds it back, and that two officers erase."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason, Source
from khue.core.flow import Flow, Transition

ERASURE: Final = Flow(
    {
        "proposed": Text("chờ người thứ hai xác nhận", "waits for the second officer"),
        "done": Text("đã xóa", "erased"),
        "declined": Text("không xóa", "declined"),
    },
    (
        Transition("confirm", ("proposed",), "done", Text("xác nhận xóa", "confirm")),
        Transition("decline", ("proposed",), "declined", Text("không xóa", "decline")),
    ),
)
TONES: Final = {"proposed": "wait", "done": "good", "declined": "plain"}

DRAFT, PERSON, BREACH = "draft", "person", "breach"
KINDS: Final = {
    DRAFT: Text("bản nháp bỏ quên", "forgotten draft"),
    PERSON: Text("thông tin cá nhân không có hồ sơ", "record of a person without dossiers"),
    BREACH: Text("hồ sơ sự cố đã hết hạn lưu", "file of a breach after its years"),
}
PARAMETERS: Final = {
    DRAFT: "retention.draft_months",
    PERSON: "retention.account_months",
    BREACH: "breach.retention_years",
}
KEPT: Final = (
    Text("Sổ cái và chứng từ: không xóa bút toán nào.", "Ledger and vouchers: no entry is ever erased."),
    Text(
        "Chuỗi nhật ký kiểm toán: bản ghi giữ nguyên, chỉ giá trị cá nhân lưu kèm được xóa.",
        "The audit's chains: records stay as sealed, only the personal values beside them go.",
    ),
    Text("Hồ sơ đã nộp, quyết định, văn bản đã ban hành.", "Dossiers handed in, decisions, issued documents."),
    Text("Bằng chứng về sự đồng ý và rút lại.", "The proof of consents and withdrawals."),
)
"""What no erasure touches."""


@dataclass(frozen=True, slots=True)
class ProposeErasure:
    """``subject`` is ``dossier:12``, ``party:5`` or ``breach:3``; ``request_id`` names the person's own request."""

    kind: str
    subject: str
    ground: str
    request_id: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConfirmErasure:
    """``told``: how the person was told, where the erasure answers a request."""

    erasure_id: int
    told: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeclineErasure:
    erasure_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An erasure that two officers decided, as the audit tells it: to be carried out again where it was undone by a restore."""

    kind: str
    subject: str
    ground: str
    proposed_by: str
    decided_by: str
    at: datetime


def may_repeat(facts: Standing) -> Decision:
    """It was lawful already; only what holds the record back in the data as they are now stands against it."""
    return Decision.refuse_if_any(_held(hold) for hold in facts.holds)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where there is no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


@dataclass(frozen=True, slots=True)
class Standing:
    """``due``: the age of the law's value is reached; ``requested``: the person asked for it; ``holds`` in words."""

    holds: tuple[Text, ...]
    due: bool
    requested: bool
    source: Source | None = None


def may_propose(facts: Standing, ground: str, *, open_one: bool) -> Decision:
    """Old enough by a value that applies, or asked for by the person; held back by nothing; on a ground."""
    reasons = [_held(hold) for hold in facts.holds]
    if not facts.due and not facts.requested:
        reasons.append(
            Reason(
                "not_due",
                Text(
                    "Chưa hết thời hạn lưu, hoặc thời hạn lưu chưa được xác nhận; cũng không có yêu cầu của người có dữ liệu.",
                    "Its time is not over, or the law's value is not confirmed; and the person did not ask for it.",
                ),
                Text("Chờ hết thời hạn lưu, hoặc gắn với yêu cầu xóa.", "Wait, or link the person's request."),
                source=facts.source,
            )
        )
    if open_one:
        reasons.append(
            Reason(
                "proposed_already",
                Text("Đã có đề xuất xóa đang chờ xác nhận.", "An erasure of it waits for its second officer."),
                Text("Mở đề xuất đó.", "Open that one."),
            )
        )
    if not ground.strip():
        reasons.append(
            Reason(
                "no_ground",
                Text("Chưa nêu căn cứ xóa.", "The ground is missing."),
                Text("Nêu căn cứ pháp lý và lý do.", "Name the provision and the reason."),
                "ground",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_confirm(state: str, facts: Standing, proposer: str, hands: tuple[str, ...]) -> Decision:
    """Judged anew: what holds it back may have come since. Somebody else than who proposed it."""
    reasons = [*ERASURE.decision(state, "confirm").reasons, *(_held(hold) for hold in facts.holds)]
    if proposer in hands:
        reasons.append(
            Reason(
                "same_person",
                Text("Người đề xuất không tự xác nhận việc xóa.", "Who proposed an erasure does not confirm it."),
                Text("Đề nghị người thứ hai có quyền xác nhận.", "Ask a second officer who holds the right."),
            )
        )
    if not facts.due and not facts.requested:
        reasons.append(
            Reason(
                "not_due",
                Text("Không còn căn cứ để xóa.", "There is no ground to erase it any more."),
                Text("Không xác nhận; ghi lý do.", "Decline it, with the reason."),
                source=facts.source,
            )
        )
    return Decision.refuse_if_any(reasons)


def may_decline(state: str, ground: str) -> Decision:
    reasons = list(ERASURE.decision(state, "decline").reasons)
    if not ground.strip():
        reasons.append(
            Reason(
                "no_ground",
                Text("Chưa nêu lý do.", "The reason is missing."),
                Text("Nêu vì sao không xóa.", "Say why it is not erased."),
                "ground",
            )
        )
    return Decision.refuse_if_any(reasons)


def _held(hold: Text) -> Reason:
    return Reason(
        "held",
        Text(f"Chưa thể xóa: {hold.vi}.", f"It is held back: it {hold.en}."),
        Text("Giữ nguyên cho đến khi lý do này không còn.", "It stays until this no longer holds."),
    )
