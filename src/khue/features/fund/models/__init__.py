"""Columns of the fund: bodies and charter, capital, cases with motions and payments, loans."""

from khue.features.fund.models.bodies import CharterVersion, Seat
from khue.features.fund.models.capital import CapitalReceipt, CapitalSource
from khue.features.fund.models.cases import FundCase, FundPayment, Motion, MotionLine, MotionVote, Opinion
from khue.features.fund.models.loans import (
    Instalment,
    Loan,
    LoanNotice,
    Repayment,
    RepaymentUndone,
    ScheduleEnded,
    ScheduleVersion,
)

APPEND_ONLY_TABLES = (
    "fund_capitalreceipt", "fund_motionline", "fund_motionvote", "fund_opinion", "fund_scheduleversion", "fund_instalment",
    "fund_repayment", "fund_repaymentundone", "fund_scheduleended", "fund_loannotice",
)  # fmt: skip
NEVER_DELETED_TABLES = (
    "fund_seat", "fund_charterversion", "fund_capitalsource", "fund_fundcase", "fund_fundpayment", "fund_motion", "fund_loan",
)  # fmt: skip

__all__ = [
    "APPEND_ONLY_TABLES",
    "NEVER_DELETED_TABLES",
    "CapitalReceipt",
    "CapitalSource",
    "CharterVersion",
    "FundCase",
    "FundPayment",
    "Instalment",
    "Loan",
    "LoanNotice",
    "Motion",
    "MotionLine",
    "MotionVote",
    "Opinion",
    "Repayment",
    "RepaymentUndone",
    "ScheduleEnded",
    "ScheduleVersion",
    "Seat",
]
