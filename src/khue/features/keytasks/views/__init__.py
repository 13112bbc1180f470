"""Pages of key tasks."""

from khue.features.keytasks.views.desk import advise, check, decide, examine, settle
from khue.features.keytasks.views.lists import desk, mine, public, register
from khue.features.keytasks.views.task import answer, key_task, propose, report

__all__ = [
    "advise",
    "answer",
    "check",
    "decide",
    "desk",
    "examine",
    "key_task",
    "mine",
    "propose",
    "public",
    "register",
    "report",
    "settle",
]
