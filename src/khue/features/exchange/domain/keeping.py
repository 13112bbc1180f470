"""What may be done with an offer once it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.decision import Decision
from khue.features.exchange.domain.members import wrong
from khue.features.exchange.domain.offers import until_faults
from khue.features.exchange.domain.words import OFFER


@dataclass(frozen=True, slots=True)
class ConfirmOffer:
    """The offer still holds, until ``valid_until`` (not included): confirmation and renewal are one deed."""

    offer_id: int
    valid_until: date
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    offer_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReadConfidential:
    """Every reading is a deed of its own, so it carries no key of a form."""

    offer_id: int


def may_confirm(state: str, asked: ConfirmOffer, today: date) -> Decision:
    found = [*until_faults(asked.valid_until, today)]
    if state != "listed":
        found.append(wrong("valid_until", "Chỉ xác nhận được chào bán đang niêm yết.", "Only a listed offer is confirmed."))  # fmt: skip
    return Decision.refuse_if_any(found)


def may_withdraw(state: str, asked: WithdrawOffer) -> Decision:
    found = list(OFFER.decision(state, "withdraw").reasons)
    if not asked.ground.strip():
        found.append(wrong("ground", "Chưa nêu lý do rút.", "Why it is withdrawn is not said."))
    return Decision.refuse_if_any(found)
