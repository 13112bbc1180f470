"""Reading the desk: the audit in words, saved views, internal notes, bulk deeds. Frozen values only."""

from khue.features.desk.queries.bulk import (
    BulkLine,
    BulkRowLine,
    bulk_deed,
    bulk_deeds,
    bulk_rows,
    every_bulk_row,
)
from khue.features.desk.queries.notes import NoteLine, NotesPage, mentionable, notes_of
from khue.features.desk.queries.reminders import Feed, FeedLine, digests_due, feed, feed_line
from khue.features.desk.queries.saved_views import Choice, ViewLine, choice, saved_views, view_line
from khue.features.desk.queries.trail import RECORDS, AuditEntry, AuditTrail, audit_trail

__all__ = [
    "RECORDS",
    "AuditEntry",
    "AuditTrail",
    "BulkLine",
    "BulkRowLine",
    "Choice",
    "Feed",
    "FeedLine",
    "NoteLine",
    "NotesPage",
    "ViewLine",
    "audit_trail",
    "bulk_deed",
    "bulk_deeds",
    "bulk_rows",
    "choice",
    "digests_due",
    "every_bulk_row",
    "feed",
    "feed_line",
    "mentionable",
    "notes_of",
    "saved_views",
    "view_line",
]
