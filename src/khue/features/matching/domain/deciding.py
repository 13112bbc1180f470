"""Answers, editions of weights and introductions: what may be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.matching import START, Verdict, Weights, tuned
from khue.core.reasons import RoomReasons
from khue.features.matching.domain.words import THIRD_WHYS, WHYS

LONGEST = 1_000
MOST_PER_PARTY = 20
"""No more answers of one party move the weights: nobody tunes the exchange alone."""
LEAST_ANSWERS = 5
"""So many useful and so many useless answers there must be before anything moves."""
DAYS = 14
"""Calendar days in which both sides answer an introduction. The house's own term: no provision sets one."""


_room = RoomReasons("matching")


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """A side says whether a pair is of use; ``why`` is a code of ``WHYS``, asked for where it is of none."""

    demand_id: int
    offer_id: int
    useful: bool
    why: str = ""
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerThird:
    """The offer's supplier, or the expert or investor of the entry, says whether they are of use to each other; ``why`` of ``THIRD_WHYS``."""

    offer_id: int
    entry_id: int
    useful: bool
    why: str = ""
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Introduce:
    """A broker proposes a pair to both sides; ``party`` is the broker's key, ``words`` go to both."""

    demand_id: int
    offer_id: int
    party: str
    words: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerIntroduction:
    introduction_id: int
    agrees: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawIntroduction:
    introduction_id: int
    ground: str
    once: UUID | None = None


def may_answer(asked: AnswerPair) -> Decision:
    return Decision.refuse_if_any(_answer_faults(asked, WHYS))


def may_answer_third(asked: AnswerThird) -> Decision:
    return Decision.refuse_if_any(_answer_faults(asked, THIRD_WHYS))


def _answer_faults(asked: AnswerPair | AnswerThird, whys: Collection[str]) -> Iterator[Reason]:
    if not asked.useful and asked.why not in whys:
        yield _room.reason("why", "Chưa chọn lý do.", "The reason is missing.", "Mời ông/bà chọn một lý do.", "Please choose a reason.", "why")  # fmt: skip
    if (not asked.useful and asked.why == "other") or len(asked.note) > LONGEST:
        yield from _room.missing_text(asked.note, "note", Text("lý do", "reason"), LONGEST)


def may_introduce(asked: Introduce, *, is_side: bool, waits: bool) -> Decision:
    """``is_side``: the broker is the demander or the supplier itself; ``waits``: it has proposed the pair and is not answered."""
    return Decision.refuse_if_any(_introduction_faults(asked, is_side, waits))


def _introduction_faults(asked: Introduce, is_side: bool, waits: bool) -> Iterator[Reason]:
    yield from _room.missing_text(asked.words, "words", Text("lời giới thiệu", "introduction"), LONGEST)
    if is_side:
        yield _room.reason(
            "both_sides", "Môi giới không được đồng thời là một bên của cặp này.", "A broker can't be a side of the pair.",
            "Mời ông/bà liên hệ trực tiếp với bên kia.", "Write to the other side yourself.", "party",
        )  # fmt: skip
    if waits:
        yield _room.reason(
            "waits", "Ông/bà đã giới thiệu cặp này; hai bên chưa trả lời xong.", "You have introduced this pair; answers are pending.",
            "Mời ông/bà chờ trả lời hoặc rút lời giới thiệu.", "Wait for the answers, or withdraw the introduction.", "party",
        )  # fmt: skip


def may_answer_introduction(
    asked: AnswerIntroduction, state: str, answered: bool, today: date, until: date, *, stands: bool = True
) -> Decision:
    """``answered``: the actor's side has; ``until`` is the last day for it; ``stands``: demand and offer can still be dealt with."""
    return Decision.refuse_if_any(_reply_faults(asked, state, answered, today > until, stands))


def _reply_faults(asked: AnswerIntroduction, state: str, answered: bool, late: bool, stands: bool) -> Iterator[Reason]:
    if state != "proposed" or late:
        yield _room.reason(
            "closed", "Lời giới thiệu này đã khép lại.", "This introduction is closed.",
            "Nếu vẫn quan tâm, mời ông/bà liên hệ qua trang công khai của bên kia.", "If you are interested, use the other side's public page.",
        )  # fmt: skip
    elif answered:
        yield _room.reason(
            "answered", "Bên của ông/bà đã trả lời.", "Your side has answered.", "Mời ông/bà chờ bên kia.", "Wait for the other side."
        )  # fmt: skip
    elif asked.agrees and not stands:
        yield _room.reason(
            "gone", "Nhu cầu đã hết hạn hoặc chào bán không còn niêm yết.", "The demand is over, or the offer is listed no longer.",
            "Mời ông/bà trả lời không đồng ý và ghi lý do này.", "Please decline, with this as the ground.", "agrees",
        )  # fmt: skip
    elif not asked.agrees or len(asked.ground) > LONGEST:
        yield from _room.missing_text(asked.ground, "ground", Text("lý do không đồng ý", "reason why not"), LONGEST)


def may_withdraw(state: str, ground: str) -> Decision:
    if state != "proposed":
        return Decision.refuse(
            _room.reason("closed", "Lời giới thiệu này đã khép lại.", "This introduction is closed.", "Không cần làm gì thêm.", "Nothing is left to do.")
        )  # fmt: skip
    return Decision.refuse_if_any(_room.missing_ground(ground))


def outcome(need: bool | None, offer: bool | None) -> str:
    """The state that both answers make; None: not answered yet."""
    if need is False or offer is False:
        return "declined"
    return "agreed" if need and offer else "proposed"


def until_of(today: date) -> date:
    """The last day on which the sides may answer."""
    return today + timedelta(days=DAYS)


def next_weights(now: Weights, answers: Iterable[tuple[str, Verdict]]) -> Weights | None:
    """Weights after all answers that stand, the newest first, each with its party; None when nothing moves.

    They always begin from the weights of the first day: the same answers make the same weights, whenever they came.
    """
    counts: dict[str, int] = {}
    kept: list[Verdict] = []
    for party, verdict in answers:
        counts[party] = counts.get(party, 0) + 1
        if counts[party] <= MOST_PER_PARTY:
            kept.append(verdict)
    useful = sum(one.useful for one in kept)
    if min(useful, len(kept) - useful) < LEAST_ANSWERS:
        return None
    made = tuned(START, kept)
    return None if made == now else made
