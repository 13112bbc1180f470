"""Internal notes on a dossier: among colleagues, apart from the file, never changed and never lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

LONGEST_NOTE = 4_000
MOST_MENTIONS = 20


@dataclass(frozen=True, slots=True)
class WriteNote:
    """``mentions`` are keys of colleagues who shall hear of it."""

    dossier: str
    text: str
    mentions: tuple[str, ...] = ()
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class StrikeNote:
    """Struck out, with the reason; ``instead`` is the text that takes its place, or empty."""

    note_id: int
    ground: str
    instead: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """What decides whether somebody may be mentioned on a dossier."""

    name: str
    works_here: bool
    may_read: bool
    stands_near: bool


def may_write_note(text: str, mentions: Iterable[str], found: Mapping[str, Colleague]) -> Decision:
    """All reasons: an empty or endless text, and each mention that cannot be, with why."""
    named = tuple(mentions)
    reasons = list(_text_reasons(text))
    if len(named) > MOST_MENTIONS:
        reasons.append(
            _reason(
                "too_many_mentions",
                Text(
                    f"Chỉ nhắc được tối đa {MOST_MENTIONS} người.", f"At most {MOST_MENTIONS} people can be mentioned."
                ),
                Text("Mời ông/bà bỏ bớt người được nhắc.", "Mention fewer people."),
                "mentions",
            )
        )
    reasons.extend(reason for key in named if (reason := _mention(found.get(key))) is not None)
    return Decision.refuse_if_any(reasons)


def _text_reasons(text: str) -> Iterable[Reason]:
    if not text.strip():
        yield _reason(
            "no_text",
            Text("Ghi chú chưa có nội dung.", "The note is empty."),
            Text("Mời ông/bà viết điều cần ghi.", "Write what is to be noted."),
            "text",
        )
    elif len(text) > LONGEST_NOTE:
        yield _reason(
            "long_text",
            Text(f"Ghi chú dài quá {LONGEST_NOTE} ký tự.", f"The note has more than {LONGEST_NOTE} letters."),
            Text("Mời ông/bà rút gọn, hoặc viết thành hai ghi chú.", "Make it shorter, or write two notes."),
            "text",
        )


def _mention(who: Colleague | None) -> Reason | None:
    choose = Text("Mời ông/bà bỏ người này khỏi danh sách được nhắc.", "Take this person off the list.")
    if who is None or not who.works_here:
        name = who.name if who else "?"
        return _reason(
            "no_colleague",
            Text(f"{name} không làm việc ở đây nên không nhắc được.", f"{name} does not work here."),
            choose,
            "mentions",
        )
    if who.stands_near:
        return _reason(
            "near",
            Text(
                f"{who.name} thuộc phía người nộp hồ sơ nên không được đọc ghi chú nội bộ.",
                f"{who.name} stands on the applicant’s side and may not read internal notes.",
            ),
            choose,
            "mentions",
        )
    if not who.may_read:
        return _reason(
            "no_right",
            Text(f"{who.name} chưa được giao quyền xem hồ sơ này.", f"{who.name} holds no right to read this dossier."),
            choose,
            "mentions",
        )
    return None


def may_strike_note(asked: StrikeNote, *, struck: bool, hands: Collection[str], by: str) -> Decision:
    """Only who wrote a note strikes it out, once, and says why. ``hands``: everyone whose hands act now."""
    reasons = []
    if struck:
        reasons.append(
            _reason(
                "struck",
                Text("Ghi chú này đã được gạch bỏ.", "This note is struck out already."),
                Text("Không cần làm gì thêm.", "Nothing more is needed."),
            )
        )
    if by not in hands:
        reasons.append(
            _reason(
                "not_mine",
                Text("Chỉ người viết mới gạch bỏ được ghi chú.", "Only who wrote a note can strike it out."),
                Text(
                    "Mời ông/bà viết ghi chú mới để nói lại cho đúng.", "Write a note of your own that puts it right."
                ),
            )
        )
    if not asked.ground.strip():
        reasons.append(
            _reason(
                "no_ground",
                Text("Chưa nêu lý do gạch bỏ.", "No reason is given."),
                Text("Mời ông/bà nêu ngắn gọn lý do.", "Say briefly why."),
                "ground",
            )
        )
    if len(asked.instead) > LONGEST_NOTE:
        reasons.extend(_text_reasons(asked.instead))
    return Decision.refuse_if_any(reasons)


def _reason(code: str, text: Text, next_step: Text, field: str = "") -> Reason:
    return Reason(f"desk.{code}", text, next_step, field)
