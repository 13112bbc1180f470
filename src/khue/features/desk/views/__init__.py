"""Pages of the desk."""

from khue.features.desk.views.audit import audit
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
from khue.features.desk.views.papers import control_slip, register, register_pdf
from khue.features.desk.views.search import find
from khue.features.desk.views.tasks import tasks

__all__ = [
    "accept",
    "apology",
    "ask_supplement",
    "audit",
    "complete",
    "control_slip",
    "find",
    "hand_over",
    "refuse_receipt",
    "register",
    "register_pdf",
    "take",
    "task",
    "tasks",
]
