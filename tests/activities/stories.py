"""Plans, spends and fees at the tests' day: the sample's own stories with the cast."""

from __future__ import annotations

from typing import Any

import pytest

from khue.core.errors import Refused
from khue.features.activities.models import ActivityLine, EarnedFee, Spend
from khue.features.ledger import queries as ledger
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import activities as sample
from tests.cast import organisation, persona
from tests.councils import cases
from tests.councils.test_fees import confirmed, met, signed_by_hand

LINE = "budget:2026-HD"


def in_force(*lines: tuple[str, str, int, int, str, bool], amount: int = 1_000_000_000) -> list[int]:
    return sample.in_force(persona, *lines, amount=amount)


def firm() -> str:
    return organisation("TLX")


def available() -> int:
    return next(one.available for one in ledger.budget_lines() if one.subject == LINE)


def row(line: int) -> ActivityLine:
    return ActivityLine.objects.get(pk=line)


def minutes_signed() -> int:
    """Minutes of a council of five, signed by all: five fees are earned, 6.1 m đồng in all."""
    minutes = met(cases.at_work())
    confirmed(signed_by_hand(minutes))
    return minutes


def traces() -> tuple[Any, ...]:
    """What a refusal may not change."""
    money = tuple(ActivityLine.objects.order_by("pk").values_list("state", "reserved", "used", "spent", "paid"))
    spends = tuple(Spend.objects.order_by("pk").values_list("state", "order"))
    fees = tuple(EarnedFee.objects.order_by("pk").values_list("state", "why"))
    budget = tuple((one.subject, one.available, one.paid) for one in ledger.budget_lines())
    return AuditRecord.objects.count(), Notice.objects.count(), money, spends, fees, budget


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}
