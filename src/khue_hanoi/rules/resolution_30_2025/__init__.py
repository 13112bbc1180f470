"""Resolution 30/2025/NQ-HĐND: the Hà Nội Venture Capital Fund."""

from khue_hanoi.rules.resolution_30_2025.charter import (
    cash_reserve,
    enterprise_limit,
    pilot_notices,
    reinvested_profit,
    votes_needed,
    voting_seats,
)
from khue_hanoi.rules.resolution_30_2025.fund import (
    board_seats,
    city_ceiling,
    city_representative,
    fund_size,
    investor_seats,
    paid_in_share,
    state_enterprise_investor,
    total_capital,
)
from khue_hanoi.rules.resolution_30_2025.limits import (
    council_reports_due,
    money_register,
    round_limit,
    sector_limit,
)
from khue_hanoi.rules.resolution_30_2025.pilot import (
    eligible_investee,
    investee_kind,
    legal_form,
    new_investment,
    pilot_clock,
)

__all__ = [
    "board_seats",
    "cash_reserve",
    "city_ceiling",
    "city_representative",
    "council_reports_due",
    "eligible_investee",
    "enterprise_limit",
    "fund_size",
    "investee_kind",
    "investor_seats",
    "legal_form",
    "money_register",
    "new_investment",
    "paid_in_share",
    "pilot_clock",
    "pilot_notices",
    "reinvested_profit",
    "round_limit",
    "sector_limit",
    "state_enterprise_investor",
    "total_capital",
    "votes_needed",
    "voting_seats",
]
