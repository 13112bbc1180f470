"""Reading key tasks. Frozen values only. ``benefits_of(party, on)`` is the door for rooms that ask what a party may use."""

from khue.features.keytasks.queries.benefits import BenefitRow, benefits_named, benefits_of
from khue.features.keytasks.queries.cards import (
    FilingRow,
    KeyTaskCard,
    ReportRow,
    WithdrawalRow,
    key_task,
    require_side,
)
from khue.features.keytasks.queries.lists import (
    VIEWS,
    FileRow,
    RegisterRow,
    desk,
    key_tasks_of,
    recognised,
    register,
    reports_to_remind,
    terms_to_follow,
)
from khue.features.keytasks.queries.rules import (
    REPORT_CLOCK,
    REPORT_EVERY,
    RULES,
    known_benefits,
    last_day_by_law,
    report_months,
    value,
)
from khue.features.keytasks.queries.tasks import TaskPage, matters, may_read_subject, panels, task_page, withdrawal_of

__all__ = [
    "REPORT_CLOCK",
    "REPORT_EVERY",
    "RULES",
    "VIEWS",
    "BenefitRow",
    "FileRow",
    "FilingRow",
    "KeyTaskCard",
    "RegisterRow",
    "ReportRow",
    "TaskPage",
    "WithdrawalRow",
    "benefits_named",
    "benefits_of",
    "desk",
    "key_task",
    "key_tasks_of",
    "known_benefits",
    "last_day_by_law",
    "matters",
    "may_read_subject",
    "panels",
    "recognised",
    "register",
    "report_months",
    "reports_to_remind",
    "require_side",
    "task_page",
    "terms_to_follow",
    "value",
    "withdrawal_of",
]
