"""Pages of the desk."""

from khue.features.desk.views.audit import audit
from khue.features.desk.views.boards import load
from khue.features.desk.views.bulk import bulk, bulk_deed, bulk_deeds, stop_bulk
from khue.features.desk.views.deeds import (
    accept,
    apology,
    ask_supplement,
    complete,
    hand_over,
    refuse_receipt,
    take,
    task,
)
from khue.features.desk.views.figures import bottlenecks, on_time
from khue.features.desk.views.notes import notes, strike_note
from khue.features.desk.views.papers import control_slip, register, register_pdf
from khue.features.desk.views.saved_views import choose_default, remove_view, save_view, saved_views
from khue.features.desk.views.search import find
from khue.features.desk.views.settings import (
    calendar,
    choose_shortcuts,
    keyboard,
    renew_feed,
    revoke_feed,
    settings,
)
from khue.features.desk.views.tasks import tasks

__all__ = [
    "accept",
    "apology",
    "ask_supplement",
    "audit",
    "bottlenecks",
    "bulk",
    "bulk_deed",
    "bulk_deeds",
    "calendar",
    "choose_default",
    "choose_shortcuts",
    "complete",
    "control_slip",
    "find",
    "hand_over",
    "keyboard",
    "load",
    "notes",
    "on_time",
    "refuse_receipt",
    "register",
    "register_pdf",
    "remove_view",
    "renew_feed",
    "revoke_feed",
    "save_view",
    "saved_views",
    "settings",
    "stop_bulk",
    "strike_note",
    "take",
    "task",
    "tasks",
]
