"""Three-way introductions: a broker proposes an offer's supplier, an agency, an investor and an expert to each other. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.reasons import RoomReasons
from khue.features.matching.domain.deciding import LONGEST
from khue.features.matching.domain.words import STATES as PAIRS

STATES = {
    **PAIRS,
    "proposed": Text("chờ các bên trả lời", "waits for all answers"),
    "agreed": Text("tất cả các bên đồng ý", "all agreed"),
}
LEAST_SIDES = 3
_room = RoomReasons("matching")
ROLES = {
    "supplier": Text("bên cung", "the supplier"),
    "agency": Text("cơ quan nhà nước", "the agency"),
    "investor": Text("nhà đầu tư", "the investor"),
    "expert": Text("chuyên gia", "the expert"),
}


@dataclass(frozen=True, slots=True)
class ProposeTriad:
    """``party`` is the broker's key; ``demand_id``, ``investor_id`` and ``expert_id`` (entries of the catalogue) are 0 where none is asked."""

    offer_id: int
    party: str
    words: str
    demand_id: int = 0
    investor_id: int = 0
    expert_id: int = 0
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerTriad:
    triad_id: int
    agrees: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawTriad:
    triad_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A side as it is proposed; ``hands`` are keys of everybody who is it or acts for it."""

    role: str
    party: int
    about: int
    hands: frozenset[str]


def may_propose(
    asked: ProposeTriad, sides: Collection[Proposed], *, broker: frozenset[str], waits: bool, lost: Collection[str]
) -> Decision:
    """``broker``: its hands; ``waits``: it has proposed somebody for the offer and not all have answered; ``lost``: roles that were chosen
    and fit, or are shown, no longer."""
    return Decision.refuse_if_any(_faults(asked, sides, broker, waits, lost))


def _faults(
    asked: ProposeTriad, sides: Collection[Proposed], broker: frozenset[str], waits: bool, lost: Collection[str]
) -> Iterator[Reason]:
    yield from _room.missing_text(asked.words, "words", Text("lời giới thiệu", "introduction"), LONGEST)
    for role in lost:
        name = ROLES[role]
        yield _room.reason(
            "side_gone", f"Không còn {name.vi} này trong danh sách phù hợp.", f"This choice of {name.en} fits no longer.",
            "Mời ông/bà chọn lại.", "Please choose again.", {"agency": "demand"}.get(role, role),
        )  # fmt: skip
    if len(sides) + len(lost) < LEAST_SIDES:
        yield _room.reason(
            "too_few", "Cần ít nhất hai bên nữa ngoài bên cung.", "At least two sides are needed beside the supplier.",
            "Mời ông/bà chọn thêm cơ quan, nhà đầu tư hoặc chuyên gia.", "Choose an agency, an investor or an expert as well.",
        )  # fmt: skip
    if any(one.hands & broker for one in sides):
        yield _room.reason(
            "both_sides", "Môi giới không được đồng thời là một bên được giới thiệu.", "A broker can't be one of those whom it introduces.",
            "Mời ông/bà để môi giới khác giới thiệu.", "Let another broker do it.", "party",
        )  # fmt: skip
    if _shared(sides):
        yield _room.reason(
            "one_hand", "Hai trong các bên có cùng người đại diện.", "Two of the sides are one party, or have a person in common.",
            "Mời ông/bà chọn bên khác.", "Choose another one.",
        )  # fmt: skip
    if waits:
        yield _room.reason(
            "triad_waits", "Lời giới thiệu trước của ông/bà cho chào bán này chưa được trả lời hết.", "An earlier one of yours for this offer is pending.",
            "Mời ông/bà chờ trả lời hoặc rút lời giới thiệu đó.", "Wait for the answers, or withdraw it.", "party",
        )  # fmt: skip


def _shared(sides: Iterable[Proposed]) -> bool:
    seen: set[str] = set()
    for one in sides:
        if seen & one.hands:
            return True
        seen |= one.hands
    return False


def may_answer_triad(
    asked: AnswerTriad, state: str, *, answered: bool, today: date, until: date, stands: bool
) -> Decision:
    """``answered``: the actor's side has; ``stands``: the offer and all that the sides stand for are still shown."""
    return Decision.refuse_if_any(_reply_faults(asked, state, answered, today > until, stands))


def _reply_faults(asked: AnswerTriad, state: str, answered: bool, late: bool, stands: bool) -> Iterator[Reason]:
    if state != "proposed" or late:
        yield _room.reason(
            "closed", "Lời giới thiệu này đã khép lại.", "This introduction is closed.",
            "Nếu vẫn quan tâm, mời ông/bà liên hệ qua trang công khai của các bên.", "If you are interested, use the public pages of the sides.",
        )  # fmt: skip
    elif answered:
        yield _room.reason(
            "answered", "Bên của ông/bà đã trả lời.", "Your side has answered.", "Mời ông/bà chờ các bên khác.", "Wait for the others."
        )  # fmt: skip
    elif asked.agrees and not stands:
        yield _room.reason(
            "gone", "Chào bán hoặc nội dung của một bên không còn công khai.", "The offer, or what one of the sides published, is shown no longer.",
            "Mời ông/bà trả lời không đồng ý và ghi lý do này.", "Please decline, with this as the ground.", "agrees",
        )  # fmt: skip
    elif not asked.agrees or len(asked.ground) > LONGEST:
        yield from _room.missing_text(asked.ground, "ground", Text("lý do không đồng ý", "reason why not"), LONGEST)


def outcome_of(answers: Collection[bool | None]) -> str:
    """The state that all answers make; None: not answered yet."""
    if False in answers:
        return "declined"
    return "proposed" if None in answers else "agreed"
