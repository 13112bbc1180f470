"""Reading the desk: the audit in words, saved views, internal notes, bulk deeds. Frozen values only."""

from khue.features.desk.queries.boards import (
    LoadBoard,
    Overseen,
    PersonLoad,
    busiest_unit,
    load_board,
    overseen,
    people_of,
    watched_units,
)
from khue.features.desk.queries.bulk import (
    BulkLine,
    BulkRowLine,
    bulk_deed,
    bulk_deeds,
    bulk_rows,
    every_bulk_row,
)
from khue.features.desk.queries.notes import LatestNotes, NoteLine, NotesPage, latest_notes, mentionable, notes_of
from khue.features.desk.queries.reminders import Feed, FeedLine, digests_due, feed, feed_line
from khue.features.desk.queries.saved_views import Choice, ViewLine, choice, saved_views, view_line
from khue.features.desk.queries.trail import RECORDS, AuditEntry, AuditTrail, audit_trail, has_record

__all__ = [
    "RECORDS",
    "AuditEntry",
    "AuditTrail",
    "BulkLine",
    "BulkRowLine",
    "Choice",
    "Feed",
    "FeedLine",
    "LatestNotes",
    "LoadBoard",
    "NoteLine",
    "NotesPage",
    "Overseen",
    "PersonLoad",
    "ViewLine",
    "audit_trail",
    "bulk_deed",
    "bulk_deeds",
    "bulk_rows",
    "busiest_unit",
    "choice",
    "digests_due",
    "every_bulk_row",
    "feed",
    "feed_line",
    "has_record",
    "latest_notes",
    "load_board",
    "mentionable",
    "notes_of",
    "overseen",
    "people_of",
    "saved_views",
    "view_line",
    "watched_units",
]
