"""The verbs of the room."""

from khue.features.desk.usecases.bulk import order_bulk, run_bulk, stop_bulk
from khue.features.desk.usecases.choices import choose_digest, choose_shortcuts
from khue.features.desk.usecases.notes import strike_note, write_note
from khue.features.desk.usecases.reminders import mail_digest, prepare_digest, renew_feed, revoke_feed
from khue.features.desk.usecases.saved_views import choose_default_view, remove_view, save_view

__all__ = [
    "choose_default_view",
    "choose_digest",
    "choose_shortcuts",
    "mail_digest",
    "order_bulk",
    "prepare_digest",
    "remove_view",
    "renew_feed",
    "revoke_feed",
    "run_bulk",
    "save_view",
    "stop_bulk",
    "strike_note",
    "write_note",
]
