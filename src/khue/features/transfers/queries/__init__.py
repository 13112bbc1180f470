"""What other rooms and pages may ask about transfers without refund."""

from khue.features.transfers.queries.cards import (
    CheckRow,
    ClaimRow,
    DutyRow,
    HandoverRow,
    ProposalRow,
    TransferCard,
    number_of,
    state_view,
    transfer_card,
    transfer_of_duty,
    transfer_of_handover,
)
from khue.features.transfers.queries.figures import results_handed_over
from khue.features.transfers.queries.lists import (
    TransferRow,
    duties_to_remind,
    holds_of_persons,
    just_closed,
    matters,
    offers_to_open,
    transfers,
)

__all__ = [
    "CheckRow",
    "ClaimRow",
    "DutyRow",
    "HandoverRow",
    "ProposalRow",
    "TransferCard",
    "TransferRow",
    "duties_to_remind",
    "holds_of_persons",
    "just_closed",
    "matters",
    "number_of",
    "offers_to_open",
    "results_handed_over",
    "state_view",
    "transfer_card",
    "transfer_of_duty",
    "transfer_of_handover",
    "transfers",
]
