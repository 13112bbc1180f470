"""Which clocks are about to run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from khue.core.errors import Missing
from khue.features.dossiers.models import Task
from khue.features.rulebook import queries as rulebook

LEAD = "onestop.apology_lead_working_days"
DEFAULT_LEAD = 1
BATCH = 500


def tasks_to_watch(today: date) -> Iterator[int]:
    """Open tasks due within the lead that nobody was warned of, and overdue ones that were not escalated."""
    until = rulebook.calendar().add_working_days(today, lead(today))
    clocks = Task.objects.filter(closed_at=None, paused=False, due_on__lte=until)
    due = clocks.filter(Q(warned_on=None) | Q(due_on__lt=today, escalated_on=None))
    yield from due.order_by("due_on", "id").values_list("pk", flat=True)[:BATCH]


def lead(today: date) -> int:
    """Working days before the due day on which the apology is prepared."""
    try:
        parameter = rulebook.parameter(LEAD, today)
    except Missing:
        return DEFAULT_LEAD
    return parameter.number if parameter.applies else DEFAULT_LEAD
