"""A breach of personal data: its clock in hours, what is told to whom, and how long its file is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason, Source
from khue.core.flow import Flow, Transition

BREACH: Final = Flow(
    {
        "open": Text("chưa thông báo cơ quan có thẩm quyền", "not yet notified to the authority"),
        "notified": Text("đã thông báo, đang khắc phục", "notified, being fixed"),
        "fixed": Text("đã khắc phục", "fixed"),
    },
    (
        Transition("notify", ("open", "notified"), "notified", Text("thông báo cơ quan có thẩm quyền", "notify")),
        Transition("fix", ("notified",), "fixed", Text("ghi nhận đã khắc phục", "record the fix")),
    ),
)
TONES: Final = {"open": "bad", "notified": "now", "fixed": "good"}
SEVERITIES: Final = {
    "low": Text("thấp", "low"),
    "medium": Text("trung bình", "medium"),
    "high": Text("cao", "high"),
    "critical": Text("nghiêm trọng", "critical"),
}
REMIND_AT: Final = (48, 24, 6, 0)
"""Hours left at which the desk is reminded: a choice of the house, not of the law."""
LONGEST: Final = 4000
MOST_TOLD: Final = 500
NAMED: Final = 20  # wrong numbers in one refusal


@dataclass(frozen=True, slots=True)
class RecordBreach:
    """``detected_at`` starts the clock; ``people`` is an estimate, None when nobody knows yet."""

    title: str
    detected_at: datetime
    happened: str
    kinds: str
    people: int | None
    severity: str
    measures: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class NotifyAuthority:
    """What was sent, to whom and how; the first notice late needs its ground. ``seen`` the breach's version."""

    breach_id: int
    sent_to: str
    how: str
    sent_at: datetime
    happened: str
    people: int | None
    measures: str
    late_ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TellPersons:
    """A notice to persons whose data it was: ``parties`` are keys of persons."""

    breach_id: int
    parties: tuple[str, ...]
    words: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class FixBreach:
    breach_id: int
    fixed_on: date
    words: str
    seen: int | None = None
    once: UUID | None = None


def due_at(detected_at: datetime, hours: int | None) -> datetime | None:
    """Hours on the clock: nights, weekends and holidays count. None while the law's value does not apply."""
    return detected_at + timedelta(hours=hours) if hours is not None else None


def hours_left(now: datetime, due: datetime) -> int:
    """Whole hours left, rounded down; at most -1 once the moment has passed."""
    seconds = (due - now).total_seconds()
    return int(seconds // 3600)


def reminder(left: int, warned: int | None) -> int | None:
    """Which mark has been reached that nobody was reminded of yet: ``0`` when it has run out."""
    reached = [mark for mark in REMIND_AT if left < mark or (mark == 0 and left < 0)]
    mark = min(reached, default=None)
    return mark if mark is not None and (warned is None or mark < warned) else None


def may_record(asked: RecordBreach, now: datetime) -> Decision:
    reasons = [
        *_said(asked.title, "title"),
        *_said(asked.happened, "happened"),
        *_said(asked.kinds, "kinds"),
        *_passed(asked.detected_at, now, "detected_at"),
    ]
    if asked.severity not in SEVERITIES:
        reasons.append(_missing("severity"))
    return Decision.refuse_if_any(reasons)


def may_notify(
    asked: NotifyAuthority,
    state: str,
    detected_at: datetime,
    due: datetime | None,
    now: datetime,
    source: Source | None,
) -> Decision:
    """A first notice, or a later one with what is known by then. A late first one says why it is late."""
    reasons = [
        *BREACH.decision(state, "notify").reasons,
        *_said(asked.sent_to, "sent_to"),
        *_said(asked.how, "how"),
        *_said(asked.happened, "happened"),
        *_said(asked.measures, "measures"),
        *_passed(asked.sent_at, now, "sent_at"),
    ]
    if asked.sent_at < detected_at:
        reasons.append(
            Reason(
                "before_detection",
                Text("Thời điểm gửi không thể trước thời điểm phát hiện.", "It cannot be sent before the detection."),
                Text("Sửa lại thời điểm.", "Correct the moment."),
                "sent_at",
            )
        )
    if state == "open" and due is not None and asked.sent_at > due and not asked.late_ground.strip():
        reasons.append(
            Reason(
                "late",
                Text("Thông báo gửi sau thời hạn quy định.", "The notice goes out after the legal term."),
                Text("Nêu lý do chậm; lý do được ghi trong thông báo.", "Say why it is late: the notice says it."),
                "late_ground",
                source,
            )
        )
    return Decision.refuse_if_any(reasons)


def may_tell(asked: TellPersons, strangers: Collection[str]) -> Decision:
    """``strangers``: those of the parties that are no persons of our records."""
    reasons = list(_said(asked.words, "words"))
    if not asked.parties:
        reasons.append(
            Reason(
                "parties",
                Text("Chưa nhập người nhận thông báo.", "Nobody is named."),
                Text("Mời ông/bà nhập mã số bản ghi của ít nhất một người.", "Enter at least one record number."),
                "parties",
            )
        )
    if len(asked.parties) > MOST_TOLD:
        reasons.append(
            Reason(
                "parties",
                Text(
                    f"Danh sách có {len(asked.parties)} người, nhiều hơn {MOST_TOLD}.",
                    f"The list names {len(asked.parties)} persons, more than {MOST_TOLD}.",
                ),
                Text("Mời ông/bà gửi thành nhiều lần.", "Send the notices in several steps."),
                "parties",
            )
        )
    if strangers:
        numbers = ", ".join(sorted((key.removeprefix("party:") for key in strangers), key=int)[:NAMED])
        more = "…" if len(strangers) > NAMED else ""
        reasons.append(
            Reason(
                "parties",
                Text(f"Không có cá nhân nào mang mã số {numbers}{more}.", f"No person has the number {numbers}{more}."),
                Text(
                    "Mời ông/bà sửa hoặc bỏ mã số này; chưa ai nhận được thông báo.",
                    "Correct it or leave it out; nobody was told yet.",
                ),
                "parties",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_fix(asked: FixBreach, state: str, detected_on: date, today: date) -> Decision:
    reasons = [*BREACH.decision(state, "fix").reasons, *_said(asked.words, "words")]
    if not detected_on <= asked.fixed_on <= today:
        reasons.append(
            Reason(
                "fixed_on",
                Text("Ngày khắc phục phải từ ngày phát hiện đến hôm nay.", "It was fixed between detection and today."),
                Text("Sửa lại ngày.", "Correct the day."),
                "fixed_on",
            )
        )
    return Decision.refuse_if_any(reasons)


def kept_until(fixed_on: date, years: int | None) -> date | None:
    """The first day on which the file may go; None: it is kept, because the law's value is not known."""
    if years is None:
        return None
    try:
        return fixed_on.replace(year=fixed_on.year + years)
    except ValueError:  # 29 February
        return fixed_on.replace(year=fixed_on.year + years, month=3, day=1)


def _said(words: str, field: str) -> Iterator[Reason]:
    if not words.strip():
        yield _missing(field)


def _missing(field: str) -> Reason:
    return Reason(
        f"no_{field}",
        Text("Nội dung này không được để trống.", "This must not be empty."),
        Text("Mời ông/bà bổ sung.", "Please add it."),
        field,
    )


def _passed(moment: datetime, now: datetime, field: str) -> Iterator[Reason]:
    if moment > now:
        yield Reason(
            f"{field}_later",
            Text("Thời điểm này chưa đến.", "This moment lies ahead."),
            Text("Sửa lại thời điểm.", "Correct the moment."),
            field,
        )
