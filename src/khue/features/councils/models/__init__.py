"""Tables of the room: experts, councils with seats and items, interests. Guards: migration 0002."""

from khue.features.councils.models.experts import Expert, ExpertProfile, ExpertRelation
from khue.features.councils.models.panels import Council, InterestDeclaration, Item, ItemPaper, ItemParty, Seat
from khue.features.councils.models.reviews import Assignment, Review, ScoreSheet, SheetTemplate

# For the deployer's grants: rows of these are only ever added, or never deleted.
APPEND_ONLY_TABLES = ("councils_expertprofile", "councils_itemparty", "councils_sheettemplate", "councils_scoresheet")
NEVER_DELETED_TABLES = (
    "councils_expert", "councils_expertrelation", "councils_council", "councils_seat", "councils_item",
    "councils_interestdeclaration", "councils_itempaper", "councils_review", "councils_assignment",
)  # fmt: skip

__all__ = [
    "Assignment",
    "Council",
    "Expert",
    "ExpertProfile",
    "ExpertRelation",
    "InterestDeclaration",
    "Item",
    "ItemPaper",
    "ItemParty",
    "Review",
    "ScoreSheet",
    "Seat",
    "SheetTemplate",
]
