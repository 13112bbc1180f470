"""Missions from the appraisal to the end. Amounts in đồng; what both sides agreed to is guarded by migration 0002."""

from khue.features.delivery.models.contracts import ContractChange, ContractVersion, Handover, Milestone
from khue.features.delivery.models.ending import Ending, MissionClaim
from khue.features.delivery.models.missions import CostFinding, Mission, MissionCost, MissionMember
from khue.features.delivery.models.watching import MissionReport, MissionWarning, SiteCheck

APPEND_ONLY_TABLES = ("delivery_costfinding", "delivery_sitecheck", "delivery_ending")
NEVER_DELETED_TABLES = (
    "delivery_mission",
    "delivery_contractversion",
    "delivery_milestone",
    "delivery_handover",
    "delivery_contractchange",
    "delivery_missionclaim",
)

__all__ = [
    "APPEND_ONLY_TABLES",
    "NEVER_DELETED_TABLES",
    "ContractChange",
    "ContractVersion",
    "CostFinding",
    "Ending",
    "Handover",
    "Milestone",
    "Mission",
    "MissionClaim",
    "MissionCost",
    "MissionMember",
    "MissionReport",
    "MissionWarning",
    "SiteCheck",
]
