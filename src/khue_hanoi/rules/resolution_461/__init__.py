"""Resolution 461/NQ-HĐND: the Hà Nội Innovation Centre, its founders, criteria, targets, charges, and what teams are given."""

from khue_hanoi.rules.resolution_461.centre import criteria, laboratory_charge, panel_seat, shareholding, target_gap
from khue_hanoi.rules.resolution_461.teams import data_release

__all__ = [
    "criteria",
    "data_release",
    "laboratory_charge",
    "panel_seat",
    "shareholding",
    "target_gap",
]
