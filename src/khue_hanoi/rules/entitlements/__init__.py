"""What can I get? One rule for each support that a resident, a scientist, a firm, a startup or an investor may get.

They share the facts of ``applicant.py``, so that one questionnaire asks what still matters, once. Where the law gives an
amount, the value is money; where it opens a door, the value is yes.
"""

from khue_hanoi.rules.entitlements.market import (
    exchange_listing,
    fund_investment,
    fund_partner,
    incubation,
    shared_laboratory,
)
from khue_hanoi.rules.entitlements.science import (
    equipment_support,
    expert_engagement,
    key_task_recognition,
    public_result,
    sandbox_licence,
)
from khue_hanoi.rules.entitlements.startups import (
    capacity_programme,
    consultant_training,
    loan_interest,
    project_selection,
    sme_consulting,
    sme_equipment_rent,
    sme_space_rent,
    startup_recognition,
)

__all__ = [
    "capacity_programme",
    "consultant_training",
    "equipment_support",
    "exchange_listing",
    "expert_engagement",
    "fund_investment",
    "fund_partner",
    "incubation",
    "key_task_recognition",
    "loan_interest",
    "project_selection",
    "public_result",
    "sandbox_licence",
    "shared_laboratory",
    "sme_consulting",
    "sme_equipment_rent",
    "sme_space_rent",
    "startup_recognition",
]
