"""Projects raising capital: a public summary, a deck apart that named persons read, and interests of investors. No public offer. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.features.services.domain.catalogue import SAY

INTEREST = Flow(
    {
        "given": Text("chờ trả lời", "awaiting the answer"),
        "welcomed": Text("được mời trao đổi", "invited to talk"),
        "declined": Text("không tiếp tục", "declined"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("welcome", ("given",), "welcomed", Text("mời trao đổi", "invite to talk")),
        Transition("decline", ("given",), "declined", Text("không tiếp tục", "decline")),
        Transition("withdraw", ("given", "welcomed"), "withdrawn", Text("rút", "withdraw")),
    ),
)
LONGEST_READING = timedelta(days=183)
"""How long a person is named as a reader at most: our own service, no term of any text."""


@dataclass(frozen=True, slots=True)
class GiveInterest:
    """``party``, an investor of the exchange, would like to talk about the project."""

    entry_id: int
    party: str
    words: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawInterest:
    interest_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerInterest:
    """``welcome`` with the persons of the investor who read the deck until ``until_on`` (included), or declined with a ground."""

    interest_id: int
    welcome: bool
    words: str = ""
    readers: tuple[str, ...] = ()
    until_on: date | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class KeepDeck:
    """A new version of the confidential deck; ``papers`` are uploads."""

    entry_id: int
    words: str
    papers: Sequence[Any] = field(default_factory=tuple)
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShutDeck:
    """A reader named earlier reads it no more."""

    reader_id: int
    ground: str
    once: UUID | None = None


def may_give(asked: GiveInterest, *, shown: bool, own: bool, investor: bool, live: bool) -> Decision:
    """``live``: an interest of this party stands already."""
    found = [*SAY.missing_text(asked.words, "words", Text("nội dung quan tâm", "what interests you"), 2000)]
    if not shown:
        found.append(_state("not_shown", "Dự án này không còn được công bố.", "This project is not shown any more."))
    if own:
        found.append(
            _field(
                "party",
                "Bên gọi vốn không bày tỏ quan tâm với dự án của mình.",
                "Nobody is interested in the own project.",
            )
        )
    if not investor:
        found.append(
            SAY.reason(
                "investors_only", "Chỉ nhà đầu tư đã được xác minh của Sàn mới bày tỏ quan tâm được.", "Only verified investors of the exchange may say so.",
                "Mời ông/bà đăng ký tư cách nhà đầu tư trước.", "Join the exchange as an investor first.", "party",
            )
        )  # fmt: skip
    if live:
        found.append(
            _state("interest_known", "Bên này đã bày tỏ quan tâm với dự án.", "This party has said so already.")
        )
    return Decision.refuse_if_any(found)


def may_answer(asked: AnswerInterest, *, state: str, able: Collection[str], today: date) -> Decision:
    """``able``: keys of persons who stand for the investor."""
    found = [*INTEREST.decision(state, "welcome" if asked.welcome else "decline").reasons]
    if not asked.welcome:
        return Decision.refuse_if_any([*found, *SAY.missing_text(asked.words, "words", Text("lý do", "ground"), 2000)])
    if asked.readers and set(asked.readers) - set(able):
        found.append(
            _field(
                "readers",
                "Có người không đại diện cho nhà đầu tư này.",
                "Some of these persons do not stand for the investor.",
            )
        )
    if asked.readers and (asked.until_on is None or not today <= asked.until_on <= today + LONGEST_READING):
        found.append(
            _field(
                "until_on",
                "Ngày cuối được đọc: từ hôm nay đến nửa năm sau.",
                "The last day of reading: from today to half a year on.",
            )
        )
    return Decision.refuse_if_any(found)


def may_keep(asked: KeepDeck, *, over: bool) -> Decision:
    found = [*SAY.missing_text(asked.words, "words", Text("nội dung tài liệu gọi vốn", "deck"), 20_000)]
    if over:
        found.append(
            _state("over", "Dự án này không còn trong danh mục.", "This project stands in the catalogue no more.")
        )
    if len(asked.papers) > 10:
        found.append(_field("papers", "Mỗi lần gửi tối đa 10 tệp.", "At most 10 files at once."))
    return Decision.refuse_if_any(found)


def may_shut(ground: str, *, ended: bool) -> Decision:
    found = [*SAY.missing_ground(ground)]
    if ended:
        found.append(_state("shut", "Người này không còn quyền đọc.", "This person reads it no more already."))
    return Decision.refuse_if_any(found)


def _field(name: str, vi: str, en: str) -> Reason:
    return SAY.reason(name, vi, en, "Mời ông/bà sửa mục này.", "Please mend this field.", name)


def _state(code: str, vi: str, en: str) -> Reason:
    return SAY.reason(code, vi, en, "Mời ông/bà mở lại trang của dự án.", "Open the page of the project again.")
