"""Tables of the room: experts, councils with seats and items, interests. Guards: migrations 0002, 0004."""

from khue.features.councils.models.experts import Expert, ExpertProfile, ExpertRelation, ExpertTie
from khue.features.councils.models.meetings import (
    AgendaItem,
    Ballot,
    BoxedPaper,
    CountedPaper,
    FeeEntitlement,
    Meeting,
    Minutes,
    Presence,
    Voter,
)
from khue.features.councils.models.panels import Council, InterestDeclaration, Item, ItemPaper, ItemParty, Seat
from khue.features.councils.models.reviews import Assignment, Review, ScoreSheet, SheetDraft, SheetTemplate

# For the deployer's grants: rows of these are only ever added, or never deleted.
APPEND_ONLY_TABLES = (
    "councils_expertprofile",
    "councils_itemparty",
    "councils_sheettemplate",
    "councils_scoresheet",
    "councils_countedpaper",
    "councils_feeentitlement",
)
NEVER_DELETED_TABLES = (
    "councils_expert", "councils_expertrelation", "councils_experttie", "councils_council", "councils_seat", "councils_item",
    "councils_interestdeclaration", "councils_itempaper", "councils_review", "councils_assignment", "councils_meeting",
    "councils_agendaitem", "councils_presence", "councils_ballot", "councils_voter", "councils_minutes",
)  # fmt: skip

__all__ = [
    "AgendaItem",
    "Assignment",
    "Ballot",
    "BoxedPaper",
    "Council",
    "CountedPaper",
    "Expert",
    "ExpertProfile",
    "ExpertRelation",
    "ExpertTie",
    "FeeEntitlement",
    "InterestDeclaration",
    "Item",
    "ItemPaper",
    "ItemParty",
    "Meeting",
    "Minutes",
    "Presence",
    "Review",
    "ScoreSheet",
    "Seat",
    "SheetDraft",
    "SheetTemplate",
    "Voter",
]
