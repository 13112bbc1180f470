"""The staff's deeds on a task: take, hand over, complete, accept, refuse, ask for supplements."""

from khue.features.dossiers.usecases.tasks.completing import (
    close_open_task,
    close_task,
    complete_step,
    open_follow_task,
    pass_task,
    request_supplement,
)
from khue.features.dossiers.usecases.tasks.holding import hand_over_task, put_back_task, take_task
from khue.features.dossiers.usecases.tasks.receiving import accept_for_processing, refuse_receipt

__all__ = [
    "accept_for_processing",
    "close_open_task",
    "close_task",
    "complete_step",
    "hand_over_task",
    "open_follow_task",
    "pass_task",
    "put_back_task",
    "refuse_receipt",
    "request_supplement",
    "take_task",
]
