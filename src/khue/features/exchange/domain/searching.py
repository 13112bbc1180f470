"""Searches that somebody keeps, and lines of words that mean the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.terms import terms
from khue.features.exchange.domain.members import wrong

MOST_SEARCHES = 30
"""Searches that one person keeps."""
MOST_WAYS, LONGEST_WAY = 12, 80
MOST_KNOWN = 3_000


@dataclass(frozen=True, slots=True)
class SaveSearch:
    """``query`` is an address of the search (``?q=…&field=…``), ``name`` how its owner calls it."""

    name: str
    query: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DropSearch:
    search_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PutMeaning:
    """Words that mean the same, Vietnamese with marks; in force from the next question on. ``instead`` is a line that ends with it."""

    words: Sequence[str]
    ground: str
    instead: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndMeaning:
    line_id: int
    ground: str
    once: UUID | None = None


def may_save(asked: SaveSearch, kept: int) -> Decision:
    found = []
    if not asked.query.strip("?"):
        found.append(
            wrong("query", "Chưa có từ khóa hoặc lựa chọn nào để lưu.", "There are no words and no choices to keep.")
        )
    if not asked.name.strip():
        found.append(wrong("name", "Chưa đặt tên cho lượt tìm kiếm.", "The search has no name."))
    if kept >= MOST_SEARCHES:
        found.append(
            Reason(
                "exchange.many_searches",
                Text(f"Mỗi người lưu nhiều nhất {MOST_SEARCHES} lượt tìm kiếm.", f"One person keeps at most {MOST_SEARCHES} searches."),
                Text("Mời ông/bà bỏ bớt một lượt đã lưu.", "Drop one of those you keep."),
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def tidy(words: Sequence[str]) -> tuple[str, ...]:
    """Each way to say it once, without stray blanks."""
    return tuple(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))


def fingerprint(words: Sequence[str]) -> str:
    """The same for lines that differ in order or capitals alone."""
    plain = sorted(" ".join(term.said.casefold() for term in terms(word)) for word in words)
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


def may_put_meaning(asked: PutMeaning, *, known: bool) -> Decision:
    """``known``: another line in force says just this."""
    words, found = tidy(asked.words), []
    if not 2 <= len(words) <= MOST_WAYS or any(len(word) > LONGEST_WAY or not terms(word) for word in words):
        said = (
            f"Cần từ 2 đến {MOST_WAYS} cách nói, mỗi cách nhiều nhất {LONGEST_WAY} ký tự.",
            f"There are 2 to {MOST_WAYS} ways to say it, each of at most {LONGEST_WAY} characters.",
        )
        found.append(wrong("words", *said))
    elif known:
        found.append(wrong("words", "Đã có một dòng như vậy đang dùng.", "A line in force says this already."))
    if not asked.ground.strip():
        found.append(wrong("ground", "Chưa nêu lý do.", "The ground is missing."))
    return Decision.refuse_if_any(found)


def may_end_meaning(asked: EndMeaning, *, in_force: bool) -> Decision:
    found = []
    if not in_force:
        found.append(wrong("ground", "Dòng này đã thôi dùng.", "This line has ended already."))
    elif not asked.ground.strip():
        found.append(wrong("ground", "Chưa nêu lý do.", "The ground is missing."))
    return Decision.refuse_if_any(found)
