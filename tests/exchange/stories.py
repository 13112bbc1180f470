"""The exchange at the tests' day: the sample's own stories with the cast."""

from __future__ import annotations

from typing import Any

import pytest

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.exchange.models import Member, Offer, OfferVersion
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import exchange as sample
from tests.cast import organisation, persona

CANARY = "CANARY-5E11ER-SECRET"


def institute() -> str:
    return organisation("VLSH")


def firm() -> str:
    return organisation("TLX")


def supplier() -> str:
    """The institute as an active supplier; its key."""
    sample.verified(institute(), ("supplier",), persona, "researcher")
    return institute()


def handed_in(what: sample.Goods = sample.FILTER, **more: Any) -> int:
    """By the institute, which is verified first where it is not a member yet."""
    if not Member.objects.filter(kind="supplier", state="active").exists():
        supplier()
    return sample.offered(what, institute(), persona, "researcher", CANARY, **more)


def listed(what: sample.Goods = sample.FILTER, **more: Any) -> tuple[int, str]:
    offer = handed_in(what, **more)
    return offer, sample.listed(offer, persona)


def at(who: str, days: int) -> Actor:
    return persona(who, days=days)


def traces() -> tuple[Any, ...]:
    """What a refusal may not change."""
    offers = tuple(Offer.objects.order_by("pk").values_list("state", "stamp", "valid_until"))
    versions = tuple(OfferVersion.objects.order_by("pk").values_list("outcome", "taken_by", "second_by"))
    members = tuple(Member.objects.order_by("pk").values_list("state", "stamp"))
    return AuditRecord.objects.count(), Notice.objects.count(), TimelineRow.objects.count(), offers, versions, members


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code.removeprefix("exchange.") for reason in caught.value.decision.reasons}
