"""Facts for decisions, read under the caller's locks."""

from __future__ import annotations

from khue.core.decision import Reason
from khue.features.activities.domain.spending import not_signed
from khue.features.activities.models import EarnedFee
from khue.features.councils import queries as councils


def stands_signed(fee: EarnedFee | None) -> list[Reason]:
    """Why a fee may not move now; nothing for a spend that is no fee."""
    if fee is None:
        return []
    lines = councils.fees_of(fee.minutes)
    return [] if any(one.id == fee.entitlement and one.signed for one in lines) else [not_signed()]
