"""The catalogue at the tests' day: the sample's own stories with the cast."""

from __future__ import annotations

from typing import Any

import pytest

from khue.core.errors import Refused
from khue.features.services.models import CatalogueEntry, Ticket, TicketStep
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import catalogue as sample
from tests.cast import organisation, persona


def institute() -> str:
    return organisation("VLSH")


def firm() -> str:
    return organisation("TLX")


def adviser() -> str:
    """A person who is valuer, appraiser and legal adviser; the key."""
    key = persona("member").key
    sample.joined(key, ("valuer", "appraiser", "legal"), persona, "member")
    return key


def training() -> int:
    """A service of the institute that everybody reads; its id."""
    sample.joined(institute(), ("supplier",), persona, "researcher")
    return sample.published(sample.TRAINING, institute(), persona, "researcher")


def valuation() -> int:
    return sample.published(sample.VALUATION, adviser(), persona, "member")


def ticket(entry: int = 0) -> int:
    """The firm orders the institute's training."""
    return sample.ordered(entry or training(), firm(), persona, "founder")


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code.removeprefix("services.") for reason in caught.value.decision.reasons}


def traces() -> tuple[Any, ...]:
    """What a refusal may not change."""
    entries = tuple(CatalogueEntry.objects.order_by("pk").values_list("state", "until_on"))
    tickets = tuple(Ticket.objects.order_by("pk").values_list("state", "price", "stamp"))
    return AuditRecord.objects.count(), Notice.objects.count(), TicketStep.objects.count(), entries, tickets
