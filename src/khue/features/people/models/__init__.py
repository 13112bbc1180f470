"""Tables of the room: the records themselves, what happened to them over time, duplicates, sanctions."""

from khue.features.people.models.changes import Dissolution, Passage, RecordChange, Share, Succession
from khue.features.people.models.duplicates import DuplicatePair
from khue.features.people.models.erasing import PersonErasure
from khue.features.people.models.records import (
    Address,
    GroupMember,
    LinkedIdentity,
    Mandate,
    MandateRequest,
    Organisation,
    Party,
    Person,
    RoleHolding,
    Unit,
)
from khue.features.people.models.restrictions import Restriction
from khue.features.people.models.sanctions import Sanction, SanctionImport

__all__ = [
    "Address", "Dissolution", "DuplicatePair", "GroupMember", "LinkedIdentity", "Mandate", "MandateRequest",
    "Organisation", "Party", "Passage", "Person", "PersonErasure", "RecordChange", "Restriction", "RoleHolding", "Sanction", "SanctionImport", "Share",
    "Succession", "Unit",
]  # fmt: skip
