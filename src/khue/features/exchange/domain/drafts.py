"""Drafts of offers: what a supplier has begun, by import, from a document or by hand, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.offers import NOT_COMPARED, Claim, Comparison, Described, Owner, Right

MOST_AT_ONCE = 300
"""Drafts that one deed hands in or drops: each is looked at by two persons afterwards."""
SOURCES: Mapping[str, Text] = {
    "import": Text("nhập từ bảng tính", "imported from a sheet"),
    "document": Text("đọc từ tài liệu", "read from a document"),
    "program": Text("gửi bằng chương trình", "sent by a program"),
}


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """``party`` keeps words to go on with later; nothing of them need be complete. ``confidential`` lies in a table of its own."""

    party: str
    described: Described
    valid_until: date | None = None
    confidential: str = ""
    source: str = "program"
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A draft filled from the text of an uploaded paper, where it has any."""

    party: str
    paper: Any
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandInDrafts:
    """Drafts become offers that await the check. ``valid_until`` counts for those that say none."""

    drafts: Sequence[int]
    valid_until: date
    looked: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DropDrafts:
    drafts: Sequence[int]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of drafts that were handed in together: ids of offers, and the ids of drafts that stay, with why."""

    offers: tuple[int, ...] = ()
    staying: Mapping[int, tuple[Reason, ...]] = field(default_factory=dict)


def empty_words(title: str, summary: str) -> Described:
    """A draft of which nothing but a title and some text is known; neither is empty."""
    return Described(Text(title), Text(summary), "", "", (), 0, "", "owner", "", ())


def to_json(said: Described) -> dict[str, Any]:
    """The public words as plain JSON; ``from_json`` gives them back."""
    beside = said.comparison
    return {
        "title": [said.title.vi, said.title.en], "summary": [said.summary.vi, said.summary.en], "kind": said.kind, "field": said.field,
        "codes": list(said.codes), "stage": said.stage, "stage_evidence": said.stage_evidence, "basis": said.basis,
        "basis_paper": said.basis_paper, "modes": list(said.modes), "price_from": said.price_from, "price_to": said.price_to,
        "price_note": said.price_note, "public_money": said.public_money, "result": said.result, "after_sale": said.after_sale,
        "videos": list(said.videos), "claims": [[one.says, one.level, one.proof, one.buyer] for one in said.claims],
        "owners": [[one.name, one.numerator, one.denominator] for one in said.owners],
        "rights": [[one.kind, one.state, one.territory, one.number] for one in said.rights],
        "comparison": [beside.rival, beside.says, beside.unit, beside.own_cost, beside.rival_cost],
    }  # fmt: skip


def from_json(kept: Mapping[str, Any]) -> Described:
    plain = ("kind", "field", "stage", "stage_evidence", "basis", "basis_paper", "price_from", "price_to", "price_note")
    more = ("public_money", "result", "after_sale")
    return Described(
        title=Text(*kept["title"]),
        summary=Text(*kept["summary"]),
        codes=tuple(kept["codes"]),
        modes=tuple(kept["modes"]),
        videos=tuple(kept["videos"]),
        claims=tuple(Claim(*one) for one in kept["claims"]),
        owners=tuple(Owner(*one) for one in kept["owners"]),
        rights=tuple(Right(*one) for one in kept["rights"]),
        comparison=Comparison(*kept["comparison"]) if any(kept["comparison"]) else NOT_COMPARED,
        **{name: kept[name] for name in (*plain, *more)},
    )


def from_text(text: str) -> Described:
    """What a paper's text tells: its first line as the title, the rest as the beginning of the summary. The supplier writes on."""
    words = " ".join(text.split())
    end = next((at for at in range(20, min(len(words), 200)) if words[at] in ".;:\n"), min(len(words), 150))
    return empty_words(words[:end].strip(), words[end:].lstrip(" .;:")[:4000] or words)


def may_hand_in(asked: HandInDrafts, found: int) -> Decision:
    return Decision.refuse_if_any(_few(asked.drafts, found))


def may_drop(asked: DropDrafts, found: int) -> Decision:
    return Decision.refuse_if_any(_few(asked.drafts, found))


def _few(drafts: Sequence[int], found: int) -> list[Reason]:
    if not drafts or not found:
        return [wrong("drafts", "Chưa chọn bản nháp nào.", "No draft is chosen.")]
    if len(drafts) > MOST_AT_ONCE:
        return [wrong("drafts", f"Mỗi lần nhiều nhất {MOST_AT_ONCE} bản nháp.", f"At most {MOST_AT_ONCE} drafts go at once.")]  # fmt: skip
    return []
