"""Deals at the tests' day: the sample's own stories with the cast."""

from __future__ import annotations

from typing import Any

import pytest

from khue.core.errors import Refused
from khue.features.deals.models import Deal, DealBroker, DealMessage, DealTerms, Nda
from khue.features.exchange.models import Member
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import deals as sample
from khue.site.sample import exchange
from tests.cast import persona
from tests.exchange.stories import firm, listed

MILLION = sample.MILLION


def member() -> str:
    """The firm as an active demander; its key."""
    if not Member.objects.filter(kind="demander", state="active").exists():
        exchange.verified(firm(), ("demander",), persona, "founder")
    return firm()


def asked(**more: Any) -> int:
    """The firm is interested in the institute's listed offer."""
    party = member()
    _offer, number = listed(**more)
    return sample.asked(number, party, persona)


def talking(**more: Any) -> int:
    deal = asked(**more)
    sample.answered(deal, persona)
    return deal


def hushed(**more: Any) -> int:
    deal = talking(**more)
    sample.hushed(deal, persona)
    return deal


def agreed(**more: Any) -> int:
    deal = talking(**more)
    sample.agreed(deal, sample.made(deal, sample.terms(), persona, "researcher"), persona, "founder")
    return deal


def offer_of(deal: int) -> int:
    return int(Deal.objects.values_list("offer", flat=True).get(pk=deal))


def traces() -> tuple[Any, ...]:
    """What a refusal may not change."""
    deals = tuple(Deal.objects.order_by("pk").values_list("state", "ended_at"))
    terms = tuple(DealTerms.objects.order_by("pk").values_list("state", flat=True))
    ndas = tuple(Nda.objects.order_by("pk").values_list("seller_at", "buyer_at", "ended_at"))
    counts = (AuditRecord, Notice, TimelineRow, DealMessage, DealBroker)
    return tuple(model.objects.count() for model in counts), deals, terms, ndas


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code.removeprefix("deals.") for reason in caught.value.decision.reasons}
