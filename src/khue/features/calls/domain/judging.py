"""Proposals before a council: which may be put there, who stands behind each, and what its verdict means for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

VERDICTS: Final = {"approved": True, "refused": False}
"""What a council decides, as the outcome of a proposal; anything else (put off) decides nothing."""


@dataclass(frozen=True, slots=True)
class PutBeforeCouncil:
    """Proposals of one call go before a council together. ``proposals`` are ids."""

    call_id: int
    council_id: int
    proposals: tuple[int, ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal of the call as the deed finds it. ``before``: the council that has it already, or empty."""

    id: int
    number: str
    state: str
    awaits_review: bool
    before: str
    near: bool


def may_put_before_council(asked: PutBeforeCouncil, standing: Mapping[int, Standing]) -> Decision:
    """Each passed the formal check, lies before no council, and is nobody's own who puts it there."""
    if not asked.proposals:
        return Decision.refuse(
            Reason(
                "none",
                Text("Chưa chọn đề xuất nào.", "No proposal is chosen."),
                Text("Mời ông/bà đánh dấu ít nhất một đề xuất.", "Tick at least one."),
                "proposals",
            )
        )
    return Decision.refuse_if_any(_reasons(dict.fromkeys(asked.proposals), standing))


def _reasons(proposals: Collection[int], standing: Mapping[int, Standing]) -> Iterator[Reason]:
    off = Text("Mời ông/bà bỏ đánh dấu đề xuất này.", "Take the tick off this proposal.")
    for number in proposals:
        found = standing.get(number)
        if found is None:
            vi, en = "Có đề xuất không thuộc thông báo này.", "A proposal is not of this call."
            yield Reason("stranger", Text(vi, en), off, "proposals")
        elif found.near:
            vi = f"Ông/bà có liên quan đến bên chủ trì của đề xuất {found.number}."
            en = f"You stand near the lead of proposal {found.number}."
            yield Reason(
                "near",
                Text(vi, en),
                Text("Mời ông/bà để đồng nghiệp khác đưa.", "Leave it to a colleague."),
                "proposals",
            )
        elif found.before:
            vi = f"Đề xuất {found.number} đã thuộc danh mục của {found.before}."
            en = f"Proposal {found.number} is before {found.before} already."
            yield Reason("there_already", Text(vi, en), off, "proposals")
        elif found.state != "opened" or not found.awaits_review:
            vi = f"Đề xuất {found.number} chưa qua kiểm tra hình thức, hoặc đã có kết luận."
            en = f"Proposal {found.number} has not passed the formal check, or has its outcome."
            yield Reason("not_eligible", Text(vi, en), off, "proposals")


def council_has_it(council: str, number: str) -> Decision:
    """What lies before a council gets its outcome from the council, never by hand."""
    return Decision.refuse(
        Reason(
            "before_council",
            Text(f"{council} đang xem xét đề xuất này.", f"{council} has this proposal before it."),
            Text(
                "Kết luận sẽ được ghi tự động khi hội đồng quyết định; muốn ghi tay, mời ông/bà rút hồ sơ khỏi hội đồng trước.",
                "Its outcome is recorded when the council decides; to record it by hand, withdraw the item first.",
            ),
        )
    )


PARTY_ROLE: Final = {"principal": "lead"}
"""Roles of a proposal's members as the room of councils names them; everybody else is a co-author."""


def parties_of(
    lead: str, members: Collection[tuple[str, str, str]], acted: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """(party, role) of everybody behind a proposal, each once: lead, members, their organisations, who began and handed in.

    ``members`` are (person, organisation or empty, role).
    """
    found: dict[str, str] = {lead: "applicant"}
    for person, _organisation, role in members:
        found.setdefault(person, PARTY_ROLE.get(role, "author"))
    for _person, organisation, _role in members:
        if organisation:
            found.setdefault(organisation, "partner")
    for key in acted:
        if key.startswith("party:"):
            found.setdefault(key, "director")
    return tuple(found.items())
