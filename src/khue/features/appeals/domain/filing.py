"""Filing an appeal: who may, against what, until when, and what it must say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason, Source
from khue.features.appeals.domain.flow import APPEAL, SCOPES, WISHES

MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class Contested:
    """The decision that an appeal is about. ``live`` is the number of an appeal under way against it, or empty.

    ``until`` is the last day to file; None while the law's term is not known.
    """

    decided_on: date
    superseded: bool
    live: str
    until: date | None
    source: Source | None = None


def may_start(facts: Contested) -> Decision:
    """A decision that stands, without an appeal under way. A late one may be written: it says why it is late."""
    return Decision.refuse_if_any(_stands(facts))


def _stands(facts: Contested) -> Iterator[Reason]:
    if facts.superseded:
        yield Reason(
            "superseded",
            Text(
                "Quyết định này đã được thay thế bằng quyết định khác.",
                "This decision was superseded by another one.",
            ),
            Text("Mời ông/bà khiếu nại quyết định đang có hiệu lực.", "Appeal against the decision that stands."),
        )
    if facts.live:
        yield Reason(
            "already_appealed",
            Text(
                f"Quyết định này đang được giải quyết theo khiếu nại {facts.live}.",
                f"An appeal against this decision is under way: {facts.live}.",
            ),
            Text("Mời ông/bà theo dõi khiếu nại đó.", "Follow that appeal."),
        )


def is_late(facts: Contested, today: date) -> bool:
    return facts.until is not None and today > facts.until


def may_lodge(
    state: str, facts: Contested, answers: Mapping[str, Any], today: date, *, certified: bool, files: int
) -> Decision:
    """Everything that an appeal must say is said, and it is certified. Late is allowed with a ground: an officer answers."""
    reasons = [*APPEAL.decision(state, "lodge").reasons, *_stands(facts), *missing(answers)]
    if is_late(facts, today) and not str(answers.get("late_ground", "")).strip():
        reasons.append(_late(facts))
    if files > MOST_FILES:
        reasons.append(
            Reason(
                "too_many_files",
                Text(f"Mỗi khiếu nại kèm tối đa {MOST_FILES} tệp.", f"An appeal takes at most {MOST_FILES} files."),
                Text("Mời ông/bà bỏ bớt hoặc gộp tệp.", "Remove some, or join them."),
                "files",
            )
        )
    if not certified:
        reasons.append(
            Reason(
                "not_certified",
                Text("Ông/bà chưa cam đoan nội dung khiếu nại.", "The appeal is not certified yet."),
                Text("Mời ông/bà đánh dấu ô cam đoan rồi gửi lại.", "Tick the box, then send it again."),
                "certified",
            )
        )
    return Decision.refuse_if_any(reasons)


def _late(facts: Contested) -> Reason:
    return Reason(
        "late",
        Text(
            f"Thời hiệu khiếu nại đã hết ngày {facts.until:%d/%m/%Y}.",
            f"The time to appeal ended on {format_day(facts.until, 'en') if facts.until else ''}.",
        ),
        Text(
            "Nếu có trở ngại khách quan (ốm đau, thiên tai, đi công tác xa…), mời ông/bà nêu lý do; cơ quan sẽ xem xét.",
            "If something beyond your control kept you from it (illness, disaster, absence), say what; an officer decides.",
        ),
        "late_ground",
        facts.source,
    )


def missing(answers: Mapping[str, Any]) -> Iterator[Reason]:
    """What is not answered yet, by the page's field."""
    if answers.get("scope") not in SCOPES:
        yield _unanswered("scope", "Chưa chọn nội dung bị khiếu nại.", "It is not said what is contested.")
    elif answers["scope"] == "part" and not str(answers.get("part", "")).strip():
        yield _unanswered("part", "Chưa nêu phần quyết định bị khiếu nại.", "The contested part is not described.")
    if not str(answers.get("grounds", "")).strip():
        yield _unanswered("grounds", "Chưa nêu lý do khiếu nại.", "The grounds are missing.")
    if answers.get("wish") not in WISHES:
        yield _unanswered("wish", "Chưa chọn yêu cầu giải quyết.", "It is not said what is asked for.")
    if not str(answers.get("wish_words", "")).strip():
        yield _unanswered("wish_words", "Chưa nêu cụ thể yêu cầu.", "The request is not described.")


def _unanswered(field: str, vi: str, en: str) -> Reason:
    return Reason("unanswered", Text(vi, en), Text("Mời ông/bà bổ sung.", "Please add it."), field)
