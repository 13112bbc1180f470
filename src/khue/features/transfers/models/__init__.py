"""Tables of transfers. Checks, proposals' answers and reports only grow."""

from khue.features.transfers.models.handovers import Duty, DutyReport, Handover
from khue.features.transfers.models.purchases import LicenceDuty, LicenceReport, Purchase, PurchaseYear, SpreadLicence
from khue.features.transfers.models.transfers import Capability, Proposal, Transfer, TransferAnswer, TransferYear

APPEND_ONLY_TABLES = (
    "transfers_capability",
    "transfers_transferanswer",
    "transfers_dutyreport",
    "transfers_licencereport",
)
NEVER_DELETED_TABLES = (
    "transfers_transfer",
    "transfers_proposal",
    "transfers_handover",
    "transfers_duty",
    "transfers_purchase",
    "transfers_spreadlicence",
    "transfers_licenceduty",
)

__all__ = [
    "APPEND_ONLY_TABLES",
    "NEVER_DELETED_TABLES",
    "Capability",
    "Duty",
    "DutyReport",
    "Handover",
    "LicenceDuty",
    "LicenceReport",
    "Proposal",
    "Purchase",
    "PurchaseYear",
    "SpreadLicence",
    "Transfer",
    "TransferAnswer",
    "TransferYear",
]
