"""From application to money: every trace, and refusals that change nothing."""

from __future__ import annotations

import pytest

from khue.features.fund.models import FundCase
from khue.features.ledger import queries as ledger
from tests.fund.stories import CAPITAL, act, founded, running, sample

pytestmark = pytest.mark.django_db


def test_a_grant_goes_from_application_to_money() -> None:
    founded()
    case = running("grant", 600_000_000)
    assert (case.state, case.granted) == ("running", 600_000_000)
    assert ledger.balance("fund.available", "fund:sti") == CAPITAL - 600_000_000
    assert ledger.balance("fund.committed", f"fund_case:{case.pk}") == 600_000_000
    sample.paid_out(case.pk, 200_000_000, act())
    assert FundCase.objects.get(pk=case.pk).paid == 200_000_000
    assert ledger.balance("fund.used", "fund:sti") == 200_000_000
    assert ledger.balance("fund.expense", f"fund_case:{case.pk}") == 200_000_000
