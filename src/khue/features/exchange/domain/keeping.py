"""What may be done with an offer once it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from khue.core.clock import day_after_months
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


ENDS_BEFORE = (30, 7)
"""Calendar days before the last one on which a supplier hears that an offer runs out. The house's own: no provision sets them."""
LOOK_BACK = 14
"""A notice that the worker missed is given so many days later still."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """``kind``: ``confirm`` (it is time to say that it still holds), ``ends`` (it runs out), ``over`` (it did). ``on``: the day of notice."""

    kind: str
    on: date


def reminders_due(confirmed_on: date, valid_until: date, months: int, today: date) -> tuple[Reminder, ...]:
    """What a listed offer's supplier should have heard by today and lately. ``months`` 0: no rule asks for confirmation."""
    found = [Reminder("ends", valid_until - timedelta(days=days)) for days in ENDS_BEFORE]
    found = [
        one for one in found if one.on > confirmed_on
    ]  # an offer made for a shorter time is not running out on its first day
    found.append(Reminder("over", valid_until))
    due = day_after_months(confirmed_on, months) if months else None
    if due is not None and due < valid_until:
        found.append(Reminder("confirm", due))
    told = [one for one in found if today - timedelta(days=LOOK_BACK) < one.on <= today]
    over = any(one.kind == "over" for one in told)
    return tuple(one for one in told if one.kind == "over" or not over)
