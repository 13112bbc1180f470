"""Dated lists of technology: which entries an offer touches, and what follows on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.folding import fold
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.offers import IPC, RULINGS
from khue.features.exchange.domain.words import BINDING_LISTS, LISTS

MOST_TERMS = 20


@dataclass(frozen=True, slots=True)
class PutEntry:
    """An entry of a list as a decree has it; ``terms`` are words that point to it, ``codes`` beginnings of IPC symbols.

    In force from ``from_on`` until ``until_on`` (not included) or for good.
    """

    which: str
    title: Text
    source: str
    from_on: date
    terms: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    until_on: date | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndEntry:
    """From ``until_on`` the entry says nothing any more; what was judged by it stays on record."""

    entry_id: int
    until_on: date
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RuleOnEntry:
    """Whether a listed offer is on an entry that came after its check. ``seen``: the offer's stamp."""

    offer_id: int
    entry_id: int
    ruling: str
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class GrantClearance:
    """``party`` may see restricted technology until a day, for a stated purpose."""

    party: str
    until_on: date
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndClearance:
    clearance_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """What of an entry is compared with offers: folded terms, beginnings of codes."""

    entry: int
    terms: tuple[str, ...]
    codes: tuple[str, ...]


def touches(pointer: Pointer, folded: str, codes: Iterable[str]) -> bool:
    """Whether an offer's words hold a term as whole words, or one of its codes begins as the entry's do. Points; never decides."""
    around = f" {_plain(folded)} "
    if any(f" {term} " in around for term in pointer.terms):
        return True
    return any(code.startswith(start) for code in codes for start in pointer.codes)


def folded_term(term: str) -> str:
    """A term as ``touches`` compares it."""
    return _plain(fold(term))


def _plain(folded: str) -> str:
    """Letters and digits only, one blank between words."""
    return " ".join("".join(mark if mark.isalnum() else " " for mark in folded).split())


def may_put(asked: PutEntry) -> Decision:
    return Decision.refuse_if_any(_faults(asked))


def _faults(asked: PutEntry) -> Iterator[Reason]:
    if asked.which not in LISTS:
        yield wrong("which", "Chưa chọn danh mục.", "The list is not chosen.")
    if not asked.source.strip():
        yield wrong("source", "Chưa nêu văn bản quy định mục này.", "The text that has this entry is not named.")
    if not asked.terms and not asked.codes:
        yield wrong("terms", "Cần ít nhất một từ khóa hoặc ký hiệu IPC để đối chiếu.", "At least one term or IPC code is needed to compare with.")  # fmt: skip
    if len(asked.terms) > MOST_TERMS or any(len(folded_term(term)) < 3 for term in asked.terms):
        yield wrong("terms", "Mỗi từ khóa dài ít nhất 3 ký tự.", "Each term has at least three characters.")
    if any(not IPC.fullmatch(code) for code in asked.codes):
        yield wrong("codes", "Ký hiệu IPC chưa đúng; ví dụ: C02F.", "An IPC code is wrong; an example: C02F.")
    if asked.until_on is not None and asked.until_on <= asked.from_on:
        yield wrong("until_on", "Ngày hết hiệu lực phải sau ngày có hiệu lực.", "The entry ends before it begins.")


def may_end(asked: EndEntry, from_on: date, until_on: date | None, today: date) -> Decision:
    found = []
    if until_on is not None:
        found.append(wrong("until_on", "Mục này đã có ngày hết hiệu lực.", "This entry has its last day already."))
    elif asked.until_on <= from_on or asked.until_on < today:
        found.append(wrong("until_on", "Ngày hết hiệu lực không được ở quá khứ.", "The last day may not lie in the past."))  # fmt: skip
    if not asked.ground.strip():
        found.append(wrong("ground", "Chưa nêu văn bản bãi bỏ.", "The text that ends it is not named."))
    return Decision.refuse_if_any(found)


def may_rule(asked: RuleOnEntry, *, open_entry: bool, near: bool) -> Decision:
    found = []
    if not open_entry:
        found.append(
            Reason(
                "exchange.nothing_to_rule",
                Text("Mục này không chờ kết luận.", "This entry awaits no ruling."),
                Text("Mời ông/bà mở lại trang.", "Open the page again."),
            )
        )
    if near:
        found.append(
            Reason(
                "exchange.own_hands",
                Text("Người thuộc bên cung không được tự kết luận.", "Who belongs to the supplier does not rule."),
                Text("Mời ông/bà chuyển cho đồng nghiệp.", "Leave it to a colleague."),
            )
        )
    if asked.ruling not in RULINGS:
        found.append(wrong("ruling", "Chưa chọn kết luận.", "The ruling is not chosen."))
    if not asked.ground.strip():
        found.append(wrong("ground", "Chưa nêu căn cứ của kết luận.", "The ground of the ruling is missing."))
    return Decision.refuse_if_any(found)


def may_clear(asked: GrantClearance, *, near: bool, today: date) -> Decision:
    found = []
    if near:
        found.append(wrong("party", "Người thuộc bên này không được tự cho phép.", "Who belongs to this party does not clear it."))  # fmt: skip
    if asked.until_on <= today:
        found.append(wrong("until_on", "Ngày hết hạn phải sau hôm nay.", "The clearance must end after today."))
    if not asked.ground.strip():
        found.append(wrong("ground", "Chưa nêu mục đích và căn cứ.", "Purpose and ground are missing."))
    return Decision.refuse_if_any(found)


def is_binding(which: str) -> bool:
    return which in BINDING_LISTS
