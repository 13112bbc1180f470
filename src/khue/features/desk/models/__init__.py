"""What the desk keeps: saved views, choices, internal notes, bulk deeds, reminders."""

from khue.features.desk.models.bulk import BulkDeed, BulkRow
from khue.features.desk.models.notes import InternalNote, Mention
from khue.features.desk.models.reminders import CalendarFeed, Digest
from khue.features.desk.models.saved_views import DeskChoice, SavedView

NEVER_DELETED_TABLES = ("desk_savedview", "desk_internalnote", "desk_bulkdeed", "desk_bulkrow", "desk_digest")
APPEND_ONLY_TABLES = ("desk_mention",)

__all__ = [
    "APPEND_ONLY_TABLES",
    "NEVER_DELETED_TABLES",
    "BulkDeed",
    "BulkRow",
    "CalendarFeed",
    "DeskChoice",
    "Digest",
    "InternalNote",
    "Mention",
    "SavedView",
]
