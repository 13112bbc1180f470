"""Periods of income reports and what was reported."""

from __future__ import annotations

from datetime import date

from khue.features.results.models import IncomePeriod


def periods_to_remind(today: date, most: int = 200) -> tuple[int, ...]:
    """Ended, not reported, and nobody was told yet."""
    rows = IncomePeriod.objects.filter(
        reported=False, reminded_on=None, until_on__lte=today, result__state="registered"
    )
    return tuple(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:most])
