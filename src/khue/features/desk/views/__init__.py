"""Pages of the desk."""

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
from khue.features.desk.views.tasks import tasks

__all__ = [
    "accept",
    "apology",
    "ask_supplement",
    "complete",
    "hand_over",
    "refuse_receipt",
    "take",
    "task",
    "tasks",
]
